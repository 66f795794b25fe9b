import { defineLayer } from '../define.ts';
import type { Forward } from '../define.ts';
import type { Tensor } from '../ops.ts';
import { choice } from '../params.ts';
import type { Shape } from '../shape.ts';
import { sizeOf } from '../shape.ts';
import { named, wanted } from '../../words/problems.ts';
import { kerasInitializer } from './parts/initializers.ts';
import { plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';
import {
  activityRegularizerParams,
  kerasRegularizers,
  readRegularizers,
  regularize,
  weightRegularizerParams,
} from './parts/regularizers.ts';

/** Steps that the slowest wave of the sinusoidal positions takes for a radian. */
const LONGEST = 10_000;

/** Of each number of a position: how far its wave goes in one step, as float32 has it. Sine and cosine share a wave. */
const frequencies = (width: number): Float32Array =>
  Float32Array.from({ length: width }, (_, i) => LONGEST ** (-(2 * Math.floor(i / 2)) / width));

/** The sinusoidal positions [steps, width], computed as `forward` does. */
function waves([steps, width]: Shape): Float32Array {
  const speed = frequencies(width!);
  return Float32Array.from({ length: steps! * width! }, (_, i) => {
    const angle = Math.fround(Math.floor(i / width!) * speed[i % width!]!);
    return (i % width!) % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

/**
 * Keras has no such core layer. EinsumDense with a kernel of ones and a bias for each step is the same function; a
 * bias that begins at zeros tells the waves from what was learned.
 */
const EQUATION = { equation: 'abc,c->abc', bias_axes: 'bc' } as const;

export const positionEmbedding = defineLayer({
  kind: 'positionEmbedding',
  label: 'PositionEmbedding',
  group: 'attention',
  icon: 'map-pin',
  doc: 'Adds to each time step a row of numbers that says where it stands: attention alone does not see the order of the steps.',
  formula:
    'y[t] = x[t] + position[t]; sinusoidal: position[t, 2i] = sin(t / 10000^(2i / width)), position[t, 2i + 1] = cos of the same',
  params: {
    positions: choice(
      'Positions',
      ['learned', 'sinusoidal'],
      'learned',
      'learned: a row for each step, trained like any weight; sinusoidal: fixed waves of many lengths, without weights.',
    ),
    ...weightRegularizerParams('learned positions'),
    ...activityRegularizerParams,
  },
  inputs: input('A row of numbers for each time step.'),
  outputs: output('The same shape.'),
  summary: (params) => named.positions[params.positions],
  infer: (_params, [x]) =>
    x?.length === 2
      ? { outputs: [x] }
      : {
          misfit: {
            code: 'rank-wrong',
            facts: { layer: 'PositionEmbedding', wants: wanted.sequence, shape: x ?? [] },
          },
        },
  // No choice of an initializer: in Keras' form it is a bias, and zeros there tell the waves from what is learned.
  weights: (params, [x]) =>
    params.positions === 'learned'
      ? { positions: { shape: x!, initializer: 'glorotUniform', trainable: true } }
      : {},
  multiplyAdds: (_params, [x]) => sizeOf(x!),
  forward: ({ tf }, params, { positions }, [x]) => {
    const [, steps, width] = x!.value.shape as [number, number, number];
    const added = (table: Tensor): Forward => {
      const value = tf.add(x!.value, table);
      return {
        outputs: [{ ...x!, value }],
        ...regularize(tf, params, positions ? [positions] : [], [], value),
      };
    };
    if (positions) return added(positions);
    // Composed of operations: as numbers from JavaScript the table would be too large for a traced step.
    const angles = tf.mul(tf.reshape(tf.range(0, steps), [steps, 1]), tf.tensor1d(frequencies(width)));
    const odd = tf.tensor1d(Float32Array.from({ length: width }, (_, i) => i % 2));
    const table = tf.add(tf.mul(tf.cos(angles), odd), tf.mul(tf.sin(angles), tf.sub(1, odd)));
    return added(table);
  },
  keras: (params, [x]) => ({
    className: 'EinsumDense',
    config: {
      ...EQUATION,
      output_shape: [...x!],
      activation: 'linear',
      kernel_initializer: kerasInitializer({ initializer: 'ones' }),
      bias_initializer: kerasInitializer({
        initializer: params.positions === 'learned' ? 'glorotUniform' : 'zeros',
      }),
      // The positions are its bias. Waves are no weights here, so that their size costs nothing.
      ...kerasRegularizers(
        params.positions === 'learned'
          ? { ...params, l1: 0, l2: 0, biasL1: params.l1, biasL2: params.l2 }
          : { ...params, l1: 0, l2: 0 },
      ),
      ...(params.positions === 'sinusoidal' && { trainable: false }),
    },
    weights: ['scale', 'positions'],
    constants: {
      scale: { shape: [x![1]!], values: new Float32Array(x![1]!).fill(1) },
      ...(params.positions === 'sinusoidal' && { positions: { shape: x!, values: waves(x!) } }),
    },
  }),
  fromKeras: {
    className: 'EinsumDense',
    params: (config) => {
      const regularizers = readRegularizers(config);
      if (!regularizers || !plain(config, { ...EQUATION, activation: 'linear', kernel_regularizer: null }))
        return null;
      const { biasL1: l1, biasL2: l2, activityL1, activityL2 } = regularizers;
      const start = JSON.stringify(config['bias_initializer']);
      return {
        positions: start.includes('"Zeros"') ? 'sinusoidal' : 'learned',
        l1,
        l2,
        activityL1,
        activityL2,
      };
    },
  },
  onnx: (writer, params, [x], [shape]) => [
    writer.node('Add', [
      x!,
      params.positions === 'learned'
        ? writer.weight('positions')
        : writer.constant(waves(shape!), [...shape!]),
    ]),
  ],
  examples: [
    { inputs: [[4, 3]], outputs: [[4, 3]] },
    { params: { l1: 0.01, l2: 0.02, activityL1: 0.01 }, inputs: [[2, 3]], outputs: [[2, 3]] },
    { params: { positions: 'sinusoidal' }, inputs: [[5, 4]], outputs: [[5, 4]] },
    { params: { positions: 'sinusoidal' }, inputs: [[300, 5]], outputs: [[300, 5]] },
  ],
});
