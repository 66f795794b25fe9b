import { beforeAll, expect, test } from 'vitest';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { findNotFinite } from './diagnose.ts';
import { chainProject, tableManifest, trainerOptions } from './project.fixture.ts';
import { createTracedTrainer } from './traced.ts';
import type { TrainerOptions } from './trainer.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('These tests need native TensorFlow');
  native = runtime;
});

const manifest = tableManifest(3, { rows: 60 });
const optionsOf = (training: Partial<TrainingSettings>): TrainerOptions =>
  trainerOptions(
    chainProject(
      [3],
      [
        ['dense', { units: 8 }],
        ['dense', { units: 1 }],
      ],
      manifest,
      {
        validationFraction: 0,
        testFraction: 0,
        batchSize: 10,
        optimizer: { kind: 'sgd', params: {} },
        ...training,
      },
    ),
    manifest,
    2,
  );

/** Trains until a loss is not finite, then asks where that came from. */
function brokenAt(options: TrainerOptions, rate: number) {
  const trainer = createTracedTrainer(native, options);
  const rowsOf = (step: number): Int32Array =>
    options.data.split.train.slice((step % 6) * 10, (step % 6) * 10 + 10);
  let step = 0;
  for (; step < 200; step++) {
    const [series] = trainer.step(rowsOf(step), step, rate);
    if (!Number.isFinite(series![0]!)) break;
  }
  const replay = { tensors: options.state, step: 0, rowsOf, rate: () => rate };
  const found = findNotFinite(native, options, trainer, replay, step);
  trainer.close();
  return { step, found };
}

test('numbers in the data are named by their input', () => {
  const options = optionsOf({});
  options.data.inputs.get('input')!.values![3 * 25 + 1] = Infinity;
  const traced = brokenAt({ ...options, preprocessing: optionsOf({}).preprocessing }, 0.01);
  expect(traced).toEqual({ step: 2, found: { layer: 'input', what: 'input' } });
});

test('a layer whose weights make too large numbers is named by what came out of it', () => {
  const options = optionsOf({});
  const huge = { shape: [8, 1], values: new Float32Array(8).fill(1e38) };
  const name = options.plan.weights.find(
    ({ node, weight }) => node === 'dense-2' && weight === 'kernel',
  )!.name;
  const large = new Map([...options.state, [name, huge]]);
  const scaled = [...options.state.entries()].find(([other]) => other.endsWith('dense-1/kernel'))!;
  large.set(scaled[0], { ...scaled[1], values: scaled[1].values.map((value) => value * 1e3) });
  expect(brokenAt({ ...options, state: large }, 0.01)).toEqual({
    step: 0,
    found: { layer: 'dense-2', what: 'output' },
  });
});

test('a rate that is far too high is found after steps that were sound', () => {
  const { step, found } = brokenAt(optionsOf({}), 5);
  expect(step).toBeGreaterThan(1);
  expect(['weights', 'loss', 'output']).toContain(found!.what);
});

test('a loss that overflows by itself is named', () => {
  const options = optionsOf({});
  options.data.targets.get('output')!.values!.fill(1e30);
  expect(brokenAt(options, 0.01)).toEqual({ step: 0, found: { layer: 'output', what: 'loss' } });
});
