/** What the recurrent layers share: parameters, ports, shapes, weights and the pass in one direction or both. */
import type { Forward, ForwardContext, Port, Signal, WeightSpec } from '../../define.ts';
import type { RecurrentOps, RecurrentResult, Tensor, Tfjs } from '../../ops.ts';
import { activationNames } from '../../activations/index.ts';
import { choice, flag, integer, number } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import { sameShape } from '../../shape.ts';
import type { Misfit } from '../../../words/problems.ts';
import { wanted } from '../../../words/problems.ts';
import { chosenInitializer, initializerNames, initializerParams } from './initializers.ts';
import type { InitializerValues, VectorInitializerValues } from './initializers.ts';
import { biasInitializer, biasSpec, kernelInitializer } from './kernel.ts';
import { regularize, regularizerParams } from './regularizers.ts';
import type { Regularizers } from './regularizers.ts';

const rate = (label: string, doc: string) => number(label, 0, [0, 0.99], doc, { step: 0.05 });

export const unitsParam = {
  units: integer('Units', 32, 1, 'Numbers that it remembers from step to step, and gives.', { max: 16_384 }),
} as const;
export const activationParam = (doc: string) => choice('Activation', activationNames, 'tanh', doc);
export const gateParam = {
  recurrentActivation: choice(
    'Recurrent activation',
    activationNames,
    'sigmoid',
    'Applied to the gates, which say how much goes through.',
  ),
} as const;

/** Parameters of every recurrent layer, after its activations. */
export const recurrentParams = {
  returnSequences: flag(
    'Return sequences',
    false,
    'Gives what it remembers after every step, as the next recurrent layer wants it; otherwise after the last alone.',
  ),
  direction: choice(
    'Direction',
    ['forward', 'backward', 'both'],
    'forward',
    'forward: from the first step to the last; backward: from the last to the first; both: two layers, one in each direction (Keras: Bidirectional).',
  ),
  merge: choice(
    'Merge',
    ['concat', 'sum', 'mul', 'ave'],
    'concat',
    'How the outputs of both directions become one: side by side, added, multiplied or averaged.',
  ),
  useBias: flag('Bias', true, 'Adds learned offsets.'),
  dropout: rate(
    'Dropout',
    'Part of the input values that is set to zero while training, the same ones in every step.',
  ),
  recurrentDropout: rate(
    'Recurrent dropout',
    'Part of the remembered values that is set to zero on their way into the next step while training, others for each gate.',
  ),
  ...kernelInitializer(undefined, 'How the kernel of the inputs is filled before training.'),
  ...initializerParams(
    'recurrentInitializer',
    'Recurrent',
    'Recurrent initializer',
    initializerNames,
    'orthogonal',
    'How the kernel of what is remembered is filled before training.',
  ),
  ...biasInitializer(),
  ...regularizerParams,
} as const;

export interface RecurrentValues
  extends
    Regularizers,
    InitializerValues<'kernelInitializer'>,
    InitializerValues<'recurrentInitializer'>,
    VectorInitializerValues<'biasInitializer'> {
  readonly units: number;
  readonly activation: (typeof activationNames)[number];
  readonly recurrentActivation?: (typeof activationNames)[number];
  readonly returnSequences: boolean;
  readonly direction: 'forward' | 'backward' | 'both';
  readonly merge: 'concat' | 'sum' | 'mul' | 'ave';
  readonly useBias: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly unitForgetBias?: boolean;
  readonly resetAfter?: boolean;
}

/** What tells the recurrent kinds apart. */
export interface Recurrence {
  readonly op: keyof RecurrentOps;
  readonly label: string;
  readonly gates: number;
  /** What it remembers: h, and of an LSTM also c. */
  readonly states: readonly ('state' | 'cell')[];
  /** Parameters that this kind alone has, with Keras' names for them. */
  readonly own: Readonly<Partial<Record<keyof RecurrentValues, string>>>;
  /** What training makes in each time step, for the estimate of memory: values by unit, and operations of TensorFlow. */
  readonly each: { readonly values: number; readonly operations: number };
}

const stateDocs = {
  state: ['What it remembers at the start; without an edge: zeros.', 'What it remembers at the end.'],
  cell: ['Its cell at the start, together with the state.', 'Its cell at the end.'],
} as const;

export const recurrentInputs = ({ states }: Recurrence): readonly Port[] => [
  { name: 'input', doc: 'A row of numbers for each time step.' },
  ...states.map((name) => ({ name, doc: stateDocs[name][0], optional: true })),
];
export const recurrentOutputs = ({ states }: Recurrence): readonly Port[] => [
  { name: 'output', doc: 'What it remembers after every step, or after the last.' },
  ...states.map((name) => ({ name, doc: stateDocs[name][1] })),
];

/** Rows of the bias: a GRU that resets after the product has one for the inputs and one for the state. */
export const biasRows = ({ resetAfter }: RecurrentValues): 1 | 2 => (resetAfter ? 2 : 1);

/** A layer in one direction: what the names of its weights begin with. */
interface Direction {
  readonly backward: boolean;
  readonly weight: (name: 'kernel' | 'recurrentKernel' | 'bias') => string;
}
const only = (backward: boolean): Direction => ({ backward, weight: (name) => name });
const second: Direction = {
  backward: true,
  weight: (name) => `backward${name[0]!.toUpperCase()}${name.slice(1)}`,
};
/** The directions in which it runs; of both, each has weights of its own. */
export const directionsOf = ({ direction }: Pick<RecurrentValues, 'direction'>): readonly Direction[] =>
  direction === 'both' ? [only(false), second] : [only(direction === 'backward')];

/** Names of a direction's weights in Keras' order. */
export const weightNames = ({ useBias }: RecurrentValues, { weight }: Direction): readonly string[] =>
  (['kernel', 'recurrentKernel', ...(useBias ? ['bias' as const] : [])] as const).map(weight);

export function recurrentSummary(params: RecurrentValues): string {
  const units = params.direction === 'both' ? `2 × ${params.units}` : String(params.units);
  return params.returnSequences ? `${units} · sequences` : units;
}

export function inferRecurrent(
  recurrence: Recurrence,
  params: RecurrentValues,
  [x, ...states]: readonly Shape[],
): { readonly outputs: readonly Shape[] } | { readonly misfit: Misfit } {
  const layer = recurrence.label;
  if (x?.length !== 2)
    return { misfit: { code: 'rank-wrong', facts: { layer, wants: wanted.sequence, shape: x ?? [] } } };
  const state = [directionsOf(params).length * params.units];
  if (states.length > 0 && states.length !== recurrence.states.length)
    return { misfit: { code: 'state-missing', facts: { layer } } };
  const other = states.find((shape) => !sameShape(shape, state));
  if (other) return { misfit: { code: 'state-differs', facts: { layer, wants: state, shape: other } } };
  const width = params.direction === 'both' && params.merge === 'concat' ? 2 * params.units : params.units;
  const output = params.returnSequences ? [x[0]!, width] : [width];
  return { outputs: [output, ...recurrence.states.map(() => state)] };
}

export function recurrentWeights(
  { gates }: Recurrence,
  params: RecurrentValues,
  x: Shape,
): Readonly<Record<string, WeightSpec>> {
  const width = gates * params.units;
  const spec = (shape: Shape, filled: Pick<WeightSpec, 'initializer' | 'initializerParams'>): WeightSpec => ({
    shape,
    ...filled,
    trainable: true,
  });
  return Object.fromEntries(
    directionsOf(params).flatMap(({ weight }) => [
      [weight('kernel'), spec([x.at(-1)!, width], chosenInitializer('kernelInitializer', params))],
      [
        weight('recurrentKernel'),
        spec([params.units, width], chosenInitializer('recurrentInitializer', params)),
      ],
      ...(params.useBias ? [[weight('bias'), recurrentBias(params, width)] as const] : []),
    ]),
  );
}

/** Of an LSTM, as Keras: the gate that forgets starts with ones, so that the layer remembers; the others as is chosen. */
function recurrentBias(params: RecurrentValues, width: number): WeightSpec {
  const spec = biasSpec(params, biasRows(params) === 1 ? [width] : [2, width]);
  if (!params.unitForgetBias) return spec;
  const { units } = params;
  const chosen = chosenInitializer('biasInitializer', params);
  return {
    ...spec,
    parts: [
      { ...chosen, length: units },
      { initializer: 'ones', length: units },
      { ...chosen, length: 2 * units },
    ],
  };
}

export const recurrentMultiplyAdds = (
  { gates }: Recurrence,
  params: RecurrentValues,
  [steps, features]: Shape,
): number => directionsOf(params).length * steps! * gates * params.units * (features! + params.units);

/** Ones and zeros, the ones as much larger as there are fewer; null where nothing is dropped. */
function keepMask(
  { tf, random, training }: ForwardContext,
  shape: readonly number[],
  dropped: number,
  stream: string,
): Tensor | null {
  if (!training || dropped === 0) return null;
  const keep = tf.cast(tf.greaterEqual(random.uniform(shape, stream), dropped), 'float32');
  return tf.mul(keep, 1 / (1 - dropped));
}

/**
 * What Keras shows of a masked run: its output is zero until a step is let through, even where the state that it started
 * from is not; the sequences of a Bidirectional are zero in every masked step.
 */
function shownOutput(
  tf: Tfjs,
  params: RecurrentValues,
  output: Tensor,
  mask: Tensor,
  backward: boolean,
  fromState: boolean,
): Tensor {
  const steps = backward ? tf.reverse(mask, 1) : mask;
  if (params.direction === 'both' && params.returnSequences) return tf.mul(output, tf.expandDims(steps, 2));
  if (!fromState) return output;
  const begun = tf.sign(tf.cumsum(steps, 1));
  const last = (): Tensor => tf.slice(begun, [0, begun.shape[1]! - 1], [-1, 1]);
  return tf.mul(output, params.returnSequences ? tf.expandDims(begun, 2) : last());
}

export function recurrentForward(
  recurrence: Recurrence,
  context: ForwardContext,
  params: RecurrentValues,
  weights: Readonly<Record<string, Tensor>>,
  [x, ...given]: readonly Signal[],
): Forward {
  const { tf, ops } = context;
  const { value, mask } = x!;
  const [rows, , features] = value.shape as [number, number, number];
  const directions = directionsOf(params);
  const start = given.map((signal) =>
    directions.length === 1 ? [signal.value] : tf.split(signal.value, 2, 1),
  );
  const runs = directions.map(({ backward, weight }, i) => {
    const drop = (what: string, width: number, dropped: number): Tensor | null =>
      keepMask(context, [rows, width], dropped, weight('kernel') + what);
    const inputs = drop('/inputs', features, params.dropout);
    const states = start.map((parts) => parts[i]!);
    const result = ops[recurrence.op]({
      x: inputs ? tf.mul(value, tf.expandDims(inputs, 1)) : value,
      kernel: weights[weight('kernel')]!,
      recurrentKernel: weights[weight('recurrentKernel')]!,
      bias: weights[weight('bias')] ?? null,
      states,
      mask: mask ?? null,
      recurrentDropout: drop('/state', recurrence.gates * params.units, params.recurrentDropout),
      activation: params.activation,
      recurrentActivation: params.recurrentActivation ?? 'linear',
      resetAfter: params.resetAfter ?? false,
      backward,
      sequences: params.returnSequences,
    });
    if (!mask) return result;
    const output = shownOutput(tf, params, result.output, mask, backward, states.length > 0);
    return { ...result, output };
  });
  const terms = directions.map(({ weight }, i) => {
    const kernels = [weights[weight('kernel')]!, weights[weight('recurrentKernel')]!];
    return regularize(tf, params, kernels, [weights[weight('bias')]], runs[i]!.output);
  });
  const sum = (of: 'penalty' | 'rowPenalty'): Pick<Forward, 'penalty' | 'rowPenalty'> => {
    const found = terms.flatMap((term) => term[of] ?? []);
    return found.length > 0 ? { [of]: found.reduce((total, term) => tf.add(total, term)) } : {};
  };
  return {
    outputs: [
      { value: mergeRuns(tf, params, runs), ...(mask && params.returnSequences && { mask }) },
      ...recurrence.states.map((_, state) => ({
        value: besideEachOther(
          tf,
          runs.map(({ states }) => states[state]!),
        ),
      })),
    ],
    ...sum('penalty'),
    ...sum('rowPenalty'),
  };
}

const besideEachOther = (tf: Tfjs, values: readonly Tensor[]): Tensor =>
  values.length === 1 ? values[0]! : tf.concat([...values], -1);

/** The outputs of both directions as one, step by step: what was run backward is turned around first. */
function mergeRuns(
  tf: Tfjs,
  params: Pick<RecurrentValues, 'merge' | 'returnSequences'>,
  [first, other]: readonly RecurrentResult[],
): Tensor {
  const forward = first!.output;
  if (!other) return forward;
  const backward = params.returnSequences ? tf.reverse(other.output, 1) : other.output;
  switch (params.merge) {
    case 'concat':
      return tf.concat([forward, backward], -1);
    case 'sum':
      return tf.add(forward, backward);
    case 'mul':
      return tf.mul(forward, backward);
    case 'ave':
      return tf.div(tf.add(forward, backward), 2);
  }
}
