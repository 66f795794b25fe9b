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
} from '../../../../shared/kinds/ops.ts';
import { attribute } from '../binding.ts';
import type { Executor } from './weighted-native.ts';
import { differentiated, linearStep, scannedRecurrent } from './recurrent-cells.ts';
import type { ActivationOf, StepActivation } from './recurrent-cells.ts';
import { scan } from './recurrent-scan.ts';
import type { Cell, Primitives } from './recurrent-scan.ts';

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
    maskSteps: (mask) => tf.unstack(tf.expandDims(tf.transpose(tf.notEqual(mask, 0), [1, 0]), 2)),
    choose: (step, a, b) => op('SelectV2', [T], [step, a, b]),
  };
}

/** The op has one product with the state for all gates. */
const fitsBlockCell = (run: RecurrentRun): boolean =>
  run.activation === 'tanh' && run.recurrentActivation === 'sigmoid' && !run.recurrentDropout;

/** Gates in Keras' order i, f, c, o as the op has them, i, c, f, o. */
function exchangeGates({ tf }: Executor, x: Tensor): Tensor {
  const [i, f, c, o] = tf.split(x, 4, -1);
  return tf.concat([i!, c!, f!, o!], -1);
}

/** An LSTM step, with both of its products, in one op; so is its gradient, but for what goes back to the state. */
function blockCell({ tf, opMany }: Executor): Cell {
  const peephole = attribute.bool('use_peephole', false);
  const attributes = [T, peephole, attribute.float('forget_bias', 0), attribute.float('cell_clip', -1)];
  /** Weights of the peepholes, which there are none of. */
  const peepholes = (kernel: Tensor): readonly Tensor[] => {
    const none = tf.zeros([kernel.shape[1]! / 4]);
    return [none, none, none];
  };
  return {
    begin({ kernel, recurrentKernels, bias }, rows, steps) {
      const inputs = tf.unstack(tf.reshape(rows, [steps, -1, rows.shape[1]!]));
      const joined = tf.concat([kernel, ...recurrentKernels], 0);
      const offsets = bias ?? tf.zeros([kernel.shape[1]!]);
      return (time, [h], [, c]) => {
        const given = [inputs[time]!, c!, h!, joined];
        const results = opMany('LSTMBlockCell', attributes, [...given, ...peepholes(joined), offsets], 7);
        const [i, next, f, o, ci, co, output] = results;
        return { states: [output!, next!], saved: [...given, offsets, i!, next!, f!, o!, ci!, co!] };
      };
    },
    gradient([dh, dc], [x, c, h, joined, offsets, ...inside]) {
      const given = [x!, c!, h!, joined!, ...peepholes(joined!), offsets!, ...inside, dc!, dh!];
      const [before, gates] = opMany('LSTMBlockCellGrad', [T, peephole], given, 5);
      return { projection: gates!, inners: [gates!], states: [null, before!] };
    },
  };
}

function blockLstm(executor: Executor, primitives: Primitives, run: RecurrentRun): RecurrentResult {
  const exchanged = {
    ...run,
    kernel: exchangeGates(executor, run.kernel),
    recurrentKernel: exchangeGates(executor, run.recurrentKernel),
    bias: run.bias && exchangeGates(executor, run.bias),
  };
  return scan(primitives, exchanged, blockCell(executor), 2);
}
