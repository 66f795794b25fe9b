/** Fashion-MNIST: read, drawn anew and made up. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { loadModel } from '../../../src/main/jobs/model/model.ts';
import { kerasPython } from '../../../src/main/jobs/export/keras/keras-venv.fixture.ts';
import { percent } from './bar.ts';
import type { Bar } from './bar.ts';
import { sampleCalled, trainSample } from './lab.ts';
import type { Trained } from './lab.ts';

let classifier: Promise<Trained> | null = null;
/** Trained once, whichever bars want it. */
const trainedClassifier = (): Promise<Trained> =>
  (classifier ??= trainSample('fashion-small', {}, 'bfloat16'));

const fashionBar = (
  name: string,
  atLeast: number,
  minutes: number,
  trained: () => Promise<Trained>,
): Bar => ({
  name,
  asked: `accuracy >= ${percent(atLeast)} with under 1 M parameters in <= ${minutes} minutes`,
  async measure() {
    const { test, parameters, seconds } = await trained();
    const accuracy = test!.metrics['accuracy']!;
    return {
      measured: `${percent(accuracy)} with ${parameters} parameters in ${seconds.toFixed(0)} s`,
      met: accuracy >= atLeast && parameters < 1e6 && seconds <= 60 * minutes,
    };
  },
});
const fashion = fashionBar('fashion', 0.925, 5, trainedClassifier);
const fashionLong = fashionBar('fashion-long', 0.935, 15, () =>
  trainSample('fashion-small', { epochs: 64 }, 'bfloat16'),
);

const MADE = 1000;

/** What a classifier says of pictures that the generator made: each of the ten kinds, and clearly. */
const gan: Bar = {
  name: 'gan',
  asked: `a classifier of >= 91 % sees all ten classes in ${MADE} pictures, none in over 25 %, mean confidence >= 0.8`,
  async measure() {
    const trained = await trainSample('fashion-conditional-gan', {}, 'bfloat16');
    const generator = await loadModel(trained.model);
    const rows = Int32Array.from({ length: MADE }, (_, i) => i);
    const pictures = Object.values(generator.forwardRows(rows).outputs)[0]!.values;
    generator.close();
    const judge = await trainedClassifier();
    const accuracy = judge.test!.metrics['accuracy']!;
    const model = await loadModel(judge.model);
    // From -1 … 1 to the bytes of a picture.
    const bytes = pictures.map((value) => (value + 1) * 127.5);
    const scores = Object.values(model.forwardRaw({ 'input-1': bytes }, MADE).outputs)[0]!.values;
    model.close();
    const counts = new Array<number>(10).fill(0);
    let confidence = 0;
    for (let row = 0; row < MADE; row++) {
      const own = scores.subarray(row * 10, row * 10 + 10);
      const best = Math.max(...own);
      counts[own.indexOf(best)]! += 1;
      confidence += best / MADE;
    }
    return {
      measured: `classes ${counts.join(' ')}, confidence ${confidence.toFixed(3)}, by a classifier of ${percent(accuracy)}`,
      met:
        accuracy >= 0.91 && Math.min(...counts) > 0 && Math.max(...counts) <= MADE / 4 && confidence >= 0.8,
    };
  },
};

const vae: Bar = {
  name: 'vae',
  asked: '784 x MSE + KL of the test pictures not above that of the same network in Keras',
  async measure() {
    const { project, files } = await sampleCalled('fashion-vae');
    const { epochs, batchSize, learningRate } = project.training;
    const { test } = await trainSample('fashion-vae');
    const ours = test!.metrics['loss']!;
    const keras = await kerasPython();
    if ('missing' in keras) return { measured: `${ours.toFixed(3)}; ${keras.missing}`, met: false };
    const script = join(import.meta.dirname, '../../peers/vae_keras.py');
    const args = [script, files[0]!, files[2]!, String(epochs), String(batchSize), String(learningRate)];
    const theirs = Number(
      execFileSync(keras.python, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, KERAS_BACKEND: 'tensorflow', CUDA_VISIBLE_DEVICES: '' },
      }),
    );
    return { measured: `${ours.toFixed(3)}, Keras ${theirs.toFixed(3)}`, met: ours <= theirs };
  },
};

export const pictureBars: readonly Bar[] = [fashion, fashionLong, vae, gan];
