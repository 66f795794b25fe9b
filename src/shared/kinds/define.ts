/**
 * What a kind is. A layer, activation, loss, … is one plain value in one file; palette, properties panel, help,
 * shape inference, training, inspection and both exports read that value and nothing else.
 *
 * `shared/` holds no tfjs: the `tf` and the fused operations (`ops`) that forward functions compute with are
 * arguments, so the window can import every kind without a byte of TensorFlow.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Misfit } from '../words/problems.ts';
import type { Param, Params, Values } from './params.ts';
import type { Shape } from './shape.ts';

export type Tensor = tfjs.Tensor;
export type Tfjs = typeof tfjs;

/** A value on an edge: batch first. The mask, where there is one, marks valid time steps: [batch, time], 1 or 0. */
export interface Signal {
  readonly value: Tensor;
  readonly mask?: Tensor;
}

/** How a window moves over the axes between batch and channels, one number an axis; Keras' 'valid' and 'same'. */
export interface Window {
  readonly strides: readonly number[];
  readonly padding: 'valid' | 'same';
}
export interface PoolingWindow extends Window {
  readonly size: readonly number[];
}
export interface DilatedWindow extends Window {
  readonly dilation: readonly number[];
}

/** Convolution and pooling over time steps [n, t, c], pictures [n, h, w, c] and volumes [n, d, h, w, c]. */
export interface ConvolutionOps {
  /** One to three axes: x [n, …, c], kernel […, c, o], bias [o] -> [n, …', o]. */
  convolution(x: Tensor, kernel: Tensor, bias: Tensor | null, window: DilatedWindow): Tensor;
  /**
   * One or two axes: x [n, …, c], kernel […, o, c], bias [o] -> [n, ...output, o]. The opposite way of a convolution,
   * whose input would have been `output` large.
   */
  convolutionTranspose(
    x: Tensor,
    kernel: Tensor,
    bias: Tensor | null,
    window: DilatedWindow & { readonly output: readonly number[] },
  ): Tensor;
  /** Two axes, equal strides: x [n, h, w, c], kernel [kh, kw, c, m], bias [c·m] -> [n, h', w', c·m]. */
  depthwiseConvolution(x: Tensor, kernel: Tensor, bias: Tensor | null, window: DilatedWindow): Tensor;
  /** One or two axes. */
  maxPool(x: Tensor, window: PoolingWindow): Tensor;
  /** One or two axes; padding does not count. */
  averagePool(x: Tensor, window: PoolingWindow): Tensor;
  /** Any number of axes: x [n, …, c] -> [n, c]. */
  globalMaxPool(x: Tensor): Tensor;
  /** One or two axes, each made this many times longer; 'bilinear' wants two. */
  upSample(x: Tensor, factors: readonly number[], interpolation: 'nearest' | 'bilinear'): Tensor;
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

export interface AttentionOptions {
  readonly heads: number;
  /** A step attends to itself and to those before it only. */
  readonly causal: boolean;
  /** 1 where a query step may attend to a key step, else 0: [n or 1, t or 1, s]. Null: everywhere. */
  readonly mask: Tensor | null;
  /** What the attention weights are multiplied by: [n · heads, t, s], from dropout. Null: nothing. */
  readonly keep: Tensor | null;
}

export interface AttentionOps {
  /**
   * Dot-product attention of several heads, which lie side by side in the last axis: softmax(query · keyᵀ) · value.
   * query [n, t, heads · k] (scaled already), key [n, s, heads · k], value [n, s, heads · v] -> [n, t, heads · v].
   */
  attention(query: Tensor, key: Tensor, value: Tensor, options: AttentionOptions): Tensor;
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
export interface Ops
  extends
    ActivationOps,
    AttentionOps,
    ConvolutionOps,
    EmbeddingOps,
    ImageOps,
    NormalisationOps,
    RecurrentOps {
  /** x [n, i] · kernel [i, o] + bias [o] -> [n, o]; x of higher rank is treated as [.., i]. */
  dense(x: Tensor, kernel: Tensor, bias: Tensor | null): Tensor;
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
  /** Cross-entropy of each value: logits and labels (between 0 and 1) of one shape -> that shape. No gradient by the labels. */
  sigmoidCrossEntropy(logits: Tensor, labels: Tensor): Tensor;
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
  /** A scalar added to the loss (the size of weights). */
  readonly penalty?: Tensor;
  /** What each row adds to its own loss (the size of activations, a divergence): [n]. */
  readonly rowPenalty?: Tensor;
}

export interface WeightSpec {
  readonly shape: Shape;
  /** Name of an initializer kind. */
  readonly initializer: string;
  /** Moving averages and the like: part of the model, never changed by a gradient. */
  readonly trainable: boolean;
  /** The shape that the initializer counts inputs and outputs by, where it is not the weight's own. */
  readonly drawnAs?: Shape;
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
  /** Called on one list of its inputs though each has a port of its own (Subtract, Dot). */
  readonly onList?: boolean;
  /** Values of those weights that Keras has and we have not. */
  readonly constants?: WeightValues;
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

/** One of the layers that a composite layer is made of. */
export interface FragmentNode {
  /** Unique in the fragment. */
  readonly id: string;
  /** Name of a layer kind. */
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly trainable?: boolean;
  /** The node of the fragment whose weights this one uses as its own. */
  readonly weightsOf?: string;
}
/** A port of a node of the fragment; the node `OUTER` is the composite layer itself, seen from inside. */
export interface FragmentEnd {
  readonly node: string;
  readonly port: string;
}
export interface Fragment {
  readonly nodes: readonly FragmentNode[];
  readonly edges: readonly { readonly from: FragmentEnd; readonly to: FragmentEnd }[];
}
export const OUTER = '';

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
  /**
   * What the layer is made of, where it is a composite: the layers that take its place before anything is computed.
   * The rest of such a kind is `composite`, which says so.
   */
  expand?(
    params: Values<P>,
    inputs: readonly Shape[],
  ): { readonly fragment: Fragment } | { readonly misfit: Misfit };
  /** Output shapes by output port, or why these inputs do not fit. `inputs` follow the ports, those of a `many` port in edge order. */
  infer(
    params: Values<P>,
    inputs: readonly Shape[],
  ): { readonly outputs: readonly Shape[] } | { readonly misfit: Misfit };
  /** Called only with inputs that `infer` accepted. */
  weights(params: Values<P>, inputs: readonly Shape[]): Readonly<Record<string, WeightSpec>>;
  /** Multiply-adds for one sample, forward. */
  multiplyAdds(params: Values<P>, inputs: readonly Shape[]): number;
  /**
   * Values for one sample that training makes beside the output, its bias and activation: for the estimate of memory.
   * Left out: none.
   */
  extraValues?(params: Values<P>, inputs: readonly Shape[]): number;
  forward(
    context: ForwardContext,
    params: Values<P>,
    weights: Readonly<Record<string, Tensor>>,
    inputs: readonly Signal[],
  ): Forward;
  /** Null where a trained model needs no layer: the output, and what passes its first input on. Exports leave it out. */
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
  /** It fills matrices alone, no kernels of windows. */
  readonly matrixOnly?: boolean;
  /** Values for a weight of this shape, from the counter-based stream (seed, name of the weight). */
  fill(shape: Shape, seed: number, stream: string): Float32Array;
}
export const defineInitializer = <const K extends string>(kind: InitializerKind<K>): InitializerKind<K> =>
  kind;

/** What the target of an output is; a loss says which it can take. */
export type TargetType = 'category' | 'number';

export interface LossKind<K extends string = string, P extends Params = Params> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  readonly formula: string;
  readonly params: P;
  readonly targets: readonly TargetType[];
  /** The function that the loss has inside: it wants the values before it where the last layer ends in it; null: none. */
  readonly inside: 'softmax' | 'sigmoid' | null;
  /**
   * The loss of each row: prediction [n, …], target int32 [n] or [n, time] for a category, float32 [n, …] for a
   * number -> [n], the mean over a row's numbers or time steps. `mask` [n, time] tells which of these count.
   * The caller sums and divides by the whole batch, so shards add up.
   */
  rows(
    context: Pick<ForwardContext, 'tf' | 'ops'>,
    params: Values<P>,
    prediction: Tensor,
    target: Tensor,
    mask?: Tensor,
  ): Tensor;
}
export const defineLoss = <const K extends string, P extends Params>(kind: LossKind<K, P>): LossKind<K, P> =>
  kind;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyLoss = LossKind<string, any>;

interface MetricFacts<K extends string> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  readonly targets: readonly TargetType[];
  readonly better: 'higher' | 'lower';
  /** A part of all rows, written as per cent. */
  readonly part: boolean;
  /** Whether it says anything of a target with so many classes, and one for each time step; without it, of all. */
  fits?(target: { readonly classes: number; readonly steps: boolean }): boolean;
}

/** A mean of what each row gives. */
export interface RowMetric<K extends string = string> extends MetricFacts<K> {
  /** The metric of each row -> [n] float32; `mask` [n, time] as for a loss. */
  rows(
    context: Pick<ForwardContext, 'tf' | 'ops'>,
    prediction: Tensor,
    target: Tensor,
    mask?: Tensor,
  ): Tensor;
  /** What the mean over the rows is made into; without it, it is the metric. */
  finish?(mean: number): number;
}

/** What an evaluation knows of one output once all rows are through. */
export interface Whole {
  /** Rows by class: [actual][predicted]; null for a number. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** By class, the score that each row has for it; null for a number, and where no metric wants them. */
  readonly scores: readonly Float32Array[] | null;
  readonly targets: ArrayLike<number>;
  /** The means of the row metrics by kind, before `finish`. */
  readonly means: Readonly<Record<string, number>>;
}

/** Computed from all rows of a split together. */
export interface WholeMetric<K extends string = string> extends MetricFacts<K> {
  /** It wants the scores that each row has for every class. */
  readonly scores?: true;
  /** Null where it means nothing of these rows. */
  whole(of: Whole): number | null;
}

export type MetricKind<K extends string = string> = RowMetric<K> | WholeMetric<K>;
export const defineMetric = <const K extends string, M extends MetricKind<K>>(
  kind: M & { readonly kind: K },
): M & { readonly kind: K } => kind;

/** A TensorFlow op that applies a gradient to a variable in place. */
export interface FusedUpdate {
  readonly op: string;
  /** Resource inputs: 'weight' or a slot's name, in the op's order. */
  readonly variables: readonly string[];
  /** Tensor inputs in the op's order: 'learningRate', 'gradient', a scalar's name, or a fixed number. */
  readonly inputs: readonly (string | number)[];
  readonly attributes: Readonly<Record<string, boolean>>;
}

export interface OptimizerKind<K extends string = string, P extends Params = Params> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  readonly formula: string;
  /** With `weightDecay`, which works alike in all of them. */
  readonly params: P & { readonly weightDecay: Param<number> };
  /** The per-weight accumulators, each of the weight's shape, with what all their values are at the start. */
  slots(params: Values<P>): Readonly<Record<string, number>>;
  /** Scalars kept between steps (Adam's beta powers) with their first values. */
  scalars(params: Values<P>): Readonly<Record<string, number>>;
  /**
   * One update from tfjs' ops, in the same formula as the fused op: new weight, new slots. Weight decay is the caller's.
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
  /** TensorFlow's op for exactly this formula; null where there is none, and a traced step runs `update` itself. */
  fused(params: Values<P>): FusedUpdate | null;
}
export const defineOptimizer = <const K extends string, P extends Params>(
  kind: OptimizerKind<K, P>,
): OptimizerKind<K, P> => kind;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyOptimizer = OptimizerKind<string, any>;

/**
 * Which values of its columns an input reads, or an output learns, for one sample. In data in the order of time a
 * sample is a window: 'rows' counts rows from the sample's own on. In rows that hold many tokens, 'tokens' counts
 * those of the row.
 */
export interface Span {
  readonly axis: 'rows' | 'tokens';
  readonly offset: number;
  readonly length: number;
}

/** A network's part in a recipe; the networks of a project play the roles in their order. */
export interface Role {
  readonly name: string;
  readonly label: string;
  readonly doc: string;
}

/** What a recipe knows of the data when it says what an input or output has to do with it. */
export interface RecipeData {
  /** 'time': rows follow one another, and a sample is a window of them. */
  readonly order: 'rows' | 'time';
  /** Length of the first axis of the network's first input: of a window, where samples are windows. */
  readonly window: number;
}

/** One time that a step changes weights. */
export interface Update {
  readonly name: string;
  /** The role whose weights it changes. */
  readonly trains: string;
  /** Which of the step's batches it is computed on, from 0. */
  readonly batch: number;
}

/** What the rows of a batch are judged by, by the recipe itself. */
export interface Judgement {
  /** [n] */
  readonly loss: Tensor;
  /** Numbers worth a curve, [n] each, under the recipe's `series`. */
  readonly series: Readonly<Record<string, Tensor>>;
}

/** What a recipe computes with that judges a batch itself. */
export interface RecipeContext {
  readonly tf: Tfjs;
  readonly ops: Ops;
  /** Rows of this shard. */
  readonly rows: number;
  /** Numbers of the recipe's own, apart from those that layers draw. */
  readonly random: Random;
  /** The prepared batch of an input that the data feeds, by role and place; null for one that noise feeds. */
  input(role: string, index: number): Tensor | null;
  /**
   * Runs a role's network on the batch's own inputs and, where it has such, noise (another for each `draw`); `given`
   * takes the place of the inputs at its places. Answers the values of its outputs, before a last sigmoid or softmax
   * where `logits`.
   */
  run(
    role: string,
    options: {
      readonly draw?: string;
      readonly given?: readonly (Tensor | null)[];
      readonly logits?: boolean;
    },
  ): readonly Tensor[];
}

/** What one training step is. */
export interface RecipeKind<K extends string = string, P extends Params = Params> {
  readonly kind: K;
  readonly label: string;
  readonly icon: string;
  readonly doc: string;
  readonly params: P;
  readonly roles: readonly Role[];
  /** The role whose network is evaluated, used and exported. */
  readonly result: string;
  /** The order that its data must have; null: any. */
  readonly order: 'rows' | 'time' | null;
  /** An input without columns is fed with noise. */
  readonly noise: boolean;
  /** Rows from the start of a window to that of the next; null where samples are rows. */
  stride(params: Values<P>, data: RecipeData): number | null;
  /** What an input of this shape reads; null: its columns at the sample's own row. `learned`: an output learns the same column. */
  reads(
    params: Values<P>,
    data: RecipeData,
    end: { readonly shape: Shape; readonly learned: boolean },
  ): Span | null;
  /** What an output of this shape learns: its target column (at a span, or the sample's own row), the values of the input, or nothing. */
  learns(
    params: Values<P>,
    data: RecipeData,
    end: { readonly shape: Shape },
  ): { readonly from: 'column'; readonly span: Span | null } | { readonly from: 'input' } | null;
  /** A sample's loss is the sum over its values, not their mean: so that a divergence beside it keeps its weight. */
  readonly summed: boolean;
  /** What a step does, in order. */
  updates(params: Values<P>): readonly Update[];
  /** Names of what `judge` measures besides the loss. */
  readonly series: readonly string[];
  /** What an update minimises; null: the outputs' own losses. */
  readonly judge: ((context: RecipeContext, params: Values<P>, update: string) => Judgement) | null;
}
export const defineRecipe = <const K extends string, P extends Params>(
  kind: RecipeKind<K, P>,
): RecipeKind<K, P> => kind;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyRecipe = RecipeKind<string, any>;
/** What a schedule that watches the run remembers of it; empty at the start. In the checkpoint, so plain finite numbers. */
export type ScheduleState = Readonly<Record<string, number>>;

export interface ScheduleKind<K extends string = string, P extends Params = Params> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  readonly formula: string;
  /** One named `warmupEpochs` is the same for all that have it: `learningRateAt` sees to it. */
  readonly params: P;
  /** The part of the learning rate that a step has. Steps are those after the warm-up, `step` from 0. */
  factor(
    params: Values<P>,
    at: {
      readonly step: number;
      readonly steps: number;
      readonly perEpoch: number;
      readonly state: ScheduleState;
    },
  ): number;
  /** After an epoch: the state, given the loss on the validation rows (on the training rows where there are none). */
  watch?(params: Values<P>, state: ScheduleState, loss: number): ScheduleState;
}
export const defineSchedule = <const K extends string, P extends Params>(
  kind: ScheduleKind<K, P>,
): ScheduleKind<K, P> => kind;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnySchedule = ScheduleKind<string, any>;
