/**
 * A recurrent cell run over a whole sequence as one function with a gradient written by hand. The inputs of all steps
 * are projected before the loop, the weights' gradients are one product each after it; in the loop there is one product
 * a step and what the cell does with it.
 */
import type { RecurrentResult, RecurrentRun, Tensor, Tfjs } from '../../../../shared/kinds/define.ts';
import { withGradients } from '../gradient.ts';

/** What the two backends do differently. */
export interface Primitives {
  readonly tf: Tfjs;
  matMul(a: Tensor, b: Tensor): Tensor;
  /** aᵀ · b */
  matMulTransposed(a: Tensor, b: Tensor): Tensor;
  addBias(x: Tensor, bias: Tensor): Tensor;
  sumRows(x: Tensor): Tensor;
}

/** One step, given the projection of its inputs and the product of the state with the recurrent kernel. */
export interface Cell {
  /** The states after the step, h first, and what `gradient` needs: always as many. */
  forward(
    projection: Tensor,
    inner: Tensor,
    states: readonly Tensor[],
  ): { readonly states: readonly Tensor[]; readonly saved: readonly Tensor[] };
  /** Gradients for the inputs of `forward`. A state that the step uses through `inner` alone has none of its own. */
  gradient(
    states: readonly Tensor[],
    saved: readonly Tensor[],
  ): { readonly projection: Tensor; readonly inner: Tensor; readonly states: readonly (Tensor | null)[] };
}

/** The order in which steps are run. */
export const stepsOf = (count: number, backward: boolean): readonly number[] =>
  Array.from({ length: count }, (_, k) => (backward ? count - 1 - k : k));

/** Values per step [n, c] of [n, t, c] laid out as rows, step after step: [t · n, c]. */
export function stepRows(tf: Tfjs, x: Tensor): Tensor {
  const [n, t, c] = x.shape as [number, number, number];
  return tf.reshape(tf.transpose(x, [1, 0, 2]), [t * n, c]);
}
/** The way back. */
export const fromStepRows = (tf: Tfjs, rows: Tensor, [n, t, c]: readonly number[]): Tensor =>
  tf.transpose(tf.reshape(rows, [t!, n!, c!]), [1, 0, 2]);

/** Splits a flat list of saved tensors into equal parts. */
export const partsOf = (saved: readonly Tensor[], count: number): readonly (readonly Tensor[])[] => {
  const size = saved.length / count;
  return Array.from({ length: count }, (_, k) => saved.slice(k * size, (k + 1) * size));
};

/** The results of `withGradients`, whose outputs are the sequence, where it is wanted, and the states. */
export const resultOf = (outputs: readonly Tensor[], sequences: boolean): RecurrentResult => ({
  output: outputs[0]!,
  states: sequences ? outputs.slice(1) : outputs,
});

const sum = (tf: Tfjs, terms: readonly (Tensor | null)[]): Tensor | null =>
  terms.reduce((total, term) => (total && term ? tf.add(total, term) : (total ?? term)), null);

/** 0 where a step is masked, [n, 1] a step. */
const maskSteps = (tf: Tfjs, mask: Tensor | undefined): readonly Tensor[] =>
  mask ? tf.unstack(tf.expandDims(tf.transpose(mask, [1, 0]), 2)) : [];

/** `count`: of states. `innerBias`: added to the product with the recurrent kernel. */
export function scan(
  { tf, matMul, matMulTransposed, addBias, sumRows }: Primitives,
  run: RecurrentRun,
  cell: Cell,
  count: number,
  innerBias: Tensor | null = null,
): RecurrentResult {
  const { x, kernel, recurrentKernel, bias, sequences } = run;
  const [n, t] = x.shape as [number, number, number];
  const units = recurrentKernel.shape[0]!;
  const order = stepsOf(t, run.backward);
  const fresh = run.states.length === 0;
  const biases = [bias, innerBias].filter((given) => given !== null);
  const beside = [run.mask, run.recurrentDropout].filter((given) => given !== null);
  /** Mask and dropout, from the list of those that there are. */
  const besideOf = ([first, second]: readonly Tensor[]) =>
    run.mask
      ? { mask: first, dropout: run.recurrentDropout ? second : undefined }
      : { mask: undefined, dropout: first };

  const outputs = withGradients(
    tf,
    [x, kernel, recurrentKernel, ...biases, ...run.states],
    ([x, kernel, recurrentKernel, ...others]) => {
      const rows = stepRows(tf, x!);
      const product = matMul(rows, kernel!);
      const projected = bias ? addBias(product, others[0]!) : product;
      const projections = tf.unstack(tf.reshape(projected, [t, n, kernel!.shape[1]!]));
      const masks = maskSteps(tf, run.mask ?? undefined);
      const zero = tf.zeros([n, units]);
      let states: readonly Tensor[] = fresh
        ? Array.from({ length: count }, () => zero)
        : others.slice(biases.length);
      const sequence: Tensor[] = [];
      const saved: Tensor[] = [];
      order.forEach((time, k) => {
        const h = run.recurrentDropout ? tf.mul(states[0]!, run.recurrentDropout) : states[0]!;
        // The state of zeros adds nothing but its bias.
        const none = k === 0 && fresh;
        const product = none ? tf.zeros([n, kernel!.shape[1]!]) : matMul(h, recurrentKernel!);
        const inner = innerBias ? addBias(product, others[biases.length - 1]!) : product;
        const step = cell.forward(projections[time]!, inner, states);
        const mask = masks[time];
        const before = states;
        states = mask
          ? step.states.map((state, i) => tf.add(tf.mul(state, mask), tf.mul(before[i]!, tf.sub(1, mask))))
          : step.states;
        sequence.push(states[0]!);
        saved.push(h, ...step.saved);
      });
      return {
        values: [...(sequences ? [tf.stack(sequence, 1)] : []), ...states],
        saved: [rows, kernel!, recurrentKernel!, ...beside, ...saved],
      };
    },
    (dys, [rows, kernel, recurrentKernel, ...others]) => {
      const { mask, dropout } = besideOf(others.slice(0, beside.length));
      const masks = maskSteps(tf, mask);
      const steps = partsOf(others.slice(beside.length), t);
      const back = tf.transpose(recurrentKernel!, [1, 0]);
      const wanted = sequences ? tf.unstack(dys[0]!, 1) : [];
      let states: readonly (Tensor | null)[] = sequences ? dys.slice(1) : dys;
      const projections: Tensor[] = [];
      const inners: Tensor[] = [];
      const hidden: Tensor[] = [];
      for (let k = t - 1; k >= 0; k--) {
        const time = order[k]!;
        const [h, ...saved] = steps[k]!;
        const after = states.map((state, i) => sum(tf, [state, i === 0 ? (wanted[k] ?? null) : null])!);
        const masked = masks[time];
        const through = masked ? after.map((state) => tf.mul(state, masked)) : after;
        const step = cell.gradient(through, saved);
        projections[time] = step.projection;
        inners[time] = step.inner;
        hidden[time] = h!;
        const needed = k > 0 || !fresh;
        const product = needed ? matMul(step.inner, back) : null;
        states = step.states.map((state, i) => {
          const past = masked ? tf.sub(after[i]!, through[i]!) : null;
          const byProduct = i === 0 && product ? (dropout ? tf.mul(product, dropout) : product) : null;
          return sum(tf, [byProduct, state, past]);
        });
      }
      const projection = tf.concat(projections, 0);
      const inner = inners.every((one, i) => one === projections[i]) ? projection : tf.concat(inners, 0);
      // The first step of a fresh run had no product.
      const skipped = fresh ? 1 : 0;
      const used = run.backward ? hidden.slice(0, t - skipped) : hidden.slice(skipped);
      const usedRows = tf.slice(inner, [run.backward ? 0 : skipped * n, 0], [used.length * n, -1]);
      return [
        fromStepRows(tf, matMul(projection, tf.transpose(kernel!, [1, 0])), x.shape),
        matMulTransposed(rows!, projection),
        used.length > 0 ? matMulTransposed(tf.concat(used, 0), usedRows) : tf.zerosLike(recurrentKernel!),
        ...(bias ? [sumRows(projection)] : []),
        ...(innerBias ? [sumRows(inner)] : []),
        ...(fresh ? [] : (states as readonly Tensor[])),
      ];
    },
  );
  return resultOf(outputs, sequences);
}
