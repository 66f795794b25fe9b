/** The document: what a `.neuroloom` file holds. Plain JSON; weights never live in it. */
import { z } from 'zod';
import { LAYER_GROUPS } from '../kinds/layer-groups.ts';
import { because, valueWords } from '../words/values.ts';

export const PROJECT_FORMAT = 'neuroloom-project';
export const PROJECT_VERSION = 1;

/** Ids are made by the app (`newId`), but files come from strangers: keep them short and harmless. */
const id = z
  .string()
  .min(1)
  .max(64)
  .refine((given) => /^[\w.-]+$/.test(given), because(valueWords.idLetters));
const text = z.string().min(1).max(200);

/** The group of layers whose colour a thing has, where a person chose one. */
const colour = z.enum(LAYER_GROUPS).optional();
const position = z.strictObject({ x: z.number().finite(), y: z.number().finite() });

export const nodeSchema = z.strictObject({
  id,
  /** Name of a layer kind. Unknown ones are kept, so that the canvas can show them with their problem. */
  kind: text,
  /** Shown on the node, unique in its network, and the layer's name in every export. */
  name: text,
  params: z.record(z.string(), z.unknown()),
  position,
  trainable: z.boolean().default(true),
  /** The node whose weights this one uses as its own: of a layer that is repeated with shared weights. */
  weightsOf: id.optional(),
  colour,
});

const endSchema = z.strictObject({ node: id, port: text });
export const edgeSchema = z.strictObject({ id, from: endSchema, to: endSchema });

/** How much a comment may say, and how large it may be drawn. */
export const COMMENT_LENGTH = 4000;
export const COMMENT_SIDE = { min: 40, max: 4000 } as const;
const side = z.number().min(COMMENT_SIDE.min).max(COMMENT_SIDE.max);

/** A note on the canvas. It says something to people and nothing to checks, training, exports or code. */
export const commentSchema = z.strictObject({
  id,
  /** Plain, of several lines. */
  text: z.string().max(COMMENT_LENGTH),
  position,
  size: z.strictObject({ width: side, height: side }),
  colour,
});
export const commentsSchema = z.array(commentSchema).max(1000).optional();

const networkSchema = z.strictObject({
  id,
  name: text,
  nodes: z.array(nodeSchema).max(10_000),
  edges: z.array(edgeSchema).max(50_000),
  comments: commentsSchema,
});

/** Which columns feed which input, which column each output learns. */
const bindingSchema = z.strictObject({
  /** The data set's id in this workspace, and its name for the person; null until one is chosen. */
  dataset: z.strictObject({ id: text, name: text }).nullable(),
  inputs: z.record(id, z.array(text)),
  targets: z.record(id, text),
});

/** How long a gradient may be: no number over the limit, no weight's whole gradient, or not all weights' together. */
const clippingSchema = z.strictObject({
  by: z.enum(['none', 'value', 'norm', 'globalNorm']),
  limit: z.number().positive().max(1e6),
});

/** Ends a run that no longer gets better, and gives it the weights that were best. */
const earlyStoppingSchema = z.strictObject({
  /** 'loss' or the name of a metric: that of the validation rows, or of training where none is held out. */
  monitor: text,
  /** Epochs without a better value. */
  patience: z.number().int().min(1).max(100_000),
  /** A value is better if it is so by more than this. */
  minDelta: z.number().min(0).max(1e6),
});

/** Pictures of a batch that are mixed with each other, and their targets with them. */
const mixSchema = z.strictObject({
  kind: z.enum(['none', 'mixup', 'cutmix']),
  /** Shares come from Beta(alpha, alpha): near 0 one picture has almost all. */
  alpha: z.number().min(0.05).max(2),
});

export const trainingSchema = z.strictObject({
  epochs: z.number().int().min(1).max(100_000),
  batchSize: z.number().int().min(1).max(65_536),
  optimizer: z.strictObject({ kind: text, params: z.record(z.string(), z.unknown()) }),
  learningRate: z.number().positive().max(100),
  schedule: z
    .strictObject({ kind: text, params: z.record(z.string(), z.unknown()) })
    .default({ kind: 'constant', params: {} }),
  gradientClipping: clippingSchema.default({ by: 'none', limit: 1 }),
  mix: mixSchema.default({ kind: 'none', alpha: 0.2 }),
  earlyStopping: earlyStoppingSchema.nullable().default(null),
  seed: z.number().int().min(0).max(0xffffffff),
  /** Part of the training rows held out to validate on after each epoch. */
  validationFraction: z.number().min(0).max(0.9),
  /** Part of all rows held out for the test where the data set has no test split of its own. */
  testFraction: z.number().min(0).max(0.9),
});

/** What a training step is: a recipe kind and its parameters. An unknown kind is kept and shown with its problem. */
const recipeSchema = z.strictObject({
  kind: text,
  params: z.record(z.string(), z.unknown()).default({}),
});

export const projectSchema = z.strictObject({
  format: z.literal(PROJECT_FORMAT),
  version: z.literal(PROJECT_VERSION),
  name: text,
  /** A sentence or two for the home screen. */
  description: z.string().max(2000).default(''),
  networks: z.array(networkSchema).min(1).max(16),
  data: bindingSchema,
  recipe: recipeSchema,
  training: trainingSchema,
  /** Advice that the person does not want to hear again. */
  dismissed: z.array(text).max(10_000).optional(),
});

export type NetworkNode = z.infer<typeof nodeSchema>;
export type NetworkEdge = z.infer<typeof edgeSchema>;
export type Comment = z.infer<typeof commentSchema>;
export type EdgeEnd = z.infer<typeof endSchema>;
export type Network = z.infer<typeof networkSchema>;
export type DataBinding = z.infer<typeof bindingSchema>;
export type TrainingSettings = z.infer<typeof trainingSchema>;
export type Project = z.infer<typeof projectSchema>;
