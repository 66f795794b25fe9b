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
import { createBook } from './metrics.ts';
import { machineRoomFor, prepareRun } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { createRunState } from './run-state.ts';
import { stepRows } from './step-rows.ts';
import { stepsTogether } from './trainer.ts';
import { createWatcher } from './watcher.ts';

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

function createRun(start: Start, control: Control, send: Send, prepared: Prepared) {
  const { plan, data, trainer, course, sampler, begin } = prepared;
  const { training } = start.project;
  const { validation, test } = plan.outputs.length > 0 ? data.split : NOTHING_HELD_OUT;
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
  const watcher = createWatcher(start.run, trainer, control, send);
  const keeper = createKeeper(start, control, send);
  const state = createRunState(prepared, rows.perEpoch, keeper);
  const began = performance.now();
  let { step, epoch } = begin;
  /** When the event loop last had a turn. */
  let turned = began;

  const asked = (): boolean => control.asked !== null;
  const evaluate = (held: Int32Array): Promise<Evaluation | null> =>
    evaluation(plan, data, held, plan.evaluationRows, (part) => trainer.evaluate(part), asked);

  const checkpoint = (): Promise<void> => {
    book.flush();
    return state.keep({ step, epoch }, book.sums);
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
    const whole = Math.floor((step - 1) / rows.perEpoch) * rows.perEpoch;
    if (step > begin.step) watcher.after(rows.of(whole), step);
  };

  /** Keeps the state where training ends. */
  const settle = async (): Promise<void> => {
    await checkpoint();
    await keeper.settle();
    showLast();
  };

  /** Keeps the state and ends as asked. */
  const leave = async (): Promise<Ended> => {
    await settle();
    return ended(control.asked === 'stop' ? 'stopped' : 'paused', null);
  };

  /** The epoch's steps that are left; false where the run is to end before. */
  const takeSteps = async (): Promise<boolean> => {
    const end = (epoch + 1) * rows.perEpoch;
    book.resume();
    let expected = step;
    while (step < end) {
      if (control.asked || keeper.failed) return false;
      while (expected < end && trainer.expect(rows.of(expected))) expected += 1;
      watcher.before(rows.of(step), step);
      const count = stepsTogether(trainer, rows.full - (step % rows.perEpoch));
      const taken = rows.of(step, count);
      const rates = Array.from({ length: count }, (_, i) => course.rate(step + i));
      const measured = trainer.step(taken, step, ...rates);
      step += count;
      book.stepped(step, epoch + 1, taken.length, measured);
      if (step < end && keeper.due('steps')) await checkpoint();
      if (keeper.busy || performance.now() - turned >= TURN_EVERY) {
        await nextTurn();
        turned = performance.now();
      }
    }
    return true;
  };

  /** What the epoch is measured and shown by, after its steps; false where the run is to end before. */
  const endEpoch = async (): Promise<boolean> => {
    const validated = validation.length > 0 ? await evaluate(validation) : null;
    if (validation.length > 0 && !validated) return false;
    if (sampler?.due(epoch + 1)) {
      const made = await sampler.make(trainer.state(), asked);
      if (made)
        send({ type: 'sample', sample: { epoch: epoch + 1, step, made: made.generated } }, made.bytes);
      else if (asked()) return false;
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
    state.epochEnded(epoch);
    if (keeper.due('epochs')) await checkpoint();
    return true;
  };

  return {
    /** Null once all epochs are done; how it ended where it was asked to end before. */
    async train(): Promise<Ended | null> {
      while (epoch < training.epochs && !course.enough) {
        const whole = (await takeSteps()) && (await endEpoch());
        if (!whole) return leave();
      }
      state.restoreBest();
      await settle();
      return null;
    },
    async test(): Promise<Ended> {
      send({ type: 'state', state: 'testing' });
      const measured = test.length > 0 ? await evaluate(test) : null;
      const result = measured && sampler ? await sampler.tested(measured, trainer.state(), asked) : measured;
      return test.length > 0 && !result ? leave() : ended('finished', result);
    },
    /** What to tell of a loss that was not finite after so many steps. */
    async explain(steps: number): Promise<Failure> {
      await keeper.settle().catch(() => undefined);
      const secondsPerStep = book.seconds / Math.max(1, step - begin.step);
      return explainNotFinite(start, prepared, keeper.last, { steps, secondsPerStep, rowsOf: rows.of });
    },
  };
}

const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));
