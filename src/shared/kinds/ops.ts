/**
 * The operations that kinds compute with: an argument of every forward function, once over TensorFlow's fused ops and
 * once composed for the portable backend (src/main/jobs/tensorflow).
 */
import type * as tfjs from '@tensorflow/tfjs-core';

export type Tensor = tfjs.Tensor;
export type Tfjs = typeof tfjs;

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
  /**
   * One to three axes: x [n, …, c], kernel […, c / g, o], bias [o] -> [n, …', o]: channels and filters lie in g groups,
   * side by side, and each filter sees the channels of its group.
   */
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
  /** [gates · u]; of a GRU that resets after the product [2, gates · u]: for the inputs and for the state. */
  readonly bias: Tensor | null;
  /** Where it starts, each [n, u]; none: at zero. */
  readonly states: readonly Tensor[];
  /** [n, t], 1 or 0: a step of 0 leaves the state as it is. */
  readonly mask: Tensor | null;
  /** [n, gates · u]: for each gate, what the state is multiplied by before its product with the recurrent kernel. */
  readonly recurrentDropout: Tensor | null;
  /** Names of activation kinds. */
  readonly activation: string;
  readonly recurrentActivation: string;
  /** Of a GRU: whether the reset gate is applied to the product with the recurrent kernel, or to the state before it. */
  readonly resetAfter: boolean;
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
  /** Gates z, r, h. States: h. */
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
