/**
 * The recurrent operations over TensorFlow's own ops. An LSTM of tanh and sigmoid runs on LSTMBlockCell, which does a
 * whole step with a float32 product, or in mixed precision on columns; everything else on primitive ops.
 */
import type {
  Ops,
  RecurrentOps,
  RecurrentResult,
  RecurrentRun,
  Tensor,
} from '../../../../shared/kinds/ops.ts';
import type { Precision } from '../../../../shared/contract/runs.ts';
import { attribute } from '../binding.ts';
import { T } from './weighted-native.ts';
import type { Executor } from './weighted-native.ts';
import { differentiated, linearStep, scannedRecurrent } from './recurrent-cells.ts';
import type { ActivationOf, StepActivation } from './recurrent-cells.ts';
import { columnLstm } from './recurrent-lstm.ts';
import { scan } from './recurrent-scan.ts';
import type { Cell, Primitives } from './recurrent-scan.ts';

export function nativeRecurrent(executor: Executor, precision: Precision, ops: () => Ops): RecurrentOps {
  const primitives = nativePrimitives(executor, precision);
  const scanned = scannedRecurrent(primitives, nativeActivations(executor, ops));
  return {
    ...scanned,
    lstm(run) {
      if (!ofOneProduct(run)) return scanned.lstm(run);
      // On a GPU it is the number of ops that takes the time.
      const onColumns = precision === 'bfloat16' && executor.device === 'cpu';
      return onColumns ? columnLstm(executor, run) : blockLstm(executor, primitives, run);
    },
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

function nativePrimitives({ tf, op }: Executor, precision: Precision): Primitives {
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
    // In mixed precision the steps are joined in bfloat16, if not for this.
    sumRows: (steps, joined) =>
      op('BiasAddGrad', [T, layout], [precision === 'bfloat16' ? tf.addN([...steps]) : joined]),
    maskSteps: (mask) => tf.unstack(tf.expandDims(tf.transpose(tf.notEqual(mask, 0), [1, 0]), 2)),
    choose: (step, a, b) => op('SelectV2', [T], [step, a, b]),
  };
}

/** The usual functions, and one product with the state for all gates. */
const ofOneProduct = (run: RecurrentRun): boolean =>
  run.activation === 'tanh' && run.recurrentActivation === 'sigmoid' && !run.recurrentDropout;

/** Gates in Keras' order i, f, c, o as the op has them, i, c, f, o. */
function exchangeGates({ tf }: Executor, x: Tensor): Tensor {
  const [i, f, c, o] = tf.split(x, 4, -1);
  return tf.concat([i!, c!, f!, o!], -1);
}

const withoutPeephole = attribute.bool('use_peephole', false);

/** An LSTM step, with both of its products, in one op. */
function blockCell({ tf, opMany }: Executor): Cell['begin'] {
  const attributes = [
    T,
    withoutPeephole,
    attribute.float('forget_bias', 0),
    attribute.float('cell_clip', -1),
  ];
  return ({ kernel, recurrentKernels, bias }, rows, steps) => {
    const inputs = tf.unstack(tf.reshape(rows, [steps, -1, rows.shape[1]!]));
    const joined = tf.concat([kernel, ...recurrentKernels], 0);
    const peephole = tf.zeros([kernel.shape[1]! / 4]);
    const offsets = bias ?? tf.zeros([kernel.shape[1]!]);
    return (time, [h], [, c]) => {
      const given = [inputs[time]!, c!, h!, joined, peephole, peephole, peephole, offsets];
      const [i, next, f, o, ci, co, output] = opMany('LSTMBlockCell', attributes, given, 7);
      return { states: [output!, next!], saved: [c!, i!, next!, f!, o!, ci!, co!] };
    };
  };
}

/** Its gradient, but for what goes back to the state. */
function blockGradient({ tf, opMany }: Executor): Cell['gradient'] {
  return ([dh, dc], [c, ...inside]) => {
    const [n, units] = c!.shape as [number, number];
    const peephole = tf.zeros([units]);
    // Of what the products were made of, the op reads the shapes alone.
    const [x, weights, bias] = [tf.zeros([n, 0]), tf.zeros([units, 4 * units]), tf.zeros([4 * units])];
    const given = [x, c!, c!, weights, peephole, peephole, peephole, bias, ...inside, dc!, dh!];
    const [before, gates] = opMany('LSTMBlockCellGrad', [T, withoutPeephole], given, 5);
    return { projection: gates!, inners: [gates!], states: [null, before!] };
  };
}

function blockLstm(executor: Executor, primitives: Primitives, run: RecurrentRun): RecurrentResult {
  const exchanged = {
    ...run,
    kernel: exchangeGates(executor, run.kernel),
    recurrentKernel: exchangeGates(executor, run.recurrentKernel),
    bias: run.bias && exchangeGates(executor, run.bias),
  };
  return scan(primitives, exchanged, { begin: blockCell(executor), gradient: blockGradient(executor) }, 2);
}
