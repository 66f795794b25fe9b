import { defineLayer } from '../define.ts';
import { integer } from '../params.ts';
import { wanted } from '../../words/problems.ts';
import { input, output } from './parts/ports.ts';
import { withoutMask } from './parts/window.ts';

export const repeatVector = defineLayer({
  kind: 'repeatVector',
  label: 'RepeatVector',
  group: 'shape',
  icon: 'repeat',
  doc: 'Makes a sequence of one row, by giving it at every time step.',
  formula: 'y[t] = x',
  params: { n: integer('Times', 2, 1, 'Number of time steps.', { max: 100_000 }) },
  inputs: input('A row of numbers.'),
  outputs: output('The row, once for each time step.'),
  summary: (params) => `× ${params.n}`,
  infer: (params, [x]) =>
    x?.length === 1
      ? { outputs: [[params.n, x[0]!]] }
      : {
          misfit: {
            code: 'rank-wrong',
            facts: { layer: 'RepeatVector', wants: wanted.row, shape: x ?? [] },
          },
        },
  weights: () => ({}),
  multiplyAdds: () => 0,
  // A sum with zeros repeats, and has a sum for its gradient; tfjs' own tile would add a slice for each step.
  forward: ({ tf }, params, _weights, [x]) =>
    withoutMask(tf.add(tf.expandDims(x!.value, 1), tf.zeros([1, params.n, 1]))),
  keras: (params) => ({ className: 'RepeatVector', config: { n: params.n }, weights: [] }),
  fromKeras: { className: 'RepeatVector', params: (config) => ({ n: config['n'] }) },
  onnx: (writer, params, [x]) => {
    const int64 = (numbers: readonly number[]): string =>
      writer.constant(BigInt64Array.from(numbers, BigInt), [numbers.length]);
    return [writer.node('Expand', [writer.node('Unsqueeze', [x!, int64([1])]), int64([1, params.n, 1])])];
  },
  examples: [
    { inputs: [[3]], outputs: [[2, 3]] },
    { params: { n: 4 }, inputs: [[2]], outputs: [[4, 2]] },
  ],
});
