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

const sum = (tf: Tfjs, terms: readonly (Tensor | null)[]): Tensor | null =>
  terms.reduce((total, term) => (total && term ? tf.add(total, term) : (total ?? term)), null);

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
  const { tf, matMul, matMulTransposed, sumRows, maskSteps, choose } = primitives;
  const { x, bias, sequences, backward } = run;
  const [n, t] = x.shape as [number, number, number];
  const units = run.recurrentKernel.shape[0]!;
  const order = Array.from({ length: t }, (_, k) => (backward ? t - 1 - k : k));
  const fresh = run.states.length === 0;
  const widths = run.recurrentDropout
    ? Array.from({ length: run.recurrentKernel.shape[1]! / units }, () => units)
    : columns;
  /** What dropout multiplies h by, for each part. */
  const keepsOf = (dropout: Tensor | null): readonly Tensor[] =>
    dropout ? tf.split(dropout, widths.length, 1) : [];
  const kept = (h: Tensor, keep: Tensor | undefined): Tensor => (keep ? tf.mul(h, keep) : h);
  const biases = [bias, innerBias].filter((given) => given !== null);
  const extras = [run.mask, run.recurrentDropout].filter((given) => given !== null);

  const outputs = withGradients(
    tf,
    [x, run.kernel, run.recurrentKernel, ...biases, ...run.states],
    ([x, kernel, recurrentKernel, ...others]) => {
      const rows = stepRows(tf, x!);
      const weights = {
        kernel: kernel!,
        recurrentKernels: apart(tf, recurrentKernel!, widths),
        bias: bias && others[0]!,
        innerBias: innerBias && others[biases.length - 1]!,
      };
      const step = cell.begin(weights, rows, t);
      const masks = run.mask ? maskSteps(run.mask) : [];
      const keeps = keepsOf(run.recurrentDropout);
      const zero = tf.zeros([n, units]);
      let states: readonly Tensor[] = fresh
        ? Array.from({ length: count }, () => zero)
        : others.slice(biases.length);
      const sequence: Tensor[] = [];
      const saved: Tensor[] = [];
      for (const time of order) {
        const before = states;
        const hidden = widths.map((_, i) => kept(before[0]!, keeps[i]));
        const stepped = step(time, hidden, before);
        if (stepped.lastInput) hidden[hidden.length - 1] = stepped.lastInput;
        const mask = masks[time];
        states = mask ? stepped.states.map((state, i) => choose(mask, state, before[i]!)) : stepped.states;
        sequence.push(states[0]!);
        saved.push(...hidden, ...stepped.saved);
      }
      return {
        values: [...(sequences ? [tf.stack(sequence, 1)] : []), ...states],
        saved: [rows, kernel!, recurrentKernel!, ...extras, ...saved],
      };
    },
    (dys, [rows, kernel, recurrentKernel, ...others]) => {
      const [first, second] = others;
      const masks = run.mask ? maskSteps(first!) : [];
      const keeps = keepsOf(run.recurrentDropout && (run.mask ? second! : first!));
      const all = others.slice(extras.length);
      const size = all.length / t;
      const backs = apart(tf, recurrentKernel!, widths).map((part) => tf.transpose(part, [1, 0]));
      const zero = tf.zeros([n, units]);
      const wanted = sequences ? tf.unstack(dys[0]!, 1) : [];
      let states: readonly (Tensor | null)[] = sequences ? dys.slice(1) : dys;
      const projections: Tensor[] = [];
      const inners: (readonly Tensor[])[] = [];
      const inputs: (readonly Tensor[])[] = [];
      for (let k = t - 1; k >= 0; k--) {
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
                return kept(last ?? matMul(step.inners[i]!, back), keeps[i]);
              })
            : [];
        states = step.states.map((state, i) => {
          const past = mask ? choose(mask, zero, after[i]!) : null;
          return sum(tf, [...(i === 0 ? byProducts : []), state, past]);
        });
      }
      const projection = tf.concat(projections, 0);
      const innerRows = widths.map((_, part) =>
        inners.every((one, i) => one[part] === projections[i])
          ? projection
          : tf.concat(
              inners.map((one) => one[part]!),
              0,
            ),
      );
      // The first step of a fresh run multiplied zeros.
      const skipped = fresh ? 1 : 0;
      const used = backward ? inputs.slice(0, t - skipped) : inputs.slice(skipped);
      const kernelGradient = (inner: Tensor, part: number): Tensor => {
        const usedRows = tf.slice(inner, [backward ? 0 : skipped * n, 0], [used.length * n, -1]);
        const usedInputs = used.map((one) => one[part]!);
        return matMulTransposed(tf.concat(usedInputs, 0), usedRows);
      };
      return [
        fromStepRows(tf, matMul(projection, tf.transpose(kernel!, [1, 0])), x.shape),
        matMulTransposed(rows!, projection),
        used.length > 0 ? beside(tf, innerRows.map(kernelGradient)) : tf.zerosLike(recurrentKernel!),
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
    },
  );
  return { output: outputs[0]!, states: sequences ? outputs.slice(1) : outputs };
}
