/**
 * The recurrent layers in ONNX: its own operator where it has the activations, one a direction, else the steps written
 * out. Both give what a direction outputs in the order of time.
 */
import { activationOf } from '../../activations/index.ts';
import type { OnnxMask, OnnxWriter } from '../../define.ts';
import type { Shape } from '../../shape.ts';
import { anyStep, begun, chosen, movedBack, movedUp, whole } from './onnx-masks.ts';
import { biasRows, directionsOf } from './recurrent.ts';
import type { Recurrence, RecurrentValues } from './recurrent.ts';

/** A layer in one direction, its weights by the names of ONNX values. */
interface OnnxRun {
  readonly x: string;
  readonly shape: Shape;
  readonly kernel: string;
  readonly recurrentKernel: string;
  readonly bias: string | null;
  readonly states: readonly string[];
  readonly mask: OnnxMask;
  readonly backward: boolean;
}
interface OnnxRunResult {
  /** [n, t, u]; where sequences are wanted. */
  readonly sequence: string | null;
  readonly states: readonly string[];
}

/** Activations that ONNX' recurrent operators know and that need no numbers there. */
const known: Readonly<Record<string, string>> = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  softsign: 'Softsign',
  tanh: 'Tanh',
};
const operators = { simpleRNN: 'RNN', lstm: 'LSTM', gru: 'GRU' } as const;
/** Where ONNX' gates are among Keras': its LSTM has i, o, f, c. */
const gateOrders = { simpleRNN: [0], lstm: [0, 3, 1, 2], gru: [0, 1, 2] } as const;

const reshape = (writer: OnnxWriter, x: string, ...shape: readonly number[]): string =>
  writer.node('Reshape', [x, whole(writer, ...shape)]);

function byOperator(
  { op, gates, states }: Recurrence,
  writer: OnnxWriter,
  params: RecurrentValues,
  run: OnnxRun,
): OnnxRunResult {
  const { units } = params;
  /** Gates along the first axis, in ONNX' order, for one direction. */
  const arranged = (x: string): string => {
    const parts = gates === 1 ? [x] : writer.nodes('Split', [x], gates, { axis: 0 });
    const order = gateOrders[op].map((gate) => parts[gate]!);
    const joined = order.length === 1 ? order[0]! : writer.node('Concat', order, { axis: 0 });
    return writer.node('Unsqueeze', [joined, whole(writer, 0)]);
  };
  const kernelOf = (name: string): string => arranged(writer.node('Transpose', [name], { perm: [1, 0] }));
  const biasOf = (name: string): string => {
    if (biasRows(params) === 2) return reshape(writer, name, 1, 2 * gates * units);
    const none = writer.constant(new Float32Array(gates * units), [1, gates * units]);
    return writer.node('Concat', [arranged(name), none], { axis: 1 });
  };
  const { activation, recurrentActivation } = params;
  const functions = [
    ...(recurrentActivation ? [recurrentActivation] : []),
    ...states.map(() => activation),
  ].map((name) => known[name]!);
  const [steps] = run.shape;
  const through = run.mask && movedUp(writer, run.x, run.mask, steps!);
  const [y, ...last] = writer.nodes(
    operators[op],
    [
      writer.node('Transpose', [through ? through.x : run.x], { perm: [1, 0, 2] }),
      kernelOf(run.kernel),
      kernelOf(run.recurrentKernel),
      run.bias ? biasOf(run.bias) : '',
      through ? through.lengths : '',
      ...run.states.map((state) => writer.node('Unsqueeze', [state, whole(writer, 0)])),
    ],
    1 + states.length,
    {
      hidden_size: units,
      direction: run.backward ? 'reverse' : 'forward',
      activations: functions,
      ...(op === 'gru' && { linear_before_reset: params.resetAfter ? 1 : 0 }),
    },
  );
  const sequence = (): string => {
    const all = writer.node('Transpose', [writer.node('Squeeze', [y!, whole(writer, 1)])], {
      perm: [1, 0, 2],
    });
    return run.mask ? movedBack(writer, all, run.mask, steps!, run.backward) : all;
  };
  /** Where no step is let through, the states are those of the start. */
  const kept = (state: string, i: number): string => {
    const start = run.states[i] ?? writer.constant(new Float32Array(1), [1, 1]);
    return run.mask ? chosen(writer, anyStep(writer, run.mask), state, start) : state;
  };
  return {
    sequence: params.returnSequences ? sequence() : null,
    states: last.map((state, i) => kept(writer.node('Squeeze', [state, whole(writer, 0)]), i)),
  };
}

/** The states after a step: h, and of an LSTM c. */
type OnnxStep = (projection: string, states: readonly string[]) => string[];

/** `kernel`: the recurrent kernel; `offsets`: the bias of its product. */
function stepOf(
  { op }: Recurrence,
  writer: OnnxWriter,
  params: RecurrentValues,
  kernel: string,
  offsets: string | null,
): OnnxStep {
  const { units } = params;
  /** On the units of each gate by themselves: softmax looks at all of them. */
  const activation = (z: string): string => activationOf(params.activation)!.onnx(writer, z);
  const gate = (z: string): string => activationOf(params.recurrentActivation ?? 'linear')!.onnx(writer, z);
  const gates = (x: string, count: number): readonly string[] =>
    writer.nodes('Split', [x], count, { axis: 1 });
  const sum = (a: string, b: string): string => writer.node('Add', [a, b]);
  const product = (a: string, b: string): string => writer.node('Mul', [a, b]);
  const times = (h: string, part: string): string => writer.node('MatMul', [h, part]);
  const inner = (h: string): string => (offsets ? sum(times(h, kernel), offsets) : times(h, kernel));
  /** z · h + (1 - z) · g */
  const mixed = (z: string, h: string, g: string): string => sum(g, product(z, writer.node('Sub', [h, g])));
  switch (op) {
    case 'simpleRNN':
      return (projection, [h]) => [activation(sum(projection, inner(h!)))];
    case 'lstm':
      return (projection, [h, c]) => {
        const [i, f, g, o] = gates(sum(projection, inner(h!)), 4);
        const kept = product(gate(f!), c!);
        const taken = product(gate(i!), activation(g!));
        const next = sum(kept, taken);
        return [product(gate(o!), activation(next)), next];
      };
    case 'gru': {
      if (params.resetAfter)
        return (projection, [h]) => {
          const [xz, xr, xg] = gates(projection, 3);
          const [hz, hr, hg] = gates(inner(h!), 3);
          const z = gate(sum(xz!, hz!));
          const r = gate(sum(xr!, hr!));
          return [mixed(z, h!, activation(sum(xg!, product(r, hg!))))];
        };
      const widths = whole(writer, 2 * units, units);
      const [ofGates, ofNew] = writer.nodes('Split', [kernel, widths], 2, { axis: 1 });
      return (projection, [h]) => {
        const [xz, xr, xg] = gates(projection, 3);
        const [hz, hr] = gates(times(h!, ofGates!), 2);
        const z = gate(sum(xz!, hz!));
        const r = gate(sum(xr!, hr!));
        return [mixed(z, h!, activation(sum(xg!, times(product(r, h!), ofNew!))))];
      };
    }
  }
}

function byStep(
  recurrence: Recurrence,
  writer: OnnxWriter,
  params: RecurrentValues,
  run: OnnxRun,
): OnnxRunResult {
  const { units } = params;
  const steps = run.shape[0]!;
  const width = recurrence.gates * units;
  const [bias, innerBias] =
    run.bias && biasRows(params) === 2
      ? writer.nodes('Split', [run.bias], 2, { axis: 0 }).map((row) => reshape(writer, row, width))
      : [run.bias, null];
  const product = writer.node('MatMul', [run.x, run.kernel]);
  const projected = bias ? writer.node('Add', [product, bias]) : product;
  const projections = (
    steps === 1 ? [projected] : writer.nodes('Split', [projected], steps, { axis: 1 })
  ).map((step) => reshape(writer, step, 0, width));
  const zeros = (): string => {
    const rows = writer.node('Shape', [run.x], { start: 0, end: 1 });
    const shape = writer.node('Concat', [rows, whole(writer, units)], { axis: 0 });
    return writer.node('Expand', [writer.constant(new Float32Array(1), [1, 1]), shape]);
  };
  const step = stepOf(recurrence, writer, params, run.recurrentKernel, innerBias ?? null);
  let states: readonly string[] = run.states.length > 0 ? run.states : recurrence.states.map(zeros);
  const masks =
    run.mask && (steps === 1 ? [run.mask] : writer.nodes('Split', [run.mask], steps, { axis: 1 }));
  const sequence: string[] = [];
  for (let k = 0; k < steps; k++) {
    const time = run.backward ? steps - 1 - k : k;
    const next = step(projections[time]!, states);
    const mask = masks?.[time];
    states = mask ? next.map((state, i) => chosen(writer, mask, state, states[i]!)) : next;
    sequence[time] = reshape(writer, states[0]!, 0, 1, units);
  }
  const joined = (): string => (steps === 1 ? sequence[0]! : writer.node('Concat', sequence, { axis: 1 }));
  return { sequence: params.returnSequences ? joined() : null, states };
}

const merges = { sum: 'Add', mul: 'Mul', ave: 'Add' } as const;

export function onnxRecurrent(
  recurrence: Recurrence,
  writer: OnnxWriter,
  params: RecurrentValues,
  [x, ...given]: readonly string[],
  shape: Shape,
  mask: OnnxMask,
): readonly string[] {
  const directions = directionsOf(params);
  const start = given.map((state) =>
    directions.length === 1 ? [state] : writer.nodes('Split', [state], 2, { axis: 1 }),
  );
  const native = [params.activation, params.recurrentActivation ?? 'tanh'].every((name) => name in known);
  const runs = directions.map(({ weight, backward }, i) =>
    (native ? byOperator : byStep)(recurrence, writer, params, {
      x: x!,
      shape,
      kernel: writer.weight(weight('kernel')),
      recurrentKernel: writer.weight(weight('recurrentKernel')),
      bias: params.useBias ? writer.weight(weight('bias')) : null,
      states: start.map((parts) => parts[i]!),
      mask,
      backward,
    }),
  );
  const outputs = runs.map(({ sequence, states }, i) => {
    const output = sequence ?? states[0]!;
    return mask
      ? shownOutput(writer, params, output, mask, directions[i]!.backward, given.length > 0)
      : output;
  });
  const beside = (values: readonly string[]): string =>
    values.length === 1 ? values[0]! : writer.node('Concat', values, { axis: -1 });
  const merged = (): string => {
    if (params.merge === 'concat') return beside(outputs);
    const joined = writer.node(merges[params.merge], outputs);
    return params.merge === 'ave'
      ? writer.node('Mul', [joined, writer.constant(Float32Array.of(0.5), [])])
      : joined;
  };
  /** What runs backward alone gives its outputs in the order of the run. */
  const turned = (sequence: string): string =>
    writer.node('Slice', [
      sequence,
      whole(writer, -1),
      whole(writer, Number.MIN_SAFE_INTEGER),
      whole(writer, 1),
      whole(writer, -1),
    ]);
  const output =
    directions.length === 2
      ? merged()
      : directions[0]!.backward && params.returnSequences
        ? turned(outputs[0]!)
        : outputs[0]!;
  return [output, ...recurrence.states.map((_, i) => beside(runs.map(({ states }) => states[i]!)))];
}

/** What Keras shows of a masked run, as the layer itself does (`shownOutput` of recurrent.ts). */
function shownOutput(
  writer: OnnxWriter,
  params: RecurrentValues,
  output: string,
  mask: string,
  backward: boolean,
  fromState: boolean,
): string {
  const perStep = (steps: string): string => writer.node('Unsqueeze', [steps, whole(writer, 2)]);
  if (params.direction === 'both' && params.returnSequences)
    return writer.node('Mul', [output, perStep(mask)]);
  if (!fromState) return output;
  const shown = params.returnSequences ? perStep(begun(writer, mask, backward)) : anyStep(writer, mask);
  return writer.node('Mul', [output, shown]);
}
