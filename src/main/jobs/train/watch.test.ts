import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countsOf, mapsOf, WATCH_BINS } from '../../../shared/contract/watch.ts';
import type { WatchedNode } from '../../../shared/contract/watch.ts';
import type { Precision } from '../../../shared/contract/runs.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { createEagerTrainer } from './eager.ts';
import { chainProject, imageManifest, trainerOptions } from './project.fixture.ts';
import type { Step } from './project.fixture.ts';
import { prepare, train } from './recipes.fixture.ts';
import { runsOf } from './run.fixture.ts';
import { describe as describeSight } from './sight.ts';
import { createTracedTrainer } from './traced.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';
import { trainSome } from './trainer.fixture.ts';
import { lookSize } from './watch.ts';
import { createWatcher } from './watcher.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  native = (await loadTensorFlow({ backend: 'native', threads: 2, shards: 2 })) as NativeTensorFlow;
});

const images = imageManifest([20, 20, 1], { rows: 300, classes: 4 });
const settings: Partial<TrainingSettings> = { batchSize: 48, testFraction: 0, seed: 5 };
/** With what TensorFlow rewrites by how a value is used (a dropout), and a layer made of others. */
const steps: readonly Step[] = [
  ['conv2D', { filters: 8, activation: 'relu' }],
  ['maxPooling2D'],
  ['dropout', { rate: 0.3 }],
  ['reshape', { targetShape: [9, -1] }],
  ['dense', { units: 8 }],
  ['transformerEncoder', { numHeads: 2, intermediateDim: 12, dropout: 0.1 }],
  ['flatten'],
  ['dense', { units: 4, activation: 'softmax' }],
];
const project = chainProject([20, 20, 1], steps, images, settings);

/** The trainer, which looks at every step from this one on before it takes it. */
const lookingFrom =
  (first: number) =>
  (trainer: Trainer): Trainer => ({
    ...trainer,
    step(rows, step, ...rates) {
      if (step >= first) trainer.look(rows, step);
      return trainer.step(rows, step, ...rates);
    },
  });

describe.for([
  ['float32', 1],
  ['float32', 2],
  ['bfloat16', 2],
] as const)('in %s, in %d shards', ([precision, shards]) => {
  test('a run that is looked at is the same to the last bit', () => {
    const run = (see: (trainer: Trainer) => Trainer) => {
      const options = trainerOptions(project, images, shards);
      const trainer = createTracedTrainer(native, options, precision satisfies Precision);
      const series = trainSome(see(trainer), options);
      const state = trainer.state();
      trainer.close();
      return { series, state };
    };
    const alone = run((trainer) => trainer);
    expect(run(lookingFrom(0))).toEqual(alone);
    expect(run(lookingFrom(3))).toEqual(alone);
  });
});

test('so is one of two networks that learn against each other', async () => {
  const options = await prepare('gan', 1);
  const run = (see: (trainer: Trainer) => Trainer) => {
    const trainer = createTracedTrainer(native, options);
    const series = train(see(trainer), options, 1);
    const state = trainer.state();
    trainer.close();
    return { series, state };
  };
  expect(run(lookingFrom(0))).toEqual(run((trainer) => trainer));
  const { nodes } = seenBy(createTracedTrainer(native, options), options);
  const drawn = options.plan.networks.flatMap(({ inferred }) => inferred.order.map(({ node }) => node.id));
  expect(nodes.map(({ node }) => node).sort()).toEqual(drawn.sort());
});

function seenBy(trainer: Trainer, options: TrainerOptions) {
  const sight = trainer.look(options.data.split.train.slice(0, options.batchSize * options.plan.batches), 3)!;
  trainer.close();
  return describeSight(sight);
}

describe('what is seen', () => {
  const seen = () => {
    const options = trainerOptions(project, images, 2);
    return { options, ...seenBy(createTracedTrainer(native, options), options) };
  };
  const nodeOf = (nodes: readonly WatchedNode[], id: string): WatchedNode =>
    nodes.find(({ node }) => node === id)!;

  test('each drawn node has its output, picture and weights; a composite layer those of its parts', () => {
    const { nodes, options } = seen();
    const drawn = project.networks[0]!.nodes.map(({ id }) => id);
    expect(nodes.map(({ node }) => node).sort()).toEqual([...drawn].sort());
    const rows = lookSize(options);
    expect(rows).toBe(32);
    expect(nodeOf(nodes, 'conv2D-1').output!.shape).toEqual([rows, 18, 18, 8]);
    expect(nodeOf(nodes, 'output').output!.shape).toEqual([rows, 4]);
    const block = nodeOf(nodes, 'transformerEncoder-6');
    expect(block.output!.shape).toEqual([rows, 9, 8]);
    const ofBlock = options.plan.weights.filter(({ node }) => node.startsWith('transformerEncoder-6.'));
    expect(block.weights).toHaveLength(ofBlock.length);
    expect(new Set(block.weights.map(({ values }) => values.name)).size).toBe(ofBlock.length);
    expect(block.weights.every(({ gradient }) => gradient !== null)).toBe(true);
    expect(nodeOf(nodes, 'dense-8').weights.map(({ values }) => values.name)).toEqual(['kernel', 'bias']);
  });

  test('counts add up to what was looked at, and lie between the smallest and the largest value', () => {
    const { nodes, bytes } = seen();
    const all = nodes.flatMap(({ output, weights }) => [
      output!,
      ...weights.flatMap(({ values, gradient }) => [values, gradient!]),
    ]);
    for (const values of all) {
      const counts = countsOf(values, bytes);
      expect(counts).toHaveLength(WATCH_BINS);
      expect(counts.reduce((a, b) => a + b)).toBe(values.looked - values.statistics.notFinite);
      const { min, max, mean, deviation, magnitude } = values.statistics;
      expect(min! <= mean! && mean! <= max!).toBe(true);
      expect(magnitude!).toBeLessThanOrEqual(Math.max(-min!, max!));
      if (deviation! > 0) expect(counts[0]! > 0 && counts.at(-1)! > 0).toBe(true);
      expect(values.looked).toBeLessThanOrEqual(Math.min(4096, sizeOf(values.shape)));
    }
    // A large output is looked at here and there, over all of its channels.
    const { looked, shape } = nodeOf(nodes, 'conv2D-1').output!;
    expect(sizeOf(shape)).toBeGreaterThan(4096);
    expect(looked).toBeGreaterThan(2048);
    // Pixels are what they were made: a softmax's values sum to 1.
    expect(nodeOf(nodes, 'dense-8').output!.statistics.mean).toBeCloseTo(0.25, 5);
    expect(nodeOf(nodes, 'conv2D-1').output!.statistics.zeros).toBeGreaterThan(0.1);
  });

  test('pictures show the first row: an image’s channels, a sequence’s steps, a vector', () => {
    const { nodes, bytes } = seen();
    const sizeIn = (id: string): readonly number[] => {
      const { maps, rows, columns } = nodeOf(nodes, id).picture!;
      return [maps, rows, columns];
    };
    expect(sizeIn('input')).toEqual([1, 10, 10]);
    expect(sizeIn('conv2D-1')).toEqual([6, 9, 9]);
    expect(sizeIn('dense-5')).toEqual([1, 8, 9]);
    expect(sizeIn('dense-8')).toEqual([1, 1, 4]);
    const { picture } = nodeOf(nodes, 'dense-8');
    const values = Array.from(mapsOf(picture!, bytes), (value) => (value * picture!.scale) / 127);
    expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 1);
    expect(Math.max(...mapsOf(picture!, bytes))).toBe(127);
  });

  test('a step of fewer rows than a look takes is not looked at', () => {
    const options = trainerOptions(project, images, 1);
    const trainer = createEagerTrainer(native, options);
    expect(trainer.look(options.data.split.train.slice(0, 31), 0)).toBeNull();
    trainer.close();
  });

  test('leaves no tensor behind', () => {
    const options = trainerOptions(project, images, 1);
    const eager = createEagerTrainer(native, options);
    const traced = createTracedTrainer(native, options);
    const rows = options.data.split.train.slice(0, 48);
    eager.look(rows, 0);
    traced.look(rows, 0);
    const before = native.tf.memory().numTensors;
    eager.look(rows, 0);
    traced.look(rows, 0);
    expect(native.tf.memory().numTensors).toBe(before);
    eager.close();
    traced.close();
  });
});

describe('a run', () => {
  const runs = runsOf(images);
  afterAll(() => runs.remove());
  test('is looked at only while somebody watches, and ends with the same weights', async () => {
    const alone = await runs.run(project);
    const watched = await runs.run(project, { watched: true });
    const looks = (events: typeof alone.events) => events.filter(({ type }) => type === 'watched');
    expect(looks(alone.events)).toEqual([]);
    expect(looks(watched.events).length).toBeGreaterThan(0);
    expect(looks(watched.events)[0]).toMatchObject({ watched: { run: 'run', step: 1 } });
    expect(watched.ended.weights).toBe(alone.ended.weights);
  });

  test('is looked at once more at its end, where it pauses too', async () => {
    const last = ({ events }: Awaited<ReturnType<typeof runs.run>>) =>
      events.findLast((event) => event.type === 'watched')!.watched;
    const whole = await runs.run(project, { watched: true });
    const paused = await runs.run(project, { watched: true, looks: 3 });
    expect(last(whole).step).toBe(whole.ended.step);
    expect(last(paused).step).toBe(paused.ended.step);
    expect(paused.ended.step).toBeLessThan(whole.ended.step);
    expect(last(whole).nodes).not.toEqual(last(paused).nodes);
    const goneOn = await runs.run(project, { watched: true, resume: paused.kept! });
    expect(last(goneOn).nodes).toEqual(last(whole).nodes);
  });

  test('is looked at no more than once a second', () => {
    let looks = 0;
    const control = { watched: true };
    const sight = { places: [], values: new Float32Array() };
    const watcher = createWatcher('run', { look: () => ((looks += 1), sight) }, control, () => undefined);
    for (let step = 0; step < 1000; step++) watcher.before(Int32Array.of(0), step);
    expect(looks).toBe(1);
  });

  test.for([
    ['short', 4, 1.1],
    ['long', 30, 3.1],
  ] as const)(
    'is looked at for a fiftieth of the time, what the first look took counted in: %s looks',
    ([, took, rarest]) => {
      let [time, spent, last, longest] = [0, 0, 0, 0];
      const look = () => {
        const cost = spent === 0 ? 600 : took;
        longest = Math.max(longest, time - last);
        time += cost;
        last = time;
        spent += cost;
        return { places: [], values: new Float32Array() };
      };
      const watcher = createWatcher(
        'run',
        { look },
        { watched: true },
        () => undefined,
        () => time,
      );
      while (time < 90_000) {
        watcher.before(Int32Array.of(0), 0);
        time += 10;
      }
      expect(spent).toBeGreaterThan(600 + 20 * took);
      expect(spent / time).toBeLessThan(1 / 50);
      expect(longest).toBeLessThan(1000 * rarest);
    },
  );
});
