/**
 * A recurrent cell run over a whole sequence as one function with a gradient written by hand: what does not depend on the
 * state is done before the loop, the weights' gradients are one product each after it.
 */
import type { RecurrentResult, RecurrentRun, Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { withGradients } from '../gradient.ts';

/** What the two backends do differently. */
export interface Primitives {
  readonly tf: Tfjs;
  matMul(a: Tensor, b: Tensor): Tensor;
  /** aᵀ · b */
  matMulTransposed(a: Tensor, b: Tensor): Tensor;
  addBias(x: Tensor, bias: Tensor): Tensor;
  /** The sum of all rows of all steps, given step by step and joined. */
  sumRows(steps: readonly Tensor[], joined: Tensor): Tensor;
  /** A mask [n, t] as `choose` wants it: a tensor [n, 1] a step. */
  maskSteps(mask: Tensor): readonly Tensor[];
  /** Rows of `a` where the step is let through, of `b` where it is masked. */
  choose(step: Tensor, a: Tensor, b: Tensor): Tensor;
}

export interface Weights {
  readonly kernel: Tensor;
  /** The recurrent kernel by the parts whose inputs differ. */
  readonly recurrentKernels: readonly Tensor[];
  readonly bias: Tensor | null;
  /** Added to the product with the recurrent kernel. */
  readonly innerBias: Tensor | null;
}

/** The states after a step, h first, and what the gradient needs: always as many. */
export interface Stepped {
  readonly states: readonly Tensor[];
  readonly saved: readonly Tensor[];
  /** What the last part of the recurrent kernel was multiplied by, where that is not h as dropout left it. */
  readonly lastInput?: Tensor;
}
export interface SteppedBack {
  readonly projection: Tensor;
  /** By the parts of the recurrent kernel. */
  readonly inners: readonly Tensor[];
  /** A state that a step uses through the inner products alone has none of its own. */
  readonly states: readonly (Tensor | null)[];
  /** For h as dropout left it for the last part, where that part was multiplied by something else. */
  readonly last?: Tensor;
}

/** A cell whose sums are x · kernel + bias (the projection) and h · recurrentKernel + innerBias (the inner product). */
export interface Cell {
  /**
   * `rows`: the inputs, step after step [t · n, i]. Answers the run of one step: `hidden` is h as dropout left it, for
   * each part of the recurrent kernel.
   */
  begin(
    weights: Weights,
    rows: Tensor,
    steps: number,
  ): (time: number, hidden: readonly Tensor[], states: readonly Tensor[]) => Stepped;
  /** `backs`: the parts of the recurrent kernel, turned. */
  gradient(states: readonly Tensor[], saved: readonly Tensor[], backs: readonly Tensor[]): SteppedBack;
}

/** The projections of all steps, by one product. */
export function projectionsOf(
  { tf, matMul, addBias }: Primitives,
  { kernel, bias }: Weights,
  rows: Tensor,
  steps: number,
): readonly Tensor[] {
  const product = matMul(rows, kernel);
  const all = bias ? addBias(product, bias) : product;
  return tf.unstack(tf.reshape(all, [steps, -1, kernel.shape[1]!]));
}

/** A cell that is given both sums. */
export function summedCell(
  primitives: Primitives,
  forward: (projection: Tensor, inner: Tensor, states: readonly Tensor[]) => Stepped,
  gradient: (
    states: readonly Tensor[],
    saved: readonly Tensor[],
  ) => { readonly projection: Tensor; readonly inner: Tensor; readonly states: readonly (Tensor | null)[] },
): Cell {
  const { tf, matMul, addBias } = primitives;
  return {
    begin(weights, rows, steps) {
      const { recurrentKernels, innerBias } = weights;
      const projections = projectionsOf(primitives, weights, rows, steps);
      return (time, hidden, states) => {
        const parts = recurrentKernels.map((kernel, i) => matMul(hidden[i]!, kernel));
        const inner = beside(tf, parts);
        return forward(projections[time]!, innerBias ? addBias(inner, innerBias) : inner, states);
      };
    },
    gradient(states, saved, backs) {
      const { inner, ...rest } = gradient(states, saved);
      return {
        ...rest,
        inners: apart(
          tf,
          inner,
          backs.map((back) => back.shape[0]!),
        ),
      };
    },
  };
}

export const beside = (tf: Tfjs, parts: readonly Tensor[]): Tensor =>
  parts.length === 1 ? parts[0]! : tf.concat([...parts], 1);
export const apart = (tf: Tfjs, x: Tensor, widths: readonly number[]): readonly Tensor[] =>
  widths.length === 1 ? [x] : tf.split(x, [...widths], 1);

/** Values per step [n, c] of [n, t, c] laid out as rows, step after step: [t · n, c]. */
function stepRows(tf: Tfjs, x: Tensor): Tensor {
  const [n, t, c] = x.shape as [number, number, number];
  return tf.reshape(tf.transpose(x, [1, 0, 2]), [t * n, c]);
}
/** The way back. */
const fromStepRows = (tf: Tfjs, rows: Tensor, [n, t, c]: readonly number[]): Tensor =>
  tf.transpose(tf.reshape(rows, [t!, n!, c!]), [1, 0, 2]);

/**
 * A kernel turned for the products of every step. TensorFlow folds a plain transposition into the products that read it:
 * each would turn the kernel anew, with the few rows of a step a third slower. It does not look through a Reshape, which
 * copies nothing.
 */
function turnedOnce(tf: Tfjs, kernel: Tensor): Tensor {
  const [rows, columns] = kernel.shape as [number, number];
  const turned = tf.transpose(tf.reshape(kernel, [1, rows, columns]), [0, 2, 1]);
  return tf.reshape(turned, [columns, rows]);
}

const sum = (tf: Tfjs, terms: readonly (Tensor | null)[]): Tensor | null =>
  terms.reduce((total, term) => (total && term ? tf.add(total, term) : (total ?? term)), null);

/** What both ways through a sequence go by. */
interface Scan {
  readonly primitives: Primitives;
  readonly run: RecurrentRun;
  readonly cell: Cell;
  /** Of states. */
  readonly count: number;
  readonly innerBias: Tensor | null;
  /** Columns of the recurrent kernel's parts whose inputs differ. */
  readonly widths: readonly number[];
  /** The times of the steps. */
  readonly order: readonly number[];
}

/**
 * `count`: of states. `columns`: of the recurrent kernel's parts whose inputs differ, where dropout does not cut it into
 * its gates.
 */
export function scan(
  primitives: Primitives,
  run: RecurrentRun,
  cell: Cell,
  count: number,
  {
    innerBias = null,
    columns = [run.recurrentKernel.shape[1]!],
  }: { readonly innerBias?: Tensor | null; readonly columns?: readonly number[] } = {},
): RecurrentResult {
  const { x, kernel, recurrentKernel, states, sequences, backward } = run;
  const t = x.shape[1]!;
  const [units, all] = recurrentKernel.shape as [number, number];
  const widths = run.recurrentDropout ? Array.from({ length: all / units }, () => units) : columns;
  const order = Array.from({ length: t }, (_, k) => (backward ? t - 1 - k : k));
  const whole: Scan = { primitives, run, cell, count, innerBias, widths, order };
  const outputs = withGradients(
    primitives.tf,
    [x, kernel, recurrentKernel, ...biasesOf(whole), ...states],
    (inputs) => goForward(whole, inputs),
    (dys, saved) => goBack(whole, dys, saved),
  );
  return { output: outputs[0]!, states: sequences ? outputs.slice(1) : outputs };
}

const biasesOf = ({ run, innerBias }: Scan): readonly Tensor[] =>
  [run.bias, innerBias].filter((given) => given !== null);
/** What is given besides what has a gradient. */
const extrasOf = ({ mask, recurrentDropout }: RecurrentRun): readonly Tensor[] =>
  [mask, recurrentDropout].filter((given) => given !== null);

/** It starts from zeros. */
const isFresh = ({ states }: RecurrentRun): boolean => states.length === 0;

/** What dropout multiplies h by, for each part. */
const keepsOf = (tf: Tfjs, dropout: Tensor | null, parts: number): readonly Tensor[] =>
  dropout ? tf.split(dropout, parts, 1) : [];
const kept = (tf: Tfjs, h: Tensor, keep: Tensor | undefined): Tensor => (keep ? tf.mul(h, keep) : h);

function goForward(
  whole: Scan,
  [x, kernel, recurrentKernel, ...others]: readonly Tensor[],
): { readonly values: Tensor[]; readonly saved: Tensor[] } {
  const { primitives, run, cell, count, innerBias, widths, order } = whole;
  const { tf, maskSteps, choose } = primitives;
  const biases = biasesOf(whole).length;
  const rows = stepRows(tf, x!);
  const weights = {
    kernel: kernel!,
    recurrentKernels: apart(tf, recurrentKernel!, widths),
    bias: run.bias && others[0]!,
    innerBias: innerBias && others[biases - 1]!,
  };
  const step = cell.begin(weights, rows, order.length);
  const masks = run.mask ? maskSteps(run.mask) : [];
  const keeps = keepsOf(tf, run.recurrentDropout, widths.length);
  const zero = tf.zeros([x!.shape[0]!, recurrentKernel!.shape[0]!]);
  let states: readonly Tensor[] = isFresh(run)
    ? Array.from({ length: count }, () => zero)
    : others.slice(biases);
  const sequence: Tensor[] = [];
  const saved: Tensor[] = [];
  for (const time of order) {
    const before = states;
    const hidden = widths.map((_, i) => kept(tf, before[0]!, keeps[i]));
    const stepped = step(time, hidden, before);
    if (stepped.lastInput) hidden[hidden.length - 1] = stepped.lastInput;
    const mask = masks[time];
    states = mask ? stepped.states.map((state, i) => choose(mask, state, before[i]!)) : stepped.states;
    sequence.push(states[0]!);
    saved.push(...hidden, ...stepped.saved);
  }
  return {
    values: [...(run.sequences ? [tf.stack(sequence, 1)] : []), ...states],
    saved: [rows, kernel!, recurrentKernel!, ...extrasOf(run), ...saved],
  };
}

/** The gradients of all that `goForward` was given, from those of its values and what it saved. */
function goBack(
  whole: Scan,
  dys: readonly Tensor[],
  [rows, kernel, recurrentKernel, ...others]: readonly Tensor[],
): Tensor[] {
  const { primitives, run, cell, innerBias, widths, order } = whole;
  const { tf, matMul, matMulTransposed, sumRows, maskSteps, choose } = primitives;
  const { x, bias, sequences } = run;
  const fresh = isFresh(run);
  const [first, second] = others;
  const masks = run.mask ? maskSteps(first!) : [];
  const keeps = keepsOf(tf, run.recurrentDropout && (run.mask ? second! : first!), widths.length);
  const all = others.slice(extrasOf(run).length);
  const size = all.length / order.length;
  const backs = apart(tf, recurrentKernel!, widths).map((part) => turnedOnce(tf, part));
  const zero = tf.zeros([x.shape[0]!, recurrentKernel!.shape[0]!]);
  const wanted = sequences ? tf.unstack(dys[0]!, 1) : [];
  let states: readonly (Tensor | null)[] = sequences ? dys.slice(1) : dys;
  const projections: Tensor[] = [];
  const inners: (readonly Tensor[])[] = [];
  const inputs: (readonly Tensor[])[] = [];
  for (let k = order.length - 1; k >= 0; k--) {
    const time = order[k]!;
    const saved = all.slice(k * size, (k + 1) * size);
    const after = states.map((state, i) => sum(tf, [state, (i === 0 && wanted[k]) || null])!);
    const mask = masks[time];
    const through = mask ? after.map((state) => choose(mask, state, zero)) : after;
    const step = cell.gradient(through, saved.slice(widths.length), backs);
    projections[time] = step.projection;
    inners[time] = step.inners;
    inputs[time] = saved.slice(0, widths.length);
    // Nothing wants the gradient of the zeros that a fresh run starts from.
    const byProducts =
      k > 0 || !fresh
        ? backs.map((back, i) => {
            const last = i === backs.length - 1 ? step.last : undefined;
            return kept(tf, last ?? matMul(step.inners[i]!, back), keeps[i]);
          })
        : [];
    states = step.states.map((state, i) => {
      const past = mask ? choose(mask, zero, after[i]!) : null;
      return sum(tf, [...(i === 0 ? byProducts : []), state, past]);
    });
  }
  const projection = tf.concat(projections, 0);
  const innerRows = widths.map((_, part) => {
    const steps = inners.map((one) => one[part]!);
    return steps.every((one, i) => one === projections[i]) ? projection : tf.concat(steps, 0);
  });
  return [
    fromStepRows(tf, matMul(projection, tf.transpose(kernel!, [1, 0])), x.shape),
    matMulTransposed(rows!, projection),
    recurrentKernelGradient(whole, inputs, innerRows) ?? tf.zerosLike(recurrentKernel!),
    ...(bias ? [sumRows(projections, projection)] : []),
    ...(innerBias
      ? [
          sumRows(
            inners.map((parts) => beside(tf, parts)),
            beside(tf, innerRows),
          ),
        ]
      : []),
    ...(fresh ? [] : (states as readonly Tensor[])),
  ];
}

/** One product for each part; null where nothing was multiplied but a fresh run's zeros, in its first step. */
function recurrentKernelGradient(
  { primitives: { tf, matMulTransposed }, run }: Scan,
  inputs: readonly (readonly Tensor[])[],
  innerRows: readonly Tensor[],
): Tensor | null {
  const skipped = isFresh(run) ? 1 : 0;
  const used = run.backward ? inputs.slice(0, inputs.length - skipped) : inputs.slice(skipped);
  if (used.length === 0) return null;
  const n = run.x.shape[0]!;
  const parts = innerRows.map((inner, part) => {
    const usedRows = tf.slice(inner, [run.backward ? 0 : skipped * n, 0], [used.length * n, -1]);
    const usedInputs = used.map((one) => one[part]!);
    return matMulTransposed(tf.concat(usedInputs, 0), usedRows);
  });
  return beside(tf, parts);
}
