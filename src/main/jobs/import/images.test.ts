import { symlink } from 'node:fs/promises';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { listSources } from '../files/sources.ts';
import { failureOf, importPaths, previewPaths, testFolder } from './import.fixture.ts';

const folder = testFolder();

type Colour = readonly [number, number, number];
const RED: Colour = [250, 10, 10];
const BLUE: Colour = [10, 10, 250];
const GREY: Colour = [120, 120, 120];

const plain = (colour: Colour, width = 8, height = 6): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r: colour[0], g: colour[1], b: colour[2] } } });
const png = (colour: Colour, width?: number, height?: number): Promise<Buffer> =>
  plain(colour, width, height).png().toBuffer();

/** The first pixel of each row of a data set of pictures. */
const firstPixels = (values: readonly number[], [height, width, channels]: readonly number[]): number[][] => {
  const size = height! * width! * channels!;
  return Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, i * size + channels!));
};

test('class folders give the classes, train and test folders the splits', async () => {
  await folder.write('pets/test/dogs/1.png', await png(BLUE));
  await folder.write('pets/train/cats/1.png', await png(RED));
  await folder.write('pets/train/dogs/2.png', await png(BLUE));
  await folder.write('pets/train/cats/.DS_Store', 'x');
  await folder.write('pets/__MACOSX/cats/1.png', 'x');
  await folder.write('pets/README.md', 'Pets.');
  const { manifest, values, notes } = await importPaths([`${folder.path()}/pets`]);
  expect(manifest).toMatchObject({
    name: 'pets',
    rows: 3,
    target: 'label',
    splits: { train: [0, 2], validation: [2, 2], test: [2, 3] },
    columns: [
      { type: 'image', shape: [6, 8, 3] },
      { type: 'category', classes: ['cats', 'dogs'], counts: { train: [1, 1], test: [0, 1] } },
    ],
  });
  expect(values['label']).toEqual([0, 1, 1]);
  expect(firstPixels(values['image']!, [6, 8, 3])).toEqual([RED, BLUE, BLUE]);
  expect(notes).toEqual([
    'pets/README.md: The file does not belong to the images found here. It was left out.',
  ]);
});

test('a zip gives the same data set as its folder', async () => {
  const files = {
    'cats/1.png': await png(RED),
    'dogs/a/2.png': await png(BLUE),
    'dogs/3.png': await png(GREY),
  };
  for (const [name, data] of Object.entries(files)) await folder.write(`pets/${name}`, data);
  const zip = await folder.write('pets.zip', zipSync(files));
  const fromZip = await importPaths([zip]);
  const fromFolder = await importPaths([`${folder.path()}/pets`]);
  expect(fromZip.manifest.hash).toBe(fromFolder.manifest.hash);
  expect(fromZip.manifest.columns).toEqual(fromFolder.manifest.columns);
  expect(fromZip.manifest.name).toBe('pets');
});

const FORMATS: readonly (readonly [string, (picture: Sharp) => Promise<Buffer>])[] = [
  ['jpg', (picture) => picture.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()],
  ['webp', (picture) => picture.webp({ lossless: true }).toBuffer()],
  ['gif', (picture) => picture.gif().toBuffer()],
  ['tiff', (picture) => picture.tiff().toBuffer()],
  ['bmp', async (picture) => bitmap(await picture.raw().toBuffer({ resolveWithObject: true }))],
];
test.each(FORMATS)('%s files are read, told by their contents', async (format, encode) => {
  await folder.write('set/a/1', await encode(plain(RED)));
  await folder.write(`set/b/2.${format}`, await encode(plain(BLUE)));
  const { manifest, values } = await importPaths([`${folder.path()}/set`]);
  const pixels = firstPixels(values['image']!, [6, 8, 3]);
  expect(manifest.rows).toBe(2);
  for (const [i, colour] of [RED, BLUE].entries()) {
    for (const [c, value] of colour.entries())
      expect(Math.abs(pixels[i]![c]! - value)).toBeLessThanOrEqual(4);
  }
});

/** A bitmap of 24 bits, rows from the bottom up. */
function bitmap({ data, info }: { data: Buffer; info: { width: number; height: number } }): Buffer {
  const stride = Math.ceil((info.width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + stride * info.height);
  bytes.write('BM');
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(info.width, 18);
  bytes.writeInt32LE(info.height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const [r, g, b] = data.subarray(3 * (y * info.width + x));
      bytes.set([b!, g!, r!], 54 + stride * (info.height - 1 - y) + 3 * x);
    }
  }
  return bytes;
}

test('pictures that are all grey have one channel; others are stretched to the first one’s size', async () => {
  await folder.write('set/a/1.png', await png(GREY, 10, 4));
  await folder.write('set/b/2.png', await png([200, 200, 200], 33, 21));
  await folder.write('set/b/3.jpg', await plain([40, 40, 40], 5, 5).greyscale().jpeg().toBuffer());
  const { manifest, values } = await importPaths([`${folder.path()}/set`]);
  expect(manifest.columns[0]).toMatchObject({ shape: [4, 10, 1] });
  expect(firstPixels(values['image']!, [4, 10, 1])).toEqual([[120], [200], [40]]);
  expect(values['image']).toHaveLength(3 * 40);
  const sized = await importPaths([`${folder.path()}/set`], { imageSize: [3, 7] });
  expect(sized.manifest.columns[0]).toMatchObject({ shape: [3, 7, 1] });
});

test('a large first picture is made smaller; EXIF turns, transparency shows white', async () => {
  await folder.write('set/a/1.png', await png(RED, 1024, 512));
  const turned = await plain(RED, 40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  await folder.write('other/a/1.jpg', turned);
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  const glass = await sharp({ create: { width: 4, height: 4, channels: 4, background: clear } })
    .png()
    .toBuffer();
  await folder.write('glass/1.png', glass);
  const shape = async (name: string): Promise<unknown> =>
    (await importPaths([`${folder.path()}/${name}`])).manifest.columns[0];
  expect(await shape('set')).toMatchObject({ shape: [128, 256, 3] });
  expect(await shape('other')).toMatchObject({ shape: [40, 20, 3] });
  const { values, manifest } = await importPaths([`${folder.path()}/glass`]);
  expect(new Set(values['image'])).toEqual(new Set([255]));
  expect(manifest.target).toBeNull();
});

test('broken pictures are named and left out, the others counted right', async () => {
  const whole = await png(RED, 64, 64);
  const noise = Buffer.from(Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 31) % 251));
  const noisy = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toBuffer();
  const damaged = Buffer.from(noisy);
  damaged.fill(0x55, Math.floor(damaged.length / 2), Math.floor(damaged.length / 2) + 40);
  await folder.write('set/a/0.png', '');
  await folder.write('set/a/1.png', whole);
  await folder.write('set/a/2.png', damaged);
  await folder.write(
    'set/b/3.jpg',
    (
      await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
        .jpeg()
        .toBuffer()
    ).subarray(0, 900),
  );
  await folder.write('set/b/4.png', 'no picture at all');
  await folder.write('set/b/5.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await folder.write('set/b/6.png', whole);
  await folder.write('set/7.png', whole);
  const { manifest, notes } = await importPaths([`${folder.path()}/set`]);
  expect(manifest.rows).toBe(2);
  expect(manifest.columns[1]).toMatchObject({ counts: { train: [1, 1] } });
  expect(notes.map((note) => note.split(':')[0])).toEqual(
    expect.arrayContaining([
      'set/b/5.svg',
      'set/7.png',
      'set/a/0.png',
      'set/a/2.png',
      'set/b/3.jpg',
      'set/b/4.png',
    ]),
  );
  expect(notes).toHaveLength(6);
  expect(notes).toContain(
    'set/b/4.png: The image is broken: it is no picture of a known kind. It was left out.',
  );
});

test('a picture that would fill the memory is refused from its header', async () => {
  const header = Buffer.from(await png(RED, 8, 8));
  // IHDR's width and height, and no matter about the checksum: it is never decoded.
  header.writeUInt32BE(60_000, 16);
  header.writeUInt32BE(60_000, 20);
  await folder.write('set/a/1.png', header);
  await folder.write('set/b/2.png', await png(BLUE));
  const { manifest, notes } = await importPaths([`${folder.path()}/set`]);
  expect(manifest.rows).toBe(1);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/^set\/a\/1\.png: The image is broken/);
});

const UNIX = 3;
const LINK = (0o120777 << 16) >>> 0;

test('a hostile zip costs its bad entries only, each named', async () => {
  const good = await png(RED);
  const zip = zipSync({
    'a/good.png': good,
    'b/good.png': await png(BLUE),
    'a/broken.png': new Uint8Array([1, 2, 3]),
    '../outside.png': good,
    'a/../../sly.png': good,
    '/etc/absolute.png': good,
    'C:/drive.png': good,
    'a/link.png': [good, { os: UNIX, attrs: LINK }],
    'a/bomb.png': [new Uint8Array(30_000_000), { level: 9 }],
    'a/inner.zip': zipSync({ 'x.png': good }),
    '__MACOSX/a/._good.png': good,
  });
  const { manifest, notes } = await importPaths([await folder.write('evil.zip', zip)]);
  expect(manifest.rows).toBe(2);
  expect(manifest.columns[1]).toMatchObject({ classes: ['a', 'b'] });
  expect([...notes].sort()).toEqual([
    'evil.zip/../outside.png: The name leads out of the zip file (invalid relative path: ../outside.png). The entry was left out.',
    'evil.zip//etc/absolute.png: The name leads out of the zip file (absolute path: /etc/absolute.png). The entry was left out.',
    'evil.zip/C:/drive.png: The name leads out of the zip file (absolute path: C:/drive.png). The entry was left out.',
    'evil.zip/a/../../sly.png: The name leads out of the zip file (invalid relative path: a/../../sly.png). The entry was left out.',
    expect.stringMatching(
      /^evil\.zip\/a\/bomb\.png: The entry unpacks to [\d,]+ times its size, as only a trap does/,
    ),
    'evil.zip/a/broken.png: The image is broken: it is no picture of a known kind. It was left out.',
    'evil.zip/a/inner.zip: A zip file inside a zip file or folder is not opened. It was left out; drop it by itself.',
    'evil.zip/a/link.png: This is a link, not a file. It was left out.',
  ]);
});

test('entries that overlap, and a zip that is cut, are refused', async () => {
  const noise = Uint8Array.from({ length: 60_000 }, (_, i) => (i * i * 31) % 251);
  const zip = Buffer.from(zipSync({ 'a/1.csv': [noise, { level: 0 }], 'a/2.csv': [noise, { level: 0 }] }));
  // Both central entries point at the first file and claim the whole zip's length.
  const second = zip.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const first = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  for (const at of [first, second]) {
    zip.writeUInt32LE(zip.length - 100, at + 20);
    zip.writeUInt32LE(zip.length - 100, at + 24);
    zip.writeUInt32LE(0, at + 42);
  }
  expect(await failureOf([await folder.write('overlap.zip', zip)])).toMatch(
    /cannot be read as data|could not be imported/,
  );
  const cut = zip.subarray(0, zip.length - 30);
  expect(await failureOf([await folder.write('cut.zip', cut)])).toMatch(
    /^cut\.zip could not be imported: the zip file is damaged/,
  );
});

test('links in a folder lead to files, never round in circles', async () => {
  const real = await folder.write('elsewhere/1.png', await png(RED));
  await folder.write('set/a/2.png', await png(BLUE));
  await symlink(real, `${folder.path()}/set/a/1.png`);
  await symlink(`${folder.path()}/set`, `${folder.path()}/set/a/again`);
  const { manifest, notes } = await importPaths([`${folder.path()}/set`]);
  expect(manifest.rows).toBe(2);
  expect(notes).toEqual(['set/a/again: This is a link, not a file. It was left out.']);
});

test('a preview counts pictures and classes without decoding any', async () => {
  await folder.write('pets/cats/1.png', 'not decoded');
  await folder.write('pets/dogs/2.png', await png(BLUE));
  expect(await previewPaths([`${folder.path()}/pets`])).toMatchObject({
    kind: 'images',
    name: 'pets',
    rows: 2,
    classes: ['cats', 'dogs'],
    target: 'label',
  });
});

test('a zip may hold tables', async () => {
  const zip = zipSync({
    'data/train.csv': Buffer.from('x,y\n1,a\n2,b\n'),
    'data/readme.txt': Buffer.from('Hello'),
  });
  const { manifest, values } = await importPaths([await folder.write('tables.zip', zip)]);
  expect(manifest.source.kind).toBe('table');
  expect(values).toEqual({ x: [1, 2], y: [0, 1] });
});

test('not one picture that can be read is a failure', async () => {
  await folder.write('set/a/1.png', 'nothing');
  expect(await failureOf([`${folder.path()}/set`])).toBe(
    'set could not be imported: not one image in it could be read.',
  );
});

test('what systems leave in folders is passed over, also where a browser gives each file by itself', async () => {
  const path = await folder.write('1.png', await png(RED));
  const names = ['pets/cats/1.png', 'pets/.DS_Store', 'pets/cats/Thumbs.db'];
  const notes: unknown[] = [];
  const listing = await listSources(
    names.map((name) => ({ path, name })),
    (problem) => notes.push(problem),
  );
  expect(listing.files.map(({ name }) => name)).toEqual(['pets/cats/1.png']);
  expect(notes).toEqual([]);
});
