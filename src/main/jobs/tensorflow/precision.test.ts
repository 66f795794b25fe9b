import { beforeAll, describe, expect, test } from 'vitest';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { attribute } from './binding.ts';
import type { OpAttribute } from './binding.ts';
import { loadTensorFlow } from './engine.ts';
import type { NativeTensorFlow } from './native.ts';
import type { GraphNode } from './graph-nodes.ts';
import { inBfloat16 } from './precision.ts';
import { createSession } from './session.ts';

const T = attribute.type('T', 'float32');
const node = (name: string, op: string, ...inputs: string[]): GraphNode => ({
  name,
  op,
  inputs,
  attributes: [T],
});
/** "name = op(inputs)", with the type of what it computes where that is bfloat16. */
function rewritten(...nodes: GraphNode[]): readonly string[] {
  let count = 0;
  return inBfloat16(nodes, () => `cast${count++}`).map(({ name, op, inputs, attributes }) => {
    const narrow = attributes.some(
      (each) => 'value' in each && (each.name === 'T' || each.name === 'DstT') && each.value === 14,
    );
    return `${name} = ${op}${narrow ? ' bfloat16' : ''}(${inputs.join(', ')})`;
  });
}

describe('the nodes of a trace', () => {
  test('a chain stays in bfloat16 from its first product to what needs float32', () => {
    expect(
      rewritten(
        node('a', 'Conv2D', 'x:0', 'k:0'),
        node('b', 'BiasAdd', 'a:0', 'bias:0'),
        node('c', 'Relu', 'b:0'),
        node('d', 'MatMul', 'c:0', 'w:0'),
        node('e', 'Softmax', 'd:0'),
      ),
    ).toEqual([
      'cast0 = Cast bfloat16(x:0)',
      'cast1 = Cast bfloat16(k:0)',
      'a = Conv2D bfloat16(cast0:0, cast1:0)',
      'cast2 = Cast bfloat16(bias:0)',
      'b = BiasAdd bfloat16(a:0, cast2:0)',
      'c = Relu bfloat16(b:0)',
      'cast3 = Cast bfloat16(w:0)',
      'd = MatMul bfloat16(c:0, cast3:0)',
      'cast4 = Cast(d:0)',
      'e = Softmax(cast4:0)',
    ]);
  });
  test('what several nodes use is cast once', () => {
    const nodes = rewritten(
      node('a', 'MatMul', 'x:0', 'w:0'),
      node('b', 'MatMul', 'y:0', 'w:0'),
      node('c', 'Softmax', 'a:0'),
      node('d', 'Tanh', 'a:0'),
    );
    expect(nodes.filter((each) => each.includes('Cast'))).toHaveLength(4);
  });
  test('what is cut or joined stays in bfloat16, whole', () => {
    expect(
      rewritten(
        node('a', 'MatMul', 'x:0', 'w:0'),
        node('b', 'SplitV', 'a:0', 'sizes:0', 'axis:0'),
        node('c', 'ConcatV2', 'b:1', 'b:0', 'axis:0'),
        node('d', 'ConcatV2', 'b:0', 'y:0', 'axis:0'),
      ),
    ).toEqual([
      'cast0 = Cast bfloat16(x:0)',
      'cast1 = Cast bfloat16(w:0)',
      'a = MatMul bfloat16(cast0:0, cast1:0)',
      'b = SplitV bfloat16(a:0, sizes:0, axis:0)',
      'c = ConcatV2 bfloat16(b:1, b:0, axis:0)',
      'cast2 = Cast(b:0)',
      'd = ConcatV2(cast2:0, y:0, axis:0)',
    ]);
  });
  test('what was cast piece by piece is joined, not cast again', () => {
    expect(
      rewritten(
        node('a', 'MatMul', 'x:0', 'w:0'),
        node('b', 'ConcatV2', 'x:0', 'y:0', 'axis:0'),
        node('c', 'Slice', 'b:0', 'begin:0', 'size:0'),
        node('d', 'MatMul', 'c:0', 'w:0'),
        node('e', 'Softmax', 'b:0'),
      ),
    ).toEqual([
      'cast0 = Cast bfloat16(x:0)',
      'cast1 = Cast bfloat16(w:0)',
      'a = MatMul bfloat16(cast0:0, cast1:0)',
      'b = ConcatV2(x:0, y:0, axis:0)',
      'c = Slice(b:0, begin:0, size:0)',
      'cast4 = Cast bfloat16(y:0)',
      'cast3 = ConcatV2 bfloat16(cast0:0, cast4:0, axis:0)',
      'cast2 = Slice bfloat16(cast3:0, begin:0, size:0)',
      'd = MatMul bfloat16(cast2:0, cast1:0)',
      'e = Softmax(b:0)',
    ]);
  });
  test('sums of gradients, and what only touches float32, are as they were', () => {
    expect(rewritten(node('a', 'Relu', 'x:0'), node('b', 'AddN', 'a:0', 'y:0', '^z'))).toEqual([
      'a = Relu(x:0)',
      'b = AddN(a:0, y:0, ^z)',
    ]);
    expect(rewritten(node('a', 'MatMul', 'x:0', 'w:0'), node('b', 'BiasAddGrad', 'a:0')).slice(-2)).toEqual([
      'cast2 = Cast(a:0)',
      'b = BiasAddGrad(cast2:0)',
    ]);
  });
});

describe('TensorFlow computes in bfloat16', () => {
  let native: NativeTensorFlow;
  beforeAll(async () => {
    native = (await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 })) as NativeTensorFlow;
  });

  const image: Shape = [2, 6, 6, 8];
  const NHWC = attribute.string('data_format', 'NHWC');
  const window = [
    T,
    NHWC,
    attribute.int('strides', [1, 2, 2, 1]),
    attribute.int('ksize', [1, 2, 2, 1]),
    attribute.string('padding', 'VALID'),
  ];
  const normalise = [
    T,
    NHWC,
    attribute.type('U', 'float32'),
    attribute.float('epsilon', 1e-3),
    attribute.bool('is_training', true),
  ];
  type Op = (name: string, attributes: readonly OpAttribute[], inputs: readonly Tensor[]) => Tensor;
  /** What follows a convolution, by the op that is tried. */
  const followers: Record<string, (op: Op, x: Tensor, tf: NativeTensorFlow['tf']) => Tensor> = {
    BiasAdd: (op, x, tf) => op('BiasAdd', [T, NHWC], [x, tf.linspace(-1, 1, 8)]),
    Relu: (op, x) => op('Relu', [T], [x]),
    ReluGrad: (op, x) => op('ReluGrad', [T], [x, op('Relu', [T], [x])]),
    LeakyRelu: (op, x) => op('LeakyRelu', [T, attribute.float('alpha', 0.25)], [x]),
    LeakyReluGrad: (op, x) => op('LeakyReluGrad', [T, attribute.float('alpha', 0.25)], [x, x]),
    MaxPool: (op, x) => op('MaxPool', window, [x]),
    MaxPoolGrad: (op, x) => {
      const y = op('MaxPool', window, [x]);
      return op('MaxPoolGrad', window, [x, y, y]);
    },
    Reshape: (_, x, tf) => tf.reshape(x, [2, -1]),
    Transpose: (_, x, tf) => tf.transpose(x, [0, 3, 1, 2]),
    Slice: (_, x, tf) => tf.slice(x, [0, 1, 1, 0], [2, 3, 3, 8]),
    SplitV: (_, x, tf) => tf.split(x, [3, 5], 3)[1]!,
    Unpack: (_, x, tf) => tf.unstack(x, 1)[2]!,
    Pack: (op, x) =>
      op('Pack', [T, attribute.int('N', 2), attribute.int('axis', 1)], [x, op('Relu', [T], [x])]),
    ConcatV2: (op, x, tf) => tf.concat([x, op('Relu', [T], [x])], 3),
    StridedSlice: (_, x, tf) => tf.stridedSlice(x, [0, 0, 0, 0], [2, 6, 6, 8], [1, 2, 3, 1]),
    BatchMatMulV2: (_, x, tf) => tf.matMul(tf.reshape(x, [2, 36, 8]), tf.reshape(x, [2, 36, 8]), false, true),
    FusedBatchNormV3: (_, x, tf) => {
      const inputs = [x, tf.linspace(1, 2, 8), tf.linspace(-1, 1, 8), tf.tensor1d([]), tf.tensor1d([])];
      const all = [...normalise, attribute.float('exponential_avg_factor', 1)];
      return native.opMany('FusedBatchNormV3', all, inputs, 6)[0]!;
    },
    FusedBatchNormGradV3: (_, x, tf) => {
      const gamma = tf.linspace(1, 2, 8);
      const inputs = [x, gamma, tf.linspace(-1, 1, 8), tf.tensor1d([]), tf.tensor1d([])];
      const all = [...normalise, attribute.float('exponential_avg_factor', 1)];
      const kept = native.opMany('FusedBatchNormV3', all, inputs, 6).slice(3);
      return native.opMany('FusedBatchNormGradV3', normalise, [x, x, gamma, ...kept], 5)[0]!;
    },
  };

  test.for(Object.entries(followers))('%s', ([name, follower]) => {
    const { op, tf } = native;
    const [found, wanted] = (['bfloat16', 'float32'] as const).map((precision) => {
      const session = createSession(native);
      const step = ([x]: readonly Tensor[]): Tensor => {
        const kernel = tf.reshape(tf.linspace(-0.5, 0.5, 3 * 3 * 8 * 8), [3, 3, 8, 8]);
        const convolved = native.ops.convolution(x!, kernel, null, {
          strides: [1, 1],
          padding: 'same',
          dilation: [1, 1],
        });
        return follower(op, convolved, tf);
      };
      session.trace('step', [{ shape: image, dtype: 'float32' }], step, precision);
      session.load();
      const size = sizeOf(image);
      const x = Float32Array.from({ length: size }, (_, i) => Math.sin(i));
      const values = session.run('step', [x]) as Float32Array;
      if (precision === 'bfloat16') {
        // Two inputs of the convolution, the result, and a second input where there is one.
        expect(session.counts.get('Cast')).toBeLessThanOrEqual(name === 'BiasAdd' ? 4 : 3);
      }
      session.close();
      return values;
    });
    const largest = Math.max(...wanted!.map(Math.abs));
    const worst = Math.max(...found!.map((value, i) => Math.abs(value - wanted![i]!)));
    expect(worst).toBeGreaterThan(0);
    expect(worst / largest).toBeLessThan(2 ** -6);
  });
});
