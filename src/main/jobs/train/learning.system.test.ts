/** What a run decides by its own numbers: schedules, early stopping, and where it broke; cut and gone on from too. */
import { afterAll, describe, expect, test } from 'vitest';
import type { Failure } from '../../../shared/words/failures.ts';
import type { Project, TrainingSettings } from '../../../shared/network/document.ts';
import { failureText } from '../../../shared/words/failures.ts';
import { readCheckpoint } from '../checkpoint/checkpoint.ts';
import { chainProject, tableManifest } from './project.fixture.ts';
import { numbersOf, runsOf } from './run.fixture.ts';

const manifest = tableManifest(3, { rows: 60, testRows: 10 });
const runs = runsOf(manifest);
afterAll(() => runs.remove());

const projectOf = (training: Partial<TrainingSettings>, activation = 'tanh'): Project =>
  chainProject(
    [3],
    [
      ['dense', { units: 8, activation }],
      ['dense', { units: 1 }],
    ],
    manifest,
    { epochs: 12, batchSize: 10, validationFraction: 0.2, seed: 3, ...training },
    'standard',
  );

/** Goes astray after a few epochs: the validation loss rises again. */
const overfitting = projectOf({
  learningRate: 0.7,
  optimizer: { kind: 'sgd', params: { momentum: 0.9 } },
  earlyStopping: { monitor: 'loss', patience: 3, minDelta: 0 },
  schedule: { kind: 'reduceOnPlateau', params: { patience: 2, factor: 0.5 } },
});

describe('early stopping', () => {
  test('ends with the weights of the best epoch', async () => {
    const { ended, kept, metrics, events } = await runs.run(overfitting);
    const losses = metrics.filter(({ name }) => name === 'validation/loss').map(({ value }) => value);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(ended).toMatchObject({ how: 'finished', epoch: best + 3, step: (best + 3) * 4 });
    expect(ended.epoch).toBeLessThan(12);
    const last = await readCheckpoint(kept!);
    expect(last).toMatchObject({ course: { best: { epoch: best }, wait: 3, restored: true }, best: null });
    // A run of just so many epochs has the same weights.
    const short = await runs.run({
      ...overfitting,
      training: { ...overfitting.training, epochs: best, earlyStopping: null },
    });
    const wanted = await readCheckpoint(short.kept!);
    for (const [name, { values }] of wanted.tensors) {
      if (name.startsWith('weights/')) expect(last.tensors.get(name)!.values, name).toEqual(values);
    }
    expect(ended.test).toEqual(short.ended.test);
    const kepts = events.filter((event) => event.type === 'checkpoint');
    expect(kepts.at(-1)!.weights).toBe(ended.weights);
  });

  test('is the same run when it is cut anywhere and goes on', async () => {
    const whole = await runs.run(overfitting);
    const looked = whole.ended.epoch * 5;
    for (const looks of [4, 9, 17, 22, looked - 8, looked - 1, looked, looked + 1]) {
      const first = await runs.run(overfitting, { looks });
      if (first.ended.how === 'finished') continue;
      const second = await runs.run(overfitting, { resume: first.kept });
      expect(second.ended.weights, `cut at ${looks}`).toBe(whole.ended.weights);
      expect(second.ended.epoch).toBe(whole.ended.epoch);
      expect(second.ended.test).toEqual(whole.ended.test);
      expect(numbersOf(first, second)).toEqual(numbersOf(whole));
    }
  });

  test('what it watches must be measured', async () => {
    const project = projectOf({ earlyStopping: { monitor: 'accuracy', patience: 1, minDelta: 0 } });
    await expect(runs.run(project)).rejects.toThrow(/Early stopping, accuracy: this run measures nothing/);
  });
});

test('a schedule that lowers the rate to nothing leaves the weights where they are', async () => {
  const schedule = { kind: 'step', params: { every: 2, factor: 0.0001 } };
  const { metrics } = await runs.run(projectOf({ schedule, epochs: 8, learningRate: 0.01 }));
  const losses = metrics.filter(({ name }) => name === 'validation/loss').map(({ value }) => value);
  expect(losses[1]).not.toBeCloseTo(losses[0]!, 3);
  expect(losses[7]).toBeCloseTo(losses[5]!, 6);
  const rates = metrics.filter(({ name }) => name === 'epoch/learningRate').map(({ value }) => value);
  expect(rates.slice(0, 4)).toEqual([0.01, 0.01, expect.closeTo(1e-6, 12), expect.closeTo(1e-6, 12)]);
});

test('a schedule spans the steps that are taken where windows overlap or are left out', async () => {
  const series = { ...tableManifest(1, { rows: 60 }), order: 'time' as const };
  const own = runsOf(series);
  const chain = chainProject([4], [['dense', { units: 1 }]], series, {
    ...{ epochs: 4, batchSize: 4, validationFraction: 0, testFraction: 0, learningRate: 0.01 },
    schedule: { kind: 'cosine', params: {} },
  });
  const { metrics } = await own.run({ ...chain, recipe: { kind: 'timeSeries', params: { stride: 7 } } });
  own.remove();
  const rates = metrics.filter(({ name }) => name === 'epoch/learningRate').map(({ value }) => value);
  // Two steps an epoch, eight in all; the rate is that of an epoch's last.
  expect(rates).toEqual(
    [1, 3, 5, 7].map((step) => expect.closeTo(0.005 * (1 + Math.cos((Math.PI * step) / 8)), 6)),
  );
});

describe('a run whose loss becomes infinite', () => {
  const failureOf = async (project: Project): Promise<Failure> => {
    const { failure } = (await runs.run(project).then(
      () => Promise.reject(new Error('it went on')),
      (error: unknown) => error,
    )) as { failure: Failure };
    return failure;
  };
  const wild = { kind: 'sgd', params: {} };

  test('ends within ten steps of it and names the layer', async () => {
    const broken = await failureOf(projectOf({ learningRate: 90, optimizer: wild }, 'linear'));
    expect(broken.code).toBe('loss-not-finite');
    const { step, at } = broken.facts as { step: number; at?: { layer: string; what: string } };
    expect(step).toBeLessThanOrEqual(60);
    expect(at).toBeDefined();
    expect(['dense-1', 'dense-2', 'output']).toContain(at!.layer);
    expect(failureText(broken)).toMatch(/Lower the learning rate/);
  });

  test.each([
    [1e30, 'It happened before the first checkpoint, so none is kept.'],
    [0.9, 'The last good checkpoint is kept.'],
  ])('says whether a checkpoint is kept: at a rate of %d', async (learningRate, said) => {
    const broken = await failureOf(projectOf({ learningRate, optimizer: wild, epochs: 200 }, 'linear'));
    const { step } = broken.facts as { step: number };
    expect(step > 4).toBe(learningRate < 1);
    expect(failureText(broken)).toContain(said);
  });

  test('is kept from it by clipping', async () => {
    const { ended } = await runs.run(
      projectOf(
        { learningRate: 0.9, optimizer: wild, gradientClipping: { by: 'globalNorm', limit: 0.1 } },
        'linear',
      ),
    );
    expect(ended.how).toBe('finished');
  });
});
