import { defineLayer } from '../define.ts';
import type { ForwardContext, OnnxMask, OnnxWriter, Signal, WeightSpec } from '../define.ts';
import type { Tensor } from '../ops.ts';
import { flag, integer, number } from '../params.ts';
import type { Shape } from '../shape.ts';
import { sizeOf } from '../shape.ts';
import { named, wanted } from '../../words/problems.ts';
import { chosenInitializer, kerasInitializer, readInitializer } from './parts/initializers.ts';
import { plain } from './parts/keras.ts';
import { biasInitializer, biasSpec, kerasBias, kernelInitializer, readBias } from './parts/kernel.ts';
import { output } from './parts/ports.ts';
import {
  activityRegularizersOf,
  isActivityRegularized,
  kerasRegularizers,
  readRegularizers,
  regularize,
  regularizerParams,
} from './parts/regularizers.ts';

interface Heads {
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
}

/** Width of a head's values: that of its keys where it is not given. */
const valueWidth = ({ keyDim, valueDim }: Heads): number => valueDim || keyDim;

/** What the three ports receive; value is the query where it has no edge, key is the value. */
const received = <T>([query, value, key]: readonly T[]): { query: T; value: T; key: T } => ({
  query: query!,
  value: value ?? query!,
  key: key ?? value ?? query!,
});

const PARTS = ['query', 'key', 'value', 'output'] as const;

export const multiHeadAttention = defineLayer({
  kind: 'multiHeadAttention',
  label: 'MultiHeadAttention',
  group: 'attention',
  icon: 'eye',
  doc: 'Every step looks at all steps and takes a weighted mean of them, in several heads that each look for something else. With one input the steps look at each other; a second one is what they look at instead.',
  formula:
    'head = softmax(Q · Kᵀ / √keyDim) · V, with Q = query · kernel + bias and K, V alike; y = all heads · kernel + bias',
  params: {
    numHeads: integer('Heads', 4, 1, 'Number of heads, each with kernels of its own.', { max: 1024 }),
    keyDim: integer('Key width', 32, 1, 'Numbers in a query and a key of one head.', { max: 65_536 }),
    valueDim: integer('Value width', 0, 0, 'Numbers in a value of one head; 0 is the key width.', {
      max: 65_536,
    }),
    causal: flag(
      'Causal',
      false,
      'A step sees itself and the steps before it only, so that the next one can be predicted.',
    ),
    useBias: flag('Bias', true, 'Adds learned offsets to queries, keys, values and outputs.'),
    dropout: number(
      'Dropout',
      0,
      [0, 0.99],
      'Part of the attention weights that is set to zero while training.',
      {
        step: 0.05,
      },
    ),
    ...kernelInitializer(undefined, 'How the kernels are filled before training.'),
    ...biasInitializer('How the biases are filled before training.'),
    ...regularizerParams,
    // As in Keras, whose regularizer of outputs is that of all four products.
    ...activityRegularizersOf('queries, keys, values and outputs'),
  },
  inputs: [
    { name: 'query', doc: 'The steps that look: a row of numbers for each.' },
    {
      name: 'value',
      doc: 'The steps that are looked at; without an edge, those of the query.',
      optional: true,
    },
    { name: 'key', doc: 'What the value is found by; without an edge, the value.', optional: true },
  ],
  outputs: output('One row for each step of the query, as wide as the query.'),
  summary: (params) => `${params.numHeads} × ${params.keyDim}${params.causal ? ` · ${named.causal}` : ''}`,
  infer: (_params, inputs) => {
    const layer = 'MultiHeadAttention';
    const odd = inputs.find((shape) => shape.length !== 2);
    if (odd) return { misfit: { code: 'rank-wrong', facts: { layer, wants: wanted.sequence, shape: odd } } };
    const { query, value, key } = received(inputs);
    const [keys, values] = [key[0]!, value[0]!];
    if (keys !== values) return { misfit: { code: 'keys-not-values', facts: { layer, keys, values } } };
    return { outputs: [query] };
  },
  weights: (params, inputs) => {
    const { query, value, key } = received(inputs);
    const { numHeads, keyDim } = params;
    const filled = chosenInitializer('kernelInitializer', params);
    const width = valueWidth(params);
    const weight = (
      name: string,
      kernel: Shape,
      drawnAs: Shape,
      bias: Shape,
    ): Record<string, WeightSpec> => ({
      [`${name}Kernel`]: { shape: kernel, ...filled, trainable: true, drawnAs },
      ...(params.useBias && { [`${name}Bias`]: biasSpec(params, bias) }),
    });
    const into = (name: string, from: Shape, to: number): Record<string, WeightSpec> =>
      weight(name, [from[1]!, numHeads, to], [from[1]!, numHeads * to], [numHeads, to]);
    return {
      ...into('query', query, keyDim),
      ...into('key', key, keyDim),
      ...into('value', value, width),
      ...weight('output', [numHeads, width, query[1]!], [numHeads * width, query[1]!], [query[1]!]),
    };
  },
  multiplyAdds: (params, inputs) => {
    const { query, value, key } = received(inputs);
    const [t, s] = [query[0]!, value[0]!];
    const width = valueWidth(params);
    const { numHeads, keyDim } = params;
    const projections =
      t * query[1]! * keyDim + s * key[1]! * keyDim + s * value[1]! * width + t * width * query[1]!;
    return numHeads * (projections + t * s * (keyDim + width));
  },
  // Queries, keys, values and means as they come, cut into heads and turned; scores before and after; gradients of all.
  extraValues: (params, inputs) => {
    const { query, value } = received(inputs);
    const [t, s] = [query[0]!, value[0]!];
    const heads = (t + s) * (params.keyDim + valueWidth(params));
    return params.numHeads * (4.25 * heads + 4 * t * s) + 3 * sizeOf(query);
  },
  forward: (context, params, weights, inputs) => {
    const { tf, ops } = context;
    const { query, value, key } = received(inputs);
    const heads = params.numHeads;
    /** All heads side by side: the kernel as a matrix. */
    const project = (name: string, x: Signal, scale = 1): Tensor => {
      const kernel = weights[`${name}Kernel`]!;
      const bias = weights[`${name}Bias`];
      const scaled = (weight: Tensor): Tensor => (scale === 1 ? weight : tf.mul(weight, scale));
      return ops.dense(
        x.value,
        scaled(tf.reshape(kernel, [kernel.shape[0]!, -1])),
        bias ? scaled(tf.reshape(bias, [-1])) : null,
      );
    };
    const root = Math.sqrt(params.keyDim);
    // The scale of the scores, where it costs least.
    const queries = project('query', query, 1 / root);
    const keys = project('key', key);
    const values = project('value', value);
    const attended = ops.attention(queries, keys, values, {
      heads,
      causal: params.causal,
      mask: attentionMask(context, query, value, inputs[2]),
      keep: dropoutKeep(context, params, query, value),
    });
    const kernel = weights['outputKernel']!;
    const joined = ops.dense(
      attended,
      tf.reshape(kernel, [-1, kernel.shape[2]!]),
      weights['outputBias'] ?? null,
    );
    const each = (weight: 'Kernel' | 'Bias') => PARTS.map((part) => weights[`${part}${weight}`]);
    const kernels = each('Kernel').filter((kernel) => kernel !== undefined);
    const active = isActivityRegularized(params) ? [tf.mul(queries, root), keys, values, joined] : [];
    return {
      outputs: [{ ...query, value: joined }],
      ...regularize(tf, params, kernels, each('Bias'), ...active),
    };
  },
  keras: (params, inputs) => ({
    className: 'MultiHeadAttention',
    config: {
      num_heads: params.numHeads,
      key_dim: params.keyDim,
      value_dim: valueWidth(params),
      dropout: params.dropout,
      use_bias: params.useBias,
      output_shape: null,
      attention_axes: [1],
      kernel_initializer: kerasInitializer(chosenInitializer('kernelInitializer', params)),
      ...kerasBias(params),
      ...kerasRegularizers(params),
      seed: null,
    },
    weights: [],
    parts: Object.fromEntries(
      PARTS.map((name) => [`${name}_dense`, [`${name}Kernel`, ...(params.useBias ? [`${name}Bias`] : [])]]),
    ),
    // Keras wants a value; a missing key is the value there too.
    call: {
      inputs: inputs.length === 1 ? [0, 0] : inputs.map((_, i) => i),
      kwargs: params.causal ? { use_causal_mask: true } : {},
    },
  }),
  fromKeras: {
    className: 'MultiHeadAttention',
    params: (config, kwargs) => {
      const regularizers = readRegularizers(config);
      return regularizers &&
        plain(config, { output_shape: null, attention_axes: [1], use_gate: false, sliding_window: null })
        ? {
            numHeads: config['num_heads'],
            keyDim: config['key_dim'],
            valueDim: config['value_dim'] === config['key_dim'] ? 0 : (config['value_dim'] ?? 0),
            dropout: config['dropout'],
            useBias: config['use_bias'],
            causal: kwargs['use_causal_mask'] === true,
            ...readInitializer('kernelInitializer', config['kernel_initializer']),
            ...readBias(config),
            ...regularizers,
          }
        : null;
    },
  },
  onnx: (writer, params, inputs, shapes, masks) => {
    const names = received(inputs);
    const of = received(shapes);
    const heads = params.numHeads;
    const project = (name: (typeof PARTS)[number], x: string, from: number, to: number): string => {
      const kernel = reshape(writer, writer.weight(`${name}Kernel`), [from, to]);
      const product = writer.node('MatMul', [x, kernel]);
      if (!params.useBias) return product;
      return writer.node('Add', [product, reshape(writer, writer.weight(`${name}Bias`), [to])]);
    };
    /** [n, t, heads · d] as [n, heads, …] in the order that a product wants. */
    const apart = (x: string, steps: number, d: number, perm: readonly number[]): string =>
      writer.node('Transpose', [reshape(writer, x, [0, steps, heads, d])], { perm });
    const [t, s] = [of.query[0]!, of.value[0]!];
    const width = valueWidth(params);
    const query = project('query', names.query, of.query[1]!, heads * params.keyDim);
    const key = project('key', names.key, of.key[1]!, heads * params.keyDim);
    const value = project('value', names.value, of.value[1]!, heads * width);
    const scores = writer.node('MatMul', [
      apart(query, t, params.keyDim, [0, 2, 1, 3]),
      apart(key, s, params.keyDim, [0, 2, 3, 1]),
    ]);
    const scale = writer.constant(Float32Array.of(1 / Math.sqrt(params.keyDim)), []);
    const scaled = writer.node('Mul', [scores, scale]);
    const mask = onnxAttentionMask(writer, masks);
    const past = params.causal ? writer.constant(upToNow(t, s), [t, s]) : null;
    const parts = [mask, past].filter((part) => part !== null);
    const allowed = parts.length > 0 ? parts.reduce((all, part) => writer.node('Mul', [all, part])) : null;
    const weighed = allowed ? onlyWhere(writer, scaled, allowed) : scaled;
    const attended = writer.node('MatMul', [
      writer.node('Softmax', [weighed], { axis: -1 }),
      apart(value, s, width, [0, 2, 1, 3]),
    ]);
    const together = writer.node('Transpose', [attended], { perm: [0, 2, 1, 3] });
    const joined = reshape(writer, together, [0, t, heads * width]);
    return [project('output', joined, heads * width, of.query[1]!)];
  },
  examples: [
    { params: { numHeads: 2, keyDim: 3 }, inputs: [[4, 5]], outputs: [[4, 5]] },
    {
      params: { numHeads: 2, keyDim: 3, valueDim: 2, causal: true, useBias: false },
      inputs: [[5, 4]],
      outputs: [[5, 4]],
    },
    { params: { numHeads: 2, keyDim: 3, dropout: 0.25 }, inputs: [[3, 4]], outputs: [[3, 4]] },
    {
      params: { numHeads: 3, keyDim: 2, kernelInitializer: 'heNormal', l2: 0.01, biasL1: 0.1 },
      inputs: [
        [3, 4],
        [5, 6],
      ],
      outputs: [[3, 4]],
    },
    {
      params: { numHeads: 2, keyDim: 4, valueDim: 3, causal: true, activityL1: 0.01, activityL2: 0.02 },
      inputs: [
        [4, 3],
        [6, 2],
        [6, 5],
      ],
      outputs: [[4, 3]],
    },
  ],
});

/**
 * Where padding allows attention, [n, t or 1, s]: from and to valid steps only. As in Keras the key's own mask counts
 * only where a key is given.
 */
function attentionMask(
  { tf }: ForwardContext,
  query: Signal,
  value: Signal,
  key: Signal | undefined,
): Tensor | null {
  const masks = [
    ...(query.mask ? [tf.expandDims(query.mask, 2)] : []),
    ...[value.mask, key?.mask].flatMap((mask) => (mask ? [tf.expandDims(mask, 1)] : [])),
  ];
  return masks.length > 0 ? masks.reduce((joined, mask) => tf.mul(joined, mask)) : null;
}

/** The same in ONNX, for every head: [n, 1, t or 1, s]. */
function onnxAttentionMask(writer: OnnxWriter, masks: readonly OnnxMask[]): OnnxMask {
  const along = (mask: string, ...axes: readonly bigint[]): string =>
    writer.node('Unsqueeze', [mask, writer.constant(BigInt64Array.from(axes), [axes.length])]);
  const [query, value = query, key] = masks;
  const parts = [
    ...(query ? [along(query, 1n, 3n)] : []),
    ...[value, key].flatMap((mask) => (mask ? [along(mask, 1n, 2n)] : [])),
  ];
  return parts.length > 0 ? parts.reduce((joined, part) => writer.node('Mul', [joined, part])) : null;
}

/** What attention weights are multiplied by while training: 0 or 1 / (1 - rate), [n · heads, t, s]. */
function dropoutKeep(
  { tf, random, training }: ForwardContext,
  { numHeads, dropout: rate }: { readonly numHeads: number; readonly dropout: number },
  query: Signal,
  value: Signal,
): Tensor | null {
  if (!training || rate === 0) return null;
  const [n, t] = query.value.shape as [number, number, number];
  const drawn = random.uniform([n * numHeads, t, value.value.shape[1]!]);
  return tf.mul(tf.cast(tf.greaterEqual(drawn, rate), 'float32'), 1 / (1 - rate));
}

/** ONNX: 0 in a size stands for what the input has there. */
const reshape = (writer: OnnxWriter, x: string, sizes: readonly number[]): string =>
  writer.node('Reshape', [x, writer.constant(BigInt64Array.from(sizes, BigInt), [sizes.length])]);

/** 1 where a step [t, s] does not look ahead. */
const upToNow = (t: number, s: number): Float32Array =>
  Float32Array.from({ length: t * s }, (_, i) => (i % s > Math.floor(i / s) ? 0 : 1));

/** Scores that leave no weight where `allowed` is 0, and the same weight to all where it is 0 everywhere. */
function onlyWhere(writer: OnnxWriter, scores: string, allowed: string): string {
  const number = (value: number): string => writer.constant(Float32Array.of(value), []);
  const forbidden = writer.node('Mul', [writer.node('Sub', [allowed, number(1)]), number(1e9)]);
  return writer.node('Add', [writer.node('Mul', [scores, allowed]), forbidden]);
}
