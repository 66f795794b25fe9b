/** What small trained networks make, asked as the inspect job is. */
import { rmSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Generated, GenerateRequest } from '../../../shared/contract/generate.ts';
import type { InspectEvent, ModelSource } from '../../../shared/contract/jobs.ts';
import type { Column } from '../../../shared/data/manifest.ts';
import { randomStream } from '../../../shared/random.ts';
import { failureText } from '../../../shared/words/failures.ts';
import { loadModel } from '../model/model.ts';
import { inspector } from '../inspect/inspect.ts';
import {
  classGanTask,
  COPY_DECODER,
  copyTask,
  dense,
  generator,
  PAIRS,
  TEXT_LAYERS,
  textTask,
  variationalTask,
} from './tasks.fixture.ts';
import { network, trained } from './trained.fixture.ts';
import type { Task } from './trained.fixture.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));
const train = async (task: Task): Promise<ModelSource> => {
  const { source, folder } = await trained(task);
  folders.push(folder);
  return source;
};

const told: string[] = [];
let onWritten: () => void = () => undefined;
const inspect = inspector(loadModel, (event) => {
  if (event.type !== 'written') return;
  told.push(event.text);
  onWritten();
});
let last = 0;
async function ask(model: ModelSource, request: GenerateRequest) {
  told.length = 0;
  return inspect.answer({ type: 'generate', id: ++last, model, request });
}
async function made<F extends Generated['form']>(
  form: F,
  model: ModelSource,
  request: GenerateRequest,
): Promise<Extract<Generated, { form: F }> & { bytes: Uint8Array }> {
  const { head, bytes } = await ask(model, request);
  if (head.type !== 'generated' || head.generated.form !== form) throw new Error(JSON.stringify(head));
  return { ...(head.generated as Extract<Generated, { form: F }>), bytes };
}
const refusal = (head: InspectEvent): string =>
  head.type === 'failed' ? failureText(head.failure) : `Answered ${head.type}`;

describe('a language model', () => {
  let model: ModelSource;
  beforeAll(async () => {
    model = await train(textTask(TEXT_LAYERS, 40));
  });

  test('goes on with what it has learned, from prompts shorter and longer than its window', async () => {
    for (const [prompt, text] of [
      ['c', 'deabcdeabcde'],
      ['abcdeabcdea', 'bcdeabcdeabc'],
    ] as const) {
      const greedy = await made('text', model, { prompt, length: 12, temperature: 0 });
      expect(greedy).toMatchObject({ prompt, text, tokens: 12, unknown: [], ended: 'length' });
      expect(told.join('')).toBe(text);
      expect(told).toHaveLength(12);
    }
  });

  test('writes the same by the same seed, and something else by another', async () => {
    const write = async (seed: number): Promise<string> =>
      (await made('text', model, { prompt: 'a', length: 60, temperature: 3, seed })).text;
    expect(await write(7)).toBe(await write(7));
    expect(await write(7)).not.toBe(await write(8));
    const likeliest = await made('text', model, {
      prompt: 'a',
      length: 20,
      temperature: 3,
      topK: 1,
      seed: 7,
    });
    expect(likeliest.text).toBe('bcdeabcdeabcdeabcdea'.slice(0, 20));
  });

  test('says what it does not know, and wants something to go on from', async () => {
    expect(await made('text', model, { prompt: 'xayx', length: 1, temperature: 0 })).toMatchObject({
      prompt: 'a',
      text: 'b',
      unknown: ['x', 'y'],
    });
    expect(refusal((await ask(model, { prompt: 'xy' })).head)).toMatch(/give it a prompt/);
  });

  test('stops where it is cancelled', async () => {
    onWritten = () => told.length === 3 && inspect.cancel(last);
    const cut = await made('text', model, { prompt: 'a', length: 500, temperature: 0 });
    onWritten = () => undefined;
    expect(cut).toMatchObject({ text: 'bcd', tokens: 3, ended: 'cancelled' });
  });

  test('that looks ahead writes from a full window only', async () => {
    const layers = [
      ['e', 'embedding', { inputDim: 5, outputDim: 4 }],
      ['f', 'flatten', {}],
      ['h', 'dense', dense(30)],
      ['r', 'reshape', { targetShape: [6, 5] }],
      ['o2', 'activation', { activation: 'softmax' }],
    ] as const;
    const ahead = await train(textTask(layers, 20));
    expect(refusal((await ask(ahead, { prompt: 'abc' })).head)).toMatch(/prompt of at least 6 tokens/);
    const whole = await made('text', ahead, { prompt: 'abcdea', length: 4, temperature: 0 });
    expect(whole.text).toBe('bcde');
  });
});

describe('a sequence-to-sequence network that copies', () => {
  let model: ModelSource;
  beforeAll(async () => {
    model = await train(copyTask(COPY_DECODER, 40));
  });

  test('answers a text and rows of the data, by its likeliest tokens and by a beam', async () => {
    const greedy = await made('answers', model, { prompt: 'bacx' });
    expect(greedy.unknown).toEqual(['x']);
    const four = await made('answers', model, { prompt: 'bacc' });
    expect(four.sources).toMatchObject([
      { source: 'bacc', target: null, answers: [{ text: 'bacc', ended: true }] },
    ]);
    const beam = await made('answers', model, { rows: [0, 1, 2], beam: 3 });
    for (const { target: wanted, answers } of beam.sources) {
      expect(answers[0]).toMatchObject({ text: wanted, ended: true });
      expect(answers).toHaveLength(3);
      expect(answers.map(({ score }) => score)).toEqual(
        answers.map(({ score }) => score).sort((a, b) => b - a),
      );
    }
    expect(refusal((await ask(model, { rows: [PAIRS] })).head)).toMatch(/no row "301"/);
  });

  test('is evaluated by exact matches, too', async () => {
    const { head } = await inspect.answer({ type: 'evaluate', id: ++last, model, split: 'test' });
    expect(head).toMatchObject({ type: 'evaluation', evaluation: { metrics: { exactMatch: 1 } } });
  });

  test('lets other questions go first while it is evaluated, and says what is measured where it is ended', async () => {
    const order: string[] = [];
    const question = { type: 'evaluate', id: ++last, model, split: 'train' } as const;
    const evaluated = inspect.answer(question).then(({ head }) => {
      order.push('evaluation');
      return head;
    });
    const answered = ask(model, { prompt: 'abca' }).then(() => {
      order.push('answers');
      inspect.cancel(question.id);
    });
    await answered;
    const head = await evaluated;
    expect(order).toEqual(['answers', 'evaluation']);
    // Ended once the other was answered, at most a part of the rows later.
    if (head.type !== 'evaluation') throw new Error(JSON.stringify(head));
    const { rows, metrics, rowsOf } = head.evaluation;
    expect(rows).toBe(240);
    expect(metrics['loss']).toBeGreaterThanOrEqual(0);
    const seen = rowsOf?.['exactMatch'] ?? (metrics['exactMatch'] === undefined ? 0 : rows);
    expect(seen).toBeLessThan(rows);
  });

  test('that looks ahead says so', async () => {
    const decoder = [
      ['te', 'embedding', { inputDim: 6, outputDim: 4 }],
      ['tf', 'flatten', {}],
      ['td', 'dense', dense(80)],
      ['w', 'reshape', { targetShape: [5, 16] }],
    ] as const;
    const ahead = await train(copyTask(decoder, 2));
    expect(refusal((await ask(ahead, { prompt: 'abca' })).head)).toMatch(/tokens that come later/);
    const { head } = await inspect.answer({ type: 'evaluate', id: ++last, model: ahead, split: 'test' });
    expect(head.type === 'evaluation' && Object.keys(head.evaluation.metrics)).not.toContain('exactMatch');
  });
});

const pixels = async (png: Uint8Array) => sharp(png).raw().toBuffer({ resolveWithObject: true });

describe('a variational autoencoder', () => {
  let model: ModelSource;
  beforeAll(async () => {
    model = await train(variationalTask(30));
  });

  test('shows the plane of its two numbers, with what it has learned of it', async () => {
    const grid = await made('pictures', model, { samples: 25 });
    expect(grid).toMatchObject({ samples: 25, columns: 5, width: 24, height: 24, classes: null });
    const { data, info } = await pixels(grid.bytes);
    expect([info.width, info.height]).toEqual([24, 24]);
    // Decoded by hand: the layers behind the middle are one Dense layer.
    const loaded = await loadModel(model);
    const { kernel, bias } = loaded.weights['d']!;
    const at = (row: number, column: number): number => {
      const point = [column - 2, 2 - row];
      const value = point.reduce((sum, x, k) => sum + x * kernel!.values[k * 16]!, bias!.values[0]!);
      return Math.min(255, Math.max(0, Math.round(value * 127.5 + 127.5)));
    };
    loaded.close();
    for (const [row, column] of [
      [0, 0],
      [1, 3],
      [4, 2],
    ] as const)
      expect(
        Math.abs(data[(row * 5 * 24 + column * 5) * info.channels]! - at(row, column)),
      ).toBeLessThanOrEqual(1);
  });

  test('draws its middle by a seed where one is given', async () => {
    const [first, again, other] = [1, 1, 2].map((seed) => made('pictures', model, { samples: 9, seed }));
    expect((await first!).bytes).toEqual((await again!).bytes);
    expect((await first!).bytes).not.toEqual((await other!).bytes);
  });
});

describe('a GAN', () => {
  test('makes rows of a table, with names and in the columns’ own numbers', async () => {
    const random = randomStream(2, 'cloud');
    const column = (name: string, middle: number): readonly [Column, Float32Array] => [
      { type: 'number', name, file: `${name}.f32`, missing: 0, statistics: null },
      Float32Array.from({ length: 200 }, () => middle + random.normal()),
    ];
    const model = await train({
      recipe: 'gan',
      networks: [
        generator(false, [['gd', 'dense', dense(2)]]),
        network('d', [
          ['real', 'input', { shape: [2], normalise: 'standard' }],
          ['dd', 'dense', dense(1)],
          ['do', 'output', {}],
        ]),
      ],
      inputs: { real: ['x', 'y'] },
      targets: {},
      order: 'rows',
      rows: 200,
      columns: [column('x', 100), column('y', -50)],
      epochs: 1,
    });
    const table = await made('numbers', model, { samples: 50 });
    expect(table.names).toEqual(['x', 'y']);
    expect(table.rows).toHaveLength(50);
    // An output of a few units around 0 stands for a few around the column's own mean.
    for (const [x, y] of table.rows as [number, number][]) {
      expect(Math.abs(x - 100)).toBeLessThan(10);
      expect(Math.abs(y + 50)).toBeLessThan(10);
    }
    expect((await made('numbers', model, { samples: 50 })).rows).toEqual(table.rows);
    expect((await made('numbers', model, { samples: 50, seed: 1 })).rows).not.toEqual(table.rows);
  });

  test('of classes makes rows of a table, though a class is as wide as a row and drawn first', async () => {
    const random = randomStream(2, 'cloud');
    const kinds = Int32Array.from({ length: 200 }, (_, i) => i % 2);
    const column = (name: string, apart: number): readonly [Column, Float32Array] => [
      { type: 'number', name, file: `${name}.f32`, missing: 0, statistics: null },
      Float32Array.from(kinds, (kind) => (kind === 0 ? -apart : apart) + 0.1 * random.normal()),
    ];
    const kind: Column = {
      type: 'category',
      name: 'kind',
      file: 'kind.i32',
      classes: ['low', 'high'],
      counts: { train: [], validation: [], test: [] },
    };
    const model = await train({
      recipe: 'gan',
      networks: [
        generator(true, [['gd', 'dense', dense(2)]]),
        network('d', [
          ['told', 'input', { shape: [2], normalise: 'none' }],
          ['real', 'input', { shape: [2], normalise: 'standard' }, []],
          ['db', 'concatenate', {}, ['told', 'real']],
          ['dh', 'dense', dense(8, 'tanh')],
          ['dd', 'dense', dense(1)],
          ['do', 'output', {}],
        ]),
      ],
      inputs: { class: ['kind'], told: ['kind'], real: ['x', 'y'] },
      targets: {},
      order: 'rows',
      rows: 200,
      columns: [column('x', 50), column('y', 5), [kind, kinds]],
      epochs: 60,
    });
    const table = await made('numbers', model, { samples: 20 });
    expect(table.names).toEqual(['', 'x', 'y']);
    const mean = (of: string): number => {
      const own = table.rows.filter(([label]) => label === of).map(([, x]) => Number(x));
      return own.reduce((sum, x) => sum + x, 0) / own.length;
    };
    // What is told decides what is made: the sample went where samples go.
    expect(mean('high') - mean('low')).toBeGreaterThan(30);
  });

  test('of classes makes a row of pictures for each, from the same noise', async () => {
    const model = await train(classGanTask(2));
    const grid = await made('pictures', model, { samples: 3 });
    expect(grid).toMatchObject({ samples: 6, columns: 3, width: 14, height: 9, classes: ['dark', 'bright'] });
    const { data, info } = await pixels(grid.bytes);
    // Decoded by hand: noise of column 1 with either class.
    const loaded = await loadModel(model);
    const noise = randomStream(0, 'noise/noise');
    const drawn = Array.from({ length: 12 }, () => Math.fround(noise.normal())).slice(4, 8);
    const [gh, gd] = [loaded.weights['gh']!, loaded.weights['gd']!];
    for (const label of [0, 1]) {
      const read = [...drawn, label === 0 ? 1 : 0, label];
      const hidden = Array.from(gh['bias']!.values, (bias, h) =>
        Math.tanh(read.reduce((sum, x, i) => sum + x * gh['kernel']!.values[i * 8 + h]!, bias)),
      );
      const value = Math.tanh(
        hidden.reduce((sum, x, i) => sum + x * gd['kernel']!.values[i * 16]!, gd['bias']!.values[0]!),
      );
      const byte = data[(label * 5 * 14 + 5) * info.channels]!;
      expect(Math.abs(byte - (value * 127.5 + 127.5))).toBeLessThanOrEqual(1);
    }
    loaded.close();
  });
});
