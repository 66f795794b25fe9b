/**
 * A run from its start command to its end: prepare, train epoch by epoch, validate, keep checkpoints, test.
 *
 * The same run bit for bit, whatever interrupts it: the order of an epoch's rows comes from (seed, epoch), random
 * numbers from (seed, step, node), and a checkpoint holds weights, optimizer state, the step, the epoch's sums so far
 * and what the run has decided by its own numbers. Numbers are sent before the checkpoint that lies behind them, so a
 * run that dies loses none for good.
 */
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import type { Evaluation } from '../../../shared/contract/runs.ts';
import { Failed } from '../../../shared/words/failures.ts';
import type { Failure } from '../../../shared/words/failures.ts';
import { hashTensors } from '../checkpoint/checkpoint.ts';
import { samplesPerEpoch } from '../model/data.ts';
import { evaluation } from '../model/evaluation.ts';
import type { Control, Start } from './control.ts';
import { explainNotFinite } from './diagnose.ts';
import { createKeeper } from './keep.ts';
import type { Keeper } from './keep.ts';
import { createBook } from './metrics.ts';
import type { Book } from './metrics.ts';
import { machineRoomFor, prepareRun } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { createRunState } from './run-state.ts';
import type { RunState } from './run-state.ts';
import { stepRows } from './step-rows.ts';
import type { StepRows } from './step-rows.ts';
import { stepsTogether } from './trainer.ts';
import { createWatcher } from './watcher.ts';
import type { Watcher } from './watcher.ts';

type Send = (event: TrainEvent, bytes?: Uint8Array) => void;
type Ended = Extract<TrainEvent, { type: 'ended' }>;

/** Where nothing is evaluated, as of a GAN. */
const NOTHING_HELD_OUT = { validation: new Int32Array(), test: new Int32Array() };

/** The loop gives the event loop a turn at least this often, in ms: commands are answered within a step and this. */
const TURN_EVERY = 20;

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
  const run = beginRun(start, control, send, prepared);
  try {
    send({ type: 'state', state: 'training' });
    const how = (await train(run)) ?? (await test(run));
    send(how);
  } catch (error) {
    throw error instanceof Failed && error.failure.code === 'loss-not-finite'
      ? new Failed(await explain(run, error.failure.facts.step))
      : error;
  } finally {
    prepared.trainer.close();
    prepared.data.close();
  }
}

/** A run under way: its parts, and how far it is. */
interface Run {
  readonly start: Start;
  readonly control: Control;
  readonly send: Send;
  readonly prepared: Prepared;
  /** What the network is measured on. */
  readonly held: { readonly validation: Int32Array; readonly test: Int32Array };
  readonly rows: StepRows;
  readonly book: Book;
  readonly watcher: Watcher;
  readonly keeper: Keeper;
  readonly state: RunState;
  /** When this process began to train, by `performance.now()`. */
  readonly began: number;
  /** Steps that are done, and whole epochs. */
  step: number;
  epoch: number;
  /** When the event loop last had a turn. */
  turned: number;
}

function beginRun(start: Start, control: Control, send: Send, prepared: Prepared): Run {
  const { plan, data, trainer, begin } = prepared;
  const { training } = start.project;
  const rows = stepRows(plan, data, training);
  const book = createBook({
    run: start.run,
    series: plan.series,
    sums: begin.sums,
    epochs: training.epochs,
    steps: rows.perEpoch * training.epochs,
    rowsPerEpoch: samplesPerEpoch(data),
    send,
  });
  const keeper = createKeeper(start, control, send);
  const began = performance.now();
  return {
    start,
    control,
    send,
    prepared,
    held: plan.outputs.length > 0 ? data.split : NOTHING_HELD_OUT,
    rows,
    book,
    watcher: createWatcher(start.run, trainer, control, send),
    keeper,
    state: createRunState(prepared, rows.perEpoch, keeper),
    began,
    step: begin.step,
    epoch: begin.epoch,
    turned: began,
  };
}

/** Null once all epochs are done; how it ended where it was asked to end before. */
async function train(run: Run): Promise<Ended | null> {
  const { epochs } = run.start.project.training;
  while (run.epoch < epochs && !run.prepared.course.enough) {
    const whole = (await takeSteps(run)) && (await endEpoch(run));
    if (!whole) return leave(run);
  }
  run.state.restoreBest();
  await settle(run);
  return null;
}

/** Measures what was trained on the rows that were held out for it; how the run ended. */
async function test(run: Run): Promise<Ended> {
  const { trainer, sampler } = run.prepared;
  const { test: held } = run.held;
  run.send({ type: 'state', state: 'testing' });
  const measured = held.length > 0 ? await evaluate(run, held) : null;
  const result =
    measured && sampler ? await sampler.tested(measured, trainer.state(), () => isAsked(run)) : measured;
  return held.length > 0 && !result ? leave(run) : ended(run, 'finished', result);
}

/** What to tell of a loss that was not finite after so many steps. */
async function explain({ start, prepared, keeper, book, rows, step }: Run, steps: number): Promise<Failure> {
  await keeper.settle().catch(() => undefined);
  const secondsPerStep = book.seconds / Math.max(1, step - prepared.begin.step);
  return explainNotFinite(start, prepared, keeper.last, { steps, secondsPerStep, rowsOf: rows.of });
}

/** The epoch's steps that are left; false where the run is to end before. */
async function takeSteps(run: Run): Promise<boolean> {
  const { rows, book, keeper, watcher } = run;
  const { trainer, course } = run.prepared;
  const end = (run.epoch + 1) * rows.perEpoch;
  book.resume();
  let expected = run.step;
  while (run.step < end) {
    const { step } = run;
    if (isAsked(run) || keeper.failed) return false;
    while (expected < end && trainer.expect(rows.of(expected))) expected += 1;
    watcher.before(rows.of(step), step);
    const count = stepsTogether(trainer, rows.full - (step % rows.perEpoch));
    const taken = rows.of(step, count);
    const rates = Array.from({ length: count }, (_, i) => course.rate(step + i));
    const measured = trainer.step(taken, step, ...rates);
    run.step += count;
    book.stepped(run.step, run.epoch + 1, taken.length, measured);
    if (run.step < end && keeper.due('steps')) await checkpoint(run);
    if (keeper.busy || performance.now() - run.turned >= TURN_EVERY) {
      await nextTurn();
      run.turned = performance.now();
    }
  }
  return true;
}

/** What the epoch is measured and shown by, after its steps; false where the run is to end before. */
async function endEpoch(run: Run): Promise<boolean> {
  const { step, book, keeper } = run;
  const { course } = run.prepared;
  const { validation } = run.held;
  const validated = validation.length > 0 ? await evaluate(run, validation) : null;
  if (validation.length > 0 && !validated) return false;
  if (!(await showSample(run))) return false;
  const values: Record<string, number> = book.closeEpoch();
  for (const [name, value] of Object.entries(validated?.metrics ?? {})) values[`validation/${name}`] = value;
  // The rate of the epoch's last step, where it is not the same all along.
  const learningRate =
    run.start.project.training.schedule.kind === 'constant'
      ? {}
      : { 'epoch/learningRate': course.rate(step - 1) };
  book.measured(step, { ...values, ...learningRate });
  run.epoch += 1;
  course.epochEnded(run.epoch, values);
  run.state.epochEnded(run.epoch);
  if (keeper.due('epochs')) await checkpoint(run);
  return true;
}

/** Makes and shows what the network makes, where the epoch's end asks for it; false where the run is to end before. */
async function showSample(run: Run): Promise<boolean> {
  const { trainer, sampler } = run.prepared;
  const epoch = run.epoch + 1;
  if (!sampler?.due(epoch)) return true;
  const made = await sampler.make(trainer.state(), () => isAsked(run));
  if (made) {
    run.send({ type: 'sample', sample: { epoch, step: run.step, made: made.generated } }, made.bytes);
  }
  return made !== null || !isAsked(run);
}

const isAsked = ({ control }: Run): boolean => control.asked !== null;

/** Null where the run was asked to end before all of `held` was measured. */
function evaluate(run: Run, held: Int32Array): Promise<Evaluation | null> {
  const { plan, data, trainer } = run.prepared;
  const measure = (rows: Int32Array): Float32Array => trainer.evaluate(rows);
  return evaluation(plan, data, held, plan.evaluationRows, measure, () => isAsked(run));
}

function checkpoint({ state, book, step, epoch }: Run): Promise<void> {
  book.flush();
  return state.keep({ step, epoch }, book.sums);
}

/** Keeps the state where training ends, and shows it. */
async function settle(run: Run): Promise<void> {
  await checkpoint(run);
  await run.keeper.settle();
  showLast(run);
}

/** Shows who watches what training has led to: a short run's looks are all of its beginning. */
function showLast({ step, prepared, rows, watcher }: Run): void {
  // An epoch's last step may have few rows; its first has as many as any.
  const whole = Math.floor((step - 1) / rows.perEpoch) * rows.perEpoch;
  if (step > prepared.begin.step) watcher.after(rows.of(whole), step);
}

/** Keeps the state and ends as asked. */
async function leave(run: Run): Promise<Ended> {
  await settle(run);
  return ended(run, run.control.asked === 'stop' ? 'stopped' : 'paused', null);
}

const ended = (
  { prepared, keeper, book, began, step, epoch }: Run,
  how: Ended['how'],
  result: Evaluation | null,
): Ended => ({
  type: 'ended',
  how,
  step,
  epoch,
  seconds: (performance.now() - began) / 1000,
  samplesPerSecond: book.seconds > 0 ? book.rows / book.seconds : 0,
  weights: keeper.last?.weights ?? hashTensors(prepared.trainer.state()),
  test: result,
});

const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));
