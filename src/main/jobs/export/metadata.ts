/**
 * What a model file carries beside the network, so that it is never fed otherwise than it was trained: in Keras'
 * metadata.json under the key `neuroloom`, in ONNX' metadata_props as JSON under the same key.
 *
 * An input's features are the raw ones of a row in order (a picture's bytes as they are; for a table each number
 * column as itself, each category column one-hot over its `classes`); a missing number (NaN) is replaced by `offset`;
 * then `(x - offset) * scale`. `offset` and `scale` hold one number for all features, or one a feature.
 */
import { z } from 'zod';
import type { InputPreprocessing, Preprocessing } from '../../../shared/data/preprocessing.ts';
import { preprocessingSchema } from '../../../shared/data/preprocessing.ts';
import type { ExportPlan } from './plan.ts';

export const METADATA_KEY = 'neuroloom';
const METADATA_FORMAT = 'neuroloom-model-1';

const inputs = preprocessingSchema.shape.inputs.valueType;
const targets = preprocessingSchema.shape.targets.valueType;

export const metadataSchema = z.object({
  format: z.literal(METADATA_FORMAT),
  /** In the order of the model's inputs; `name` is the input's own. */
  inputs: z.array(z.object({ name: z.string(), preprocessing: inputs })),
  /**
   * In the order of the model's outputs. `target` of a category holds `classes`, the names of the output's columns, or of
   * two classes and a single column: that is of the second. There is none where nothing is predicted, as what a
   * generator makes.
   */
  outputs: z.array(z.object({ name: z.string(), target: targets.optional() })),
  epoch: z.number(),
  step: z.number(),
});
export type ModelMetadata = z.infer<typeof metadataSchema>;

export function modelMetadata(
  plan: ExportPlan,
  preprocessing: Preprocessing,
  at: { readonly epoch: number; readonly step: number },
): ModelMetadata {
  return {
    format: METADATA_FORMAT,
    inputs: plan.inputs.map(({ node }) => ({
      name: plan.names.get(node.id)!,
      preprocessing: preprocessing.inputs[node.id]!,
    })),
    outputs: plan.outputs.map(({ facts, name }) => {
      const target = preprocessing.targets[facts.node.id];
      // What the file answers is in the column's own unit.
      const own = target?.type === 'number' ? { type: target.type, column: target.column } : target;
      return { name, ...(own && { target: own }) };
    }),
    epoch: at.epoch,
    step: at.step,
  };
}

/** Raw features of rows as the input wants them, in float32 at each step as TensorFlow computes it. */
export function prepare(raw: Float32Array, { offset, scale }: InputPreprocessing): Float32Array {
  const of = (numbers: readonly number[], i: number): number => Math.fround(numbers[i % numbers.length]!);
  return raw.map((value, i) => {
    const from = of(offset, i);
    return Number.isNaN(value) ? 0 : Math.fround(Math.fround(value - from) * of(scale, i));
  });
}
