import { expect, it } from 'vitest';
import { recipes } from '../../shared/kinds/recipes/index.ts';
import { makesSamples, makingOf } from './making.ts';

it('every recipe makes something or predicts, and what makes something shows it while it trains', () => {
  const made = Object.fromEntries(recipes.map(({ kind }) => [kind, makingOf(kind)]));
  expect(made).toEqual({
    supervised: null,
    autoencoder: null,
    variationalAutoencoder: 'samples',
    languageModel: 'text',
    sequenceToSequence: 'answers',
    timeSeries: null,
    gan: 'samples',
  });
  expect(recipes.map(({ kind }) => kind).filter(makesSamples)).toEqual([
    'autoencoder',
    'variationalAutoencoder',
    'languageModel',
    'sequenceToSequence',
    'gan',
  ]);
  expect(makingOf('unheardOf')).toBeNull();
});
