/** Settings of a training that a document may hold and this version cannot use: they are told as the network's problems are. */
import { checked } from '../../../shared/checked.ts';
import { paramsSchema } from '../../../shared/kinds/params.ts';
import type { Params } from '../../../shared/kinds/params.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { kindNames } from '../../../shared/words/kinds.ts';
import { saidProblem } from '../../../shared/words/problems.ts';
import type { ProblemFacts } from '../../../shared/words/problems.ts';

type Setting = ProblemFacts['setting-invalid'];

const FAMILY = { optimizer: 'optimizers', schedule: 'schedules' } as const;

export const settingProblem = (facts: Setting): Failed =>
  new Failed(
    failure('project-has-problems', { sentences: [saidProblem({ code: 'setting-invalid', facts })] }),
  );

/** Stored parameters checked by their kind, with defaults filled in. Throws `Failed` 'project-has-problems'. */
export function checkedParams(
  setting: keyof typeof FAMILY,
  kind: { readonly kind: string; readonly label: string; readonly params: Params },
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const parsed = checked(paramsSchema(kind.params), given);
  if (parsed.ok) return parsed.value;
  const { path, reason } = parsed.error;
  const [name] = path;
  const param = name === undefined ? undefined : kind.params[name];
  const family = FAMILY[setting];
  throw settingProblem({
    setting,
    of: kindNames.kind(family, kind.kind, kind.label),
    ...(name !== undefined && {
      param: param ? kindNames.param(family, kind.kind, name, param.label) : name,
    }),
    reason,
  });
}
