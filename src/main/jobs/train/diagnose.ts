/**
 * Where numbers that are infinite or not numbers came from. The run is repeated from its last good state up to the
 * step that broke, which gives the same numbers again, and that step's pass is looked at layer by layer.
 */
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { failure } from '../../../shared/words/failures.ts';
import type { Failure, FailureFacts } from '../../../shared/words/failures.ts';
import type { NamedTensor } from '../checkpoint/safetensors.ts';
import { loadData } from '../model/data.ts';
import { forwardNetwork } from '../model/forward.ts';
import { measure } from '../model/measure.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { randomOfStep } from '../tensorflow/random.ts';
import { tidied } from '../tensorflow/tidied.ts';
import type { Start } from './control.ts';
import { trainingBatches } from './eager.ts';
import { allFinite } from './finite.ts';
import { readKept } from './keep.ts';
import type { Kept } from './keep.ts';
import type { Prepared } from './prepare.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';

type Found = NonNullable<FailureFacts['loss-not-finite']['at']>;

/** A run is repeated from its last checkpoint if that takes no longer, in seconds. */
const LONGEST_REPEAT = 30;

/** The last good state, and what brings a trainer from it to the step that broke. */
export interface Replay {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  /** Steps that this state has behind it. */
  readonly step: number;
  rowsOf(step: number): Int32Array;
  rate(step: number): number;
}

/** What to tell of a run whose loss was not finite after so many steps; `kept`: its last checkpoint of this process. */
export async function explainNotFinite(
  start: Start,
  { plan, room, runtime, options, trainer, course, begin, resumed }: Prepared,
  kept: Kept | null,
  broken: {
    readonly steps: number;
    readonly secondsPerStep: number;
    readonly rowsOf: Replay['rowsOf'];
  },
): Promise<Failure> {
  const last = kept && (await readKept(start.checkpoints, kept));
  const from = last ?? { tensors: options.state, step: begin.step };
  const facts = { step: broken.steps, ...(!kept && !resumed && { kept: false as const }) };
  if ((broken.steps - from.step) * broken.secondsPerStep > LONGEST_REPEAT)
    return failure('loss-not-finite', facts);
  // The session has had the data to itself.
  const data = await loadData(plan, start.manifest, start.data, start.project.training, { room });
  const replay = { ...from, rowsOf: broken.rowsOf, rate: course.rate };
  const at = findNotFinite(runtime, { ...options, data }, trainer, replay, broken.steps - 1);
  data.close();
  return failure('loss-not-finite', { ...facts, ...(at && { at }) });
}

/** `broken`: the step, counted from 0, whose loss is not finite. Null where the repeated step is sound. */
export function findNotFinite(
  runtime: TensorFlowRuntime,
  options: TrainerOptions,
  trainer: Trainer,
  replay: Replay,
  broken: number,
): Found | null {
  trainer.restore(replay.tensors);
  for (let step = replay.step; step < broken; step++)
    trainer.step(replay.rowsOf(step), step, replay.rate(step));
  const state = trainer.state();
  const nameOf = new Map(
    options.plan.networks.flatMap(({ inferred }) => inferred.order.map(({ node }) => [node.id, node.name])),
  );
  const bad = options.plan.weights.find(({ name }) => !allFinite(state.get(name)!.values));
  if (bad) return { layer: nameOf.get(bad.node)!, what: 'weights' };
  return inPass(runtime, options, state, replay.rowsOf(broken), broken);
}

/** The first layer, in the order of the pass, whose output is not finite in some part of the batch; else the loss. */
function inPass(
  runtime: TensorFlowRuntime,
  options: TrainerOptions,
  state: ReadonlyMap<string, NamedTensor>,
  rows: Int32Array,
  step: number,
): Found | null {
  const { tf } = runtime;
  const { plan, seed } = options;
  const isFinite = (value: Tensor): boolean => tf.all(tf.isFinite(value)).dataSync()[0] === 1;
  return tidied(tf, () => {
    const weights = new Map(
      plan.weights.map(({ name }) => {
        const { shape, values } = state.get(name)!;
        return [name, tf.tensor(values.slice(), [...shape], 'float32')];
      }),
    );
    // A network that noise feeds, as a generator, is not looked into.
    const fed = plan.networks.filter(({ inputs }) => inputs.every(({ columns }) => columns.length > 0));
    const random = randomOfStep(runtime, seed, step);
    const passes = trainingBatches(runtime, options, rows, step).flatMap((batches) =>
      batches.map((batch, shard) => {
        const context = { ...runtime, training: true, random, shard };
        const own = fed.map((network) => forwardNetwork(context, network, weights, batch.inputs));
        return { batch, own };
      }),
    );
    for (const { node, kind } of fed.flatMap(({ inferred }) => inferred.order)) {
      const outputs = passes.flatMap(({ own }) => own.flatMap(({ signals }) => signals.get(node.id) ?? []));
      if (outputs.every(({ value }) => isFinite(value))) continue;
      return { layer: node.name, what: kind.kind === 'input' ? 'input' : 'output' };
    }
    for (const output of plan.outputs) {
      const finite = passes.every(({ batch, own }) => {
        const value = own.flatMap(({ outputs }) => outputs.get(output.node) ?? [])[0]!;
        return isFinite(measure(runtime, plan, output, value, batch.targets.get(output.node)!).loss);
      });
      if (!finite) return { layer: output.name, what: 'loss' };
    }
    return null;
  });
}
