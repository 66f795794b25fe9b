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

/** A recurrent layer's run over a sequence, in one direction. Kernels and biases are laid out as Keras lays them out. */
export interface RecurrentRun {
  /** [n, t, i] */
  readonly x: Tensor;
  /** [i, gates · u] */
  readonly kernel: Tensor;
  /** [u, gates · u] */
  readonly recurrentKernel: Tensor;
  /** [gates · u]; of a GRU [2, gates · u]: for the inputs and for the state. */
  readonly bias: Tensor | null;
  /** Where it starts, each [n, u]; none: at zero. */
  readonly states: readonly Tensor[];
  /** [n, t], 1 or 0: a step of 0 leaves the state as it is. */
  readonly mask: Tensor | null;
  /** [n, u]: what the state is multiplied by before each product with the recurrent kernel. */
  readonly recurrentDropout: Tensor | null;
  /** Names of activation kinds. */
  readonly activation: string;
  readonly recurrentActivation: string;
  /** From the last step to the first. */
  readonly backward: boolean;
  /** Whether the state after every step is wanted, or the last alone. */
  readonly sequences: boolean;
}
export interface RecurrentResult {
  /** [n, t, u] in the order in which the steps were run, or the last [n, u]. */
  readonly output: Tensor;
  /** The last states, each [n, u]. */
  readonly states: readonly Tensor[];
}
export interface RecurrentOps {
  /** States: h. It has no gates, so `recurrentActivation` says nothing to it. */
  simpleRNN(run: RecurrentRun): RecurrentResult;
  /** Gates i, f, c, o. States: h and c. */
  lstm(run: RecurrentRun): RecurrentResult;
  /** Gates z, r, h, with the reset gate applied after the product (Keras' `reset_after`). States: h. */
  gru(run: RecurrentRun): RecurrentResult;
}

export interface EmbeddingOps {
  /** Rows of a table [rows, o]: tokens [n, …], whole numbers in float32 -> [n, …, o]. */
  embed(tokens: Tensor, table: Tensor): Tensor;
}

/**
 * The operations that have a fused, hand-differentiated form in TensorFlow. Each works eagerly, under tfjs'
 * autodiff and inside a trace; the portable backend composes the same functions from tfjs' own ops.
 */
export interface Ops extends RecurrentOps, EmbeddingOps {
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
  /** May be left without an edge; then so must those after it, so that inputs keep their places. */
  readonly optional?: boolean;
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
  /** How Keras calls it, where that is not with its inputs in order and nothing else. */
  readonly call?: {
    /** Places of the inputs that are its arguments. */
    readonly inputs: readonly number[];
    readonly kwargs: Readonly<Record<string, unknown>>;
  };
  /**
   * How Keras takes the inputs beyond the first (the argument's name) and is told to give the outputs beyond it (more
   * config); null where it has them in another form, so that a network that uses them cannot be written.
   */
  readonly states?: {
    readonly argument: string;
    readonly returned: Readonly<Record<string, unknown>>;
  } | null;
}

/** What a layer's ONNX mapping writes with; opset 17, NCHW is the mapping's own concern: signals on edges stay NHWC. */
export interface OnnxWriter {
  /** Adds a node and returns the name of its (first) output. */
  node(
    op: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, number | string | readonly number[] | readonly string[]>>,
  ): string;
  /** Adds a node with several outputs and returns all their names; an output that nobody wants is still named. */
  nodes(
    op: string,
    inputs: readonly string[],
    outputs: number,
    attributes?: Readonly<Record<string, number | string | readonly number[] | readonly string[]>>,
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
    /** The class of a wrapper that this kind expresses too, where it holds a layer of `className` (Bidirectional). */
    readonly wrapper?: string;
    /** Parameters (checked by the caller; those left out take their defaults), or null if this kind cannot express the config. `kwargs`: of its call. */
    params(
      config: Readonly<Record<string, unknown>>,
      kwargs: Readonly<Record<string, unknown>>,
    ): Readonly<Record<string, unknown>> | null;
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
  /** It skips the steps that a mask hides, which ONNX' operators cannot: no mask may reach it in an ONNX export. */
  readonly skipsMasked?: true;
  /** Whether its outputs carry a mask of its own. */
  readonly makesMask?: (params: Values<P>) => boolean;
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
