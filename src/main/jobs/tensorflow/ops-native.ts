/**
 * The fused operations over TensorFlow's own ops, each with its gradient written by hand. They run eagerly, under
 * tfjs' autodiff and in a trace alike. Gradients nobody asks for cost nothing in a trace: TensorFlow prunes them.
 */
import type { Precision } from '../../../shared/contract/runs.ts';
import type { Ops, Tensor } from '../../../shared/kinds/ops.ts';
import { attribute } from './binding.ts';
import { handOver, withGradient, withGradientOf } from './gradient.ts';
import { nativeActivations } from './ops/activations-native.ts';
import { attentionOps } from './ops/attention.ts';
import { nativeConvolution } from './ops/convolution-native.ts';
import { nativeEmbedding } from './ops/embedding-native.ts';
import { imageOps } from './ops/images.ts';
import { normalisationOps } from './ops/normalisation.ts';
import { nativeRecurrent } from './ops/recurrent-native.ts';
import { NHWC, sumOfRows, T, weightedBy } from './ops/weighted-native.ts';
import type { Executor } from './ops/weighted-native.ts';
import { batchNormInference, sigmoidCrossEntropy, sparseSoftmaxCrossEntropy } from './ops-composed.ts';

/** `precision`: of the traces that they are recorded into; it changes how a step is cut into ops, never what they are. */
export function nativeOps(executor: Executor, precision: Precision): Ops {
  const { tf, device, op, opMany } = executor;
  const weighted = weightedBy(executor);
  const matMul = (a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor =>
    op(
      'MatMul',
      [T, attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', transposeB)],
      [a, b],
    );

  const denseRows = (x: Tensor, kernel: Tensor, bias: Tensor | null): Tensor =>
    weighted(
      (x, kernel) => matMul(x, kernel),
      (dy, x, kernel) => [matMul(dy, kernel, false, true), matMul(x, dy, true, false)],
      x,
      kernel,
      bias,
    );

  const ops: Ops = {
    ...nativeRecurrent(executor, precision, () => ops),
    ...nativeEmbedding(executor),
    dense(x, kernel, bias) {
      if (x.rank === 2) return denseRows(x, kernel, bias);
      const rows = tf.reshape(x, [-1, x.shape.at(-1)!]);
      return tf.reshape(denseRows(rows, kernel, bias), [...x.shape.slice(0, -1), kernel.shape[1]!]);
    },

    ...nativeConvolution(executor, precision),

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

    ...nativeActivations({ tf, op }),
    ...normalisationOps(tf, {
      // tfjs' own mean casts its input first.
      mean: (x, axes) =>
        op(
          'Mean',
          [T, attribute.type('Tidx', 'int32'), attribute.bool('keep_dims', true)],
          [x, tf.tensor1d([...axes], 'int32')],
        ),
      sumOfRows: sumOfRows(executor),
    }),
    ...imageOps(tf, (x, transforms, { interpolation, fillMode, fillValue, size }) =>
      op(
        'ImageProjectiveTransformV3',
        [
          attribute.type('dtype', 'float32'),
          attribute.string('interpolation', interpolation.toUpperCase()),
          attribute.string('fill_mode', fillMode.toUpperCase()),
        ],
        [x, transforms, tf.tensor1d([...size], 'int32'), tf.scalar(fillValue)],
      ),
    ),
    softmax: (x) =>
      withGradientOf(
        tf,
        'output',
        x,
        (x) => op('Softmax', [T], [x]),
        (dy, y) => {
          const share = tf.mul(dy, y);
          return tf.sub(share, tf.mul(y, tf.sum(share, -1, true)));
        },
      ),

    ...attentionOps({
      tf,
      softmax: (x) => op('Softmax', [T], [x]),
      product: (a, b, transposed) =>
        op(
          'BatchMatMulV2',
          [T, attribute.bool('adj_x', transposed === 'a'), attribute.bool('adj_y', transposed === 'b')],
          [a, b],
        ),
    }),

    sigmoidCrossEntropy: (logits, labels) => sigmoidCrossEntropy(tf, logits, labels),
    // TensorFlow's own has no form on a GPU whose sums are repeatable, and refuses to run there.
    sparseSoftmaxCrossEntropy: (logits, labels) =>
      device === 'gpu'
        ? sparseSoftmaxCrossEntropy(tf, logits, labels)
        : fusedSoftmaxCrossEntropy(executor, logits, labels),
  };
  return ops;
}

const fusedSoftmaxCrossEntropy = ({ tf, opMany }: Executor, logits: Tensor, labels: Tensor): Tensor =>
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
  );
