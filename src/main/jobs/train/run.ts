/**
 * A run from its start command to its end: prepare, train epoch by epoch, validate, keep checkpoints, test.
 *
 * The same run bit for bit, whatever interrupts it: the order of an epoch's rows comes from (seed, epoch), random
 * numbers from (seed, step, node), and a checkpoint holds weights, optimizer state, the step, the epoch's sums so far
 * and what the run has decided by its own numbers. Numbers are sent before the checkpoint that lies behind them, so a run that dies loses none for good.
 */
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import type { Engine, Evaluation } from '../../../shared/contract/runs.ts';
import { roomForData } from '../../../shared/network/memory.ts';
import { multiplyAddsOf } from '../../../shared/network/shards.ts';
import { coreWords } from '../../../shared/words/core.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import type { Failure } from '../../../shared/words/failures.ts';
import { hashTensors, readCheckpoint, START_OF_COURSE } from '../checkpoint/checkpoint.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { NamedTensor } from '../checkpoint/safetensors.ts';
import { classWeights } from '../model/class-weights.ts';
import { epochSamples, loadData, samplesPerEpoch } from '../model/data.ts';
import type { ModelData, Room } from '../model/data.ts';
import { evaluation, wholeNames } from '../model/evaluation.ts';
import { makePlan, scaledPlan } from '../model/plan.ts';
import type { Plan } from '../model/plan.ts';
import { fitPreprocessing } from '../model/preprocess.ts';
import { chooseEngine, findNative, loadTensorFlow, multipliesBfloat16 } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { machineRoom, physicalCores } from '../tensorflow/install/machine.ts';
import { portableVersion } from '../tensorflow/portable.ts';
import type { Control, Start } from './control.ts';
import { createCourse } from './course.ts';
import type { Course } from './course.ts';
import { findNotFinite } from './diagnose.ts';
import { createEagerTrainer } from './eager.ts';
import { allFinite } from './finite.ts';
import { createKeeper, readKept } from './keep.ts';
import { createBook } from './metrics.ts';
import type { Book } from './metrics.ts';
import { chooseMix } from './mix.ts';
import { createTracedTrainer } from './traced.ts';
import { createSampler } from './sampler.ts';
import type { Sampler } from './sampler.ts';
import { chooseOptimizer } from './optimize.ts';
import { initialState, stateMismatch, stepSize, stepsPerEpoch, stepsTogether } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';
import { createWatcher } from './watcher.ts';

type Send = (event: TrainEvent, bytes?: Uint8Array) => void;

/** Where nothing is evaluated, as of a GAN. */
const NOTHING_HELD_OUT = { validation: new Int32Array(), test: new Int32Array() };

/** The loop gives the event loop a turn at least this often, in ms: commands are answered within a step and this. */
const TURN_EVERY = 20;
/** A run that broke is repeated from its last checkpoint to find where, if that takes no longer, in seconds. */
const LONGEST_REPEAT = 30;

/**
 * Ends with the event 'ended', or throws: `Failed` for what the person should know, else a bug. `room`: bytes of the data
 * that may be in memory, where it is not for the machine to say.
 */
export async function runTraining(
  start: Start,
  control: Control,
  send: Send,
  room = machineRoomFor(start),
): Promise<void> {
  send({ type: 'state', state: 'preparing' });
  const prepared = await prepareRun(start, send, { room, scratch: start.checkpoints });
  const run = createRun(start, control, send, prepared);
  try {
    send({ type: 'state', state: 'training' });
    const how = (await run.train()) ?? (await run.test());
    send(how);
  } catch (error) {
    throw error instanceof Failed && error.failure.code === 'loss-not-finite'
      ? new Failed(await run.explain(error.failure.facts.step))
      : error;
  } finally {
    prepared.trainer.close();
    prepared.data.close();
  }
}

interface Prepared {
  readonly plan: Plan;
  readonly data: ModelData;
  /** Bytes of the data that may be in memory. */
  readonly room: number;
  readonly runtime: TensorFlowRuntime;
  readonly options: TrainerOptions;
  readonly trainer: Trainer;
  readonly course: Course;
  /** Null for a network that makes nothing. */
  readonly sampler: Sampler | null;
  readonly begin: Pick<Checkpoint, 'step' | 'epoch' | 'sums' | 'preprocessing' | 'best'>;
  readonly resumed: boolean;
}

const machineRoomFor = ({ project, manifest }: Start): number =>
  roomForData(project, manifest, machineRoom());

export async function prepareRun(
  start: Start,
  send: Send,
  { room = machineRoomFor(start), scratch = null }: Room = {},
): Promise<Prepared> {
  const { project, manifest } = start;
  const { training } = project;
  const plan = makePlan(project, manifest);
  const optimizer = chooseOptimizer(training);
  const mix = chooseMix(training, plan);
  const checkpoint = start.resume ? await readCheckpoint(start.resume) : null;
  const engine = start.engine ?? decideEngine(start, plan);
  const runtime = await loadTensorFlow(engine);
  send({
    type: 'engine',
    engine: start.engine ?? { ...engine, version: runtime.version, device: runtime.device },
    parameters: plan.parameters,
  });

  const data = await loadData(plan, manifest, start.data, training, { room, scratch });
  if (data.split.train.length === 0) {
    throw new Failed(failure('data-damaged', { name: manifest.name, detail: coreWords.noRows }));
  }
  const initial = initialState(plan, optimizer, training.seed);
  if (checkpoint) {
    const detail =
      checkpoint.seed === training.seed ? stateMismatch(initial, checkpoint.tensors) : 'its seed was changed';
    if (detail !== null) throw new Failed(failure('run-not-resumable', { run: start.run, detail }));
  }
  const preprocessing = checkpoint?.preprocessing ?? fitPreprocessing(plan, data);
  const scaled = scaledPlan(plan, preprocessing);
  const perEpoch = stepsPerEpoch(plan, data, training.batchSize);
  const course = createCourse(
    training,
    [...plan.series, ...(data.split.validation.length > 0 ? wholeNames(plan) : [])],
    { perEpoch, steps: perEpoch * training.epochs },
    checkpoint?.course ?? START_OF_COURSE,
  );
  const options: TrainerOptions = {
    plan: scaled,
    data,
    preprocessing,
    optimizer,
    state: checkpoint?.tensors ?? initial,
    batchSize: training.batchSize,
    seed: training.seed,
    shards: engine.shards,
    classWeights: classWeights(plan, data),
    mix,
  };
  const trainer =
    runtime.kind === 'native'
      ? createTracedTrainer(runtime, options, engine.precision, engine.stepsPerCall)
      : createEagerTrainer(runtime, options);
  const sampler = createSampler(start, { runtime, plan, data, preprocessing });
  // The session has its own copy now.
  if (runtime.kind === 'native') data.inputs.clear();
  return {
    plan: scaled,
    data,
    room,
    runtime,
    options,
    trainer,
    course,
    sampler,
    begin: checkpoint ?? { step: 0, epoch: 0, sums: { rows: 0, series: [] }, preprocessing, best: null },
    resumed: checkpoint !== null,
  };
}

function decideEngine({ request, project }: Start, plan: Plan): Engine {
  const native = findNative();
  const engine = chooseEngine(request, {
    cores: physicalCores(),
    native: 'missing' in native ? null : native,
    portableVersion: portableVersion(),
    bfloat16: multipliesBfloat16(),
    batchSize: project.training.batchSize,
    multiplyAdds: multiplyAddsOf(plan.networks.map(({ inferred }) => inferred)),
    wholeBatch: plan.wholeBatch,
  });
  if (engine) return engine;
  throw new Failed(failure('tensorflow-missing', { detail: 'missing' in native ? native.missing : '' }));
}

type Ended = Extract<TrainEvent, { type: 'ended' }>;

function createRun(
  start: Start,
  control: Control,
  send: Send,
  { plan, data, room, runtime, options, trainer, course, sampler, begin, resumed }: Prepared,
) {
  const { training } = start.project;
  const { validation, test } = plan.outputs.length > 0 ? data.split : NOTHING_HELD_OUT;
  const samples = samplesPerEpoch(data);
  const size = stepSize(plan, training.batchSize);
  const perEpoch = stepsPerEpoch(plan, data, training.batchSize);
  const steps = perEpoch * training.epochs;
  const orderOf = rememberLast((of: number) => epochSamples(data, training.seed, of));
  const series = plan.series;
  const book: Book = createBook({
    run: start.run,
    series,
    sums: begin.sums,
    epochs: training.epochs,
    steps,
    rowsPerEpoch: samples,
    send,
  });
  const watcher = createWatcher(start.run, trainer, control, send);
  let { step, epoch } = begin;
  const began = performance.now();
  const keeper = createKeeper(start, control, send);
  /** The place of the last checkpoint; null before the first. */
  let kept: string | null = resumed ? `${step}/${epoch}` : null;
  /** The weights of the best epoch, where early stopping looks for it. */
  let best = begin.best ?? (course.state.best?.epoch === epoch ? weightsIn(options.state) : null);

  /** Rows of a step, or of so many from it on. */
  const rowsOf = (at: number, count = 1): Int32Array => {
    const order = orderOf(Math.floor(at / perEpoch));
    const from = (at % perEpoch) * size;
    return order.slice(from, from + count * size);
  };

  const asked = (): boolean => control.asked !== null;
  const evaluate = (rows: Int32Array): Promise<Evaluation | null> =>
    evaluation(plan, data, rows, plan.evaluationRows, (part) => trainer.evaluate(part), asked);

  /** Begins to keep the present state. */
  const checkpoint = async (): Promise<void> => {
    book.flush();
    if (kept === `${step}/${epoch}`) return;
    const tensors = trainer.state();
    // The next step's loss would not be.
    if (![...tensors.values()].every(({ values }) => allFinite(values)))
      throw new Failed(failure('loss-not-finite', { step: step + 1 }));
    const { seed } = training;
    const { preprocessing } = begin;
    // These weights are the best themselves right after their epoch, and at the end.
    const isBest = course.state.restored || (course.state.best?.epoch === epoch && step === epoch * perEpoch);
    await keeper.begin({
      tensors,
      step,
      epoch,
      seed,
      sums: book.sums,
      preprocessing,
      course: course.state,
      best: isBest ? null : best,
    });
    kept = `${step}/${epoch}`;
  };

  const ended = (how: Ended['how'], result: Evaluation | null): Ended => ({
    type: 'ended',
    how,
    step,
    epoch,
    seconds: (performance.now() - began) / 1000,
    samplesPerSecond: book.seconds > 0 ? book.rows / book.seconds : 0,
    weights: keeper.last?.weights ?? hashTensors(trainer.state()),
    test: result,
  });

  /** Shows who watches what training has led to: a short run's looks are all of its beginning. */
  const showLast = (): void => {
    // An epoch's last step may have few rows; its first has as many as any.
    const whole = Math.floor((step - 1) / perEpoch) * perEpoch;
    if (step > begin.step) watcher.after(rowsOf(whole), step);
  };

  /** Keeps the state and ends as asked. */
  const leave = async (): Promise<Ended> => {
    await checkpoint();
    await keeper.settle();
    showLast();
    return ended(control.asked === 'stop' ? 'stopped' : 'paused', null);
  };

  return {
    /** Null once all epochs are done; how it ended where it was asked to end before. */
    async train(): Promise<Ended | null> {
      let turned = performance.now();
      while (epoch < training.epochs && !course.enough) {
        const end = (epoch + 1) * perEpoch;
        book.resume();
        let expected = step;
        while (step < end) {
          if (control.asked || keeper.failed) return leave();
          while (expected < end && trainer.expect(rowsOf(expected))) expected += 1;
          watcher.before(rowsOf(step), step);
          const count = stepsTogether(trainer, Math.floor(samples / size) - (step % perEpoch));
          const rows = rowsOf(step, count);
          const rates = Array.from({ length: count }, (_, i) => course.rate(step + i));
          const measured = trainer.step(rows, step, ...rates);
          step += count;
          book.stepped(step, epoch + 1, rows.length, measured);
          if (step < end && keeper.due('steps')) await checkpoint();
          if (keeper.busy || performance.now() - turned >= TURN_EVERY) {
            await nextTurn();
            turned = performance.now();
          }
        }
        const validated = validation.length > 0 ? await evaluate(validation) : null;
        if (validation.length > 0 && !validated) return leave();
        if (sampler?.due(epoch + 1)) {
          const made = await sampler.make(trainer.state(), asked);
          const sample = made && { epoch: epoch + 1, step, made: made.generated };
          if (sample) send({ type: 'sample', sample }, made.bytes);
          else if (asked()) return leave();
        }
        const values: Record<string, number> = book.closeEpoch();
        for (const [name, value] of Object.entries(validated?.metrics ?? {}))
          values[`validation/${name}`] = value;
        // The rate of the epoch's last step, where it is not the same all along.
        const learningRate =
          training.schedule.kind === 'constant' ? {} : { 'epoch/learningRate': course.rate(step - 1) };
        book.measured(step, { ...values, ...learningRate });
        epoch += 1;
        course.epochEnded(epoch, values);
        if (course.state.best?.epoch === epoch) best = weightsIn(trainer.state());
        if (keeper.due('epochs')) await checkpoint();
      }
      if (best && !course.state.restored) {
        trainer.restore(best);
        course.restored();
        kept = null;
      }
      await checkpoint();
      await keeper.settle();
      showLast();
      return null;
    },
    /** What to tell of a loss that was not finite after so many steps. */
    async explain(broken: number): Promise<Failure> {
      await keeper.settle().catch(() => undefined);
      const last = keeper.last && (await readKept(start.checkpoints, keeper.last));
      const from = last ?? { tensors: options.state, step: begin.step };
      const facts = { step: broken, ...(!keeper.last && !resumed && { kept: false as const }) };
      const repeated = ((broken - from.step) * book.seconds) / Math.max(1, step - begin.step);
      if (repeated > LONGEST_REPEAT) return failure('loss-not-finite', facts);
      // The session has had the data to itself.
      const again = await loadData(plan, start.manifest, start.data, training, { room });
      const replay = { ...from, rowsOf, rate: course.rate };
      const at = findNotFinite(runtime, { ...options, data: again }, trainer, replay, broken - 1);
      again.close();
      return failure('loss-not-finite', { ...facts, ...(at && { at }) });
    },
    async test(): Promise<Ended> {
      send({ type: 'state', state: 'testing' });
      const measured = test.length > 0 ? await evaluate(test) : null;
      const result = measured && sampler ? await sampler.tested(measured, trainer.state(), asked) : measured;
      return test.length > 0 && !result ? leave() : ended('finished', result);
    },
  };
}

const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** The function, which computes a value once as long as it is asked for the same. */
function rememberLast<T>(compute: (of: number) => T): (of: number) => T {
  let last: { readonly of: number; readonly value: T } | null = null;
  return (of) => {
    if (last?.of !== of) last = { of, value: compute(of) };
    return last.value;
  };
}

const weightsIn = (state: ReadonlyMap<string, NamedTensor>): ReadonlyMap<string, NamedTensor> =>
  new Map([...state].filter(([name]) => name.startsWith('weights/')));
