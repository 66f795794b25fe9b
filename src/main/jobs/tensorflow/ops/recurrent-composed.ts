/** The recurrent operations from tfjs' own ops, for the portable backend. */
import type { Ops, RecurrentOps, Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { differentiated, linearStep, scannedRecurrent } from './recurrent-cells.ts';
import type { StepActivation } from './recurrent-cells.ts';

export function composedRecurrent(tf: Tfjs, ops: () => Ops): RecurrentOps {
  const onOutput = (
    forward: (z: Tensor) => Tensor,
    gradient: (dy: Tensor, y: Tensor) => Tensor,
  ): StepActivation => ({ forward, keeps: (_z, y) => y, gradient });
  const known: Readonly<Record<string, StepActivation>> = {
    linear: linearStep,
    tanh: onOutput(
      (z) => tf.tanh(z),
      (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
    ),
    sigmoid: onOutput(
      (z) => tf.sigmoid(z),
      (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
    ),
  };
  const primitives = {
    tf,
    matMul: (a: Tensor, b: Tensor) => tf.matMul(a, b),
    // WASM multiplies transposed matrices many times slower than it transposes them.
    matMulTransposed: (a: Tensor, b: Tensor) => tf.matMul(tf.transpose(a, [1, 0]), b),
    addBias: (x: Tensor, bias: Tensor) => tf.add(x, bias),
    sumRows: (_steps: readonly Tensor[], joined: Tensor) => tf.sum(joined, 0),
    maskSteps: (mask: Tensor) => tf.unstack(tf.expandDims(tf.transpose(mask, [1, 0]), 2)),
    choose: (step: Tensor, a: Tensor, b: Tensor) => tf.add(tf.mul(a, step), tf.mul(b, tf.sub(1, step))),
  };
  return scannedRecurrent(primitives, (name, units) => known[name] ?? differentiated(tf, ops(), name, units));
}
