import type { AnyOptimizer } from '../define.ts';
import { sgd } from './sgd.ts';
import { adam } from './adam.ts';

export const optimizers = [sgd, adam] as const satisfies readonly AnyOptimizer[];

/** The optimizer of this name. */
export const optimizerOf = (kind: string): AnyOptimizer | undefined =>
  optimizers.find((known) => known.kind === kind);
