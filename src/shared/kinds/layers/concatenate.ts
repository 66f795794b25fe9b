import { defineLayer } from '../define.ts';
import { sameShape } from '../shape.ts';
import { wanted } from '../../words/problems.ts';
import { joinMasks } from './parts/merge.ts';
import { branches, output } from './parts/ports.ts';

export const concatenate = defineLayer({
  kind: 'concatenate',
  label: 'Concatenate',
  group: 'merge',
  icon: 'combine',
  doc: 'Puts branches side by side along their last axis: the channels of pictures, the numbers of rows.',
  params: {},
  inputs: branches('Two or more branches, equal but for their last axis.'),
  outputs: output('All of them, side by side.'),
  summary: () => '',
  infer: (_params, inputs) => {
    const layer = 'Concatenate';
    const [first] = inputs;
    if (!first || inputs.length < 2) return { misfit: { code: 'needs-two-inputs', facts: { layer } } };
    const scalar = inputs.find((shape) => shape.length === 0);
    if (scalar)
      return { misfit: { code: 'rank-wrong', facts: { layer, wants: wanted.axis, shape: scalar } } };
    if (!inputs.every((shape) => sameShape(shape.slice(0, -1), first.slice(0, -1))))
      return { misfit: { code: 'shapes-differ', facts: { layer, shapes: inputs, axis: 'last' } } };
    return { outputs: [[...first.slice(0, -1), inputs.reduce((sum, shape) => sum + shape.at(-1)!, 0)]] };
  },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ tf }, _params, _weights, inputs) => ({
    outputs: [
      {
        value: tf.concat(
          inputs.map((input) => input.value),
          -1,
        ),
        ...joinMasks(tf, inputs),
      },
    ],
  }),
  keras: () => ({ className: 'Concatenate', config: { axis: -1 }, weights: [] }),
  fromKeras: {
    className: 'Concatenate',
    params: (config) => (config['axis'] === -1 ? {} : null),
  },
  onnx: (writer, _params, inputs) => [writer.node('Concat', inputs, { axis: -1 })],
  mask: { joins: 'all' },
  examples: [
    { inputs: [[4], [3]], outputs: [[7]] },
    {
      inputs: [
        [3, 3, 2],
        [3, 3, 1],
        [3, 3, 4],
      ],
      outputs: [[3, 3, 7]],
    },
  ],
});
