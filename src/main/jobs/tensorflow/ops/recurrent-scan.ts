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
  readonly recurrentKernel: Tensor;
  readonly bias: Tensor | null;
  /** Added to the product with the recurrent kernel. */
  readonly innerBias: Tensor | null;
}

/** The states after a step, h first, and what the gradient needs: always as many. */
export interface Stepped {
  readonly states: readonly Tensor[];
  readonly saved: readonly Tensor[];
}

/** A cell whose sums are x · kernel + bias (the projection) and h · recurrentKernel + innerBias (the inner product). */
export interface Cell {
  /** `rows`: the inputs, step after step [t · n, i]. Answers the run of one step: `h` is the state as dropout left it. */
  begin(
    weights: Weights,
    rows: Tensor,
    steps: number,
  ): (time: number, h: Tensor, states: readonly Tensor[]) => Stepped;
  /** Gradients for both sums. A state that a step uses through the inner product alone has none of its own. */
  gradient(
    states: readonly Tensor[],
    saved: readonly Tensor[],
  ): { readonly projection: Tensor; readonly inner: Tensor; readonly states: readonly (Tensor | null)[] };
}

/** A cell that is given both sums; the projections of all steps are one product. */
export function summedCell(
  { tf, matMul, addBias }: Primitives,
  forward: (projection: Tensor, inner: Tensor, states: readonly Tensor[]) => Stepped,
  gradient: Cell['gradient'],
): Cell {
  return {
    begin({ kernel, recurrentKernel, bias, innerBias }, rows, steps) {
      const product = matMul(rows, kernel);
      const all = bias ? addBias(product, bias) : product;
      const projections = tf.unstack(tf.reshape(all, [steps, -1, kernel.shape[1]!]));
      return (time, h, states) => {
        const inner = matMul(h, recurrentKernel);
        return forward(projections[time]!, innerBias ? addBias(inner, innerBias) : inner, states);
      };
    },
    gradient,
  };
}

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

/** `count`: of states. */
export function scan(
  primitives: Primitives,
  run: RecurrentRun,
  cell: Cell,
  count: number,
  innerBias: Tensor | null = null,
): RecurrentResult {
  const { tf, matMul, matMulTransposed, sumRows, maskSteps, choose } = primitives;
  const { x, bias, sequences, backward } = run;
  const [n, t] = x.shape as [number, number, number];
  const units = run.recurrentKernel.shape[0]!;
  const order = Array.from({ length: t }, (_, k) => (backward ? t - 1 - k : k));
  const fresh = run.states.length === 0;
  const biases = [bias, innerBias].filter((given) => given !== null);
  const beside = [run.mask, run.recurrentDropout].filter((given) => given !== null);

  const outputs = withGradients(
    tf,
    [x, run.kernel, run.recurrentKernel, ...biases, ...run.states],
    ([x, kernel, recurrentKernel, ...others]) => {
      const rows = stepRows(tf, x!);
      const weights = {
        kernel: kernel!,
        recurrentKernel: recurrentKernel!,
        bias: bias && others[0]!,
        innerBias: innerBias && others[biases.length - 1]!,
      };
      const step = cell.begin(weights, rows, t);
      const masks = run.mask ? maskSteps(run.mask) : [];
      const zero = tf.zeros([n, units]);
      let states: readonly Tensor[] = fresh
        ? Array.from({ length: count }, () => zero)
        : others.slice(biases.length);
      const sequence: Tensor[] = [];
      const saved: Tensor[] = [];
      for (const time of order) {
        const h = run.recurrentDropout ? tf.mul(states[0]!, run.recurrentDropout) : states[0]!;
        const before = states;
        const stepped = step(time, h, states);
        const mask = masks[time];
        states = mask ? stepped.states.map((state, i) => choose(mask, state, before[i]!)) : stepped.states;
        sequence.push(states[0]!);
        saved.push(h, ...stepped.saved);
      }
      return {
        values: [...(sequences ? [tf.stack(sequence, 1)] : []), ...states],
        saved: [rows, kernel!, recurrentKernel!, ...beside, ...saved],
      };
    },
    (dys, [rows, kernel, recurrentKernel, ...others]) => {
      const [first, second] = others;
      const masks = run.mask ? maskSteps(first!) : [];
      const dropout = run.recurrentDropout && (run.mask ? second! : first!);
      const all = others.slice(beside.length);
      const size = all.length / t;
      const back = tf.transpose(recurrentKernel!, [1, 0]);
      const zero = tf.zeros([n, units]);
      const wanted = sequences ? tf.unstack(dys[0]!, 1) : [];
      let states: readonly (Tensor | null)[] = sequences ? dys.slice(1) : dys;
      const projections: Tensor[] = [];
      const inners: Tensor[] = [];
      const hidden: Tensor[] = [];
      for (let k = t - 1; k >= 0; k--) {
        const time = order[k]!;
        const [h, ...saved] = all.slice(k * size, (k + 1) * size);
        const after = states.map((state, i) => sum(tf, [state, (i === 0 && wanted[k]) || null])!);
        const mask = masks[time];
        const through = mask ? after.map((state) => choose(mask, state, zero)) : after;
        const step = cell.gradient(through, saved);
        projections[time] = step.projection;
        inners[time] = step.inner;
        hidden[time] = h!;
        // Nothing wants the gradient of the zeros that a fresh run starts from.
        const product = k > 0 || !fresh ? matMul(step.inner, back) : null;
        states = step.states.map((state, i) => {
          const past = mask ? choose(mask, zero, after[i]!) : null;
          const byProduct = i === 0 && product ? (dropout ? tf.mul(product, dropout) : product) : null;
          return sum(tf, [byProduct, state, past]);
        });
      }
      const projection = tf.concat(projections, 0);
      const inner = inners.every((one, i) => one === projections[i]) ? projection : tf.concat(inners, 0);
      // The first step of a fresh run multiplied zeros.
      const skipped = fresh ? 1 : 0;
      const used = backward ? hidden.slice(0, t - skipped) : hidden.slice(skipped);
      const usedRows = tf.slice(inner, [backward ? 0 : skipped * n, 0], [used.length * n, -1]);
      return [
        fromStepRows(tf, matMul(projection, tf.transpose(kernel!, [1, 0])), x.shape),
        matMulTransposed(rows!, projection),
        used.length > 0 ? matMulTransposed(tf.concat(used, 0), usedRows) : tf.zerosLike(recurrentKernel!),
        ...(bias ? [sumRows(projections, projection)] : []),
        ...(innerBias ? [sumRows(inners, inner)] : []),
        ...(fresh ? [] : (states as readonly Tensor[])),
      ];
    },
  );
  return { output: outputs[0]!, states: sequences ? outputs.slice(1) : outputs };
}
