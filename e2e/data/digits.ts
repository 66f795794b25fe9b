/** Handwritten digits as the four IDX files of MNIST and its relatives, from the sample data that ships with the app. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const source = join(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
  'resources',
  'samples',
  'data',
  'digits.csv.gz',
);
const SIDE = 8;
const TEST_ROWS = 297;

export interface Digits {
  /** One row an image: 64 bytes. */
  readonly images: readonly Uint8Array[];
  readonly labels: Uint8Array;
}

function allDigits(): Digits {
  const lines = gunzipSync(readFileSync(source)).toString('utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(',').map(Number)).filter((row) => row.every(Number.isFinite));
  return {
    // 0 … 16 as bytes.
    images: rows.map((row) =>
      Uint8Array.from(row.slice(0, SIDE * SIDE), (value) => Math.round((value * 255) / 16)),
    ),
    labels: Uint8Array.from(rows, (row) => row[SIDE * SIDE]!),
  };
}

/** Writes the four files (two of them packed) and answers their paths with the test rows. */
export function writeIdxDigits(folder: string): { readonly files: readonly string[]; readonly test: Digits } {
  const all = allDigits();
  const cut = all.labels.length - TEST_ROWS;
  const part = (from: number, to: number): Digits => ({
    images: all.images.slice(from, to),
    labels: all.labels.slice(from, to),
  });
  const test = part(cut, all.labels.length);
  const write = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const files = (
    [
      ['train', part(0, cut)],
      ['t10k', test],
    ] as const
  ).flatMap(([name, digits]) => [
    write(`${name}-images-idx3-ubyte.gz`, gzipSync(imagesFile(digits))),
    write(`${name}-labels-idx1-ubyte`, labelsFile(digits)),
  ]);
  return { files, test };
}

function imagesFile({ images }: Digits): Uint8Array {
  return Buffer.concat([header(0x803, [images.length, SIDE, SIDE]), ...images]);
}
function labelsFile({ labels }: Digits): Uint8Array {
  return Buffer.concat([header(0x801, [labels.length]), labels]);
}

function header(magic: number, sizes: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * sizes.length);
  bytes.writeUInt32BE(magic, 0);
  sizes.forEach((size, i) => bytes.writeUInt32BE(size, 4 + 4 * i));
  return bytes;
}
