/** Damaged files of every format: each ends in a data set or in a sentence, never in a throw or a hang. */
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { reporter } from './context.ts';
import { runImport } from './import.ts';
import { failureOf, importPaths, previewPaths, testFolder } from './import.fixture.ts';
import { Failed } from '../../../shared/words/failures.ts';

const folder = testFolder();

const noise = Buffer.from(Uint8Array.from({ length: 24 * 20 * 3 }, (_, i) => (i * i * 31) % 251));
const picture = sharp(noise, { raw: { width: 24, height: 20, channels: 3 } });
const table = Buffer.from(
  'weight,age,"kind, of pet"\r\n4.5,3,cat\r\n12,,"d""og"\r\n3.9,1,cat\n5,2,"two\nlines"\n',
);
const images = Buffer.concat([
  Buffer.from([0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 2]),
  noise.subarray(0, 24),
]);
const png = await picture.clone().png().toBuffer();
const bmpHead = Buffer.alloc(54);
bmpHead.write('BM');
bmpHead.writeUInt32LE(54, 10);
bmpHead.writeUInt32LE(40, 14);
bmpHead.writeInt32LE(24, 18);
bmpHead.writeInt32LE(20, 22);
bmpHead.writeUInt16LE(24, 28);

const seeds: Readonly<Record<string, Uint8Array>> = {
  'table.csv': table,
  'table.csv.gz': gzipSync(table),
  'wide.csv': Buffer.from(`\ufeff${table.toString()}`, 'utf16le'),
  'story.txt': Buffer.from('\ufeffOnce upon a time,\r\nthere was “a” cat.\n'.repeat(30)),
  'pairs.tsv': Buffer.from(Array.from({ length: 60 }, (_, i) => `go to ${i}\tva à ${i}`).join('\n')),
  'series.csv': Buffer.from(
    `date,x\n${Array.from({ length: 28 }, (_, i) => `2020-02-${String(i + 1).padStart(2, '0')},${i}`).join('\n')}`,
  ),
  images: images,
  'images.gz': gzipSync(images),
  'set.zip': zipSync({ 'a/1.png': png, 'b/2.png': png, 'b/3.txt': table }),
  'tables.zip': zipSync({ 'train.csv': table, 'test.csv': table }),
  'a.png': png,
  'a.jpg': await picture.clone().jpeg().toBuffer(),
  'a.webp': await picture.clone().webp().toBuffer(),
  'a.gif': await picture.clone().gif().toBuffer(),
  'a.tiff': await picture.clone().tiff().toBuffer(),
  'a.bmp': Buffer.concat([bmpHead, noise]),
};

type Mutation = readonly [kind: 'flip' | 'cut' | 'insert' | 'repeat' | 'large', at: number, value: number];
const mutation: fc.Arbitrary<Mutation> = fc.tuple(
  fc.constantFrom('flip', 'cut', 'insert', 'repeat', 'large'),
  fc.integer({ min: 0, max: 999 }),
  fc.integer({ min: 0, max: 255 }),
);

function mutate(seed: Uint8Array, [kind, place, value]: Mutation): Uint8Array {
  const bytes = Buffer.from(seed);
  const at = Math.floor((place / 1000) * bytes.length);
  switch (kind) {
    case 'flip':
      if (at < bytes.length) bytes[at] = value;
      return bytes;
    case 'cut':
      return bytes.subarray(0, at);
    case 'insert':
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from([value, value ^ 0xff, 0]),
        bytes.subarray(at),
      ]);
    case 'repeat':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.floor(at / 2))]);
    case 'large':
      // Sizes and counts of every format become huge.
      bytes.fill(0xff, at, Math.min(bytes.length, at + 4));
      return bytes;
  }
}

/** True if the import ended as it should. Anything but a `Failed` passes on. */
async function ends(path: string): Promise<boolean> {
  for (const work of [importPaths, previewPaths]) {
    try {
      await work([path]);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      expect(error.message).toMatch(/\.$|end in one|can\.$/);
    }
  }
  return true;
}

test.each(Object.entries(seeds))('damaged copies of %s', async (name, seed) => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) =>
      ends(await folder.write(`${run++}-${name}`, mutations.reduce(mutate, seed))),
    ),
    { numRuns: 25, endOnFailure: true },
  );
});

test('the names of columns, classes and files are only text', async () => {
  const path = await folder.write(
    'proto.csv',
    '__proto__,constructor,toString\n1,__proto__,a\n2,constructor,b\n3,__proto__,a\n',
  );
  const { manifest } = await importPaths([path]);
  expect(manifest.columns.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString']);
  expect(manifest.columns[1]).toMatchObject({ classes: ['__proto__', 'constructor'] });
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
});

describe('what is no data is told what it is, whatever its name', () => {
  const zip = (first: string): Buffer => {
    const head = Buffer.alloc(30);
    head.write('PK\x03\x04', 'latin1');
    head.writeUInt16LE(first.length, 26);
    return Buffer.concat([head, Buffer.from(first)]);
  };
  test.each<[string, Uint8Array | string, RegExp]>([
    ['sales.xlsx', zip('xl/workbook.xml'), /sheet of a workbook as CSV/],
    ['sales.csv', zip('[Content_Types].xml'), /sheet of a workbook as CSV/],
    ['paper.pdf', '%PDF-1.4\nabc', /document as plain text/],
    ['paper.txt', '%PDF-1.4\nabc', /document as plain text/],
    ['model.keras', zip('config.json'), /looks like a trained model/],
    ['model.h5', '\x89HDF', /looks like a trained model/],
    ['model.onnx', Uint8Array.of(8, 7, 18, 4), /looks like a trained model/],
    ['x.npy', Buffer.from('\x93NUMPY\x01', 'latin1'), /rows of a NumPy array/],
    ['renamed.csv', zip('x.npy'), /rows of a NumPy array/],
    ['rows.json', '[{"a": 1}]', /^rows\.json cannot be read as data\. Write the records of JSON/],
    ['a.parquet', 'PAR1', /Write its table as CSV/],
    ['IMG_1.HEIC', 'ftypheic', /as JPEG or PNG/],
    [
      'cat.png',
      'Once upon a time there was a cat.\n',
      /^cat\.png cannot .* named like a picture, but it holds text/,
    ],
    ['cat.jpg', '{"error": "not allowed"}', /named like a picture, but it holds text/],
    ['cat.webp', 'a,b\n1,2\n3,4\n', /named like a picture, but it holds text/],
    ['cat.tiff', Buffer.from('Once upon a time', 'utf16le'), /named like a picture, but it holds text/],
    ['cat.gif', '<html><body>Sorry</body></html>', /This is a web page/],
    ['film.mp4', 'ftypmp42', /single pictures/],
    ['all.tar.gz', gzipSync('folder/a.csv'), /only zip files are opened/],
    ['x.bin', Uint8Array.of(1, 0, 0, 9, 9), /^x\.bin cannot be read as data\. Tables \(CSV, TSV\), texts/],
  ])('%s', async (name, bytes, sentence) => {
    expect(await failureOf([await folder.write(name, bytes)])).toMatch(sentence);
  });

  test('beside data it is left out and named', async () => {
    const paths = [
      await folder.write('a.csv', 'a,b\n1,x\n2,y\n'),
      await folder.write('a.json', '{"kind": "meta"}'),
    ];
    expect((await importPaths(paths)).notes).toEqual([
      'a.json: The file does not belong to the tables found here. It was left out.',
    ]);
  });
});

test('beside pictures a text that is named like one is told', async () => {
  const paths = [await folder.write('a.png', png), await folder.write('b.png', 'Not found')];
  expect((await importPaths(paths)).notes).toEqual([
    'b.png: The file is named like a picture, but it holds something else. It was left out.',
  ]);
});

describe('files of a hurry', () => {
  const rows = (count: number, of: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => of(i)).join('\n');
  const plain = `a,b,label\n${rows(60, (i) => `${i},${i / 2},${i % 2 ? 'x' : 'y'}`)}\n`;

  test('a dash among numbers is a missing one, and no remark', async () => {
    const cells = rows(60, (i) => `${i % 20 === 7 ? ['-', '–', '---'][Math.floor(i / 20)]! : i / 2},${i}`);
    const { values, notes } = await importPaths([await folder.write('dashes.csv', `a,b\n${cells}`)]);
    expect(values['a']!.slice(6, 9)).toEqual([3, NaN, 4]);
    expect(notes).toEqual([]);
  });

  test('a column of numbers with a few words stays one of numbers, and each word is named', async () => {
    const path = await folder.write(
      'late.csv',
      `a,b\n${rows(5000, (i) => `${i},${i === 4000 ? 'broken' : (i / 7).toFixed(3)}`)}`,
    );
    const { manifest, notes } = await importPaths([path]);
    expect(manifest.columns).toMatchObject([
      { type: 'number', name: 'a' },
      { type: 'number', name: 'b' },
    ]);
    expect(notes).toEqual([
      'late.csv:4002: "broken" in b, which is to be learned, is not a number. The row was left out.',
    ]);
    const comma = await folder.write(
      'comma.csv',
      `a;b\n${rows(500, (i) => (i === 450 ? 'oh;1' : `${i},25;${i}`))}`,
    );
    expect((await importPaths([comma])).values['a']!.slice(0, 3)).toEqual([0.25, 1.25, 2.25]);
  });

  test('a column that is half words says so with both numbers and the first of the words', async () => {
    const path = await folder.write(
      'half.csv',
      `a,b\n${rows(400, (i) => `${i < 200 ? i * 3 : `w${i}`},${i}`)}`,
    );
    const { manifest, notes } = await importPaths([path]);
    expect(manifest.columns.map(({ name }) => name)).toEqual(['b']);
    expect(notes).toEqual([
      expect.stringMatching(
        /^half.csv: The column a holds 200 numbers and 200 other values, first "w200" in row 201\./,
      ),
    ]);
    const kept = await importPaths([path], { columns: [{ index: 0, type: 'number' }] });
    expect(kept.values['a']!.slice(198, 202)).toEqual([594, 597, NaN, NaN]);
  });

  test('dates in several forms are told from texts', async () => {
    const forms = (i: number): string =>
      [`2024-01-${String(i + 10)}`, `${i + 1}.02.2024`, `3/${i + 1}/2024`][i % 3]!;
    const path = await folder.write(
      'dates.csv',
      `when,v\n${rows(18, (i) => `${forms(i)},${i}`)}${rows(60, (i) => `\n${1 + (i % 28)}.${1 + Math.floor(i / 28)}.2023,${i}`)}`,
    );
    expect((await importPaths([path])).notes.join()).toMatch(
      /when holds dates in several forms \("2024-01-10", "2.02.2024"\)/,
    );
  });

  test('a zero byte is a fault of its cell; a hole of them is one of the file', async () => {
    const one = await importPaths([await folder.write('zero.csv', plain.replace('5,2.5', '5,2\0.5'))]);
    expect(one.manifest.rows).toBe(60);
    expect(one.values['b']!.slice(4, 7)).toEqual([2, NaN, 3]);
    expect(one.notes).toEqual([
      'zero.csv:7: "2\ufffd.5" in b is not a number that can be kept. It counts as missing.',
    ]);
    const hole = await folder.write('hole.csv', Buffer.concat([Buffer.from(plain), Buffer.alloc(4000)]));
    expect(await failureOf([hole])).toMatch(
      /^hole.csv cannot be read as data\. It holds zero bytes, .* Write or download it again\.$/,
    );
    const wide = await folder.write('wide.csv', Buffer.from(plain, 'utf16le'));
    expect((await importPaths([wide])).manifest.rows).toBe(60);
  });

  test('a web page that was saved as a table is told as one', async () => {
    const page =
      '<!DOCTYPE html>\n<html><head><title>Sorry, not found</title></head>\n<body>Sorry, no</body></html>\n';
    expect(await failureOf([await folder.write('page.csv', page)])).toMatch(
      /This is a web page, not the file/,
    );
  });

  test('where no row is left, the reason of the first is said', async () => {
    const path = await folder.write('none.csv', `a,b\n${rows(30, (i) => `${i + 0.5},1e39`)}`);
    expect(await failureOf([path], { target: 'b' })).toBe(
      'none.csv holds no row that can be used. Line 2: "1e39" in b, which is to be learned, is not a number. The row was left out.',
    );
  });

  test('a line that is longer than any row can be is told so at the first look too', async () => {
    const path = await folder.write('long.csv', `a,b\n1,${'x'.repeat(20_000_000)}\n2,y\n`);
    await expect(previewPaths([path])).rejects.toThrow(/line 2 is longer than any row of a table can be/);
    expect(await failureOf([path])).toMatch(/line 2 is longer than any row of a table can be/);
  });

  test('a table of thousands of columns is looked at in bounded memory', async () => {
    const width = 4000;
    const names = rows(width, (i) => `c${i}`).replaceAll('\n', ',');
    const path = await folder.write(
      'thousands.csv',
      `${names}\n${rows(20, (r) => rows(width, (i) => String((r * 31 + i) % 97)).replaceAll('\n', ','))}`,
    );
    const { table } = await previewPaths([path]);
    expect(table!.columns).toHaveLength(2000);
  });

  /** What an import says whose file this happens to when it has been looked at, and before it is read. */
  async function during(name: string, happens: (path: string) => void): Promise<string> {
    const path = await folder.write(name, plain);
    const report = reporter(new AbortController().signal, () => undefined);
    const into = join(folder.path(), `${name}-into`);
    await mkdir(into);
    const begun = runImport(
      { type: 'start', files: [{ path, name }], options: {}, id: 'x', name: null, folder: into },
      {
        ...report,
        expect(units) {
          report.expect(units);
          happens(path);
        },
      },
    );
    const error: unknown = await begun.catch((caught: unknown) => caught);
    expect(await readdir(into)).not.toContain('manifest.json');
    if (!(error instanceof Failed)) throw error;
    return error.message;
  }

  test('a file that goes away, grows or changes while it is read is no data set', async () => {
    expect(await during('gone.csv', (path) => rmSync(path))).toBe(
      'gone.csv cannot be read: it is not there.',
    );
    const changed = /it was changed, or goes on growing, while it was read\. Import it again/;
    expect(await during('grows.csv', (path) => appendFileSync(path, '99,1,z\n'))).toMatch(changed);
    expect(await during('other.csv', (path) => writeFileSync(path, plain.replaceAll('x', 'z')))).toMatch(
      changed,
    );
  });
});
