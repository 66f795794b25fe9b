import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { samples } from './samples.ts';
import type { SamplesWords } from '../samples.ts';
import { expectTranslated } from './translation.fixture.ts';

interface Sample {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly when: string;
}
const english = (
  JSON.parse(readFileSync('resources/samples/index.json', 'utf8')) as { readonly samples: readonly Sample[] }
).samples;
const german: SamplesWords = samples;

const names = new Set([
  'Fashion-MNIST',
  'Fashion-MNIST, GAN',
  'Iris',
  'LeNet',
  'ResNet',
  'Shakespeare, GPT',
  'Shakespeare, LSTM',
]);

test('every sample has words, in the same order, and nothing else has', () => {
  expect(Object.keys(german)).toEqual(english.map(({ id }) => id));
});

describe.each(english.map((sample) => [sample.id, sample] as const))('%s', (id, sample) => {
  test.each(['name', 'description', 'when'] as const)('%s', (part) => {
    const text = german[id]![part] ?? sample[part];
    if (part === 'name' && names.has(sample.name)) expect(text).toBe(sample.name);
    else expectTranslated(sample[part], text, part);
  });
});
