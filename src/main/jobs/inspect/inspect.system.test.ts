/** Imports the samples' data, trains on it and asks the inspect job: every process the real one. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Duplex } from 'node:stream';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Prediction } from '../../../shared/contract/core.ts';
import { encodeFrame, frameReader, NO_BYTES } from '../../../shared/contract/frames.ts';
import type { Frame } from '../../../shared/contract/frames.ts';
import type { InspectCommand, InspectEvent, ModelSource } from '../../../shared/contract/jobs.ts';
import { failureText } from '../../../shared/words/failures.ts';
import { SAMPLES, trainSample } from '../train/sample.fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Trained = Awaited<ReturnType<typeof trainSample>>;
/** Trains a sample for some epochs as it ships; `threads` and `shards` decide the engine. */
let trained = 0;
const train = (
  id: string,
  epochs: number,
  threads: number,
  shards: number,
  meanwhile?: Parameters<typeof trainSample>[4],
): Promise<Trained> =>
  trainSample(
    join(folder, `${id}-${trained++}`),
    id,
    epochs,
    { backend: 'native', threads, shards, precision: 'float32' },
    meanwhile,
  );

type Question = InspectCommand extends infer C ? (C extends InspectCommand ? Omit<C, 'id'> : never) : never;

let child: ChildProcess;
let askBytes: (question: Question) => Promise<Frame<InspectEvent>>;
const ask = async (question: Question): Promise<InspectEvent> => (await askBytes(question)).head;
beforeAll(() => {
  child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const pipe = child.stdio[3] as Duplex;
  const open = new Map<number, (frame: Frame<InspectEvent>) => void>();
  let last = 0;
  pipe.on(
    'data',
    frameReader((frame) => open.get((frame.head as InspectEvent).id)?.(frame as Frame<InspectEvent>)),
  );
  askBytes = (question) =>
    new Promise((resolve) => {
      const id = ++last;
      open.set(id, resolve);
      pipe.write(encodeFrame({ head: { ...question, id }, bytes: NO_BYTES }));
    });
});
afterAll(async () => {
  const exit = once(child, 'exit');
  (child.stdio[3] as Duplex).end();
  expect(await exit).toEqual([0, null]);
});

async function predict(
  model: ModelSource,
  rows: number[],
  paths: string[] = [],
): Promise<readonly Prediction[]> {
  const files = paths.map((path) => ({ path, name: basename(path) }));
  const event = await ask({ type: 'predict', model, rows, files });
  if (event.type !== 'predictions') throw new Error(JSON.stringify(event));
  return event.predictions;
}

async function refusal(question: Question): Promise<string> {
  const event = await ask(question);
  if (event.type !== 'failed') throw new Error(`Answered ${event.type}`);
  return failureText(event.failure);
}

const numbers = (predictions: readonly Prediction[]): (readonly number[])[] =>
  predictions.map(({ values }) => values);

describe('a model of a table', () => {
  let iris: Trained;
  let lines: string[];
  beforeAll(async () => {
    iris = await train('iris-classifier', 20, 1, 1);
    lines = (await readFile(join(SAMPLES, 'data/iris.csv'), 'utf8')).trim().split('\n').slice(1);
  });

  test('is evaluated with the numbers of the training job, digit for digit', async () => {
    const event = await ask({ type: 'evaluate', model: iris.model, split: 'test' });
    expect(event).toMatchObject({ type: 'evaluation', evaluation: iris.test });
    expect(iris.test.rows).toBe(30);
    expect(iris.test.metrics['accuracy']).toBeGreaterThan(0.8);
  });

  test('predicts rows of the data set and the same rows of a file alike', async () => {
    const rows = [0, 60, 149];
    const own = await predict(iris.model, rows);
    expect(own.map(({ source, best }) => [source, best])).toEqual([
      ['Row 1', 'setosa'],
      ['Row 61', 'versicolor'],
      ['Row 150', 'virginica'],
    ]);
    for (const { values } of own) expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    const [first, second, third] = rows.map((row) => lines[row]!);
    const named = join(folder, 'named.csv');
    await writeFile(
      named,
      ['petal width,note,sepal length,sepal width,petal length']
        .concat(
          [first!, second!, third!]
            .map((line) => line.split(','))
            .map(([a, b, c, d]) => [d, 'x', a, b, c].join()),
        )
        .join('\r\n'),
    );
    const same = join(folder, 'same-form.csv');
    await writeFile(same, [first, second, third].join('\n'));
    const features = join(folder, 'features.csv');
    await writeFile(
      features,
      [first!, second!, third!].map((line) => line.split(',').slice(0, 4).join(';')).join('\n'),
    );
    for (const path of [named, same, features]) {
      expect(numbers(await predict(iris.model, [], [path]))).toEqual(numbers(own));
    }
    const [prediction] = await predict(iris.model, [], [named]);
    expect(prediction).toMatchObject({
      source: 'named.csv:2',
      classes: ['setosa', 'versicolor', 'virginica'],
    });
  });

  test('takes a dash for a number that is missing', async () => {
    const [dash, empty] = ['dash.csv', 'empty.csv'].map((name) => join(folder, name));
    await writeFile(dash!, '5,3,1,–,0\n5,-,1,1,0\n');
    await writeFile(empty!, '5,3,1,,0\n5,,1,1,0\n');
    expect(numbers(await predict(iris.model, [], [dash!]))).toEqual(
      numbers(await predict(iris.model, [], [empty!])),
    );
  });

  test('says what is wrong with a file', async () => {
    const question = async (name: string, text: string): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, text);
      return refusal({ type: 'predict', model: iris.model, rows: [], files: [{ path, name }] });
    };
    expect(await question('few.csv', 'sepal length,petal length\n1,2\n')).toBe(
      'few.csv could not be imported: it lacks the columns sepal width, petal width.',
    );
    expect(await question('other.csv', 'a,b,c,d,e\n1,2,3,4,5\n6,7,8,9,10\n')).toBe(
      'other.csv could not be imported: it lacks the columns sepal length, sepal width, petal length, petal width.',
    );
    expect(await question('word.csv', '5,3,1,long,0\n5,3,1,1,0\n')).toBe(
      'word.csv could not be imported: "long" in petal width, line 1, is not a number.',
    );
    expect(await question('ragged.csv', '5,3,1,1,0\n5,3,1,1,0\n5,3\n')).toBe(
      'ragged.csv could not be imported: line 3 has 2 cells in place of 5.',
    );
    expect(await question('header.csv', 'sepal length,sepal width,petal length,petal width\n')).toBe(
      'header.csv could not be imported: it has no rows.',
    );
    expect(await question('data.bin', '\u0000\u0001')).toBe(
      'data.bin could not be imported: it is no table, and the model wants rows of one.',
    );
    expect(await refusal({ type: 'predict', model: iris.model, rows: [150], files: [] })).toBe(
      'There is no row "151".',
    );
    const gone = join(folder, 'gone.csv');
    expect(
      await refusal({
        type: 'predict',
        model: iris.model,
        rows: [],
        files: [{ path: gone, name: 'gone.csv' }],
      }),
    ).toBe('gone.csv cannot be read: it is not there.');
  });

  test('a missing cell is given the mean', async () => {
    const path = join(folder, 'missing.csv');
    await writeFile(path, '5.1,3.5,,0.2,0\n5.1,3.5,NA,0.2,0\n');
    const [first, second] = await predict(iris.model, [], [path]);
    expect(first!.values.every((value) => Number.isFinite(value))).toBe(true);
    expect(second!.values).toEqual(first!.values);
  });

  test('a damaged checkpoint is refused', async () => {
    const checkpoint = { ...iris.model.checkpoint, sha256: '0'.repeat(64) };
    expect(await refusal({ type: 'evaluate', model: { ...iris.model, checkpoint }, split: 'test' })).toMatch(
      /^The checkpoint .* is damaged/,
    );
  });
});

describe('a model of pictures, of another engine', () => {
  let digits: Trained;
  beforeAll(async () => {
    digits = await train('digits-mlp', 10, 2, 2);
  });

  test('is evaluated with the numbers of the training job, digit for digit', async () => {
    const event = await ask({ type: 'evaluate', model: digits.model, split: 'test' });
    expect(event).toMatchObject({ type: 'evaluation', evaluation: digits.test });
    expect(digits.test.rows).toBe(359);
    expect(digits.test.metrics['accuracy']).toBeGreaterThan(0.8);
    const counts = digits.test.confusion!.counts.flat().reduce((sum, count) => sum + count, 0);
    expect(counts).toBe(359);
  });

  test('predicts a picture as it predicts the row it was made from', async () => {
    const image = digits.model.manifest.columns[0]!;
    const pixels = (await readFile(join(digits.model.data, image.file))).subarray(64 * 7, 64 * 8);
    const small = sharp(pixels, { raw: { width: 8, height: 8, channels: 1 } });
    const png = join(folder, 'seven.png');
    await small.png().toFile(png);
    const idx = join(folder, 'digits.idx');
    await writeFile(
      idx,
      Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8]), pixels]),
    );
    const own = await predict(digits.model, [7]);
    expect(own[0]).toMatchObject({ source: 'Row 8', best: '7' });
    expect(numbers(await predict(digits.model, [], [png, idx]))).toEqual([own[0]!.values, own[0]!.values]);
    const table = join(folder, 'table.csv');
    await writeFile(table, '1,2\n3,4\n');
    expect(
      await refusal({
        type: 'predict',
        model: digits.model,
        rows: [],
        files: [{ path: table, name: 'table.csv' }],
      }),
    ).toBe('table.csv could not be imported: it is no picture, and the model wants pictures.');
  });
});

test('a model of a series reads a file of it by windows, and no window beyond the last row', async () => {
  const { model } = await train('lstm-forecaster', 1, 1, 1);
  const { rows } = model.manifest;
  const file = join(SAMPLES, 'data/mackey-glass.csv');
  const own = await predict(model, [0, 7, rows - 32]);
  expect(own.map(({ source }) => source)).toEqual(['Row 1–32', 'Row 8–39', `Row ${rows - 31}–${rows}`]);
  const all = await predict(model, [], [file]);
  expect(all).toHaveLength(rows - 31);
  const same = [0, 7, rows - 32].map((row) => all[row]!);
  numbers(same).forEach(([value], i) => expect(value).toBeCloseTo(own[i]!.values[0]!, 5));
  expect(await refusal({ type: 'predict', model, rows: [rows - 31], files: [] })).toBe(
    `There is no row "${rows + 1}".`,
  );
});

test('a convolutional model with batch normalisation is evaluated digit for digit too', async () => {
  const convolutional = await train('digits-cnn', 2, 2, 2);
  // The second time the model is still loaded.
  for (let time = 0; time < 2; time++) {
    const event = await ask({ type: 'evaluate', model: convolutional.model, split: 'test' });
    expect(event).toMatchObject({ type: 'evaluation', evaluation: convolutional.test });
  }
});

describe('a look inside', () => {
  const request = { split: 'train', rows: 16, gradients: true, training: true, values: true } as const;
  let ended: Trained;
  // Asked for the first time, the job loads TensorFlow: a run of a second would be over before it had looked.
  beforeAll(async () => {
    ended = await train('iris-classifier', 1, 1, 1);
    await ask({ type: 'probe', model: ended.model, request });
  });

  test.each([
    ['iris-classifier', 400, 1],
    ['conditional-gan', 12, 2],
  ])(
    'of %s comes with values, and leaves a run that trains as it would have been',
    async (id, epochs, networks) => {
      const alone = await train(id, epochs, 1, 1);
      const looks: number[] = [];
      const looked = await train(id, epochs, 1, 1, async (model, over) => {
        for (let time = 0; time < 5; time++) {
          const { head, bytes } = await askBytes({ type: 'probe', model, request });
          if (head.type !== 'probe') throw new Error(JSON.stringify(head));
          looks.push(head.probe.step);
          expect(time > 0 || !over()).toBe(true);
          const { tensors, loss, losses } = head.probe;
          expect(bytes.length).toBe(tensors.reduce((sum, { values }) => sum + 4 * values, 0));
          expect(loss).toBeGreaterThan(0);
          expect(losses).toHaveLength(networks);
          const gradients = tensors.filter(({ what, of }) => what === 'gradient' && of === 'weight');
          expect(gradients.length).toBeGreaterThan(1);
          for (const { from, values, statistics } of gradients) {
            const own = new Float32Array(bytes.slice(from, from + 4 * values).buffer);
            expect(Math.fround(statistics.max!)).toBe(Math.max(...own));
          }
        }
      });
      expect(looks.every((step) => step === looks[0])).toBe(true);
      expect(looked.weights).toBe(alone.weights);
      expect(looked.test).toEqual(alone.test);
    },
  );

  test('of nodes and rows that are not there is refused in words', async () => {
    const { model } = ended;
    expect(await refusal({ type: 'probe', model, request: { ...request, nodes: ['x'] } })).toBe(
      'There is no layer "x".',
    );
    expect(await refusal({ type: 'probe', model, request: { ...request, rows: [0, 4000] } })).toBe(
      'There is no row in the train split "4001".',
    );
  });
});
