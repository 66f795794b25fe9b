/** What the training loop drives: the traced trainer on native TensorFlow, the eager one on any backend. */
import type { AnyOptimizer } from '../../../shared/kinds/define.ts';
import { initializerOf } from '../../../shared/kinds/initializers/index.ts';
import { optimizerOf } from '../../../shared/kinds/optimizers/index.ts';
import { paramsSchema } from '../../../shared/kinds/params.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import { slotName } from '../../../shared/data/preprocessing.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { problemText } from '../../../shared/words/problems.ts';
import type { NamedTensor } from '../checkpoint/safetensors.ts';
import type { ModelData } from '../model/data.ts';
import type { Plan } from '../model/plan.ts';

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
}

export interface ChosenOptimizer {
  readonly kind: AnyOptimizer;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The settings' optimizer with its parameters checked. Throws `Failed` 'project-has-problems'. */
export function chooseOptimizer({ optimizer }: TrainingSettings): ChosenOptimizer {
  const kind = optimizerOf(optimizer.kind);
  const problem = (param: string, reason: string): Failed =>
    new Failed(
      failure('project-has-problems', {
        sentences: [
          problemText({ code: 'param-invalid', facts: { layer: kind?.label ?? 'Optimizer', param, reason } }),
        ],
      }),
    );
  if (!kind) throw problem(optimizer.kind, 'is not an optimizer of this version');
  const parsed = paramsSchema(kind.params).safeParse(optimizer.params);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw problem(String(issue.path[0] ?? 'a parameter'), issue.message);
  }
  return { kind, params: parsed.data };
}

export const scalarName = (name: string): string => `optimizer/scalars/${name}`;

/** The name of an optimizer slot of a weight. */
export const slotOf = (
  plan: Plan,
  slot: string,
  weight: { readonly node: string; readonly weight: string },
): string => slotName(slot, plan.network.id, weight.node, weight.weight);

/** The state before the first step: weights by their initializers from the run's seed, slots zero. */
export function initialState(
  plan: Plan,
  { kind, params }: ChosenOptimizer,
  seed: number,
): ReadonlyMap<string, NamedTensor> {
  const state = new Map<string, NamedTensor>();
  for (const weight of plan.weights) {
    const { shape, initializer, drawnAs = shape } = weight.spec;
    const fill = initializerOf(initializer);
    if (!fill) throw new Error(`${weight.name} wants the unknown initializer ${initializer}`);
    const values = fill.fill(drawnAs, seed, `${weight.node}/${weight.weight}`);
    state.set(weight.name, { shape, values });
    if (!weight.trainable) continue;
    for (const slot of kind.slots(params)) {
      state.set(slotOf(plan, slot, weight), { shape, values: new Float32Array(values.length) });
    }
  }
  for (const [name, value] of Object.entries(kind.scalars(params))) {
    state.set(scalarName(name), { shape: [], values: Float32Array.of(value) });
  }
  return state;
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
