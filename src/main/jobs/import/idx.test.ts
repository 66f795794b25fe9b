import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { failureOf, importPaths, previewPaths, testFolder } from './import.fixture.ts';

const folder = testFolder();

const UBYTE = 0x08;
/** An IDX file's bytes; `shape` begins with the number of rows. */
function idx(shape: readonly number[], values: Uint8Array | readonly number[], type = UBYTE): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, type, shape.length]);
  shape.forEach((size, i) => head.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([head, Uint8Array.from(values)]);
}
const pixels = (count: number, from = 0): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => (i * 7 + from) % 256);

/** Four files as MNIST names them: 5 training and 3 test images of 2 x 3 pixels. */
const mnist = async (pack = (data: Buffer): Uint8Array => data, ending = ''): Promise<string[]> => [
  await folder.write(`set/t10k-labels-idx1-ubyte${ending}`, pack(idx([3], [2, 1, 0]))),
  await folder.write(`set/train-images-idx3-ubyte${ending}`, pack(idx([5, 2, 3], pixels(30)))),
  await folder.write(`set/t10k-images-idx3-ubyte${ending}`, pack(idx([3, 2, 3], pixels(18, 100)))),
  await folder.write(`set/train-labels-idx1-ubyte${ending}`, pack(idx([5], [0, 1, 2, 1, 1]))),
];

test.each([
  ['plain', (data: Buffer) => data, ''],
  ['gzipped', (data: Buffer) => gzipSync(data), '.gz'],
])('the four files of MNIST, %s, are one data set with its split', async (_, pack, ending) => {
  const { manifest, values, notes } = await importPaths(await mnist(pack, ending));
  expect(manifest).toMatchObject({
    name: 'set',
    rows: 8,
    target: 'label',
    splits: { train: [0, 5], validation: [5, 5], test: [5, 8] },
    columns: [
      { type: 'image', name: 'image', shape: [2, 3, 1] },
      {
        type: 'category',
        name: 'label',
        classes: ['0', '1', '2'],
        counts: { train: [1, 3, 1], validation: [0, 0, 0], test: [1, 1, 1] },
      },
    ],
    source: { kind: 'idx' },
  });
  expect(values['image']).toEqual([...pixels(30), ...pixels(18, 100)]);
  expect(values['label']).toEqual([0, 1, 2, 1, 1, 2, 1, 0]);
  expect(notes).toEqual([]);
});

test('a folder of them is the same data set', async () => {
  const files = await importPaths(await mnist());
  const whole = await importPaths([`${folder.path()}/set`]);
  expect(whole.manifest.hash).toBe(files.manifest.hash);
  expect((await previewPaths([`${folder.path()}/set`])).rows).toBe(8);
});

const FASHION = '/usr/share/datasets/fashion-mnist';
test.skipIf(!existsSync(FASHION))(
  'Fashion-MNIST is known by its labels, whatever its folder is called',
  async () => {
    const { symlink, mkdir } = await import('node:fs/promises');
    await mkdir(`${folder.path()}/clothes`);
    for (const name of ['train-labels-idx1-ubyte.gz', 'train-images-idx3-ubyte.gz']) {
      await symlink(`${FASHION}/${name}`, `${folder.path()}/clothes/${name}`);
    }
    const preview = await previewPaths([`${folder.path()}/clothes`]);
    expect(preview).toMatchObject({ rows: 60_000, name: 'Fashion-MNIST' });
    expect(preview.classes[0]).toBe('T-shirt/top');
    expect(preview.classes).toHaveLength(10);
  },
);

test('classes are named by the folder of Fashion-MNIST too', async () => {
  const images = await folder.write('fashion-mnist/images', idx([2, 1, 1], [1, 2]));
  const labels = await folder.write('fashion-mnist/labels', idx([2], [0, 9]));
  const { manifest } = await importPaths([images, labels]);
  expect(manifest.columns[1]).toMatchObject({ classes: ['T-shirt/top', 'Ankle boot'] });
  expect(manifest.name).toBe('Fashion-MNIST');
});

test('labels that are not 0, 1, 2 … keep their numbers as names', async () => {
  const images = await folder.write('letters-images', idx([3, 1, 1], [1, 2, 3]));
  const labels = await folder.write('letters-labels', idx([3], [0, 7, 0, 26, 0, 7], 0x0b));
  const { manifest, values } = await importPaths([images, labels]);
  expect(manifest.columns[1]).toMatchObject({ classes: ['7', '26'] });
  expect(values['label']).toEqual([0, 1, 0]);
});

test('images alone are a data set without a target', async () => {
  const { manifest } = await importPaths([await folder.write('colour', idx([2, 1, 2, 3], pixels(12)))]);
  expect(manifest.columns).toMatchObject([{ type: 'image', shape: [1, 2, 3] }]);
  expect(manifest.target).toBeNull();
});

test('rows of float values are columns of numbers', async () => {
  const bytes = Buffer.alloc(16);
  [1.5, -2, 3.25, NaN].forEach((value, i) => bytes.writeFloatBE(value, 4 * i));
  const { manifest, values } = await importPaths([await folder.write('values', idx([2, 2], bytes, 0x0d))]);
  expect(values).toEqual({ 'value 1': [1.5, 3.25], 'value 2': [-2, NaN] });
  expect(manifest.columns[1]).toMatchObject({ type: 'number', missing: 1, statistics: { mean: -2 } });
});

test('training images whose labels are missing leave the test images out, and say so', async () => {
  const [, images, testImages, labels] = await mnist();
  const { manifest, notes } = await importPaths([images!, testImages!, labels!]);
  expect(manifest.rows).toBe(5);
  expect(notes).toEqual([
    't10k-images-idx3-ubyte: t10k-images-idx3-ubyte has no labels file beside it, so its images were left out.',
  ]);
});

const IMAGES = idx([3, 2, 2], pixels(12));
const broken: readonly (readonly [string, Record<string, Uint8Array>, string])[] = [
  [
    'truncated images',
    { 'train-images': IMAGES.subarray(0, IMAGES.length - 1), 'train-labels': idx([3], [0, 1, 0]) },
    'train-images could not be imported: it is cut short: 3 rows are announced and only 2 are there. Download or copy it again.',
  ],
  [
    'truncated labels',
    { 'train-images': IMAGES, 'train-labels': idx([3], [0, 1]) },
    'train-labels could not be imported: it is cut short: 3 rows are announced and only 2 are there. Download or copy it again.',
  ],
  [
    'counts that differ',
    { 'train-images': IMAGES, 'train-labels': idx([2], [0, 1]) },
    'train-images could not be imported: it holds 3 images, but train-labels holds 2 labels. The two do not belong together.',
  ],
  [
    'labels without images',
    { 'train-labels': idx([2], [0, 1]) },
    'train-labels could not be imported: it holds labels only. Drop the file with the images together with it.',
  ],
  [
    'shapes that differ between the splits',
    { 'train-images': IMAGES, 't10k-images': idx([1, 3, 2], pixels(6)) },
    't10k-images could not be imported: its images are 3 × 2, but those of train-images are 2 × 2.',
  ],
  [
    'two files of one part',
    { 'a-images': IMAGES, 'b-images': IMAGES },
    'b-images could not be imported: it plays the same part as a-images. Import one of them at a time.',
  ],
  [
    'an impossible shape',
    { images: idx([2, 0, 5], []) },
    'images could not be imported: it announces the impossible shape 2 × 0 × 5.',
  ],
  [
    'a header that is cut',
    { images: Buffer.from([0, 0, 8, 3, 0, 0]) },
    'images could not be imported: it does not begin as an IDX file does (two zero bytes, the type, the number of dimensions).',
  ],
  [
    'a size beyond all disks',
    { images: idx([4_294_967_295, 4_294_967_295, 4_294_967_295], [1]) },
    'images could not be imported: it announces the impossible shape 4294967295 × 4294967295 × 4294967295.',
  ],
  ['no rows', { images: idx([0, 2, 2], []) }, 'images holds no row that can be used.'],
  [
    'pixels that are no bytes',
    { images: idx([1, 1, 2], [0, 5, 1, 44], 0x0b) },
    'images could not be imported: its pixels are not whole numbers from 0 to 255.',
  ],
  [
    'a wrong magic number',
    { images: Buffer.from([0, 0, 0x07, 3, 0, 0, 0, 1]) },
    'None of these files can be read as data: images. Images, tables (CSV, TSV), texts, IDX files and zip files of these can.',
  ],
];
test.each(broken)('%s end in a sentence', async (_, files, sentence) => {
  const paths: string[] = [];
  for (const [name, data] of Object.entries(files)) paths.push(await folder.write(name, data));
  expect(await failureOf(paths)).toBe(sentence);
});

test('trailing bytes are noted and left', async () => {
  const path = await folder.write('images', Buffer.concat([IMAGES, Buffer.from([1, 2, 3])]));
  const { manifest, values, notes } = await importPaths([path]);
  expect(manifest.rows).toBe(3);
  expect(values['image']).toEqual([...pixels(12)]);
  expect(notes).toEqual([
    'images: 3 bytes or more follow after what the file announces. They were left out.',
  ]);
});

test('labels without images beside a whole pair are noted', async () => {
  const [testLabels, images, , labels] = await mnist();
  const { manifest, notes } = await importPaths([testLabels!, images!, labels!]);
  expect(manifest.rows).toBe(5);
  expect(notes).toEqual([
    't10k-labels-idx1-ubyte: The file holds labels, and no images go with it. It was left out.',
  ]);
});
