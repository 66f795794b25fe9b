/** Random tensors keyed by (run seed, step, node, shard), for both backends. Nothing is drawn from Math.random. */
import { hashText, randomStream } from '../../../shared/random.ts';
import type { Random } from '../../../shared/kinds/define.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import { attribute } from './binding.ts';
import type { TensorFlowRuntime } from './engine.ts';
import type { NativeTensorFlow } from './native.ts';

/** Random numbers of one node in one shard of one step. */
export type RandomOf = (node: string, shard: number) => Random;

/**
 * By TensorFlow's stateless generators. `seed`: int32 [2], the run's seed and the step, a feed in a trace; each node
 * and shard moves the first number by its own hash.
 */
export function statelessRandom({ tf, op }: NativeTensorFlow, seed: Tensor): RandomOf {
  const draw = (name: string, shape: readonly number[], stream: string): Tensor => {
    const key = op(
      'BitwiseXor',
      [attribute.type('T', 'int32')],
      [seed, tf.tensor1d([hashText(stream) | 0, 0], 'int32')],
    );
    return op(
      name,
      [attribute.type('dtype', 'float32'), attribute.type('T', 'int32'), attribute.type('Tseed', 'int32')],
      [tf.tensor1d([...shape], 'int32'), key],
    );
  };
  return (node, shard) => ({
    uniform: (shape, stream = '') => draw('StatelessRandomUniform', shape, `${node}/${shard}/${stream}`),
    normal: (shape, stream = '') => draw('StatelessRandomNormal', shape, `${node}/${shard}/${stream}`),
  });
}

/** By the app's own counter-based generator, for eager runs on the portable backend. */
export function computedRandom({ tf }: Pick<TensorFlowRuntime, 'tf'>, seed: number, step: number): RandomOf {
  return (node, shard) => {
    const values = (shape: readonly number[], stream: string, kind: 'uniform' | 'normal'): Tensor => {
      const random = randomStream(seed, `step/${step}/${node}/${shard}/${stream}`);
      const of = (): number =>
        kind === 'uniform' ? Math.fround(random.uniform() * (1 - 2 ** -24)) : random.normal();
      return tf.tensor(Float32Array.from({ length: sizeOf(shape) }, of), [...shape]);
    };
    return {
      uniform: (shape, stream = '') => values(shape, stream, 'uniform'),
      normal: (shape, stream = '') => values(shape, stream, 'normal'),
    };
  };
}

/** Random numbers of one step of a run, outside of a trace. */
export const randomOfStep = (runtime: TensorFlowRuntime, seed: number, step: number): RandomOf =>
  runtime.kind === 'native'
    ? statelessRandom(runtime, runtime.tf.tensor1d([seed | 0, step], 'int32'))
    : computedRandom(runtime, seed, step);

/** For passes that are not training: whoever draws all the same is told. */
export const noRandom: RandomOf = (node) => {
  const draw = (): never => {
    throw new Error(`${node} drew a random number outside training`);
  };
  return { uniform: draw, normal: draw };
};
