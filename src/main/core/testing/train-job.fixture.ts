/**
 * A train job that speaks the real protocol and computes next to nothing: its "weights" are a chain of hashes, so a
 * run that goes on from a checkpoint ends in the same weights as one left alone, or the test sees that it does not.
 * What it should do is read from the project's description (JSON, `Behaviour`).
 */
import { createHash } from 'node:crypto';
import { openSync, writeSync, fsyncSync, closeSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TrainCommand, TrainEvent, TrialCommand, TrialEvent } from '../../../shared/contract/jobs.ts';
import { NO_BYTES } from '../../../shared/contract/frames.ts';
import { streamCarrier } from '../../client/carrier.ts';

export interface Behaviour {
  readonly stepsPerEpoch?: number;
  readonly stepMilliseconds?: number;
  /** Prints a line and ends the process at this step, unless it was resumed. */
  readonly dieAt?: number;
  /** Fails as a job does that finds the loss not finite. */
  readonly failAt?: number;
  /** Bytes of each checkpoint. */
  readonly checkpointBytes?: number;
}

const parent = streamCarrier(new Socket({ fd: 3, readable: true, writable: true }));
const send = (event: TrainEvent | TrialEvent, bytes = NO_BYTES): void => parent.send({ head: event, bytes });
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

let asked: 'pause' | 'stop' | null = null;
let watched = false;
const keptOf = new Map<number, (failed: boolean) => void>();

parent.onClose(() => process.exit(1));
parent.onFrame(({ head }) => {
  const command = head as TrainCommand | TrialCommand;
  if (command.type === 'start') void train(command);
  else if (command.type === 'trial') void answerTrial(command);
  else if (command.type === 'checkpoint-kept') {
    if (command.failure) {
      send({ type: 'failed', failure: command.failure });
    }
    keptOf.get(command.step)?.(command.failure !== null);
  } else if (command.type === 'watch') watched = command.on;
  else asked = command.type;
});

/** A thread gives a thousand samples a second, a shard a hundred more. */
async function answerTrial({ request, project }: TrialCommand): Promise<void> {
  const { stepMilliseconds = 0 } = JSON.parse(project.description || '{}') as Behaviour;
  await sleep(stepMilliseconds);
  const { threads, shards } = { threads: request.threads!, shards: request.shards! };
  const engine = { backend: 'native', version: 'fixture', precision: 'float32', device: 'cpu' } as const;
  const samplesPerSecond = 1000 * threads + 100 * shards;
  send({ type: 'trial', engine: { ...engine, threads, shards }, samplesPerSecond });
}

async function train(command: Extract<TrainCommand, { type: 'start' }>): Promise<void> {
  const { run, project, resume } = command;
  const behaviour = JSON.parse(project.description || '{}') as Behaviour;
  const { stepsPerEpoch = 20, stepMilliseconds = 0, dieAt, failAt, checkpointBytes = 200_000 } = behaviour;
  const { epochs, seed } = project.training;
  const from = resume
    ? (JSON.parse(readFileSync(resume.path, 'utf8')) as { step: number; weights: string })
    : { step: 0, weights: sha256(`seed ${seed}`) };
  if (resume && sha256(readFileSync(resume.path)) !== resume.sha256) throw new Error('The wrong checkpoint');
  let { step, weights } = from;

  const checkpoint = async (): Promise<boolean> => {
    const text = JSON.stringify({ step, weights, padding: 'x'.repeat(checkpointBytes) });
    const path = join(command.checkpoints, `.tmp-${process.pid}-${step}`);
    const file = openSync(path, 'w');
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    const kept = new Promise<boolean>((done) => keptOf.set(step, done));
    const bytes = Buffer.byteLength(text);
    const epoch = Math.floor(step / stepsPerEpoch);
    send({
      type: 'checkpoint',
      path,
      step,
      epoch,
      bytes,
      sha256: sha256(text),
      weights: `sha256-${weights}`,
    });
    return kept;
  };
  const ended = async (how: 'finished' | 'paused' | 'stopped'): Promise<void> => {
    const test = { rows: 10, metrics: { accuracy: 0.5, loss: 1 }, confusion: null };
    const epoch = Math.floor(step / stepsPerEpoch);
    const done = { how, step, epoch, seconds: 1, samplesPerSecond: 1000, weights: `sha256-${weights}` };
    send({ type: 'ended', ...done, test: how === 'finished' ? test : null });
    parent.close();
    await sleep(10);
    process.exit(0);
  };

  send({ type: 'state', state: 'preparing' });
  send({
    type: 'engine',
    parameters: 1234,
    engine: command.engine ?? {
      backend: 'native',
      version: 'fixture',
      threads: command.request.threads ?? 1,
      shards: 1,
      precision: 'float32',
      device: 'cpu',
    },
  });
  send({ type: 'state', state: 'training' });
  const steps = epochs * stepsPerEpoch;
  while (step < steps) {
    if (asked) {
      if (step > from.step) await checkpoint();
      return ended(asked === 'pause' ? 'paused' : 'stopped');
    }
    if (stepMilliseconds > 0) await sleep(stepMilliseconds);
    step += 1;
    weights = sha256(`${weights} ${step}`);
    if (!resume && dieAt === step) {
      process.stderr.write('Out of luck at the last step\n');
      process.exit(7);
    }
    if (failAt === step)
      return send({ type: 'failed', failure: { code: 'loss-not-finite', facts: { step } } });
    send({ type: 'metrics', metrics: [{ step, name: 'loss', value: lossOf(weights) }] });
    if (watched)
      parent.send({
        head: { type: 'watched', watched: { run, step, nodes: [] } } satisfies TrainEvent,
        bytes: Uint8Array.of(step),
      });
    const epoch = Math.ceil(step / stepsPerEpoch);
    send({
      type: 'progress',
      progress: { run, epoch, epochs, step, steps, samplesPerSecond: 1, secondsLeft: 1, memoryBytes: 1 },
    });
    if (step % stepsPerEpoch === 0) {
      send({ type: 'metrics', metrics: [{ step, name: 'validation/accuracy', value: lossOf(weights) / 2 }] });
      const made = {
        form: 'pictures',
        seed,
        samples: 1,
        columns: 1,
        width: 1,
        height: 1,
        classes: null,
      } as const;
      send({ type: 'sample', sample: { epoch, step, made } }, Uint8Array.of(epoch));
      if (await checkpoint()) return;
    }
  }
  send({ type: 'state', state: 'testing' });
  await ended('finished');
}

const lossOf = (weights: string): number => parseInt(weights.slice(0, 8), 16) / 0xffffffff;
