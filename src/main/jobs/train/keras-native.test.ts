import { beforeAll } from 'vitest';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { compareWithKeras } from './fixtures/keras.fixture.ts';
import { compareResampling } from './fixtures/resampling.fixture.ts';

let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
});

compareWithKeras(() => runtime);
compareResampling(() => runtime);
