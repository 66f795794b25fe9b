/**
 * What a kind is. A layer, activation, loss, … is one plain value in one file; palette, properties panel, help,
 * shape inference, training, inspection and both exports read that value and nothing else.
 *
 * `shared/` holds no tfjs: the `tf` and the fused operations (`ops`) that forward functions compute with are
 * arguments, so the window can import every kind without a byte of TensorFlow.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Misfit } from '../words/problems.ts';
import type { Params, Values } from './params.ts';
import type { Shape } from './shape.ts';

export type Tensor = tfjs.Tensor;
export type Tfjs = typeof tfjs;

/** A value on an edge: batch first. The mask, where there is one, marks valid time steps: [batch, time], 1 or 0. */
export interface Signal {
  readonly value: Tensor;
  readonly mask?: Tensor;
}

/** Convolution and pooling windows: NHWC, Keras' 'valid' and 'same'. */
export interface Window2d {
  readonly strides: readonly [number, number];
  readonly padding: 'valid' | 'same';
}

/** Functions of each value. Those of TensorFlow's own have one op forward and one back. */
export interface ActivationOps {
  /** x where it is above zero, `slope` (at least 0) times x elsewhere. */
  leakyRelu(x: Tensor, slope: number): Tensor;
  /** min(max(x, 0), 6). */
  relu6(x: Tensor): Tensor;
  elu(x: Tensor): Tensor;
  selu(x: Tensor): Tensor;
  softplus(x: Tensor): Tensor;
  softsign(x: Tensor): Tensor;
  /** The exact form, with the error function. */
  gelu(x: Tensor): Tensor;
  /** Over the last axis. */
  logSoftmax(x: Tensor): Tensor;
}

/** Normalisation of each sample by its own statistics; `gamma`, `beta` and `scale` are of the last axis' length. */
export interface NormalisationOps {
  /** Over the last axis: mean 0 and variance 1, then scaled and shifted where that is learned. */
  layerNorm(x: Tensor, gamma: Tensor | null, beta: Tensor | null, epsilon: number): Tensor;
  /** The same over groups of neighbouring channels at all positions of a sample. */
  groupNorm(x: Tensor, groups: number, gamma: Tensor | null, beta: Tensor | null, epsilon: number): Tensor;
  /** Over the last axis, without centring: a mean square of 1, then scaled. */
  rmsNorm(x: Tensor, scale: Tensor, epsilon: number): Tensor;
}

/** How a picture is read between its pixels and beyond its edges, as Keras' `affine_transform`. */
export interface Resampling {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: 'constant' | 'nearest' | 'reflect' | 'wrap';
  readonly fillValue: number;
  /** Height and width of the result. */
  readonly size: readonly [number, number];
}

export interface ImageOps {
  /**
   * Pictures [n, h, w, c] read at other places: pixel (x, y) of the result is what is at (a·x + b·y + c, d·x + e·y + f).
   * `transforms`: [n, 8], each row a, b, c, d, e, f, 0, 0; no gradient goes back to them.
   */
  resample(x: Tensor, transforms: Tensor, how: Resampling): Tensor;
}

/**
 * The operations that have a fused, hand-differentiated form in TensorFlow. Each works eagerly, under tfjs'
 * autodiff and inside a trace; the portable backend composes the same functions from tfjs' own ops.
 */
export interface Ops extends ActivationOps, NormalisationOps, ImageOps {
  /** x [n, i] · kernel [i, o] + bias [o] -> [n, o]; x of higher rank is treated as [.., i]. */
  dense(x: Tensor, kernel: Tensor, bias: Tensor | null): Tensor;
  /** x [n, h, w, c], kernel [kh, kw, c, o], bias [o] -> [n, h', w', o]. */
  conv2D(
    x: Tensor,
    kernel: Tensor,
    bias: Tensor | null,
    window: Window2d & { readonly dilation: readonly [number, number] },
  ): Tensor;
  maxPool2D(x: Tensor, window: Window2d & { readonly size: readonly [number, number] }): Tensor;
  averagePool2D(x: Tensor, window: Window2d & { readonly size: readonly [number, number] }): Tensor;
  /** Normalises over all axes but the last with the batch's own statistics (variance: biased in `y`, as given in `variance` biased too). */
  batchNormTraining(
    x: Tensor,
    gamma: Tensor,
    beta: Tensor,
    epsilon: number,
  ): { y: Tensor; mean: Tensor; variance: Tensor };
  batchNormInference(
    x: Tensor,
    gamma: Tensor,
    beta: Tensor,
    mean: Tensor,
    variance: Tensor,
    epsilon: number,
  ): Tensor;
  relu(x: Tensor): Tensor;
  sigmoid(x: Tensor): Tensor;
  tanh(x: Tensor): Tensor;
  softmax(x: Tensor): Tensor;
  /** Cross-entropy of each row: logits [n, classes], labels int32 [n] -> [n]. */
  sparseSoftmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor;
}

/** Random tensors that depend on nothing but (run seed, step, node, shard): never drawn from JavaScript. */
export interface Random {
  /** Numbers in [0, 1). `stream` tells apart several draws of one node. */
  uniform(shape: readonly number[], stream?: string): Tensor;
  normal(shape: readonly number[], stream?: string): Tensor;
}

export interface ForwardContext {
  readonly tf: Tfjs;
  readonly ops: Ops;
  readonly training: boolean;
  readonly random: Random;
}

/** What one pass through a layer gives. */
export interface Forward {
  /** By output port, in the order of the kind's `outputs`. */
  readonly outputs: readonly Signal[];
  /** New values of non-trainable weights (moving averages), by weight name. Applied once a step, training only. */
  readonly updates?: Readonly<Record<string, Tensor>>;
  /** A scalar added to the loss (activity regularisation). */
  readonly penalty?: Tensor;
}

export interface WeightSpec {
  readonly shape: Shape;
  /** Name of an initializer kind. */
  readonly initializer: string;
  /** Moving averages and the like: part of the model, never changed by a gradient. */
  readonly trainable: boolean;
}

export interface Port {
  readonly name: string;
  /** One short sentence: what it wants or gives. */
  readonly doc: string;
  /** Accepts any number of edges (add, concatenate); they keep the order of the document's edge list. */
  readonly many?: boolean;
}

/** Weights of one layer as the exporters see them: float32, row-major. */
export type WeightValues = Readonly<Record<string, { readonly shape: Shape; readonly values: Float32Array }>>;

/** A layer as Keras 3 writes it in config.json (name and inbound nodes are the exporter's work). */
export interface KerasLayer {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Weight names in the order of Keras' `vars/0`, `vars/1`, … */
  readonly weights: readonly string[];
  /** Weights that Keras keeps in a part of the layer ("cell", "query_dense"), by that part's path, each in the order of its `vars`. */
  readonly parts?: Readonly<Record<string, readonly string[]>>;
  /** Called on one list of its inputs though each has a port of its own (Subtract, Dot). */
  readonly onList?: boolean;
}

/** What a layer's ONNX mapping writes with; opset 17, NCHW is the mapping's own concern: signals on edges stay NHWC. */
export interface OnnxWriter {
  /** Adds a node and returns the name of its (first) output. */
  node(
    op: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, number | string | readonly number[]>>,
  ): string;
  /** Adds a node with several outputs and returns all their names; an output that nobody wants is still named. */
  nodes(
    op: string,
    inputs: readonly string[],
    outputs: number,
    attributes?: Readonly<Record<string, number | string | readonly number[]>>,
  ): readonly string[];
  /** The name of an initializer that holds this layer's weight. */
  weight(name: string): string;
  /** The name of an initializer that holds these numbers. */
  constant(values: Float32Array | BigInt64Array, shape: Shape): string;
}

export interface LayerExample<P extends Params> {
  readonly params?: Partial<Values<P>>;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  /** The inputs are token ids: whole numbers below this. */
  readonly tokens?: number;
}

export type LayerGroup =
  | 'end'
  | 'core'
  | 'shape'
  | 'convolution'
  | 'pooling'
  | 'recurrent'
  | 'attention'
  | 'normalisation'
  | 'regularisation'
  | 'augmentation'
  | 'merge';

export interface LayerKind<K extends string = string, P extends Params = Params> {
  readonly kind: K;
  readonly label: string;
  readonly group: LayerGroup;
  /** Name of a lucide icon, kebab-case. */
  readonly icon: string;
  /** One or two plain sentences: what it does. */
  readonly doc: string;
  /** The formula as text, one click deeper than `doc`. */
  readonly formula?: string;
  readonly params: P;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** The main setting in a few characters, for the node's one line: "32 · 3 × 3 · relu". */
  summary(params: Values<P>): string;
  /** Output shapes by output port, or why these inputs do not fit. `inputs` follow the ports, those of a `many` port in edge order. */
  infer(
    params: Values<P>,
    inputs: readonly Shape[],
  ): { readonly outputs: readonly Shape[] } | { readonly misfit: Misfit };
  /** Called only with inputs that `infer` accepted. */
  weights(params: Values<P>, inputs: readonly Shape[]): Readonly<Record<string, WeightSpec>>;
  /** Multiply-adds for one sample, forward. */
  multiplyAdds(params: Values<P>, inputs: readonly Shape[]): number;
  forward(
    context: ForwardContext,
    params: Values<P>,
    weights: Readonly<Record<string, Tensor>>,
    inputs: readonly Signal[],
  ): Forward;
  /** Null where Keras needs no layer (output). */
  keras(params: Values<P>, inputs: readonly Shape[]): KerasLayer | null;
  /** The way back from a config.json; null where `keras` is. */
  readonly fromKeras: {
    readonly className: string;
    /** Parameters (checked by the caller; those left out take their defaults), or null if this kind cannot express the config. */
    params(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null;
  } | null;
  /** Writes the layer's nodes, returns the names of its outputs by port. */
  onnx(
    writer: OnnxWriter,
    params: Values<P>,
    inputs: readonly string[],
    shapes: readonly Shape[],
  ): readonly string[];
  /** Brings stored parameters of older versions forward, one named step each. */
  readonly upgrades?: readonly {
    readonly name: string;
    up(old: Record<string, unknown>): Record<string, unknown>;
  }[];
  readonly examples: readonly LayerExample<P>[];
}

/** A kind whose parameters' types are not known at the call: what lists and look-ups hold. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyLayer = LayerKind<string, any>;

/** Gives `params` its exact type to every function of the kind. */
export const defineLayer = <const K extends string, P extends Params>(
  kind: LayerKind<K, P>,
): LayerKind<K, P> => kind;

export interface ActivationKind<K extends string = string> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  readonly formula: string;
  forward(context: Pick<ForwardContext, 'tf' | 'ops'>, x: Tensor): Tensor;
  /** Keras' name for it. */
  readonly keras: string;
  onnx(writer: OnnxWriter, x: string): string;
}
export const defineActivation = <const K extends string>(kind: ActivationKind<K>): ActivationKind<K> => kind;

export interface InitializerKind<K extends string = string> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  /** It fills matrices alone, no kernels of windows. */
  readonly matrixOnly?: boolean;
  /** Values for a weight of this shape, from the counter-based stream (seed, name of the weight). */
  fill(shape: Shape, seed: number, stream: string): Float32Array;
}
export const defineInitializer = <const K extends string>(kind: InitializerKind<K>): InitializerKind<K> =>
  kind;

/** What the target of an output is; a loss says which it can take. */
export type TargetType = 'category' | 'number';

export interface LossKind<K extends string = string> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  readonly formula: string;
  readonly targets: readonly TargetType[];
  /** True where the function wants the values before a last softmax or sigmoid. */
  readonly onLogits: boolean;
  /**
   * The loss of each row: prediction [n, …], target [n] int32 for a category, [n, …] float32 for a number -> [n].
   * The caller sums and divides by the whole batch, so shards add up.
   */
  rows(context: Pick<ForwardContext, 'tf' | 'ops'>, prediction: Tensor, target: Tensor): Tensor;
}
export const defineLoss = <const K extends string>(kind: LossKind<K>): LossKind<K> => kind;

export interface MetricKind<K extends string = string> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  readonly targets: readonly TargetType[];
  readonly better: 'higher' | 'lower';
  /** The metric of each row -> [n] float32; its mean over rows is the metric. */
  rows(context: Pick<ForwardContext, 'tf' | 'ops'>, prediction: Tensor, target: Tensor): Tensor;
}
export const defineMetric = <const K extends string>(kind: MetricKind<K>): MetricKind<K> => kind;

export interface OptimizerKind<K extends string = string, P extends Params = Params> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  readonly formula: string;
  readonly params: P;
  /** Names of the per-weight accumulators, each of the weight's shape, zero at the start. */
  slots(params: Values<P>): readonly string[];
  /** Scalars kept between steps (Adam's beta powers) with their first values. */
  scalars(params: Values<P>): Readonly<Record<string, number>>;
  /**
   * The eager reference of one update, in the same formula as the fused op: new weight, new slots.
   * `scalars` are those before the step.
   */
  update(
    tf: Tfjs,
    params: Values<P>,
    now: {
      readonly weight: Tensor;
      readonly gradient: Tensor;
      readonly slots: Readonly<Record<string, Tensor>>;
      readonly scalars: Readonly<Record<string, Tensor>>;
      readonly learningRate: Tensor;
    },
  ): { readonly weight: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
  /** The scalars after the step. */
  advance(
    tf: Tfjs,
    params: Values<P>,
    scalars: Readonly<Record<string, Tensor>>,
  ): Readonly<Record<string, Tensor>>;
  /** TensorFlow's fused op for the same formula; inputs after the variables, by name of slot or scalar. */
  readonly fused: (params: Values<P>) => {
    readonly op: string;
    /** Resource inputs: 'weight' or a slot's name, in the op's order. */
    readonly variables: readonly string[];
    /** Tensor inputs in the op's order: 'learningRate', 'gradient', a scalar's name, or a fixed number. */
    readonly inputs: readonly (string | number)[];
    readonly attributes: Readonly<Record<string, boolean>>;
  };
}
export const defineOptimizer = <const K extends string, P extends Params>(
  kind: OptimizerKind<K, P>,
): OptimizerKind<K, P> => kind;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyOptimizer = OptimizerKind<string, any>;
