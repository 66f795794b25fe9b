import { defineLayer } from '../define.ts';
import { openShape } from '../params.ts';
import type { Shape } from '../shape.ts';
import { shapeText, sizeOf } from '../shape.ts';
import { input, output } from './parts/ports.ts';
import { withoutMask } from './parts/window.ts';

/** The target with what is left in the place of its -1; null where the values do not fit into it. */
function laidOut(target: Shape, from: Shape): Shape | null {
  const open = target.filter((n) => n === -1).length;
  if (open > 1) return null;
  const left = sizeOf(from) / sizeOf(target.filter((n) => n !== -1));
  if (open === 0 ? left !== 1 : !Number.isInteger(left)) return null;
  return target.map((n) => (n === -1 ? left : n));
}

export const reshape = defineLayer({
  kind: 'reshape',
  label: 'Reshape',
  group: 'shape',
  icon: 'shapes',
  doc: 'Lays the values of a sample out in another shape, in the same order.',
  params: {
    targetShape: openShape(
      'Target shape',
      [-1],
      'The shape of one sample. One side may be -1: it becomes what is left.',
    ),
  },
  inputs: input('Any shape.'),
  outputs: output('The same values in the target shape.'),
  summary: (params) => shapeText(params.targetShape),
  infer: (params, [x]) => {
    const shape = laidOut(params.targetShape, x ?? []);
    return shape
      ? { outputs: [shape] }
      : {
          misfit: {
            code: 'reshape-size',
            facts: { layer: 'Reshape', target: params.targetShape, shape: x ?? [] },
          },
        };
  },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ tf }, params, _weights, [x]) => {
    const [rows, ...from] = x!.value.shape as [number, ...number[]];
    return withoutMask(tf.reshape(x!.value, [rows, ...laidOut(params.targetShape, from)!]));
  },
  keras: (params) => ({
    className: 'Reshape',
    config: { target_shape: params.targetShape },
    weights: [],
  }),
  fromKeras: { className: 'Reshape', params: (config) => ({ targetShape: config['target_shape'] }) },
  onnx: (writer, params, [x], [shape]) => {
    const to = [-1, ...laidOut(params.targetShape, shape!)!];
    return [writer.node('Reshape', [x!, writer.constant(BigInt64Array.from(to, BigInt), [to.length])])];
  },
  examples: [
    { params: { targetShape: [2, 6] }, inputs: [[3, 4]], outputs: [[2, 6]] },
    { params: { targetShape: [2, -1, 3] }, inputs: [[12]], outputs: [[2, 2, 3]] },
    { inputs: [[2, 2, 2]], outputs: [[8]] },
  ],
});
