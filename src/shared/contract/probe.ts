/** A look inside of a network: what a request asks for, and the head of its answer. */
import { z } from 'zod';
import type { ShownPass } from '../kinds/recipe.ts';

/** Bytes of one tensor's values, and of all values of one answer; what is beyond is cut, and the head says so. */
export const PROBE_TENSOR_BYTES = 4 * 1024 * 1024;
export const PROBE_ANSWER_BYTES = 64 * 1024 * 1024;
export const PROBE_ROWS = 1024;

export const probeRequestSchema = z.strictObject({
  /** Ids of nodes; absent: every node. */
  nodes: z.array(z.string().min(1).max(64)).max(10_000).optional(),
  /** The batch: rows of a split by their place in it, or as many of its first ones. */
  split: z.enum(['train', 'validation', 'test']).default('train'),
  rows: z
    .union([z.number().int().min(1).max(PROBE_ROWS), z.array(z.number().int().min(0)).min(1).max(PROBE_ROWS)])
    .default(64),
  gradients: z.boolean().default(true),
  /** As in training: dropout drops, batch normalisation uses the batch's statistics. */
  training: z.boolean().default(false),
  /** Keys what training draws by chance, with the run's seed; absent: the step that follows the checkpoint. */
  step: z.number().int().min(0).optional(),
  /** false: shapes and statistics only, no bytes. */
  values: z.boolean().default(true),
});
export type ProbeRequest = z.infer<typeof probeRequestSchema>;

/** Over all values of a tensor, those that are cut too. Null where no value is finite. */
export interface TensorStatistics {
  readonly mean: number | null;
  /** Standard deviation. */
  readonly deviation: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Share of values that are exactly zero. */
  readonly zeros: number;
  /** Places of the last axis (units, channels) that are zero everywhere else. */
  readonly silent: number;
  /** Values that are infinite or not a number; they are left out of the other figures. */
  readonly notFinite: number;
}

export interface ProbeTensor {
  readonly node: string;
  /** Of a GAN's discriminator: whether it is shown what the generator made, or the data's rows. null for any other, and for weights. */
  readonly pass: ShownPass | null;
  /** 'logits': the values before a last softmax, which cross-entropy is computed of. */
  readonly of: 'input' | 'output' | 'logits' | 'weight';
  /** The port's or weight's name; ports that take several edges count them: "input 2". */
  readonly name: string;
  /** The values themselves, or the gradient of the loss by them. */
  readonly what: 'value' | 'gradient';
  readonly dtype: 'float32';
  /** Rows first, but for weights. */
  readonly shape: readonly number[];
  readonly statistics: TensorStatistics;
  /** Where its values lie in the answer's bytes: float32, little-endian, row-major. */
  readonly from: number;
  /** How many come, from the first on: whole entries of the first axis where one fits. Fewer than the shape's: it was cut. */
  readonly values: number;
}

/**
 * Gradients are those of the mean loss of the batch as training counts its classes, with its penalties; of a GAN each
 * network's are those of its own loss, all at the checkpoint's weights. Where the loss depends on nothing of a tensor,
 * there is none. Noise is drawn as the step draws it.
 */
export interface Probe {
  readonly step: number;
  readonly epoch: number;
  /** The data set's rows that were looked at. */
  readonly rows: readonly number[];
  readonly training: boolean;
  /** The sum of `losses`. Null where it is not finite, as there. */
  readonly loss: number | null;
  /** What each network that is trained minimises, by its role. */
  readonly losses: readonly { readonly role: string; readonly loss: number | null }[];
  readonly tensors: readonly ProbeTensor[];
}
