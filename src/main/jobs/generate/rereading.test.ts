/** What is written is what a network writes that computes all of itself again for each token. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GenerateRequest } from '../../../shared/contract/generate.ts';
import type { ModelSource } from '../../../shared/contract/jobs.ts';
import { rowsAt } from '../model/forward-rows.ts';
import { loadModel } from '../model/model.ts';
import type { LoadedModel } from '../model/model.ts';
import { generate } from './generate.ts';
import type { Maker } from './maker.ts';
import { exactMatches } from './sequences.ts';
import { COPY_DECODER, copyTask, dense, TEXT_LAYERS, textTask } from './tasks.fixture.ts';
import type { Layers } from './tasks.fixture.ts';
import { trained } from './trained.fixture.ts';
import type { Task } from './trained.fixture.ts';

/** All of it again, in each call. */
const slowly = (model: LoadedModel): Maker => ({
  ...model,
  reread:
    ({ input, output }, features, count) =>
    (read, places) => {
      const others = rowsAt(features, count, places);
      return model.forwardRaw({ ...others, [input]: read }, places.length).outputs[output]!.values;
    },
});

const GPT_LAYERS: Layers = [
  ['e', 'embedding', { inputDim: 5, outputDim: 8 }],
  ['p', 'positionEmbedding', {}],
  ['b', 'transformerDecoder', { numHeads: 2, intermediateDim: 16, normalizeFirst: true }],
  ['d', 'dense', dense(5, 'softmax')],
];

/** Trained little, so that there is something to draw. */
const tasks: Record<string, Task> = {
  recurrent: textTask(TEXT_LAYERS, 2),
  transformer: textTask(GPT_LAYERS, 2),
  pairs: copyTask(COPY_DECODER, 1),
};

describe.each(Object.keys(tasks))('%s', (name) => {
  let source: ModelSource;
  let folder: string;
  let model: LoadedModel;
  beforeAll(async () => {
    ({ source, folder } = await trained(tasks[name]!));
    model = await loadModel(source);
  });
  afterAll(() => {
    model.close();
    rmSync(folder, { recursive: true });
  });
  const writing = { written: () => undefined, cancelled: () => false };
  const both = (request: GenerateRequest) =>
    Promise.all([model, slowly(model)].map((maker) => generate(maker, source, request, writing)));

  if (name !== 'pairs') {
    test.each([
      // Within the window and beyond it, in few calls and in many.
      { prompt: 'a', length: 4 },
      { prompt: 'bcd', length: 30, temperature: 2 },
      { prompt: 'eabcdeabcd', length: 150, temperature: 1 },
      { prompt: 'a', length: 150, temperature: 4, topP: 0.9 },
    ])('writes the same text for each seed: $length tokens', async (request) => {
      for (const seed of [0, 1, 2]) {
        const [fast, slow] = await both({ ...request, seed });
        expect(fast).toEqual(slow);
        expect(fast!.generated).toMatchObject({ form: 'text', tokens: request.length });
      }
    });
    return;
  }

  test.each([1, 3])('gives the same answers by a beam of %i', async (beam) => {
    for (const request of [{ prompt: 'abca' }, { rows: [4, 9, 1, 0, 200] }]) {
      const [fast, slow] = await both({ ...request, beam });
      const texts = [fast, slow].map((made) => {
        if (made?.generated.form !== 'answers') throw new Error('No answers');
        return made.generated.sources.map(({ answers }) => answers.map(({ text }) => text));
      });
      expect(texts[0]).toEqual(texts[1]);
      expect(texts[0]![0]).toHaveLength(beam);
    }
  });

  test('counts as many answers as right, of few rows and of many', async () => {
    const rows = model.rowsOf('train');
    for (const part of [rows.subarray(0, 70), rows, new Int32Array(900).map((_, i) => rows[i % 200]!)]) {
      const [fast, slow] = await Promise.all(
        [model, slowly(model)].map((maker) => exactMatches(source, part, () => Promise.resolve(maker))),
      );
      expect(fast).toEqual(slow);
      expect(fast!.rows).toBe(part.length);
      expect(fast!.same).toBeGreaterThan(0);
      expect(fast!.same).toBeLessThan(part.length);
    }
  });
});
