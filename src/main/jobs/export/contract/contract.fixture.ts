/** Material for the tests that run kinds for real: TensorFlow, and tensors from a named stream of random numbers. */
import type { ForwardContext, WeightSpec, WeightValues } from '../../../../shared/kinds/define.ts';
import type { Tensor } from '../../../../shared/kinds/ops.ts';
import { randomStream } from '../../../../shared/random.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { sizeOf } from '../../../../shared/kinds/shape.ts';
import { loadTensorFlow } from '../../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { computedRandom } from '../../tensorflow/random.ts';

/** Native TensorFlow on one thread, as set-up installed it. */
export const nativeRuntime = (): Promise<TensorFlowRuntime> =>
  loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });

/** tfjs on WebAssembly. One process has one runtime: a test file uses this or the other. */
export const portableRuntime = (): Promise<TensorFlowRuntime> =>
  loadTensorFlow({ backend: 'portable', threads: 1, shards: 1 });

/** The random numbers of step 0: the same at every call. */
export const contextOf = (runtime: TensorFlowRuntime, training: boolean): ForwardContext => ({
  tf: runtime.tf,
  ops: runtime.ops,
  training,
  random: computedRandom(runtime, 1, 0)('node', 0),
});

/** Normal numbers of this stream. */
export function randomValues(shape: Shape, stream: string, seed = 1): Float32Array {
  const random = randomStream(seed, stream);
  return Float32Array.from({ length: sizeOf(shape) }, () => random.normal());
}

/** Whole numbers below `count`, as token ids are. */
const randomTokens = (shape: Shape, stream: string, count: number): Float32Array => {
  const random = randomStream(1, stream);
  return Float32Array.from({ length: sizeOf(shape) }, () => Math.floor(random.uniform() * count));
};

/** Inputs of a layer: tokens below a number where it reads those, normal numbers otherwise. */
export const randomInputs = (
  shape: Shape,
  stream: string,
  tokens: number | undefined,
  seed = 1,
): Float32Array =>
  tokens === undefined ? randomValues(shape, stream, seed) : randomTokens(shape, stream, tokens);

const named = (weights: WeightValues, name: RegExp): readonly Float32Array[] =>
  Object.entries(weights).flatMap(([own, { values }]) => (name.test(own) ? [values] : []));
/** The values of every kernel of a layer: some have several, all named so but the rows of an embedding, positions, scales and slopes. */
export const kernelsOf = (weights: WeightValues): readonly Float32Array[] =>
  named(weights, /kernel$|^(embeddings|positions|gamma|scale|alpha)$/i);
export const biasesOf = (weights: WeightValues): readonly Float32Array[] => named(weights, /bias$|^beta$/i);

/** Weights as they may be after training: a variance is above zero, the rest is small. */
export function randomWeights(
  specs: Readonly<Record<string, WeightSpec>>,
  stream: string,
  seed = 1,
): WeightValues {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape }]) => {
      const fan = Math.max(1, sizeOf(shape.slice(0, -1)));
      const values = randomValues(shape, `${stream}/${name}`, seed).map((value) =>
        name === 'movingVariance' ? Math.abs(value) + 0.1 : shape.length > 1 ? value / Math.sqrt(fan) : value,
      );
      return [name, { shape, values }];
    }),
  );
}

export const tensorsOf = (runtime: TensorFlowRuntime, weights: WeightValues): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [name, runtime.tf.tensor(values, [...shape])]),
  );
