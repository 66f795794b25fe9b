/** The three recurrent cells over the scan: what a step computes, and its gradient. */
import { activationOf } from '../../../../shared/kinds/activations/index.ts';
import type { Ops, RecurrentOps, RecurrentRun, Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { nestedGradient } from '../gradient.ts';
import type { Cell, Primitives } from './recurrent-scan.ts';
import { apart, beside, projectionsOf, scan, summedCell } from './recurrent-scan.ts';

/** A function of each value (or of each gate's units), and its gradient from what it keeps. */
export interface StepActivation {
  forward(z: Tensor): Tensor;
  keeps(z: Tensor, y: Tensor): Tensor;
  gradient(dy: Tensor, kept: Tensor): Tensor;
}
/** h = activation(projection + inner) */
function simpleCell(primitives: Primitives, activation: StepActivation): Cell {
  const { tf } = primitives;
  return summedCell(
    primitives,
    (projection, inner) => {
      const z = tf.add(projection, inner);
      const h = activation.forward(z);
      return { states: [h], saved: [activation.keeps(z, h)] };
    },
    ([dh], [kept]) => {
      const dz = activation.gradient(dh!, kept!);
      return { projection: dz, inner: dz, states: [null] };
    },
  );
}

/** c' = f · c + i · g, h' = o · activation(c'), the gates from projection + inner. */
function lstmCell(primitives: Primitives, activation: StepActivation, gate: StepActivation): Cell {
  const { tf } = primitives;
  return summedCell(
    primitives,
    (projection, inner, [, c]) => {
      const [zi, zf, zg, zo] = tf.split(tf.add(projection, inner), 4, 1);
      const i = gate.forward(zi!);
      const f = gate.forward(zf!);
      const g = activation.forward(zg!);
      const o = gate.forward(zo!);
      const next = tf.add(tf.mul(f, c!), tf.mul(i, g));
      const y = activation.forward(next);
      return {
        states: [tf.mul(o, y), next],
        saved: [
          ...[c!, i, f, g, o, y],
          ...[gate.keeps(zi!, i), gate.keeps(zf!, f), activation.keeps(zg!, g), gate.keeps(zo!, o)],
          activation.keeps(next, y),
        ],
      };
    },
    ([dh, dcAfter], [c, i, f, g, o, y, keptI, keptF, keptG, keptO, keptC]) => {
      const dc = tf.add(dcAfter!, activation.gradient(tf.mul(dh!, o!), keptC!));
      const dz = tf.concat(
        [
          gate.gradient(tf.mul(dc, g!), keptI!),
          gate.gradient(tf.mul(dc, c!), keptF!),
          activation.gradient(tf.mul(dc, i!), keptG!),
          gate.gradient(tf.mul(dh!, y!), keptO!),
        ],
        1,
      );
      return { projection: dz, inner: dz, states: [null, tf.mul(dc, f!)] };
    },
  );
}

/** g = activation(projection of h + r · inner of h), h' = z · h + (1 - z) · g */
function gruCell(primitives: Primitives, activation: StepActivation, gate: StepActivation): Cell {
  const { tf } = primitives;
  return summedCell(
    primitives,
    (projection, inner, [h]) => {
      const units = h!.shape[1]!;
      const [xs, xg] = tf.split(projection, [2 * units, units], 1);
      const [hs, hg] = tf.split(inner, [2 * units, units], 1);
      const zs = tf.add(xs!, hs!);
      const s = gate.forward(zs);
      const [z, r] = tf.split(s, 2, 1);
      const zg = tf.add(xg!, tf.mul(r!, hg!));
      const g = activation.forward(zg);
      const apart = tf.sub(h!, g);
      return {
        states: [tf.add(g, tf.mul(z!, apart))],
        saved: [z!, r!, hg!, apart, gate.keeps(zs, s), activation.keeps(zg, g)],
      };
    },
    ([dh], [z, r, hg, apart, keptS, keptG]) => {
      const past = tf.mul(dh!, z!);
      const dg = activation.gradient(tf.sub(dh!, past), keptG!);
      const ds = gate.gradient(tf.concat([tf.mul(dh!, apart!), tf.mul(dg, hg!)], 1), keptS!);
      return {
        projection: tf.concat([ds, dg], 1),
        inner: tf.concat([ds, tf.mul(dg, r!)], 1),
        states: [past],
      };
    },
  );
}

/** The same with the reset gate applied to the state before its product: g = activation(projection of h + (r · h) · kernel of h) */
function resetBeforeCell(primitives: Primitives, activation: StepActivation, gate: StepActivation): Cell {
  const { tf, matMul } = primitives;
  return {
    begin(weights, rows, steps) {
      const { recurrentKernels } = weights;
      const gateKernels = recurrentKernels.slice(0, -1);
      const lastKernel = recurrentKernels.at(-1)!;
      const projections = projectionsOf(primitives, weights, rows, steps);
      return (time, hidden, [h]) => {
        const units = h!.shape[1]!;
        const [xs, xg] = tf.split(projections[time]!, [2 * units, units], 1);
        const inner = gateKernels.map((kernel, i) => matMul(hidden[i]!, kernel));
        const zs = tf.add(xs!, beside(tf, inner));
        const s = gate.forward(zs);
        const [z, r] = tf.split(s, 2, 1);
        const seen = hidden.at(-1)!;
        const past = tf.mul(r!, seen);
        const zg = tf.add(xg!, matMul(past, lastKernel));
        const g = activation.forward(zg);
        const change = tf.sub(h!, g);
        return {
          states: [tf.add(g, tf.mul(z!, change))],
          saved: [z!, r!, seen, change, gate.keeps(zs, s), activation.keeps(zg, g)],
          lastInput: past,
        };
      };
    },
    gradient([dh], [z, r, seen, change, keptS, keptG], backs) {
      const past = tf.mul(dh!, z!);
      const dg = activation.gradient(tf.sub(dh!, past), keptG!);
      const dInput = matMul(dg, backs.at(-1)!);
      const ds = gate.gradient(tf.concat([tf.mul(dh!, change!), tf.mul(dInput, seen!)], 1), keptS!);
      const widths = backs.slice(0, -1).map((back) => back.shape[0]!);
      return {
        projection: tf.concat([ds, dg], 1),
        inners: [...apart(tf, ds, widths), dg],
        states: [past],
        last: tf.mul(dInput, r!),
      };
    },
  };
}

/** An activation by its name, of a layer with so many units. */
export type ActivationOf = (name: string, units: number) => StepActivation;

/** By tfjs' own autodiff, on the units of each gate by themselves: softmax looks at all of them. */
export function differentiated(tf: Tfjs, ops: Ops, name: string, units: number): StepActivation {
  const kind = activationOf(name)!;
  const forward = (z: Tensor): Tensor =>
    tf.reshape(kind.forward({ tf, ops }, tf.reshape(z, [-1, units])), z.shape);
  return { forward, keeps: (z) => z, gradient: (dy, z) => nestedGradient(tf, forward, z, dy) };
}

export const linearStep: StepActivation = {
  forward: (z) => z,
  keeps: (_z, y) => y,
  gradient: (dy) => dy,
};

/** The recurrent operations composed of primitive ones. */
export function scannedRecurrent(primitives: Primitives, activation: ActivationOf): RecurrentOps {
  const { tf } = primitives;
  const functions = (run: RecurrentRun): readonly [StepActivation, StepActivation] => {
    const units = run.recurrentKernel.shape[0]!;
    return [activation(run.activation, units), activation(run.recurrentActivation, units)];
  };
  return {
    simpleRNN: (run) => scan(primitives, run, simpleCell(primitives, functions(run)[0]), 1),
    lstm: (run) => scan(primitives, run, lstmCell(primitives, ...functions(run)), 2),
    gru(run) {
      if (!run.resetAfter) {
        const units = run.recurrentKernel.shape[0]!;
        const columns = [2 * units, units];
        return scan(primitives, run, resetBeforeCell(primitives, ...functions(run)), 1, { columns });
      }
      const row = (i: number): Tensor => tf.reshape(tf.slice(run.bias!, [i, 0], [1, -1]), [-1]);
      const [bias, innerBias] = run.bias ? [row(0), row(1)] : [null, null];
      return scan(primitives, { ...run, bias }, gruCell(primitives, ...functions(run)), 1, { innerBias });
    },
  };
}
