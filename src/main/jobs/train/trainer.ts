/** What the training loop drives: the traced trainer on native TensorFlow, the eager one on any backend. */
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import { initializerOf } from '../../../shared/kinds/initializers/index.ts';
import type { NamedTensor } from '../checkpoint/safetensors.ts';
import type { ModelData } from '../model/data.ts';
import type { Plan } from '../model/plan.ts';
import type { Mix } from './mix.ts';
import { optimizerState } from './optimize.ts';
import type { ChosenOptimizer } from './optimize.ts';

export interface Trainer {
  /** One step on these rows of the data set. `step` counts from 0: it keys the random numbers. */
  step(rows: Int32Array, step: number, learningRate: number): void;
  /** The plan's series of each step since the last call, oldest first. */
  recent(): readonly Float32Array[];
  /** Steps that may pass between two calls of `recent`. */
  readonly remembers: number;
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
    const { shape, initializer } = weight.spec;
    const fill = initializerOf(initializer);
    if (!fill) throw new Error(`${weight.name} wants the unknown initializer ${initializer}`);
    state.set(weight.name, { shape, values: fill.fill(shape, seed, `${weight.node}/${weight.weight}`) });
  }
  const learnt = plan.weights.filter(({ trainable }) => trainable);
  return new Map([...state, ...optimizerState(optimizer, learnt)]);
}

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
