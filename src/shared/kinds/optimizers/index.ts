import type { AnyOptimizer } from '../define.ts';
import { adadelta } from './adadelta.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { adamax } from './adamax.ts';
import { adamW } from './adam-w.ts';
import { lion } from './lion.ts';
import { nadam } from './nadam.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

export const optimizers = [
  sgd,
  adam,
  adamW,
  adamax,
  nadam,
  rmsprop,
  adagrad,
  adadelta,
  lion,
] as const satisfies readonly AnyOptimizer[];

/** The optimizer of this name. */
export const optimizerOf = (kind: string): AnyOptimizer | undefined =>
  optimizers.find((known) => known.kind === kind);
