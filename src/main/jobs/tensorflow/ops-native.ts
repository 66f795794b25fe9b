/**
 * The fused operations over TensorFlow's own ops, each with its gradient written by hand. They run eagerly, under
 * tfjs' autodiff and in a trace alike. Gradients nobody asks for cost nothing in a trace: TensorFlow prunes them.
 */
import type { Ops, Tensor, Tfjs, Window2d } from '../../../shared/kinds/define.ts';
import { attribute } from './binding.ts';
import type { OpAttribute } from './binding.ts';
import { handOver, withGradient } from './gradient.ts';
import { nativeEmbedding } from './ops/embedding-native.ts';
import { nativeRecurrent } from './ops/recurrent-native.ts';
import { batchNormInference } from './ops-composed.ts';

export interface Executor {
  readonly tf: Tfjs;
  op(name: string, attributes: readonly OpAttribute[], inputs: readonly Tensor[]): Tensor;
  opMany(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

const T = attribute.type('T', 'float32');
const NHWC = attribute.string('data_format', 'NHWC');

export function nativeOps(executor: Executor): Ops {
  const { tf, op, opMany } = executor;
  const matMul = (a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor =>
    op(
      'MatMul',
      [T, attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', transposeB)],
      [a, b],
    );
  const biasAdd = (x: Tensor, bias: Tensor): Tensor => op('BiasAdd', [T, NHWC], [x, bias]);
  const biasGrad = (dy: Tensor): Tensor => op('BiasAddGrad', [T, NHWC], [dy]);
  const shapeOf = (shape: readonly number[]): Tensor => tf.tensor1d([...shape], 'int32');

  /** An op of one input whose gradient needs its output alone. */
  const onOutput =
    (forward: (x: Tensor) => Tensor, backward: (dy: Tensor, y: Tensor) => Tensor) =>
    (x: Tensor): Tensor =>
      withGradient(
        tf,
        [x],
        ([x]) => {
          const value = forward(x!);
          return { value, saved: [value] };
        },
        (dy, [y]) => [backward(dy, y!)],
      );

  /** A product of x and a kernel, and a bias where there is one. */
  const weighted = (
    product: (x: Tensor, kernel: Tensor) => Tensor,
    gradients: (dy: Tensor, x: Tensor, kernel: Tensor) => readonly Tensor[],
    x: Tensor,
    kernel: Tensor,
    bias: Tensor | null,
  ): Tensor =>
    withGradient(
      tf,
      bias ? [x, kernel, bias] : [x, kernel],
      ([x, kernel, bias]) => {
        const y = product(x!, kernel!);
        return { value: bias ? biasAdd(y, bias) : y, saved: [x!, kernel!] };
      },
      (dy, [x, kernel]) => [...gradients(dy, x!, kernel!), ...(bias ? [biasGrad(dy)] : [])],
    );

  const denseRows = (x: Tensor, kernel: Tensor, bias: Tensor | null): Tensor =>
    weighted(
      (x, kernel) => matMul(x, kernel),
      (dy, x, kernel) => [matMul(dy, kernel, false, true), matMul(x, dy, true, false)],
      x,
      kernel,
      bias,
    );

  const windowAttributes = ({ strides, padding }: Window2d): OpAttribute[] => [
    T,
    attribute.int('strides', [1, ...strides, 1]),
    attribute.string('padding', padding.toUpperCase()),
    NHWC,
  ];

  /** A pooling op and its gradient op, whose inputs `inputsOf` chooses. */
  const pool = (
    name: string,
    x: Tensor,
    window: Window2d & { readonly size: readonly [number, number] },
    gradient: (attributes: OpAttribute[], dy: Tensor, x: Tensor, y: Tensor) => Tensor,
  ): Tensor => {
    const attributes = [...windowAttributes(window), attribute.int('ksize', [1, ...window.size, 1])];
    return withGradient(
      tf,
      [x],
      ([x]) => {
        const value = op(name, attributes, [x!]);
        return { value, saved: [x!, value] };
      },
      (dy, [x, y]) => [gradient(attributes, dy, x!, y!)],
    );
  };

  const ops: Ops = {
    ...nativeRecurrent(executor, () => ops),
    ...nativeEmbedding(executor),
    dense(x, kernel, bias) {
      if (x.rank === 2) return denseRows(x, kernel, bias);
      const rows = tf.reshape(x, [-1, x.shape.at(-1)!]);
      return tf.reshape(denseRows(rows, kernel, bias), [...x.shape.slice(0, -1), kernel.shape[1]!]);
    },

    conv2D(x, kernel, bias, window) {
      const attributes = [
        ...windowAttributes(window),
        attribute.int('dilations', [1, ...window.dilation, 1]),
        attribute.bool('use_cudnn_on_gpu', true),
      ];
      return weighted(
        (x, kernel) => op('Conv2D', attributes, [x, kernel]),
        (dy, x, kernel) => [
          op('Conv2DBackpropInput', attributes, [shapeOf(x.shape), kernel, dy]),
          op('Conv2DBackpropFilter', attributes, [x, shapeOf(kernel.shape), dy]),
        ],
        x,
        kernel,
        bias,
      );
    },

    maxPool2D: (x, window) =>
      pool('MaxPool', x, window, (attributes, dy, x, y) => op('MaxPoolGrad', attributes, [x, y, dy])),
    averagePool2D: (x, window) =>
      pool('AvgPool', x, window, (attributes, dy, x) =>
        op('AvgPoolGrad', attributes, [shapeOf(x.shape), dy]),
      ),

    batchNormTraining(x, gamma, beta, epsilon) {
      const channels = x.shape.at(-1)!;
      const count = x.size / channels;
      // One row of pixels is enough for the op: its statistics are over all axes but the last.
      const flat = x.rank === 4 ? x : tf.reshape(x, [count, 1, 1, channels]);
      const attributes = [
        T,
        attribute.type('U', 'float32'),
        attribute.float('epsilon', epsilon),
        NHWC,
        attribute.bool('is_training', true),
      ];
      let statistics: readonly [Tensor, Tensor] | null = null;
      const y = withGradient(
        tf,
        [flat, gamma, beta],
        ([x, gamma, beta]) => {
          const none = [tf.tensor1d([]), tf.tensor1d([])];
          const [value, mean, variance, ...reserved] = opMany(
            'FusedBatchNormV3',
            [...attributes, attribute.float('exponential_avg_factor', 1)],
            [x!, gamma!, beta!, ...none],
            6,
          );
          // The op gives the variance of a sample (over n - 1). Both are kept, or would be freed with this function.
          statistics = [tf.keep(mean!), tf.keep(tf.mul(variance!, (count - 1) / count))];
          return { value: value!, saved: [x!, gamma!, ...reserved] };
        },
        (dy, [x, gamma, ...reserved]) =>
          opMany('FusedBatchNormGradV3', attributes, [dy, x!, gamma!, ...reserved], 5).slice(0, 3),
      );
      const [mean, variance] = statistics!.map((kept) => handOver(tf, kept)) as [Tensor, Tensor];
      return { y: x.rank === 4 ? y : tf.reshape(y, x.shape), mean, variance };
    },
    batchNormInference: (x, gamma, beta, mean, variance, epsilon) =>
      batchNormInference(tf, x, gamma, beta, mean, variance, epsilon),

    relu: onOutput(
      (x) => op('Relu', [T], [x]),
      (dy, y) => op('ReluGrad', [T], [dy, y]),
    ),
    sigmoid: onOutput(
      (x) => op('Sigmoid', [T], [x]),
      (dy, y) => op('SigmoidGrad', [T], [y, dy]),
    ),
    tanh: onOutput(
      (x) => op('Tanh', [T], [x]),
      (dy, y) => op('TanhGrad', [T], [y, dy]),
    ),
    softmax: onOutput(
      (x) => op('Softmax', [T], [x]),
      (dy, y) => {
        const share = tf.mul(dy, y);
        return tf.sub(share, tf.mul(y, tf.sum(share, -1, true)));
      },
    ),

    sparseSoftmaxCrossEntropy: (logits, labels) =>
      withGradient(
        tf,
        [logits],
        ([logits]) => {
          const attributes = [T, attribute.type('Tlabels', 'int32')];
          const [value, gradient] = opMany(
            'SparseSoftmaxCrossEntropyWithLogits',
            attributes,
            [logits!, labels],
            2,
          );
          return { value: value!, saved: [gradient!] };
        },
        (dy, [gradient]) => [tf.mul(gradient!, tf.expandDims(dy, 1))],
      ),
  };
  return ops;
}
