import { describe, expect, it } from 'vitest';
import { layers } from '../../shared/kinds/layers/index.ts';
import { readShape, valueText } from './param-text.ts';
import { searchLayers } from './search.ts';

describe('readShape', () => {
  it.each([
    ['28 × 28 × 1', [28, 28, 1]],
    ['28x28x1', [28, 28, 1]],
    ['28, 28, 3', [28, 28, 3]],
    [' 64 ', [64]],
  ])('reads %s', (text, shape) => expect(readShape(text)).toEqual(shape));

  it.each(['', 'a × b', '28 × 0', '1.5', '-3', '1 2 3 4 5 6 7'])('refuses "%s"', (text) => {
    expect(readShape(text)).toBeNull();
  });

  it('reads one -1 where the shape is open', () => {
    expect(readShape('-1 × 28', true)).toEqual([-1, 28]);
    expect(readShape('-1 × 28')).toBeNull();
    expect(readShape('-1 × -1', true)).toBeNull();
    expect(readShape('-2', true)).toBeNull();
  });
});

it('shows values as a person reads them', () => {
  expect([valueText([3, 3]), valueText(true), valueText(0.5), valueText('same')]).toEqual([
    '3 × 3',
    'on',
    '0.5',
    'same',
  ]);
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
