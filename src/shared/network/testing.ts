/** Data sets and layers for tests: manifests only, no rows. */
import type { Column, DatasetManifest } from '../data/manifest.ts';
import type { NetworkNode } from './document.ts';

export const manifest = (name: string, rows: number, columns: Column[], target: string): DatasetManifest => ({
  format: 'neuroloom-dataset',
  version: 1,
  id: name.toLowerCase(),
  name,
  rows,
  splits: { train: [0, rows], validation: [rows, rows], test: [rows, rows] },
  order: 'rows',
  columns,
  target,
  problems: { count: 0, first: [] },
  source: { kind: 'table', files: [] },
  bytes: 0,
  created: '2026-01-01T00:00:00.000Z',
  hash: `sha256-${'0'.repeat(64)}`,
});

export const category = (name: string, classes: readonly string[]): Column => ({
  type: 'category',
  name,
  file: 'target.i32',
  classes: [...classes],
  counts: { train: classes.map(() => 1), validation: classes.map(() => 0), test: classes.map(() => 0) },
});

export const number = (name: string, file: string): Column => ({
  type: 'number',
  name,
  file,
  missing: 0,
  statistics: { min: 0, max: 1, mean: 0.5, standardDeviation: 0.1 },
});

export const pictures = (side: number, classes = 10): DatasetManifest =>
  manifest(
    'Pictures',
    6000,
    [
      { type: 'image', name: 'image', file: 'image.u8', shape: [side, side, 1] },
      category(
        'label',
        Array.from({ length: classes }, (_, i) => String(i)),
      ),
    ],
    'label',
  );

export const table = (features: number): DatasetManifest =>
  manifest(
    'Table',
    150,
    [
      ...Array.from({ length: features }, (_, i) => number(`x${i}`, `${i}.f32`)),
      category('species', ['a', 'b', 'c']),
    ],
    'species',
  );

export const prices = (): DatasetManifest =>
  manifest('Prices', 200, [number('size', '0.f32'), number('price', '1.f32')], 'price');

export const tokens = (name: string, length: number, count: number): Column => ({
  type: 'tokens',
  name,
  file: `${name}.i32`,
  length,
  vocabulary: Array.from({ length: count }, (_, id) => String(id)),
  tokenizer: { kind: 'characters' },
  special: { padding: length > 1 ? 0 : null, start: null, end: null, unknown: null },
});

export const inTime = (data: DatasetManifest): DatasetManifest => ({ ...data, order: 'time' });

/** A whole text, its tokens in the order of time. */
export const book = (): DatasetManifest => inTime(manifest('Book', 600, [tokens('text', 1, 20)], 'text'));

export const series = (columns = 1): DatasetManifest =>
  inTime(
    manifest(
      'Series',
      300,
      Array.from({ length: columns }, (_, i) => number(`value${i}`, `${i}.f32`)),
      'value0',
    ),
  );

export const phrases = (): DatasetManifest =>
  manifest('Phrases', 80, [tokens('source', 7, 15), tokens('target', 9, 12)], 'target');

export const reviews = (): DatasetManifest =>
  manifest('Reviews', 90, [tokens('text', 12, 25), category('mood', ['bad', 'good'])], 'mood');

/** A layer by the name of its id. */
export const node = (id: string, kind: string, params: NetworkNode['params'] = {}): NetworkNode => ({
  id,
  kind,
  name: id,
  params,
  position: { x: 0, y: 0 },
  trainable: true,
});
