import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { gatherFeatures } from './data.ts';
import type { ModelData } from './data.ts';
import type { Batch } from './evaluate-rows.ts';
import type { Plan } from './plan.ts';
import { prepare, rawShape } from './preprocess.ts';
import { targetTensors } from './targets.ts';

interface Prepared {
  readonly plan: Plan;
  readonly data: ModelData;
  readonly preprocessing: Preprocessing;
}

/** Rows of the data as a batch, for all networks; noise is not the data's. */
export function readBatch(
  { tf }: Pick<TensorFlowRuntime, 'tf'>,
  { plan, data, preprocessing }: Prepared,
  rows: Int32Array,
): Batch {
  const fed = plan.inputs.filter(({ columns }) => columns.length > 0);
  const inputs = new Map(
    fed.map((input) => {
      const { node, shape, span } = input;
      const raw = tf.tensor(gatherFeatures(data.inputs.get(node)!, span, rows), rawShape(input, rows.length));
      return [node, prepare(tf, raw, preprocessing.inputs[node]!, shape)];
    }),
  );
  return { rows: rows.length, inputs, targets: targetTensors(tf, plan, data, rows, inputs) };
}
