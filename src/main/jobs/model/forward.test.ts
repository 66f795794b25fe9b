import { expect, test } from 'vitest';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Step } from '../train/project.fixture.ts';
import { chainProject, dataInMemory, imageManifest } from '../train/project.fixture.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import { noRandom } from '../tensorflow/random.ts';
import { forwardNetwork } from './forward.ts';

const images = imageManifest([2, 2, 1], { rows: 8, classes: 3 });

test('what a last layer gives is penalised as it gives it, though the loss takes the values before its softmax', async () => {
  const { tf, ops } = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
  const steps: Step[] = [
    ['flatten'],
    ['dense', { units: 3, activation: 'softmax', activityL1: 0.5, activityL2: 0.25 }],
  ];
  const { plan } = dataInMemory(chainProject([2, 2, 1], steps, images), images);
  const weights = new Map(
    plan.result.weights.map(({ name, spec: { shape } }) => {
      const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i));
      return [name, tf.tensor(values, [...shape])];
    }),
  );
  const context = { tf, ops, training: true, random: noRandom, shard: 0 };
  const inputs = new Map([['input', tf.reshape(tf.range(0, 8), [2, 2, 2, 1])]]);
  const { outputs, rowPenalties } = forwardNetwork(context, plan.result, weights, inputs);
  const { prediction, lossInput } = outputs.get('output')!;
  expect([...lossInput.dataSync()]).not.toEqual([...prediction.dataSync()]);
  expect(rowPenalties).toHaveLength(1);
  const rows = prediction.arraySync() as number[][];
  [...rowPenalties[0]!.dataSync()].forEach((penalty, i) => {
    expect(penalty).toBeCloseTo(0.5 + 0.25 * rows[i]!.reduce((sum, value) => sum + value ** 2, 0), 6);
  });
});
