import { describe, expect, test } from 'vitest';
import type {
  CategoryColumn,
  Column,
  ImageColumn,
  NumberColumn,
  TokensColumn,
} from '../../shared/data/manifest.ts';
import {
  categoryAt,
  classAt,
  classColumnOf,
  corpusColumnOf,
  imageAt,
  momentAt,
  momentText,
  numberAt,
  pageOf,
  pixelsOf,
  seriesColumnsOf,
  timeSpan,
  tokensAt,
} from './rows.ts';

const image: ImageColumn = { type: 'image', name: 'picture', file: 'picture.u8', shape: [1, 2, 1] };
const size: NumberColumn = { type: 'number', name: 'size', file: 'size.f32', missing: 1, statistics: null };
const kind: CategoryColumn = {
  type: 'category',
  name: 'kind',
  file: 'kind.i32',
  classes: ['cat', 'dog'],
  counts: { train: [1, 1], validation: [0, 0], test: [0, 0] },
};

/** Two rows of the three columns, at an odd offset of a larger buffer: as they lie in a frame. */
function page() {
  const bytes = new Uint8Array(3 + 4 + 8 + 8).subarray(3);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  bytes.set([10, 20, 30, 40]);
  view.setFloat32(4, 1.5, true);
  view.setFloat32(8, NaN, true);
  view.setInt32(12, 1, true);
  view.setInt32(16, -1, true);
  const columns = [
    { name: 'picture', from: 0, bytes: 4 },
    { name: 'size', from: 4, bytes: 8 },
    { name: 'kind', from: 12, bytes: 8 },
  ];
  return pageOf({ rows: [5, 9], total: 2, columns, moments: null }, bytes);
}

test('each value is found in the bytes of its column', () => {
  expect([...imageAt(page(), image, 1)]).toEqual([30, 40]);
  expect(numberAt(page(), size, 0)).toBe(1.5);
  expect(numberAt(page(), size, 1)).toBeNaN();
  expect(categoryAt(page(), kind, 0)).toBe(1);
  expect([classAt(page(), kind, 0), classAt(page(), kind, 1)]).toEqual(['dog', null]);
});

test('the tokens of a row are found at any offset', () => {
  const column: TokensColumn = {
    type: 'tokens',
    name: 'text',
    file: 'text.i32',
    length: 2,
    vocabulary: ['a', 'b', 'c'],
    tokenizer: { kind: 'characters' },
    special: { padding: null, start: null, end: null, unknown: null },
  };
  const bytes = new Uint8Array(1 + 16).subarray(1);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  [2, 1, 0, 2].forEach((id, i) => view.setInt32(4 * i, id, true));
  const text = pageOf(
    { rows: [0, 1], total: 2, columns: [{ name: 'text', from: 0, bytes: 16 }], moments: null },
    bytes,
  );
  expect([...tokensAt(text, column, 1)]).toEqual([0, 2]);
});

test('the moments of a series are numbers or dates, where they are kept', () => {
  const bytes = new Uint8Array(3 + 8).subarray(3);
  new DataView(bytes.buffer, bytes.byteOffset).setFloat64(0, Date.UTC(2024, 4, 3, 14, 5), true);
  const head = { rows: [0], total: 1, columns: [] };
  const moment = momentAt(pageOf({ ...head, moments: 0 }, bytes), 0);
  const time = { column: 'when', first: '2024-05-03T14:05:00Z', last: '2024-06-01', clock: 'dmy' } as const;
  expect(momentText(time, moment!)).toBe('3 May 2024 14:05');
  expect(timeSpan(time)).toBe('when 3 May 2024 14:05 to 1 Jun 2024');
  expect(momentText({ ...time, clock: 'number' }, 1700.5)).toBe('1700.5');
  expect(timeSpan({ column: 'year', first: '1700', last: '2008', clock: 'number' })).toBe(
    'year 1700 to 2008',
  );
  expect(momentAt(page(), 0)).toBeNull();
});

test('a text and a series are told by the order of their rows', () => {
  const manifest = (columns: Column[], order: 'rows' | 'time') =>
    ({ columns, order }) as Parameters<typeof seriesColumnsOf>[0];
  expect(seriesColumnsOf(manifest([kind, size], 'time'))).toEqual([size]);
  expect(seriesColumnsOf(manifest([kind, size], 'rows'))).toEqual([]);
  expect(corpusColumnOf(manifest([size], 'time'))).toBeNull();
});

test('a column that was not sent is a bug, and says so', () => {
  expect(() => numberAt(page(), { ...size, name: 'weight' }, 0)).toThrow('weight');
});

describe('pixels', () => {
  test.each([
    [1, [7], [7, 7, 7, 255]],
    [2, [7, 9], [7, 7, 7, 9]],
    [3, [1, 2, 3], [1, 2, 3, 255]],
    [4, [1, 2, 3, 4], [1, 2, 3, 4]],
  ] as const)('of %d channels', (channels, bytes, pixels) => {
    expect([...pixelsOf(new Uint8Array(bytes), [1, 1, channels])]).toEqual([...pixels]);
  });
});

test('rows are told apart by the target where it is a category, else by the first category', () => {
  const other: CategoryColumn = { ...kind, name: 'colour' };
  const manifest = (columns: Column[], target: string | null) =>
    ({ columns, target }) as Parameters<typeof classColumnOf>[0];
  expect(classColumnOf(manifest([other, kind], 'kind'))?.name).toBe('kind');
  expect(classColumnOf(manifest([size, other, kind], 'size'))?.name).toBe('colour');
  expect(classColumnOf(manifest([size], null))).toBeNull();
});
