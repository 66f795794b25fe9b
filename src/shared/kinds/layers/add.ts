import { defineLayer } from '../define.ts';
import { sameShape, sizeOf } from '../shape.ts';
import { joinMasks } from './parts/merge.ts';
import { branches, output } from './parts/ports.ts';

export const add = defineLayer({
  kind: 'add',
  label: 'Add',
  group: 'merge',
  icon: 'plus',
  doc: 'Adds branches of the same shape, value by value: the end of a shortcut around layers.',
  formula: 'y = x₁ + x₂ + …',
  params: {},
  inputs: branches('Two or more branches of the same shape.'),
  outputs: output('Their sum.'),
  summary: () => '',
  infer: (_params, inputs) => {
    if (inputs.length < 2) return { misfit: { code: 'needs-two-inputs', facts: { layer: 'Add' } } };
    return inputs.every((shape) => sameShape(shape, inputs[0]!))
      ? { outputs: [inputs[0]!] }
      : { misfit: { code: 'shapes-differ', facts: { layer: 'Add', shapes: inputs } } };
  },
  weights: () => ({}),
  multiplyAdds: (_params, inputs) => sizeOf(inputs[0]!) * (inputs.length - 1),
  forward: ({ tf }, _params, _weights, inputs) => {
    const value = inputs.map((input) => input.value).reduce((sum, x) => tf.add(sum, x));
    return { outputs: [{ value, ...joinMasks(tf, inputs) }] };
  },
  keras: () => ({ className: 'Add', config: {}, weights: [] }),
  fromKeras: { className: 'Add', params: () => ({}) },
  onnx: (writer, _params, inputs) => [inputs.reduce((sum, x) => writer.node('Add', [sum, x]))],
  examples: [
    { inputs: [[4], [4]], outputs: [[4]] },
    {
      inputs: [
        [3, 3, 2],
        [3, 3, 2],
        [3, 3, 2],
      ],
      outputs: [[3, 3, 2]],
    },
  ],
});
