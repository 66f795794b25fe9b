import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_ROW, readRows } from './rows.ts';
import type { Text } from '../../../shared/words/said.ts';
import { told } from '../../../shared/words/told.ts';
import { Failed } from '../../../shared/words/failures.ts';

async function* each(chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

interface Read {
  readonly rows: string[][];
  readonly lines: number[];
  readonly notes: string[];
}

async function read(chunks: readonly string[], delimiter = ','): Promise<Read> {
  const result: Read = { rows: [], lines: [], notes: [] };
  const note = (line: number, message: Text): void => void result.notes.push(`${line}: ${told(message)}`);
  for await (const { rows, line } of readRows(each(chunks), { delimiter, file: 'test.csv', note })) {
    rows.forEach((row, i) => {
      result.rows.push([...row]);
      result.lines.push(line(i));
    });
  }
  return result;
}

/** Cuts a text at the given places, counted round and round. */
function cut(text: string, sizes: readonly number[]): string[] {
  const chunks: string[] = [];
  for (let from = 0, i = 0; from < text.length; i++) {
    const to = from + sizes[i % sizes.length]!;
    chunks.push(text.slice(from, to));
    from = to;
  }
  return chunks;
}

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const cell = fc.string({
  unit: fc.constantFrom('a', '1', ' ', ',', ';', '"', '\n', '\r', 'é', '\t'),
  maxLength: 6,
});
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test('what was written is read, whatever the line ends, quotes and chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.array(cell, { minLength: 2, maxLength: 4 }), lineEnd), {
        minLength: 1,
        maxLength: 8,
      }),
      sizes,
      async (rows, at) => {
        const text = rows.map(([cells, end]) => cells.map(quoted).join(',') + end).join('');
        const result = await read(cut(text, at));
        expect(result.rows).toEqual(rows.map(([cells]) => cells));
        expect(result.notes).toEqual([]);
        // Each row begins on the line that follows all line ends before it.
        let before = '';
        rows.forEach(([cells, end], i) => {
          expect(result.lines[i]).toBe(before.split(/\r\n|\n|\r/).length);
          before += cells.map(quoted).join(',') + end;
        });
      },
    ),
    { numRuns: 300 },
  );
});

test('any text gives the same rows in one piece and in many', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' '), maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(text, sizes, async (all, at) => {
      expect(await read(cut(all, at))).toEqual(await read([all]));
    }),
    { numRuns: 1000 },
  );
});

test('a file may mix three kinds of line ends, and the last line may have none', async () => {
  const { rows, lines } = await read(['a,b\r', '\n1,2\r3,4\n5,6']);
  expect(rows).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
    ['5', '6'],
  ]);
  expect(lines).toEqual([1, 2, 3, 4]);
});

test('a quote that is never closed costs its line, not the rest of the file', async () => {
  const { rows, notes } = await read(['a,b\n1,"2\n3,4\n5,6\n']);
  expect(rows).toEqual([
    ['a', 'b'],
    ['3', '4'],
    ['5', '6'],
  ]);
  expect(notes).toEqual([
    '2: A quotation mark opens a cell here and is never closed. The line was left out.',
  ]);
});

test('a line that never ends is refused before it fills the memory', async () => {
  const chunk = 'x'.repeat(1_000_000);
  async function* endless(): AsyncGenerator<string> {
    for (;;) yield chunk;
  }
  const reading = async (): Promise<void> => {
    for await (const block of readRows(endless(), { delimiter: ',', file: 'x.csv', note: () => undefined })) {
      expect(block.rows).toEqual([]);
    }
  };
  await expect(reading()).rejects.toThrow(Failed);
  await expect(reading()).rejects.toThrow(/line 1 is longer/);
});

test('a row of the greatest length is read', async () => {
  const long = 'x'.repeat(LONGEST_ROW - 2);
  const { rows } = await read(cut(`${long},y\nb,c\n`, [700_001]));
  expect(rows.map((row) => row.map(({ length }) => length))).toEqual([
    [LONGEST_ROW - 2, 1],
    [1, 1],
  ]);
});
