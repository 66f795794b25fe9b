/**
 * A run from its start command to its end: prepare, train epoch by epoch, validate, keep checkpoints, test.
 *
 * The same run bit for bit, whatever interrupts it: the order of an epoch's rows comes from (seed, epoch), random
 * numbers from (seed, step, node), and a checkpoint holds weights, optimizer state, the step and the epoch's sums so
 * far. Numbers are sent before the checkpoint that lies behind them, so a run that dies loses none for good.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import type { Engine, Evaluation } from '../../../shared/contract/runs.ts';
import { permutation } from '../../../shared/random.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { hashTensors, readCheckpoint, writeCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { loadData } from '../model/data.ts';
import type { ModelData } from '../model/data.ts';
import { evaluation } from '../model/evaluation.ts';
import { makePlan } from '../model/plan.ts';
import type { Plan } from '../model/plan.ts';
import { fitPreprocessing } from '../model/preprocess.ts';
import {
  chooseEngine,
  findNative,
  loadTensorFlow,
  multipliesBfloat16,
  physicalCores,
} from '../tensorflow/engine.ts';
import { portableVersion } from '../tensorflow/portable.ts';
import type { Control, Start } from './control.ts';
import { createEagerTrainer } from './eager.ts';
import { createBook } from './metrics.ts';
import type { Book } from './metrics.ts';
import { createTracedTrainer } from './traced.ts';
import { EVALUATION_BATCH } from '../model/shards.ts';
import { chooseOptimizer, initialState, stateMismatch } from './trainer.ts';
import type { Trainer } from './trainer.ts';

type Send = (event: TrainEvent) => void;

/** How long a checkpoint that finds the disk full is tried again, and how often, in ms. */
const FULL_DISK_PATIENCE = 60_000;
const FULL_DISK_RETRY = 1000;
/** The loop gives the event loop a turn at least this often, in ms: commands are answered within a step and this. */
const TURN_EVERY = 20;

/** Ends with the event 'ended', or throws: `Failed` for what the person should know, else a bug. */
export async function runTraining(start: Start, control: Control, send: Send): Promise<void> {
  send({ type: 'state', state: 'preparing' });
  const prepared = await prepareRun(start, send);
  const run = createRun(start, control, send, prepared);
  try {
    send({ type: 'state', state: 'training' });
    const how = (await run.train()) ?? (await run.test());
    send(how);
  } finally {
    prepared.trainer.close();
  }
}

interface Prepared {
  readonly plan: Plan;
  readonly data: ModelData;
  readonly trainer: Trainer;
  readonly begin: Pick<Checkpoint, 'step' | 'epoch' | 'sums' | 'preprocessing'>;
  readonly resumed: boolean;
}

async function prepareRun(start: Start, send: Send): Promise<Prepared> {
  const { project, manifest } = start;
  const { training } = project;
  const plan = makePlan(project, manifest);
  const optimizer = chooseOptimizer(training);
  const checkpoint = start.resume ? await readCheckpoint(start.resume) : null;
  const engine = start.engine ?? decideEngine(start, plan);
  const runtime = await loadTensorFlow(engine);
  send({
    type: 'engine',
    engine: start.engine ?? { ...engine, version: runtime.version, device: runtime.device },
    parameters: plan.parameters,
  });

  const data = await loadData(plan, manifest, start.data, training);
  if (data.split.train.length === 0) {
    throw new Failed(
      failure('data-damaged', { name: manifest.name, detail: 'no row of it is left to train on' }),
    );
  }
  const initial = initialState(plan, optimizer, training.seed);
  if (checkpoint) {
    const detail =
      checkpoint.seed === training.seed ? stateMismatch(initial, checkpoint.tensors) : 'its seed was changed';
    if (detail !== null) throw new Failed(failure('run-not-resumable', { run: start.run, detail }));
  }
  const preprocessing = checkpoint?.preprocessing ?? fitPreprocessing(plan, data);
  const options = {
    plan,
    data,
    preprocessing,
    optimizer,
    state: checkpoint?.tensors ?? initial,
    batchSize: training.batchSize,
    seed: training.seed,
    shards: engine.shards,
  };
  const trainer =
    runtime.kind === 'native'
      ? createTracedTrainer(runtime, options, engine.precision)
      : createEagerTrainer(runtime, options);
  // The session has its own copy now.
  if (runtime.kind === 'native') data.inputs.clear();
  return {
    plan,
    data,
    trainer,
    begin: checkpoint ?? { step: 0, epoch: 0, sums: { rows: 0, series: [] }, preprocessing },
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
  { plan, data, trainer, begin, resumed }: Prepared,
) {
  const { training } = start.project;
  const { train, validation, test } = data.split;
  const perEpoch = Math.ceil(train.length / training.batchSize);
  const steps = perEpoch * training.epochs;
  const series = plan.series;
  const book: Book = createBook({
    run: start.run,
    trainer,
    series,
    sums: begin.sums,
    epochs: training.epochs,
    steps,
    rowsPerEpoch: train.length,
    send,
  });
  let { step, epoch } = begin;
  const began = performance.now();
  /** The place of the last kept checkpoint; null before the first. */
  let kept: string | null = resumed ? `${step}/${epoch}` : null;
  let weights: string | null = null;

  const evaluate = (rows: Int32Array): Promise<Evaluation | null> =>
    evaluation(
      plan,
      data,
      rows,
      EVALUATION_BATCH,
      (part) => trainer.evaluate(part),
      () => control.asked !== null,
    );

  /** Writes the present state and waits until the core has registered it. */
  const checkpoint = async (): Promise<void> => {
    book.flush();
    if (kept === `${step}/${epoch}`) return;
    const tensors = trainer.state();
    for (const { values } of tensors.values()) {
      if (!values.every(Number.isFinite)) throw new Failed(failure('loss-not-finite', { step }));
    }
    weights = hashTensors(tensors);
    const path = join(start.checkpoints, `${step}-${process.pid}.partial`);
    const { seed } = training;
    const { preprocessing } = begin;
    const contents = { tensors, step, epoch, seed, sums: book.sums, preprocessing };
    const written = await writePatiently(path, contents, control);
    const answer = control.kept(step);
    send({ type: 'checkpoint', path, step, epoch, ...written, weights });
    const problem = await answer;
    if (problem) throw new Failed(problem);
    kept = `${step}/${epoch}`;
  };

  const ended = (how: Ended['how'], result: Evaluation | null): Ended => ({
    type: 'ended',
    how,
    step,
    epoch,
    seconds: (performance.now() - began) / 1000,
    samplesPerSecond: book.seconds > 0 ? book.rows / book.seconds : 0,
    weights: weights ?? hashTensors(trainer.state()),
    test: result,
  });

  /** Keeps the state and ends as asked. */
  const leave = async (): Promise<Ended> => {
    await checkpoint();
    return ended(control.asked === 'stop' ? 'stopped' : 'paused', null);
  };

  return {
    /** Null once all epochs are done; how it ended where it was asked to end before. */
    async train(): Promise<Ended | null> {
      let turned = performance.now();
      while (epoch < training.epochs) {
        const order = permutation(train.length, training.seed, `epoch/${epoch}`);
        const end = (epoch + 1) * perEpoch;
        book.resume();
        while (step < end) {
          if (control.asked) return leave();
          const from = (step - epoch * perEpoch) * training.batchSize;
          const rows = order.subarray(from, from + training.batchSize).map((i) => train[i]!);
          trainer.step(rows, step, training.learningRate);
          step += 1;
          book.stepped(step, epoch + 1, rows.length);
          if (performance.now() - turned >= TURN_EVERY) {
            await nextTurn();
            turned = performance.now();
          }
        }
        book.flush();
        const validated = validation.length > 0 ? await evaluate(validation) : null;
        if (validation.length > 0 && !validated) return leave();
        book.send(step, {
          ...book.closeEpoch(),
          ...Object.fromEntries(
            Object.entries(validated?.metrics ?? {}).map(([name, value]) => [`validation/${name}`, value]),
          ),
        });
        epoch += 1;
        await checkpoint();
      }
      return null;
    },
    async test(): Promise<Ended> {
      send({ type: 'state', state: 'testing' });
      const result = test.length > 0 ? await evaluate(test) : null;
      return test.length > 0 && !result ? leave() : ended('finished', result);
    },
  };
}

const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** On a full disk the run holds and tries again for a while: nothing but the last steps is at stake. */
async function writePatiently(
  path: string,
  checkpoint: Checkpoint,
  control: Control,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const began = performance.now();
  for (;;) {
    try {
      return await writeCheckpoint(path, checkpoint);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOSPC' && code !== 'EDQUOT') {
        throw new Failed(failure('file-unreadable', { path, detail: message }));
      }
      if (control.asked || performance.now() - began > FULL_DISK_PATIENCE) {
        throw new Failed(failure('disk-full', { path }));
      }
      process.stderr.write(`The disk is full: ${path} is tried again.\n`);
      await wait(FULL_DISK_RETRY);
    }
  }
}
