/** What the training loop drives: the traced trainer on native TensorFlow, the eager one on any backend. */
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import { initialValues } from '../../../shared/kinds/initializers/index.ts';
import type { NamedTensor } from '../checkpoint/safetensors.ts';
import { samplesPerEpoch } from '../model/data.ts';
import type { ModelData } from '../model/data.ts';
import type { Plan } from '../model/plan.ts';
import type { Mix } from './mix.ts';
import { optimizerState } from './optimize.ts';
import type { ChosenOptimizer } from './optimize.ts';
import type { Sight } from './watch.ts';

export interface Trainer {
  /** Says the rows of a step to come, after those said before, to be read meanwhile; false where there is no more room, or no use. */
  expect(rows: Int32Array): boolean;
  /**
   * One step on these rows of the data set, or several: one for each learning rate, on as many rows each. `step` counts
   * from 0, the first one's: it keys the random numbers. However steps are taken together, they give the same numbers.
   * Answers the plan's series of each.
   */
  step(rows: Int32Array, step: number, ...rates: readonly number[]): readonly Float32Array[];
  /** How many full steps are best taken together; no other number of several can be. */
  readonly stepsPerCall: number;
  /** What there is to see of a step before it is taken; it changes nothing. Null where its rows are too few. */
  look(rows: Int32Array, step: number): Sight | null;
  /** Losses and metrics of single rows, [values, rows.length]; see `evaluateRows`. */
  evaluate(rows: Int32Array): Float32Array;
  /** Weights, optimizer slots and scalars by their names in a checkpoint. */
  state(): ReadonlyMap<string, NamedTensor>;
  /** Puts back some or all of the state. */
  restore(tensors: ReadonlyMap<string, NamedTensor>): void;
  close(): void;
}

export interface TrainerOptions {
  readonly plan: Plan;
  readonly data: ModelData;
  readonly preprocessing: Preprocessing;
  readonly optimizer: ChosenOptimizer;
  readonly state: ReadonlyMap<string, NamedTensor>;
  readonly batchSize: number;
  readonly seed: number;
  readonly shards: number;
  /** By output node, what a row of each class counts; outputs that count all rows alike are missing. */
  readonly classWeights: ReadonlyMap<string, Float32Array>;
  readonly mix: Mix | null;
}

/** The state before the first step: weights by their initializers from the run's seed, slots zero. */
export function initialState(
  plan: Plan,
  optimizer: ChosenOptimizer,
  seed: number,
): ReadonlyMap<string, NamedTensor> {
  const state = new Map<string, NamedTensor>();
  for (const weight of plan.weights) {
    const values = initialValues(weight.spec, seed, `${weight.node}/${weight.weight}`);
    state.set(weight.name, { shape: weight.spec.shape, values });
  }
  const slots = plan.networks.flatMap(({ role, weights }) =>
    optimizerState(
      optimizerFor(plan, optimizer, role),
      weights.filter(({ trainable }) => trainable),
    ),
  );
  return new Map([...state, ...slots]);
}

/** Networks that learn against each other have an optimizer each: the same kind, with scalars of its own. */
export const optimizerFor = (plan: Plan, optimizer: ChosenOptimizer, role: string): ChosenOptimizer =>
  plan.networks.length === 1 ? optimizer : { ...optimizer, scope: role };

/** Samples of a whole step: one batch, or several where a step takes several. */
export const stepSize = ({ batches }: Pick<Plan, 'batches'>, batchSize: number): number =>
  batchSize * batches;

/** How many steps are taken together where so many full ones are left in the epoch. */
export const stepsTogether = ({ stepsPerCall }: Pick<Trainer, 'stepsPerCall'>, full: number): number =>
  full >= stepsPerCall ? stepsPerCall : 1;

/** The last step of an epoch may be a smaller one. */
export const stepsPerEpoch = (plan: Pick<Plan, 'batches'>, data: ModelData, batchSize: number): number =>
  Math.ceil(samplesPerEpoch(data) / stepSize(plan, batchSize));

/** The sizes that steps can have: a full one, and that of the rest at an epoch's end. */
export function stepSizes({
  plan,
  data,
  batchSize,
}: Pick<TrainerOptions, 'plan' | 'data' | 'batchSize'>): ReadonlySet<number> {
  const samples = samplesPerEpoch(data);
  const full = stepSize(plan, batchSize);
  return new Set([Math.min(full, samples), samples % full].filter((size) => size > 0));
}

/** How a step's samples are dealt out to its batches; a batch that would be empty shares the last sample. */
export const stepBatches = (
  { batches }: Pick<Plan, 'batches'>,
  size: number,
): readonly { readonly from: number; readonly count: number }[] =>
  Array.from({ length: batches }, (_, i) => {
    const from = Math.min(size - 1, Math.floor((i * size) / batches));
    return { from, count: Math.max(1, Math.floor(((i + 1) * size) / batches) - from) };
  });

/** What a checkpoint lacks or has too much of, as a sentence part; null where it fits. */
export function stateMismatch(
  wanted: ReadonlyMap<string, NamedTensor>,
  found: ReadonlyMap<string, NamedTensor>,
): string | null {
  for (const [name, { shape }] of wanted) {
    const other = found.get(name);
    if (!other) return `its checkpoint has no ${name}`;
    if (other.shape.join() !== shape.join()) return `${name} has another shape in its checkpoint`;
  }
  for (const name of found.keys())
    if (!wanted.has(name)) return `its checkpoint has ${name}, which the network has not`;
  return null;
}
