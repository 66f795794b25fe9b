import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyLayer } from '../../shared/kinds/define.ts';
import { cropping2D } from '../../shared/kinds/layers/cropping-2d.ts';
import { layers } from '../../shared/kinds/layers/index.ts';
import { dense } from '../../shared/kinds/layers/dense.ts';
import { permute } from '../../shared/kinds/layers/permute.ts';
import { reshape } from '../../shared/kinds/layers/reshape.ts';
import { upSampling2D } from '../../shared/kinds/layers/up-sampling-2d.ts';
import type { Params } from '../../shared/kinds/params.ts';
import { speak } from '../../shared/words/language.ts';
import { explained, readNumbers, readShape, valueText } from './param-text.ts';
import { searchLayers } from '../canvas/layer-names.ts';

describe('readShape', () => {
  it.each([
    ['28 × 28 × 1', [28, 28, 1]],
    ['28x28x1', [28, 28, 1]],
    ['28, 28, 3', [28, 28, 3]],
    [' 64 ', [64]],
  ])('reads %s', (text, shape) => expect(readShape(text, 'closed')).toEqual(shape));

  it.each(['', 'a × b', '28 × 0', '1.5', '-3', '1 2 3 4 5 6 7'])('refuses "%s"', (text) => {
    expect(readShape(text, 'closed')).toBeNull();
  });

  it('reads one -1 where the shape is open', () => {
    expect(readShape('-1 × 28', 'open')).toEqual([-1, 28]);
    expect(readShape('-1 × 28', 'closed')).toBeNull();
    expect(readShape('-1 × -1', 'open')).toBeNull();
    expect(readShape('-2', 'open')).toBeNull();
  });
});

it('shows values as a person reads them', () => {
  expect([
    valueText([3, 3], upSampling2D.params.size.control),
    valueText([0, 1, 2, 3], cropping2D.params.cropping.control),
    valueText([-1, 4], reshape.params.targetShape.control),
    valueText([2, 1], permute.params.dims.control),
    valueText(true, { type: 'flag' }),
    valueText(0.5, { type: 'number', min: 0, max: 1, step: 0.1 }),
    valueText('same', { type: 'choice', options: ['valid', 'same'] }),
  ]).toEqual(['3 × 3', '0, 1, 2, 3', '-1 × 4', '2, 1', 'on', '0.5', 'same']);
});

describe('searchLayers', () => {
  const found = (text: string): string[] => searchLayers(layers, text).map((layer) => layer.kind);

  it('finds all where nothing is asked for', () => expect(found('  ')).toHaveLength(layers.length));
  it('finds names however they are written', () => {
    for (const text of ['conv2d', 'Conv 2D', 'conv-2d']) expect(found(text)[0]).toBe('conv2D');
    expect(found('pooling max 2d')).toEqual(['maxPooling2D', 'globalMaxPooling2D']);
  });
  it('finds a layer by what it does', () => expect(found('fully connected')).toEqual(['dense']));
  it('finds nothing for what is not there', () => expect(found('teapot')).toEqual([]));
});

describe('lists of numbers', () => {
  const range = { type: 'numbers', least: 2, most: 2, min: -1, max: 1, whole: false } as const;
  const axes = { type: 'numbers', least: 0, most: 6, min: 1, max: 6, whole: true } as const;

  it.each([
    ['-0.1, 0.2', [-0.1, 0.2]],
    ['-.5;1e-1', [-0.5, 0.1]],
  ])('are read from %s', (text, value) => expect(readNumbers(text, range)).toEqual(value));
  it.each(['0.1', '0.1, 0.2, 0.3', '0, 2', 'a, b'])('refuse "%s"', (text) => {
    expect(readNumbers(text, range)).toBeNull();
  });
  it('may be empty where none is a value', () => {
    expect(readNumbers(' ', axes)).toEqual([]);
    expect(readNumbers(valueText([], axes), axes)).toEqual([]);
    expect(readNumbers('1.5', axes)).toBeNull();
  });
  it('are shown with commas', () => expect(valueText([-0.1, 0.2], range)).toBe('-0.1, 0.2'));
});

it.each([
  ['rnn', ['simpleRNN', 'lstm', 'gru']],
  ['attention', ['multiHeadAttention', 'transformerEncoder', 'transformerDecoder']],
  ['noise', ['gaussianNoise', 'sampling']],
  ['fully connected', ['dense']],
  ['GlobalAveragePooling1D', ['globalAveragePooling1D']],
  ['Conv2DTranspose', ['conv2DTranspose']],
])('finds layers by what people call them: %s', (text, kinds) => {
  const found = searchLayers(layers as readonly AnyLayer[], text).map(({ kind }) => kind);
  expect(found).toEqual(expect.arrayContaining(kinds));
  expect(found.length).toBeLessThan(20);
});

describe('what is said of a setting', () => {
  it('is its meaning, its limits, its unit and its default', () => {
    const said = explained(dense.params.units).replaceAll('\u202f', ' ');
    expect(said).toBe('Number of outputs. A whole number from 1 to 65 536. Default: 32.');
    expect(explained(cropping2D.params.cropping)).toContain('Default: 0, 0, 0, 0.');
  });

  it.each((layers as readonly AnyLayer[]).map((kind) => [kind.kind, kind] as const))(
    '%s says it of each, in sentences',
    (_, { params }) => {
      for (const param of Object.values(params as Params)) {
        expect(param.doc).toMatch(/^\S.{8,}\.$/);
        expect(explained(param)).toMatch(/\. Default: .+\.$/);
        expect(explained(param)).not.toMatch(/undefined|NaN|\[object/);
      }
    },
  );
});

describe('numbers where the comma is the decimal sign', () => {
  beforeAll(() => speak('de', {}));
  afterAll(() => speak('en', {}));
  const range = { type: 'numbers', least: 2, most: 2, min: -1, max: 1, whole: false } as const;

  it('are shown so that they can be told apart', () =>
    expect(valueText([-0.1, 0.2], range)).toBe('-0,1; 0,2'));
  it.each(['-0,1; 0,2', '-0.1; 0.2', '-0,1 0,2', '-0,1, 0,2'])('are read from %s', (text) =>
    expect(readNumbers(text, range)).toEqual([-0.1, 0.2]),
  );
});
