import type { LossKind } from '../define.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { meanSquaredError } from './mean-squared-error.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';

export const losses = [
  sparseCategoricalCrossentropy,
  meanSquaredError,
  meanAbsoluteError,
] as const satisfies readonly LossKind[];

/** The loss of this name. */
export const lossOf = (kind: string): LossKind | undefined => losses.find((known) => known.kind === kind);
