import type { DatasetManifest } from '../../data/manifest.ts';
import type { AdviceCode, AdviceFacts } from '../../words/advice.ts';
import type { Fix, Problem, ProblemPlace } from '../../words/problems.ts';
import type { Network, Project } from '../document.ts';
import type { Inferred } from '../infer.ts';
import type { TrainingSize } from '../samples.ts';

/** What a rule sees. */
export interface Advised {
  readonly project: Project;
  readonly manifest: DatasetManifest | null;
  readonly networks: readonly { readonly network: Network; readonly inferred: Inferred }[];
  /** Null where there is no data. */
  readonly size: TrainingSize | null;
}

/** A rule is a function of the project and its data. */
export type Rule = (advised: Advised) => readonly Problem[];

/** One piece of advice. */
export const advice = <C extends AdviceCode>(
  code: C,
  at: ProblemPlace,
  facts: AdviceFacts[C],
  fix?: Fix,
): Problem => ({ code, at, severity: 'advice', facts, ...(fix && { fix }) }) as unknown as Problem;
