/** How the rows of a batch are judged by an output's own loss and metrics. */
import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import type { Target } from '../../../shared/network/ends.ts';
import type { Runtime } from './evaluate-rows.ts';
import type { OutputValue } from './forward.ts';
import type { LearningOutput, Plan } from './plan.ts';

export interface Measured {
  /** [n] */
  readonly loss: Tensor;
  /** [n] each, in the order of the output's metrics. */
  readonly metrics: readonly Tensor[];
}

/** Of two classes that one unit tells apart, a score for each; else what is predicted. The order of scores is what counts. */
export function classScores(
  tf: Tfjs,
  { learns }: LearningOutput,
  { prediction, lossInput }: Pick<OutputValue, 'prediction' | 'lossInput'>,
): Tensor {
  const single = learns.target.type === 'category' && learns.target.single;
  return single ? tf.concat([tf.neg(lossInput), lossInput], -1) : prediction;
}

/**
 * The loss and metrics of each row. Over a sequence each step is judged as a row is, and a row's number is the mean over
 * its steps; steps of padding do not count. Where the recipe sums a sample's loss over its values, so is it here.
 * `weights`: what each row counts in the loss [n], or each of its steps [n, time]; without them, all alike.
 */
export function measure(
  runtime: Runtime,
  plan: Plan,
  output: LearningOutput,
  value: OutputValue,
  target: Tensor,
  weights?: Tensor,
): Measured {
  const { tf } = runtime;
  const { learns } = output;
  const { prediction, lossInput, mask } = value;
  const counts = learns.target.type === 'tokens' ? counted(tf, learns.target, target) : mask;
  const { scaling } = learns;
  const learned = scaling ? tf.div(tf.sub(target, scaling.offset), scaling.scale) : target;
  const lossRows = (counts: Tensor | undefined): Tensor =>
    learns.loss.rows(runtime, learns.lossParams, lossInput, learned, counts);
  const loss =
    weights?.rank === 2
      ? weightedSteps(tf, lossRows, weights, counts)
      : weights
        ? tf.mul(lossRows(counts), weights)
        : lossRows(counts);
  const scores = classScores(tf, output, value);
  return {
    loss: plan.recipe.summed ? tf.mul(loss, prediction.size / prediction.shape[0]!) : loss,
    metrics: learns.metrics.map(({ metric, params }) => metric.rows(runtime, params, scores, target, counts)),
  };
}

/**
 * The loss of rows whose steps count by their weights, divided by how many steps there are, as in Keras: a loss divides
 * by the sum of what it is told that steps count, which is taken back.
 */
function weightedSteps(
  tf: Tfjs,
  lossRows: (counts: Tensor) => Tensor,
  weights: Tensor,
  counts: Tensor | undefined,
): Tensor {
  const weighted = counts ? tf.mul(weights, counts) : weights;
  const divisor = (of: Tensor): Tensor => tf.maximum(tf.sum(of, 1), 1);
  const steps = counts ? divisor(counts) : weights.shape[1]!;
  return tf.mul(lossRows(weighted), tf.div(divisor(weighted), steps));
}

/** Which tokens count: all but the padding. [n, length] */
function counted(
  tf: Tfjs,
  { column }: Extract<Target, { type: 'tokens' }>,
  target: Tensor,
): Tensor | undefined {
  const { padding } = column.special;
  return padding === null ? undefined : tf.cast(tf.notEqual(target, tf.scalar(padding, 'int32')), 'float32');
}
