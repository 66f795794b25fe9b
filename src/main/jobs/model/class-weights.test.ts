import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { expectNumbers } from '../train/fixtures/keras.fixture.ts';
import type { Numbers } from '../train/fixtures/keras.fixture.ts';
import { chainProject, dataInMemory, imageManifest, withOutput } from '../train/project.fixture.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import { classWeights, weighted } from './class-weights.ts';
import { measure } from './measure.ts';

const { weighted: keras } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../train/fixtures/keras-metrics.json'), 'utf8'),
) as { weighted: { weights: number[]; logits: Numbers; target: Numbers; loss: number; gradient: Numbers } };

const images = imageManifest([4, 4, 1], { rows: 40, classes: 4 });
const own = (classWeight: Record<string, number>) =>
  withOutput(chainProject([4, 4, 1], [['flatten'], ['dense', { units: 4, activation: 'softmax' }]], images), {
    classWeights: 'own',
    classWeight,
  });
const names = (images.columns.at(-1) as { classes: readonly string[] }).classes;

test('weights of a person are by the names of the classes; what is not said is 1', () => {
  const { plan, data } = dataInMemory(own({ [names[2]!]: 0.5, [names[0]!]: 3 }), images);
  expect([...classWeights(plan, data).get('output')!]).toEqual([3, 1, 0.5, 1]);
});

test('loss and gradient of a batch are those of class_weight in Keras', async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
  const { tf } = runtime;
  const told = Object.fromEntries(keras.weights.map((weight, i) => [names[i]!, weight]));
  const { plan, data } = dataInMemory(own(told), images);
  const target = tf.tensor1d(keras.target.values, 'int32');
  const lossOf = (logits: Tensor): Tensor => {
    const value = { prediction: tf.softmax(logits), lossInput: logits };
    const batch = { rows: target.size, inputs: new Map(), targets: new Map([['output', target]]) };
    const { rowWeights } = weighted(tf, classWeights(plan, data), batch);
    const { loss } = measure(runtime, plan, plan.outputs[0]!, value, target, rowWeights!.get('output'));
    return tf.mean(loss);
  };
  const logits = tf.tensor(keras.logits.values, keras.logits.shape);
  const [loss] = lossOf(logits).dataSync();
  expect(loss).toBeCloseTo(keras.loss, 5);
  expectNumbers(tf.grad(lossOf)(logits), keras.gradient, 'gradient');
});

test('a weight of a class that there is not is refused', () => {
  expect(() => dataInMemory(own({ elsewhere: 2 }), images)).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({ code: 'project-has-problems' }) as unknown,
    }),
  );
});
