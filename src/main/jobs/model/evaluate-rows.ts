/** Losses and metrics of single rows: what validation, test and the evaluate request are made of. */
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { noRandom } from '../tensorflow/random.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { forwardNetwork } from './forward.ts';
import { classScores, measure } from './measure.ts';
import type { LearningOutput, Plan } from './plan.ts';

/** Rows of one shard, prepared: inputs [n, …] by input node (without those that noise feeds), targets by output node. */
export interface Batch {
  readonly rows: number;
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly targets: ReadonlyMap<string, Tensor>;
  /** What each row counts in the loss [n], or each step of it [n, time], by output node; without it, all alike. Training only. */
  readonly rowWeights?: ReadonlyMap<string, Tensor>;
  /** Where rows are mixed with others: those others' targets, and the share of a row's own. Training only. */
  readonly mixed?: Pick<Batch, 'targets' | 'rowWeights'> & { readonly share: Tensor };
}

export type Runtime = Pick<TensorFlowRuntime, 'tf' | 'ops'>;

/** Whether an evaluation gets the scores of all classes of this output. */
export const hasScores = ({ learns: { whole } }: LearningOutput): boolean =>
  whole.some(({ metric }) => metric.scores);

/**
 * Losses and metrics of single rows, not training: float32 [values, n]. For each output in order: its loss, its metrics and,
 * for a category, the predicted class; then the penalties; last, for each output that `hasScores`, what is predicted for
 * each class.
 */
export function evaluateRows(
  runtime: Runtime,
  plan: Plan,
  weights: ReadonlyMap<string, Tensor>,
  batch: Batch,
): Tensor {
  const { tf } = runtime;
  const context = { ...runtime, training: false, random: noRandom, shard: 0 };
  const pass = forwardNetwork(context, plan.result, weights, batch.inputs);
  const values = plan.outputs.flatMap((output) => {
    const value = pass.outputs.get(output.node)!;
    const { loss, metrics } = measure(runtime, plan, output, value, batch.targets.get(output.node)!);
    const classes = output.learns.target.type === 'category';
    return [
      loss,
      ...metrics,
      ...(classes ? [tf.cast(tf.argMax(classScores(tf, output, value), -1), 'float32')] : []),
    ];
  });
  // One sum over a stack: of a chain of additions TensorFlow's graph optimizer takes the common factor out, and the
  // training job's evaluation would differ from the same one computed op by op in its last digit.
  const none = tf.zeros([batch.rows]);
  const terms = [none, ...pass.penalties.map((term) => tf.add(none, term)), ...pass.rowPenalties];
  const penalty = tf.sum(tf.stack(terms), 0);
  const single = tf.stack([...values, penalty]);
  const scores = plan.outputs
    .filter(hasScores)
    .map((output) => tf.transpose(classScores(tf, output, pass.outputs.get(output.node)!), [1, 0]));
  return scores.length > 0 ? tf.concat([single, ...scores], 0) : single;
}
