import { describe, expect, test } from 'vitest';
import { howTo as englishHowTo } from '../help/how-to.ts';
import { terms as englishTerms } from '../help/terms.ts';
import type { HelpText } from '../help/terms.ts';
import { howTo, terms } from './help.ts';
import { expectTranslated } from './translation.fixture.ts';

/** Titles that are the same in both languages. */
const names = new Set([
  ...['Attention', 'Autoencoder', 'Backpropagation', 'Batch', 'Bias', 'Checkpoint', 'Dropout', 'Embedding'],
  ...['Gradient', 'Hyperparameter', 'Logit', 'Pooling', 'Softmax', 'Tensor', 'Token', 'Transformer'],
]);

const words = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

type Texts = Readonly<Record<string, HelpText>>;

describe.each<[string, Texts, Texts]>([
  ['terms', englishTerms, terms],
  ['how-tos', englishHowTo, howTo],
])('%s', (_, english, german) => {
  test('each is there, in the same order, and no other', () => {
    expect(Object.keys(german)).toEqual(Object.keys(english));
  });

  test.each(Object.entries(english))('%s', (id, { title, text, also }) => {
    const said = german[id]!;
    if (names.has(title)) expect(said.title).toBe(title);
    else expectTranslated(title, said.title, `${id}: title`);
    expectTranslated(text, said.text, id);
    expect(said.text.split('\n').length).toBe(text.split('\n').length);
    // Who knows the English names finds it too, and who knows German ones.
    const inEnglish = words(`${title} ${also ?? ''}`);
    const inGerman = words(`${said.title} ${said.also ?? ''}`);
    expect(inGerman).toEqual(expect.arrayContaining(inEnglish));
    if (also !== undefined) expect(words(said.also!).some((word) => !inEnglish.includes(word))).toBe(true);
  });
});

test('terms are explained in two to four sentences', () => {
  for (const [id, { text }] of Object.entries<HelpText>(terms)) {
    const sentences = text.split(/[.?](?=\s|$)/).filter(Boolean).length;
    expect(sentences, id).toBeGreaterThanOrEqual(2);
    expect(sentences, id).toBeLessThanOrEqual(4);
  }
});
