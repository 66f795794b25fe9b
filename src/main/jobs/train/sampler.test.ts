/** What networks make while they train: after which epochs, the same whatever cuts the run, and without a trace in it. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { CheckpointFile, TrainEvent } from '../../../shared/contract/jobs.ts';
import { hashTensors } from '../checkpoint/checkpoint.ts';
import {
  autoencoderTask,
  classGanTask,
  COPY_DECODER,
  copyTask,
  TEXT_LAYERS,
  textTask,
  variationalTask,
} from '../generate/tasks.fixture.ts';
import { startOf } from '../generate/trained.fixture.ts';
import type { Task } from '../generate/trained.fixture.ts';
import { epochSamples } from '../model/data.ts';
import type { Control } from './control.ts';
import { prepareRun } from './prepare.ts';
import { runTraining } from './run.ts';
import { epochsBetween } from './sampler.ts';
import { stepSize } from './trainer.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Runs of one task; the control asks to pause once it was looked at so many times. */
function runsOf(task: Task) {
  const { start, folder } = startOf(task);
  folders.push(folder);
  let runs = 0;
  return async (resume: CheckpointFile | null = null, looks = Infinity) => {
    const checkpoints = join(folder, String(runs++));
    mkdirSync(checkpoints);
    let seen = 0;
    const control: Control = {
      get asked() {
        return ++seen > looks ? 'pause' : null;
      },
      watched: false,
      kept: () => Promise.resolve(null),
    };
    const events: TrainEvent[] = [];
    const samples = new Map<number, unknown>();
    await runTraining({ ...start, checkpoints, resume }, control, (event, bytes) => {
      events.push(event);
      if (event.type === 'sample') samples.set(event.sample.epoch, [event.sample, bytes]);
    });
    const { path, sha256 } = events.filter((event) => event.type === 'checkpoint').at(-1)!;
    const ended = events.find((event) => event.type === 'ended')!;
    return { events, samples, ended, seen, kept: { path, sha256 } };
  };
}

const tasks: Record<string, (epochs: number) => Task> = {
  gan: classGanTask,
  variationalAutoencoder: variationalTask,
  autoencoder: autoencoderTask,
  languageModel: (epochs) => textTask(TEXT_LAYERS, epochs),
  sequenceToSequence: (epochs) => copyTask(COPY_DECODER, epochs),
};

describe.each(Object.keys(tasks))('%s', (recipe) => {
  test('makes the same after each epoch, wherever the run was cut', async () => {
    const run = runsOf(tasks[recipe]!(3));
    const whole = await run();
    expect([...whole.samples.keys()]).toContain(1);
    expect([...whole.samples.keys()]).toContain(3);
    for (let cut = 1; cut <= 3; cut++) {
      const first = await run(null, Math.floor((whole.seen * cut) / 4));
      expect(first.ended.how).toBe('paused');
      const second = await run(first.kept);
      expect(new Map([...first.samples, ...second.samples])).toEqual(whole.samples);
      expect(second.ended.weights).toBe(whole.ended.weights);
      expect(second.ended.test).toEqual(whole.ended.test);
    }
  });

  test('leaves no trace in what is trained, and no tensor', async () => {
    const hashes = await Promise.all(
      [false, true].map(async (sampled) => {
        const { start, folder } = startOf(tasks[recipe]!(2));
        folders.push(folder);
        const { plan, data, trainer, sampler, options, runtime } = await prepareRun(start, () => undefined);
        const { seed } = start.project.training;
        const size = stepSize(plan, options.batchSize);
        let step = 0;
        for (const epoch of [0, 1]) {
          const order = epochSamples(data, seed, epoch);
          for (let from = 0; from < order.length; from += size)
            trainer.step(order.slice(from, from + size), step++, 0.01);
          const { numTensors } = runtime.tf.memory();
          if (sampled) expect(await sampler!.make(trainer.state(), () => false)).not.toBeNull();
          expect(runtime.tf.memory().numTensors).toBe(numTensors);
        }
        const hash = hashTensors(trainer.state());
        trainer.close();
        return hash;
      }),
    );
    expect(hashes[1]).toBe(hashes[0]);
  });
});

const sampleOf = async (task: Task, epoch: number) => {
  const { events } = await runsOf(task)();
  return events.find((event) => event.type === 'sample' && event.sample.epoch === epoch);
};

test('a GAN of classes shows a line of each, from the run’s own noise', async () => {
  const task = classGanTask(2);
  const { samples } = await runsOf(task)();
  const [first, second] = [1, 2].map((epoch) => samples.get(epoch) as [object, Uint8Array]);
  expect(first![0]).toMatchObject({
    epoch: 1,
    made: { form: 'pictures', seed: 4, samples: 16, columns: 8, classes: ['dark', 'bright'] },
  });
  expect((await sharp(first![1]).metadata()).width).toBe(8 * 5 - 1);
  expect(first![1]).not.toEqual(second![1]);
});

test('an autoencoder shows pictures over what it gives back of them', async () => {
  const { samples } = await runsOf(autoencoderTask(60))();
  const [sample, png] = samples.get(60) as [object, Uint8Array];
  expect(sample).toMatchObject({ made: { form: 'reconstructions', samples: 16, columns: 8, height: 19 } });
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const shadeAt = (line: number, column: number): number =>
    data[(line * 5 * info.width + column * 5) * info.channels]!;
  for (const line of [0, 2])
    for (let column = 0; column < 8; column++) {
      expect([30, 220]).toContain(shadeAt(line, column));
      expect(Math.abs(shadeAt(line + 1, column) - shadeAt(line, column))).toBeLessThan(30);
    }
});

test('a language model goes on from the data, the same words to go on from each time', async () => {
  const event = await sampleOf(textTask(TEXT_LAYERS, 40), 40);
  if (event?.type !== 'sample' || event.sample.made.form !== 'text') throw new Error('No text');
  const { prompt, text } = event.sample.made;
  expect('abcdeabcde').toContain(prompt);
  expect(text).toHaveLength(200);
  expect((prompt + text).slice(0, 50)).toBe(
    'abcde'.repeat(12).slice('abcde'.indexOf(prompt[0]!)).slice(0, 50),
  );
});

test('answers stand beside what is right, and the test says how many are', async () => {
  const { samples, ended } = await runsOf(copyTask(COPY_DECODER, 40))();
  const [{ made }] = samples.get(40) as [
    { made: { form: string; sources: { source: string; target: string; answers: { text: string }[] }[] } },
  ];
  expect(made.sources).toHaveLength(3);
  for (const { source, target, answers } of made.sources) {
    expect(source).toMatch(/^[abc]{4}$/);
    expect(target).toBe(source);
    expect(answers[0]!.text).toBe(source);
  }
  expect(ended.test!.metrics['exactMatch']).toBe(1);
  expect(ended.test!.rowsOf).toBeUndefined();
});

test('what is made one after the other waits for more epochs, the fewer samples an epoch has', () => {
  expect(epochsBetween(1, 10)).toBe(1);
  expect(epochsBetween(200, 1e6)).toBe(1);
  expect(epochsBetween(200, 20_000)).toBe(4);
  expect(epochsBetween(200, 1000)).toBe(80);
});
