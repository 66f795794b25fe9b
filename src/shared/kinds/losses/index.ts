import type { AnyLoss } from '../define.ts';
import { binaryCrossentropy } from './binary-crossentropy.ts';
import { binaryFocalCrossentropy } from './binary-focal-crossentropy.ts';
import { categoricalFocalCrossentropy } from './categorical-focal-crossentropy.ts';
import { categoricalHinge } from './categorical-hinge.ts';
import { cosineSimilarity } from './cosine-similarity.ts';
import { hinge } from './hinge.ts';
import { huber } from './huber.ts';
import { klDivergence } from './kl-divergence.ts';
import { logCosh } from './log-cosh.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';

/** The first that can take a target is the one that is chosen where nothing is said. */
export const losses = [
  sparseCategoricalCrossentropy,
  meanSquaredError,
  meanAbsoluteError,
  huber,
  logCosh,
  binaryCrossentropy,
  categoricalFocalCrossentropy,
  binaryFocalCrossentropy,
  categoricalHinge,
  hinge,
  klDivergence,
  cosineSimilarity,
] as const satisfies readonly AnyLoss[];

/** The loss of this name. */
export const lossOf = (kind: string): AnyLoss | undefined => losses.find((known) => known.kind === kind);

/** A loss's own parameters among those of an output layer. */
export const lossParams = (
  loss: AnyLoss,
  params: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.keys(loss.params).map((name) => [name, params[name]]));
