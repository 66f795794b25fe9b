/**
 * How raw columns become the numbers of an input: decided once, from the training rows, when a run first starts; kept
 * in its checkpoint and written into every export, so that a model is never fed otherwise than it was trained.
 */
import { z } from 'zod';
import { specialSchema } from './manifest.ts';

/**
 * The raw features of one sample in order (an image's bytes; for a table each number column as itself, each category
 * column one-hot over `classes`), a missing one replaced by `offset` of its feature, then `(x - offset) * scale`.
 * `offset` and `scale` hold one number for all features, or one a feature of a row (a window repeats them). Without
 * columns the input is fed with normal numbers.
 */
const inputSchema = z.strictObject({
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['image', 'number', 'category', 'tokens']),
      classes: z.array(z.string()).optional(),
    }),
  ),
  shape: z.array(z.number().int().min(1)),
  offset: z.array(z.number()),
  scale: z.array(z.number()),
});
const targetSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('category'), column: z.string(), classes: z.array(z.string()) }),
  /** Where it was learned as `(y - offset) / scale`, these two. */
  z.strictObject({
    type: z.literal('number'),
    column: z.string(),
    scaling: z.strictObject({ offset: z.number(), scale: z.number() }).optional(),
  }),
  /** The next token at each place. */
  z.strictObject({
    type: z.literal('tokens'),
    column: z.string(),
    vocabulary: z.array(z.string()),
    special: specialSchema,
  }),
  /** The values of an input. */
  z.strictObject({ type: z.literal('input'), input: z.string() }),
]);
/** By node id of the input and output layers. */
export const preprocessingSchema = z.strictObject({
  inputs: z.record(z.string(), inputSchema),
  targets: z.record(z.string(), targetSchema),
});
export type InputPreprocessing = z.infer<typeof inputSchema>;
/** `y = z · scale + offset`: from what the network gives to the unit of the column. */
export type TargetScaling = NonNullable<Extract<TargetPreprocessing, { type: 'number' }>['scaling']>;
export type TargetPreprocessing = z.infer<typeof targetSchema>;
export type Preprocessing = z.infer<typeof preprocessingSchema>;

/**
 * A checkpoint is one `.safetensors` file. Tensors (float32):
 *   `weights/<network>/<node>/<weight>`, `optimizer/<slot>/<network>/<node>/<weight>`, `optimizer/scalars/[<optimizer>/]<name>` ([])
 * `best/<a weight's name>` where a run that stops early has had better weights than these,
 * and in `__metadata__` (strings): `format` = this, `step`, `epoch`, `seed`, `preprocessing`, `course` (JSON).
 */
export const CHECKPOINT_FORMAT = 'neuroloom-checkpoint-1';
export const weightName = (network: string, node: string, weight: string): string =>
  `weights/${network}/${node}/${weight}`;
/** `weight`: the weight's name. */
export const slotName = (slot: string, weight: string): string =>
  `optimizer/${slot}/${weight.slice('weights/'.length)}`;
