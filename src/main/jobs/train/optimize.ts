/**
 * How gradients move weights: an optimizer over some of the weights, in a trace and op by op. Each optimizer has its
 * own scalars (under its `scope`, where a training has several); slots belong to a weight and need no such name.
 */
import { slotName } from '../../../shared/data/preprocessing.ts';
import type { AnyOptimizer } from '../../../shared/kinds/define.ts';
import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import { optimizerOf } from '../../../shared/kinds/optimizers/index.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import { assertNever } from '../../../shared/result.ts';
import type { NamedTensor } from '../checkpoint/safetensors.ts';
import type { PlannedWeight } from '../model/plan.ts';
import { attribute } from '../tensorflow/binding.ts';
import type { OpAttribute } from '../tensorflow/binding.ts';
import type { TraceScope } from '../tensorflow/trace.ts';
import { valueWords } from '../../../shared/words/values.ts';
import { checkedParams, settingProblem } from './settings.ts';

export interface ChosenOptimizer {
  readonly kind: AnyOptimizer;
  readonly params: Readonly<Record<string, unknown>>;
  readonly clip: TrainingSettings['gradientClipping'];
  /** What tells its scalars from those of another optimizer of the same training. */
  readonly scope?: string;
}

/** By weight name; a weight that the loss does not depend on is missing. */
export type Gradients = ReadonlyMap<string, Tensor>;

/** The settings' optimizer with its parameters checked. Throws `Failed` 'project-has-problems'. */
export function chooseOptimizer({
  optimizer,
  gradientClipping: clip,
}: Pick<TrainingSettings, 'optimizer' | 'gradientClipping'>): ChosenOptimizer {
  const kind = optimizerOf(optimizer.kind);
  if (!kind) throw settingProblem({ setting: 'optimizer', of: optimizer.kind, reason: valueWords.unknown });
  return { kind, params: checkedParams('optimizer', kind, optimizer.params), clip };
}

const scalarName = ({ scope }: ChosenOptimizer, name: string): string =>
  `optimizer/scalars/${scope === undefined ? '' : `${scope}/`}${name}`;

/** An optimizer's slots for these weights and its scalars, as they are before the first step. */
export function optimizerState(
  optimizer: ChosenOptimizer,
  weights: readonly Pick<PlannedWeight, 'name' | 'spec'>[],
): readonly (readonly [string, NamedTensor])[] {
  const { kind, params } = optimizer;
  return [
    ...weights.flatMap(({ name, spec: { shape } }) =>
      Object.entries(kind.slots(params)).map(
        ([slot, value]) =>
          [slotName(slot, name), { shape, values: new Float32Array(sizeOf(shape)).fill(value) }] as const,
      ),
    ),
    ...Object.entries(kind.scalars(params)).map(
      ([name, value]) =>
        [scalarName(optimizer, name), { shape: [], values: Float32Array.of(value) }] as const,
    ),
  ];
}

/** In a trace: the optimizer's fused op for each weight over the session's variables, or its own formula in the graph. */
export function applyTraced(
  tf: Tfjs,
  scope: TraceScope,
  optimizer: ChosenOptimizer,
  gradients: Gradients,
  learningRate: Tensor,
): void {
  const { kind, params, clip } = optimizer;
  const fused = kind.fused(params);
  if (!fused) {
    const read = (name: string): Tensor => scope.variable(name);
    for (const [name, value] of applyEager(tf, read, optimizer, gradients, learningRate))
      scope.assign(name, value);
    return;
  }
  const scalars = scalarsOf(optimizer, (name) => scope.variable(name));
  const attributes: OpAttribute[] = [
    attribute.type('T', 'float32'),
    ...Object.entries(fused.attributes).map(([name, value]) => attribute.bool(name, value)),
  ];
  for (const [weight, gradient] of clipped(tf, clip, gradients)) {
    const variables = fused.variables.map((name) => (name === 'weight' ? weight : slotName(name, weight)));
    const inputs = fused.inputs.map((input): Tensor => {
      if (typeof input === 'number') return tf.scalar(input);
      if (input === 'learningRate') return learningRate;
      return input === 'gradient' ? gradient : scalars[input]!;
    });
    if (params['weightDecay'] !== 0)
      scope.assign(weight, decayed(tf, scope.variable(weight), optimizer, learningRate));
    scope.apply(fused.op, variables, inputs, attributes);
  }
  for (const [name, value] of advanced(tf, optimizer, scalars)) scope.assign(name, value);
}

/** Op by op: what changes, by name in a checkpoint. The reference that the fused ops must agree with. */
export function applyEager(
  tf: Tfjs,
  read: (name: string) => Tensor,
  optimizer: ChosenOptimizer,
  gradients: Gradients,
  learningRate: Tensor,
): ReadonlyMap<string, Tensor> {
  const { kind, params, clip } = optimizer;
  const scalars = scalarsOf(optimizer, read);
  const changed = new Map<string, Tensor>();
  for (const [name, gradient] of clipped(tf, clip, gradients)) {
    const slots = Object.fromEntries(
      Object.keys(kind.slots(params)).map((slot) => [slot, read(slotName(slot, name))]),
    );
    const weight = decayed(tf, read(name), optimizer, learningRate);
    const next = kind.update(tf, params, { weight, gradient, slots, scalars, learningRate });
    changed.set(name, next.weight);
    for (const [slot, value] of Object.entries(next.slots)) changed.set(slotName(slot, name), value);
  }
  for (const [name, value] of advanced(tf, optimizer, scalars)) changed.set(name, value);
  return changed;
}

/** w − w · decay · rate: before the update, as Keras does it. */
function decayed(tf: Tfjs, weight: Tensor, { params }: ChosenOptimizer, learningRate: Tensor): Tensor {
  const decay = params['weightDecay'] as number;
  return decay === 0 ? weight : tf.sub(weight, tf.mul(weight, tf.mul(learningRate, decay)));
}

/** No gradient longer than the limit: each number, each weight's, or all weights' together. */
function clipped(tf: Tfjs, { by, limit }: ChosenOptimizer['clip'], gradients: Gradients): Gradients {
  const squares = (gradient: Tensor): Tensor => tf.sum(tf.square(gradient));
  /** The factor that shortens a vector of this squared length to the limit. */
  const factor = (squared: Tensor): Tensor => tf.div(limit, tf.maximum(tf.sqrt(squared), limit));
  const each = (change: (gradient: Tensor) => Tensor): Gradients =>
    new Map([...gradients].map(([name, gradient]) => [name, change(gradient)]));
  switch (by) {
    case 'none':
      return gradients;
    case 'value':
      return each((gradient) => tf.clipByValue(gradient, -limit, limit));
    case 'norm':
      return each((gradient) => tf.mul(gradient, factor(squares(gradient))));
    case 'globalNorm': {
      const all = factor(tf.addN([...gradients.values()].map(squares)));
      return each((gradient) => tf.mul(gradient, all));
    }
    default:
      return assertNever(by);
  }
}

type Scalars = Readonly<Record<string, Tensor>>;

const scalarsOf = (optimizer: ChosenOptimizer, read: (name: string) => Tensor): Scalars =>
  Object.fromEntries(
    Object.keys(optimizer.kind.scalars(optimizer.params)).map((name) => [
      name,
      read(scalarName(optimizer, name)),
    ]),
  );

/** The scalars that the step changes, by name in a checkpoint. */
function advanced(
  tf: Tfjs,
  optimizer: ChosenOptimizer,
  scalars: Scalars,
): readonly (readonly [string, Tensor])[] {
  return Object.entries(optimizer.kind.advance(tf, optimizer.params, scalars))
    .filter(([name, value]) => value !== scalars[name])
    .map(([name, value]) => [scalarName(optimizer, name), value]);
}
