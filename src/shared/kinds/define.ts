/**
 * What a kind is. A layer, activation, loss, … is one plain value in one file; palette, properties panel, help,
 * shape inference, training, inspection and both exports read that value and nothing else.
 *
 * `shared/` holds no tfjs: the `tf` and the fused operations (`ops`) that forward functions compute with are
 * arguments, so the window can import every kind without a byte of TensorFlow.
 */
import type { LayerGroup } from './layer-groups.ts';
import type { Ops, Tensor, Tfjs } from './ops.ts';
import type { Misfit } from '../words/problems.ts';
import type { Param, Params, Values } from './params.ts';
import type { Shape } from './shape.ts';

/** A value on an edge: batch first. The mask, where there is one, marks valid time steps: [batch, time], 1 or 0. */
export interface Signal {
  readonly value: Tensor;
  readonly mask?: Tensor;
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
  /** The initializer's parameters; those left out have their defaults. */
  readonly initializerParams?: Readonly<Record<string, unknown>>;
  /** Moving averages and the like: part of the model, never changed by a gradient. */
  readonly trainable: boolean;
  /** The shape that the initializer counts inputs and outputs by, where it is not the weight's own. */
  readonly drawnAs?: Shape;
  /** A vector that is filled part by part, each as a weight of its own length: by these in place of its initializer. */
  readonly parts?: readonly (Pick<WeightSpec, 'initializer' | 'initializerParams'> & {
    readonly length: number;
  })[];
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
  /** Regularizers of weights for which its constructor takes none, by its attribute: code sets them, a file has no place for them. */
  readonly regularizers?: Readonly<Record<string, unknown>>;
  /** It is a function of keras.ops with this name, and no layer. */
  readonly operation?: string;
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
  /** How Keras takes the inputs beyond the first, and is told to give the outputs beyond it. */
  readonly states?: {
    /** The argument's name. */
    readonly argument: string;
    /** More config. */
    readonly returned: Readonly<Record<string, unknown>>;
    /** It has two of each, one a direction, where ours is both beside each other (`statesApart`). */
    readonly apart: boolean;
  };
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

/** The name of a mask [batch, time], 1 or 0; null where there is none. */
export type OnnxMask = string | null;

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
   * Values for one sample that the recording of a training step holds beside the output, its activation and their
   * gradients: for the estimate of memory. Left out: none.
   */
  extraValues?(params: Values<P>, inputs: readonly Shape[]): number;
  /** Operations of TensorFlow that train and evaluate it, for the estimate too. Left out: as many as most layers have. */
  operations?(params: Values<P>, inputs: readonly Shape[]): number;
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
  /** Writes the layer's nodes, returns the names of its outputs by port. `masks`: of the inputs that carry one. */
  onnx(
    writer: OnnxWriter,
    params: Values<P>,
    inputs: readonly string[],
    shapes: readonly Shape[],
    masks: readonly OnnxMask[],
  ): readonly string[];
  /**
   * The mask that its outputs carry, where that is not its first input's: it hides the steps in which all that its input
   * has is a number (null: none is hidden), or those that any or all of its inputs' masks let through remain.
   */
  readonly mask?: { hidden(params: Values<P>): number | null } | { readonly joins: 'any' | 'all' };
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
  /** What the recording of a training step holds of it beside its value and two gradients, by value: none where left out. */
  readonly extraValues?: number;
  /** Keras' name for it. */
  readonly keras: string;
  onnx(writer: OnnxWriter, x: string): string;
}
export const defineActivation = <const K extends string>(kind: ActivationKind<K>): ActivationKind<K> => kind;

export interface InitializerKind<K extends string = string, P extends Params = Params> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  /** By Keras' names. */
  readonly params: P;
  /** How many axes the weights that it fills have; without it, any. */
  readonly axes?: readonly [least: number, most: number];
  /** Values for a weight of this shape, from the counter-based stream (seed, name of the weight). */
  fill(params: Values<P>, shape: Shape, seed: number, stream: string): Float32Array;
}
export const defineInitializer = <const K extends string, P extends Params>(
  kind: InitializerKind<K, P>,
): InitializerKind<K, P> => kind;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyInitializer = InitializerKind<string, any>;

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

/** How what was measured is shown. */
export interface Measure<K extends string = string> {
  readonly kind: K;
  readonly label: string;
  readonly doc: string;
  readonly better: 'higher' | 'lower';
  /** A part of all rows, written as per cent. */
  readonly part: boolean;
}

interface MetricFacts<K extends string> extends Measure<K> {
  readonly targets: readonly TargetType[];
  /** By Keras' names, set on the output; without them, none. Their names in `label` and `doc` stand for their values. */
  readonly params?: Params;
  /** Whether it says anything of a target with so many classes, and one for each time step; without it, of all. */
  fits?(target: { readonly classes: number; readonly steps: boolean }, params: Values<Params>): boolean;
}

/** A mean of what each row gives. */
export interface RowMetric<K extends string = string> extends MetricFacts<K> {
  /** The metric of each row -> [n] float32; `mask` [n, time] as for a loss. */
  rows(
    context: Pick<ForwardContext, 'tf' | 'ops'>,
    params: Values<Params>,
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
  /** Learning rates that are usual for it: the least, the one to begin with, the largest. */
  readonly learningRates: readonly [least: number, first: number, most: number];
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
