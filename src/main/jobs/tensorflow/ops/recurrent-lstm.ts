/**
 * An LSTM of tanh and sigmoid for mixed precision, whose products can be bfloat16 as that of LSTMBlockCell cannot. It is
 * laid out feature by feature: [features, n], a column a sample. The gates of a step then follow one another in memory:
 * cutting them apart copies nothing, and three of them are one sigmoid. A seventh faster than LSTMBlockCell's layout
 * with products of its own; in float32 neither is faster, and LSTMBlockCell is a third of the nodes.
 */
import type { RecurrentResult, RecurrentRun, Tensor } from '../../../../shared/kinds/ops.ts';
import { attribute } from '../binding.ts';
import { withGradients } from '../gradient.ts';
import { T } from './weighted-native.ts';
import type { Executor } from './weighted-native.ts';

/** Of a step: what its product multiplied, and what the gradient of its gates needs. */
const SAVED = 7;

export function columnLstm(executor: Executor, run: RecurrentRun): RecurrentResult {
  const { tf, op } = executor;
  const { x, bias, mask, sequences, backward } = run;
  const [n, t, width] = x.shape as [number, number, number];
  const units = run.recurrentKernel.shape[0]!;
  const order = Array.from({ length: t }, (_, k) => (backward ? t - 1 - k : k));
  const fresh = run.states.length === 0;
  const parts = [width, ...(bias ? [1] : []), units];

  const turned = (values: Tensor): Tensor => tf.transpose(values, [1, 0]);
  const product = (a: Tensor, b: Tensor, transposed = false): Tensor =>
    op(
      'MatMul',
      [T, attribute.bool('transpose_a', false), attribute.bool('transpose_b', transposed)],
      [a, b],
    );
  /** [n, t, c] as a tensor [c, n] a step. */
  const columns = (values: Tensor): Tensor[] => tf.unstack(tf.transpose(values, [1, 2, 0]));
  /** The gates i, f, c, o, which follow one another on this axis, in another order. */
  const gates = (values: Tensor, wanted: readonly number[], axis: number): Tensor => {
    const each = tf.split(values, 4, axis);
    return tf.concat(
      wanted.map((gate) => each[gate]!),
      axis,
    );
  };
  const masksOf = (values: Tensor): readonly Tensor[] =>
    tf.unstack(tf.expandDims(turned(tf.notEqual(values, 0)), 1));
  const choose = (step: Tensor, a: Tensor, b: Tensor): Tensor => op('SelectV2', [T], [step, a, b]);

  const outputs = withGradients(
    tf,
    [x, run.kernel, run.recurrentKernel, ...(bias ? [bias] : []), ...run.states],
    ([x, kernel, recurrentKernel, ...others]) => {
      const offsets = bias ? [tf.expandDims(others[0]!, 0)] : [];
      const joined = gates(turned(tf.concat([kernel!, ...offsets, recurrentKernel!], 0)), [0, 1, 3, 2], 0);
      const ones = bias ? [tf.ones([1, n])] : [];
      const inputs = columns(x!);
      const masks = mask ? masksOf(mask) : [];
      let [h, c] = fresh
        ? [tf.zeros([units, n]), tf.zeros([units, n])]
        : (others.slice(offsets.length).map(turned) as [Tensor, Tensor]);
      const sequence: Tensor[] = [];
      const saved: Tensor[] = [];
      for (const time of order) {
        const joint = tf.concat([inputs[time]!, ...ones, h], 0);
        const [zs, zg] = tf.split(product(joined, joint), [3 * units, units], 0);
        const g = op('Tanh', [T], [zg!]);
        const [i, f, o] = tf.split(op('Sigmoid', [T], [zs!]), 3, 0);
        const next = tf.add(tf.mul(f!, c), tf.mul(i!, g));
        const y = op('Tanh', [T], [next]);
        saved.push(joint, c, i!, f!, o!, g, y);
        const after = tf.mul(o!, y);
        const step = masks[time];
        [h, c] = step ? [choose(step, after, h), choose(step, next, c)] : [after, next];
        sequence.push(h);
      }
      return {
        values: [...(sequences ? [tf.transpose(tf.stack(sequence), [2, 0, 1])] : []), turned(h), turned(c)],
        saved: [kernel!, recurrentKernel!, ...(mask ? [mask] : []), ...saved],
      };
    },
    (dys, [kernel, recurrentKernel, ...others]) => {
      const masks = mask ? masksOf(others[0]!) : [];
      const all = others.slice(mask ? 1 : 0);
      const gradient = cellGradient(executor, units, n);
      // The order that the gradient of a cell leaves: all gates of a unit follow one another.
      const byUnit = (weights: Tensor): Tensor => {
        const rows = weights.shape[0]!;
        const each = tf.reshape(gates(weights, [0, 2, 1, 3], 1), [rows, 4, units]);
        return tf.reshape(tf.transpose(each, [0, 2, 1]), [rows, 4 * units]);
      };
      const byGate = (weights: Tensor): Tensor => {
        const rows = weights.shape[0]!;
        const each = tf.transpose(tf.reshape(weights, [rows, units, 4]), [0, 2, 1]);
        return gates(tf.reshape(each, [rows, 4 * units]), [0, 2, 1, 3], 1);
      };
      const back = byUnit(recurrentKernel!);
      const zero = tf.zeros([units, n]);
      const wanted = sequences ? columns(dys[0]!) : [];
      let [dh, dc] = dys.slice(-2).map(turned) as [Tensor, Tensor];
      const sums: Tensor[] = [];
      const joints: Tensor[] = [];
      for (let k = t - 1; k >= 0; k--) {
        const time = order[k]!;
        const [joint, ...inside] = all.slice(k * SAVED, (k + 1) * SAVED);
        if (sequences) dh = tf.add(dh, wanted[k]!);
        const step = masks[time];
        const [through, along] = step ? [choose(step, dh, zero), choose(step, dc, zero)] : [dh, dc];
        const [dz, before] = gradient(through, along, inside);
        sums.push(dz);
        joints.push(joint!);
        // Nothing wants the gradient of the zeros that a fresh run starts from.
        if (k === 0 && fresh) break;
        const past = product(back, dz);
        [dh, dc] = step
          ? [tf.add(past, choose(step, zero, dh)), tf.add(before, choose(step, zero, dc))]
          : [past, before];
      }
      const dzs = tf.concat(sums, 1);
      const weights = tf.split(byGate(product(tf.concat(joints, 1), dzs, true)), parts, 0);
      const dx = tf.reshape(product(byUnit(kernel!), dzs), [width, t, n]);
      return [
        tf.transpose(backward ? dx : tf.reverse(dx, 1), [2, 1, 0]),
        weights[0]!,
        weights.at(-1)!,
        ...(bias ? [tf.reshape(weights[1]!, [-1])] : []),
        ...(fresh ? [] : [turned(dh), turned(dc)]),
      ];
    },
  );
  return { output: outputs[0]!, states: outputs.slice(-2) };
}

/**
 * The gradient of the gates' sums, and of the state c before them, from what the step saved: LSTMBlockCellGrad, to which
 * a unit is a sample and a sample a unit. It computes each value by itself, so that only the order of what it answers is
 * another: for every unit all of its gates i, c, f, o.
 */
function cellGradient({ tf, opMany }: Executor, units: number, n: number) {
  const attributes = [T, attribute.bool('use_peephole', false)];
  const peephole = tf.zeros([n]);
  // Of what the products were made of, the op reads the shapes alone.
  const [x, weights, bias] = [tf.zeros([units, 0]), tf.zeros([n, 4 * n]), tf.zeros([4 * n])];
  return (dh: Tensor, dc: Tensor, saved: readonly Tensor[]): readonly [dz: Tensor, before: Tensor] => {
    const [c, i, f, o, g, y] = saved as readonly [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
    const inputs = [x, c, c, weights, peephole, peephole, peephole, bias, i, c, f, o, g, y, dc, dh];
    const [before, gates] = opMany('LSTMBlockCellGrad', attributes, inputs, 5);
    return [tf.reshape(gates!, [4 * units, n]), before!];
  };
}
