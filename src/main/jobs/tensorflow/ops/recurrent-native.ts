/**
 * The recurrent operations over TensorFlow's own ops. An LSTM of tanh and sigmoid runs on LSTMBlockCell, which does a
 * whole step; everything else on primitive ops.
 */
import type {
  Ops,
  RecurrentOps,
  RecurrentResult,
  RecurrentRun,
  Tensor,
} from '../../../../shared/kinds/define.ts';
import { attribute } from '../binding.ts';
import { withGradients } from '../gradient.ts';
import type { Executor } from '../ops-native.ts';
import { differentiated, linearStep, scannedRecurrent } from './recurrent-cells.ts';
import type { ActivationOf, StepActivation } from './recurrent-cells.ts';
import { fromStepRows, partsOf, resultOf, stepRows, stepsOf } from './recurrent-scan.ts';
import type { Primitives } from './recurrent-scan.ts';

const T = attribute.type('T', 'float32');

export function nativeRecurrent(executor: Executor, ops: () => Ops): RecurrentOps {
  const primitives = nativePrimitives(executor);
  const scanned = scannedRecurrent(primitives, nativeActivations(executor, ops));
  return {
    ...scanned,
    lstm: (run) => (fitsBlockCell(run) ? blockLstm(executor, primitives, run) : scanned.lstm(run)),
  };
}

function nativeActivations({ tf, op }: Executor, ops: () => Ops): ActivationOf {
  const onOutput = (forward: string, gradient: string): StepActivation => ({
    forward: (z) => op(forward, [T], [z]),
    keeps: (_z, y) => y,
    gradient: (dy, y) => op(gradient, [T], forward === 'Relu' ? [dy, y] : [y, dy]),
  });
  const known: Readonly<Record<string, StepActivation>> = {
    linear: linearStep,
    relu: onOutput('Relu', 'ReluGrad'),
    sigmoid: onOutput('Sigmoid', 'SigmoidGrad'),
    tanh: onOutput('Tanh', 'TanhGrad'),
  };
  return (name, units) => known[name] ?? differentiated(tf, ops(), name, units);
}

function nativePrimitives({ tf, op }: Executor): Primitives {
  const product = (a: Tensor, b: Tensor, transposed: boolean): Tensor =>
    op(
      'MatMul',
      [T, attribute.bool('transpose_a', transposed), attribute.bool('transpose_b', false)],
      [a, b],
    );
  const layout = attribute.string('data_format', 'NHWC');
  return {
    tf,
    matMul: (a, b) => product(a, b, false),
    matMulTransposed: (a, b) => product(a, b, true),
    addBias: (x, bias) => op('BiasAdd', [T, layout], [x, bias]),
    sumRows: (x) => op('BiasAddGrad', [T, layout], [x]),
  };
}

const fitsBlockCell = (run: RecurrentRun): boolean =>
  run.activation === 'tanh' &&
  run.recurrentActivation === 'sigmoid' &&
  run.mask === null &&
  run.recurrentDropout === null;

/** Gates in Keras' order i, f, c, o as the op wants them, i, c, f, o, and back: the same exchange. */
const exchangeGates = ({ tf }: Executor, x: Tensor): Tensor => {
  const [i, f, c, o] = tf.split(x, 4, -1);
  return tf.concat([i!, c!, f!, o!], -1);
};

/** One LSTMBlockCell a step, one LSTMBlockCellGrad and one product a step back, the weights' gradients at the end. */
function blockLstm(executor: Executor, primitives: Primitives, run: RecurrentRun): RecurrentResult {
  const { tf, opMany } = executor;
  const { matMul, matMulTransposed, sumRows } = primitives;
  const { x, recurrentKernel, sequences } = run;
  const [n, t, features] = x.shape as [number, number, number];
  const units = recurrentKernel.shape[0]!;
  const order = stepsOf(t, run.backward);
  const fresh = run.states.length === 0;
  const kernel = exchangeGates(executor, tf.concat([run.kernel, recurrentKernel], 0));
  const bias = run.bias ? exchangeGates(executor, run.bias) : tf.zeros([4 * units]);
  const peephole = attribute.bool('use_peephole', false);

  const outputs = withGradients(
    tf,
    [x, kernel, bias, ...run.states],
    ([x, kernel, bias, ...given]) => {
      const rows = stepRows(tf, x!);
      const steps = tf.unstack(tf.reshape(rows, [t, n, features]));
      const none = tf.zeros([units]);
      const attributes = [T, peephole, attribute.float('forget_bias', 0), attribute.float('cell_clip', -1)];
      let [h, c] = fresh ? [tf.zeros([n, units]), tf.zeros([n, units])] : (given as [Tensor, Tensor]);
      const sequence: Tensor[] = [];
      const saved: Tensor[] = [];
      for (const time of order) {
        const given = [steps[time]!, c, h, kernel!, none, none, none, bias!];
        const results = opMany('LSTMBlockCell', attributes, given, 7);
        const [i, next, f, o, ci, co, output] = results as [
          Tensor,
          Tensor,
          Tensor,
          Tensor,
          Tensor,
          Tensor,
          Tensor,
        ];
        saved.push(steps[time]!, c, h, i, next, f, o, ci, co);
        [c, h] = [next, output];
        sequence.push(h);
      }
      return {
        values: [...(sequences ? [tf.stack(sequence, 1)] : []), h, c],
        saved: [rows, kernel!, bias!, ...saved],
      };
    },
    (dys, [rows, kernel, bias, ...saved]) => {
      const steps = partsOf(saved, t);
      const none = tf.zeros([units]);
      const wanted = sequences ? tf.unstack(dys[0]!, 1) : [];
      let [dh, dc] = dys.slice(-2) as [Tensor, Tensor];
      const forInputs = tf.transpose(tf.slice(kernel!, [0, 0], [features, -1]), [1, 0]);
      const forState = tf.transpose(tf.slice(kernel!, [features, 0], [units, -1]), [1, 0]);
      const gates: Tensor[] = [];
      for (let k = t - 1; k >= 0; k--) {
        const [x, c, h, ...inside] = steps[k]!;
        const step = wanted[k];
        if (step) dh = tf.add(dh, step);
        const given = [x!, c!, h!, kernel!, none, none, none, bias!, ...inside, dc, dh];
        const results = opMany('LSTMBlockCellGrad', [T, peephole], given, 5);
        dc = results[0]!;
        gates[order[k]!] = results[1]!;
        // Before the first step of a fresh run there is nothing that would want it.
        if (k > 0 || !fresh) dh = matMul(results[1]!, forState);
      }
      const all = tf.concat(gates, 0);
      const hidden = tf.concat(
        order.map((_, time) => steps[order[time]!]![2]!),
        0,
      );
      return [
        fromStepRows(tf, matMul(all, forInputs), [n, t, features]),
        matMulTransposed(tf.concat([rows!, hidden], 1), all),
        sumRows(all),
        ...(fresh ? [] : [dh, dc]),
      ];
    },
  );
  return resultOf(outputs, sequences);
}
