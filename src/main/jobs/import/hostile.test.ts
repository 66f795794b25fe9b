/** Damaged files of every format: each ends in a data set or in a sentence, never in a throw or a hang. */
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
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
