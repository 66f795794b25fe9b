import { describe, expect, it } from 'vitest';
import { WATCH_BINS } from '../../shared/contract/watch.ts';
import type { WatchedNode, WatchedValues } from '../../shared/contract/watch.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { pictureOf } from './picture.ts';
import { Pictures } from './pictures.svelte.ts';

/** Counts 0, 1, 2, … at the start of the bytes, then a picture of 1 × 1 × 3 values. */
const counts = Uint16Array.from({ length: WATCH_BINS }, (_, i) => i);
const bytes = Uint8Array.from([
  ...new Uint8Array(counts.buffer),
  ...new Uint8Array(Int8Array.of(-127, 0, 64).buffer),
]);
const statistics = { mean: 0.12, deviation: 1, min: -2, max: 3, zeros: 0.43, notFinite: 0, magnitude: 1e-4 };
const values = (name: string, size: number, magnitude: number | null = 1e-4): WatchedValues => ({
  name,
  shape: [size],
  looked: size,
  statistics: { ...statistics, magnitude },
  counts: 0,
});
const node: WatchedNode = {
  node: 'a',
  output: values('output', 3),
  picture: { maps: 1, rows: 1, columns: 3, scale: 2, from: 2 * WATCH_BINS },
  weights: [
    { values: values('kernel', 100), gradient: values('kernel', 100, 1e-4) },
    { values: values('bias', 10), gradient: values('bias', 10, 0) },
    { values: values('mean', 10), gradient: null },
  ],
};

describe('the picture of a layer', () => {
  it('draws its output’s histogram and says it', () => {
    expect(pictureOf(node, bytes, 'output')).toEqual({
      drawing: { type: 'histograms', of: [[...counts]], colour: '--activations' },
      says: 'output: mean 0.12, from -2 to 3, 43\u202f% zeros',
    });
  });
  it('draws what it makes of one row', () => {
    const { drawing, scale } = pictureOf(node, bytes, 'activations');
    expect(scale).toBe('±2');
    expect(drawing).toMatchObject({ type: 'maps', maps: 1, rows: 1, columns: 3 });
    expect(drawing?.type === 'maps' && [...Array.from(drawing.values)]).toEqual([-127, 0, 64]);
    expect(pictureOf({ ...node, picture: null }, bytes, 'activations').drawing).toBeNull();
  });
  it('draws a histogram of each weight, of the largest where there are many', () => {
    const { drawing, says } = pictureOf(node, bytes, 'weights');
    expect(drawing?.type === 'histograms' && drawing.of.length).toBe(3);
    expect(says).toMatch(/^kernel: .*; bias: .*; mean: /);
    const many = Array.from({ length: 9 }, (_, i) => ({ values: values(`w${i}`, i + 1), gradient: null }));
    expect(pictureOf({ ...node, weights: many }, bytes, 'weights').says.match(/w\d/g)).toEqual([
      'w5',
      'w6',
      'w7',
      'w8',
    ]);
  });
  it('draws mean gradients by powers of ten, none longer than its room', () => {
    const { drawing } = pictureOf(node, bytes, 'gradients');
    expect(drawing).toEqual({ type: 'bars', of: [0.5, 0], colour: '--gradients' });
    const large = [{ values: values('kernel', 1), gradient: values('kernel', 1, 1e6) }];
    expect(pictureOf({ ...node, weights: large }, bytes, 'gradients').drawing).toMatchObject({ of: [1] });
  });
  it('says where there is nothing to draw', () => {
    const bare = { ...node, weights: [] };
    expect(pictureOf(bare, bytes, 'weights')).toEqual({ drawing: null, says: ui.pictures.noWeights });
    const frozen = { ...node, weights: [{ values: values('kernel', 1), gradient: null }] };
    expect(pictureOf(frozen, bytes, 'gradients').says).toBe(ui.pictures.notTrained);
  });
});

it('what is shown is remembered, and nothing is drawn before there is something', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const pictures = new Pictures();
  pictures.rememberIn(storage);
  expect([pictures.choice, pictures.shown]).toEqual(['none', false]);
  pictures.choose('weights');
  const next = new Pictures();
  next.rememberIn(storage);
  expect(next.choice).toBe('weights');
  expect(pictures.shown).toBe(false);
  pictures.take({ run: 'r', step: 12, nodes: [node] }, bytes);
  expect([pictures.shown, pictures.step]).toEqual([true, 12]);
  expect(pictures.of('a')?.node).toBe(node);
  expect(pictures.of('b')).toBeNull();
  kept.set('pictures', 'nonsense');
  next.rememberIn(storage);
  expect(next.choice).toBe('none');
});
