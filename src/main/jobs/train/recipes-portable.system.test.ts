/** Every recipe learns without the native library, too, and leaves nothing behind. */
import { beforeAll, expect, test } from 'vitest';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { createEagerTrainer } from './eager.ts';
import { cases, expectLearning } from './recipes.fixture.ts';

let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await loadTensorFlow({ backend: 'portable', threads: 1, shards: 1 });
});

test.for(Object.keys(cases))('%s', async (name) => {
  expect(runtime.kind).toBe('portable');
  const before = runtime.tf.memory().numTensors;
  await expectLearning(name, (options) => createEagerTrainer(runtime, options));
  expect(runtime.tf.memory().numTensors).toBe(before);
});
