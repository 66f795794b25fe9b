import { describe, expect, test } from 'vitest';
import { layerOf } from '../kinds/layers/index.ts';
import type { NetworkNode } from './document.ts';
import { portsFor, suits } from './suits.ts';

const kind = (name: string) => layerOf(name)!;
const node = (name: string): NetworkNode => ({
  id: 'next',
  kind: name,
  name,
  params: {},
  position: { x: 0, y: 0 },
  trainable: true,
});

describe('suits', () => {
  test.each([
    ['conv2D', [[28, 28, 1]], true],
    ['conv2D', [[64]], false],
    ['dense', [[64]], true],
    ['dense', [[28, 28, 1]], false],
    ['transformerEncoder', [[7, 32]], true],
    ['add', [[4], [4]], true],
    ['add', [[4], [5]], false],
    ['output', [[10]], true],
    ['input', [[10]], false],
  ] as const)('%s after %j: %s', (name, shapes, right) => expect(suits(kind(name), shapes)).toBe(right));

  test('looks at what takes its output too', () => {
    const before = (name: string) => ({ node: node(name), port: 'input' });
    expect(suits(kind('flatten'), [[8, 8, 4]], before('dense'))).toBe(true);
    expect(suits(kind('maxPooling2D'), [[8, 8, 4]], before('dense'))).toBe(false);
    expect(suits(kind('output'), [[8]], before('dense'))).toBe(false);
  });

  test('with the parameters that are given', () => {
    expect(suits(kind('reshape'), [[12]], null, { targetShape: [3, 4] })).toBe(true);
    expect(suits(kind('reshape'), [[12]], null, { targetShape: [5, 4] })).toBe(false);
  });
});

test('ports take as many signals as they are for', () => {
  expect(portsFor(kind('add'), 3)).toEqual(['input', 'input', 'input']);
  expect(portsFor(kind('dense'), 2)).toBeNull();
  expect(portsFor(kind('input'), 0)).toEqual([]);
  expect(portsFor(kind('transformerDecoder'), 1)).toHaveLength(1);
  expect(portsFor(kind('transformerDecoder'), 2)).toHaveLength(2);
});
