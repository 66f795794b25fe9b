import { existsSync, lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hashTensors, readCheckpoint, START_OF_COURSE, writeCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import type { Safetensors } from './safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const contents: Safetensors = {
  tensors: new Map([
    ['b', { shape: [2, 2], values: Float32Array.of(1, -2.5, 3e-30, 4) }],
    ['a', { shape: [], values: Float32Array.of(0.1) }],
    ['empty', { shape: [0, 3], values: new Float32Array() }],
  ]),
  metadata: { format: 'test', step: '3' },
};
const encoded = (of: Safetensors): Buffer => Buffer.concat(encodeSafetensors(of));
/** A file with this header and body. */
const fileOf = (header: unknown, body: number): Buffer => {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(body)]);
};
const entry = (from: number, to: number, shape: unknown = [(to - from) / 4]): unknown => ({
  dtype: 'F32',
  shape,
  data_offsets: [from, to],
});

describe('safetensors', () => {
  test('come back as they went', () => {
    const { tensors, metadata } = decodeSafetensors(encoded(contents));
    expect(metadata).toEqual(contents.metadata);
    expect([...tensors].sort()).toEqual([...contents.tensors].sort());
  });
  test('equal contents give equal bytes in any order', () => {
    const turned = { ...contents, tensors: new Map([...contents.tensors].reverse()) };
    expect(encoded(turned).equals(encoded(contents))).toBe(true);
  });
  test('tensors start at a multiple of 8 bytes', () => {
    expect(encoded(contents).readBigUInt64LE() % 8n).toBe(0n);
  });

  test.for<[string, Buffer]>([
    ['shorter than a length', Buffer.alloc(3)],
    ['a header longer than the file', fileOf({}, 0).subarray(0, 9)],
    ['a length beyond every file', Buffer.alloc(64, 0xff)],
    ['a header that is no JSON', fileOf('{nothing', 0)],
    ['a header that is a list', fileOf([], 0)],
    ['metadata that is no text', fileOf({ __metadata__: { step: 3 } }, 0)],
    ['another type', fileOf({ a: { dtype: 'F16', shape: [2], data_offsets: [0, 4] } }, 4)],
    ['a negative shape', fileOf({ a: entry(0, 4, [-1]) }, 4)],
    ['offsets outside', fileOf({ a: entry(0, 8) }, 4)],
    ['offsets that overlap', fileOf({ a: entry(0, 8), b: entry(4, 8) }, 8)],
    ['a gap', fileOf({ a: entry(0, 4), b: entry(8, 12) }, 12)],
    ['bytes that belong to nothing', fileOf({ a: entry(0, 4) }, 8)],
    ['a size that does not fit the shape', fileOf({ a: entry(0, 8, [3]) }, 8)],
  ])('refuse %s', ([, file]) => {
    expect(() => decodeSafetensors(file)).toThrow(Error);
  });
  test('refuse every truncation', () => {
    const whole = encoded(contents);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeSafetensors(whole.subarray(0, length))).toThrow(Error);
    }
  });
});

const checkpoint: Checkpoint = {
  tensors: contents.tensors,
  step: 12,
  epoch: 2,
  seed: 4,
  sums: { rows: 40, series: [0.1 + 0.2, 1 / 3] },
  preprocessing: { inputs: {}, targets: { output: { type: 'number', column: 'y' } } },
  course: {
    schedule: { best: 0.1 + 0.2, drops: 1 },
    best: { value: 1 / 3, epoch: 1 },
    wait: 1,
    restored: false,
  },
  best: new Map([['b', { shape: [2, 2], values: Float32Array.of(5, 6, 7, 8) }]]),
};

describe('a checkpoint', () => {
  test('comes back as it went, with the hash of its bytes', async () => {
    const path = join(folder, 'whole');
    const { bytes, sha256 } = await writeCheckpoint(path, checkpoint);
    const file = await readFile(path);
    expect(file.length).toBe(bytes);
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
    const read = await readCheckpoint({ path, sha256 });
    expect(read).toEqual({ ...checkpoint, tensors: read.tensors });
    expect([...read.tensors.keys()].sort()).toEqual(['a', 'b', 'empty']);
    expect(hashTensors(read.tensors)).toBe(hashTensors(checkpoint.tensors));
  });
  test('of before schedules and early stopping is read as one that has decided nothing', async () => {
    const path = join(folder, 'old');
    const { metadata, tensors } = decodeSafetensors(await readFile(join(folder, 'whole')));
    const file = encoded({
      tensors: new Map([...tensors].filter(([name]) => !name.startsWith('best/'))),
      metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== 'course')),
    });
    writeFileSync(path, file);
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(await readCheckpoint({ path, sha256 })).toMatchObject({ course: START_OF_COURSE, best: null });
  });
  test('with one bit changed is refused', async () => {
    const path = join(folder, 'bit');
    const { sha256 } = await writeCheckpoint(path, checkpoint);
    const file = await readFile(path);
    file[file.length - 1]! ^= 1;
    writeFileSync(path, file);
    await expect(readCheckpoint({ path, sha256 })).rejects.toMatchObject({
      failure: { code: 'checkpoint-damaged' },
    });
  });
  test('of another format is refused', async () => {
    const path = join(folder, 'format');
    const file = encoded(contents);
    writeFileSync(path, file);
    const sha256 = createHash('sha256').update(file).digest('hex');
    await expect(readCheckpoint({ path, sha256 })).rejects.toMatchObject({
      failure: { code: 'checkpoint-damaged' },
    });
  });
  test('that is not there is said so', async () => {
    const read = readCheckpoint({ path: join(folder, 'nothing'), sha256: '' });
    await expect(read).rejects.toMatchObject({ failure: { code: 'file-unreadable' } });
  });
  test.skipIf(!existsSync('/dev/full'))('on a full disk leaves no half file', async () => {
    const path = join(folder, 'full');
    symlinkSync('/dev/full', path);
    await expect(writeCheckpoint(path, checkpoint)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(() => lstatSync(path)).toThrow();
    await writeCheckpoint(path, checkpoint);
  });
});

test('the hash of the weights depends on names and values, not on order', () => {
  const a = new Map(contents.tensors);
  expect(hashTensors(new Map([...a].reverse()))).toBe(hashTensors(a));
  a.set('b', { shape: [2, 2], values: Float32Array.of(1, -2.5, 3e-30, 5) });
  expect(hashTensors(a)).not.toBe(hashTensors(contents.tensors));
  expect(hashTensors(a)).toMatch(/^sha256-[0-9a-f]{64}$/);
});
