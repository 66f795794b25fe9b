/** Settings of a training that a document may hold and this version cannot use: they are told as the network's problems are. */
import { paramsSchema } from '../../../shared/kinds/params.ts';
import type { Params } from '../../../shared/kinds/params.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { saidProblem } from '../../../shared/words/problems.ts';

export const settingProblem = (of: string, param: string, reason: string): Failed =>
  new Failed(
    failure('project-has-problems', {
      sentences: [saidProblem({ code: 'param-invalid', facts: { layer: of, param, reason } })],
    }),
  );

/** Stored parameters checked by their kind, with defaults filled in. Throws `Failed` 'project-has-problems'. */
export function checkedParams(
  kind: { readonly label: string; readonly params: Params },
  params: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const parsed = paramsSchema(kind.params).safeParse(params);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw settingProblem(kind.label, String(issue.path[0] ?? 'a parameter'), issue.message);
}
