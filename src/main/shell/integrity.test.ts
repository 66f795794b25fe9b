import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { damageOf } from './integrity.ts';

const contents: Readonly<Record<string, Buffer>> = {
  node: Buffer.alloc(3_000_000, 'node'),
  'dist/node/core.js': Buffer.from('console.log("core")\n'),
  'node_modules/a/index.js': Buffer.from('module.exports = 1\n'),
  'resources/empty': Buffer.alloc(0),
};
const listed = Object.fromEntries(
  Object.entries(contents).map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')]),
);

let home: string;
let folder: string;
let memory: string;
const damage = (): ReturnType<typeof damageOf> => damageOf(folder, listed, memory);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'neuroloom-integrity-'));
  folder = join(home, 'core');
  memory = join(home, 'memory.json');
  for (const [path, bytes] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('files as they were packaged are in order, at the first start and later', async () => {
  expect(await damage()).toEqual([]);
  expect(await damage()).toEqual([]);
  expect(Object.keys(JSON.parse(readFileSync(memory, 'utf8')) as object)).toEqual(['node']);
});

test.each(Object.keys(contents))('%s with a byte more is named', async (path) => {
  await damage();
  appendFileSync(join(folder, path), 'x');
  expect(await damage()).toEqual([{ path, what: 'changed' }]);
});

test('a large file of the same size and time is found out', async () => {
  await damage();
  const file = join(folder, 'node');
  const { atime, mtime } = statSync(file);
  writeFileSync(file, Buffer.alloc(3_000_000, 'edon'));
  utimesSync(file, atime, mtime);
  expect(await damage()).toEqual([{ path: 'node', what: 'changed' }]);
  // In place of another, as an update of the system would.
  writeFileSync(join(home, 'other'), Buffer.alloc(3_000_000, 'edon'));
  utimesSync(join(home, 'other'), atime, mtime);
  renameSync(join(home, 'other'), file);
  expect(await damage()).toEqual([{ path: 'node', what: 'changed' }]);
});

test('what lacks, what nobody listed and what is only a link are named', async () => {
  unlinkSync(join(folder, 'dist/node/core.js'));
  mkdirSync(join(folder, 'dist/node/node_modules/a'), { recursive: true });
  writeFileSync(join(folder, 'dist/node/node_modules/a/index.js'), 'module.exports = 2\n');
  renameSync(join(folder, 'node'), join(home, 'node'));
  symlinkSync(join(home, 'node'), join(folder, 'node'));
  expect(await damage()).toEqual([
    { path: 'dist/node/core.js', what: 'missing' },
    { path: 'dist/node/node_modules/a/index.js', what: 'added' },
    { path: 'node', what: 'missing' },
    { path: 'node (link)', what: 'added' },
  ]);
  expect(existsSync(memory)).toBe(false);
});

test('a folder that is not there lacks every file', async () => {
  rmSync(folder, { recursive: true });
  expect(await damage()).toEqual(
    Object.keys(listed)
      .sort()
      .map((path) => ({ path, what: 'missing' })),
  );
});

test.each(['', 'null', '[1]', '{"node":1}', '{"node":'])('a memory of %j is no memory', async (text) => {
  writeFileSync(memory, text);
  expect(await damage()).toEqual([]);
  appendFileSync(join(folder, 'node'), 'x');
  writeFileSync(memory, text);
  expect(await damage()).toEqual([{ path: 'node', what: 'changed' }]);
});

test('another version’s list makes no use of what is remembered', async () => {
  await damage();
  const other = { ...listed, node: createHash('sha256').update('newer').digest('hex') };
  expect(await damageOf(folder, other, memory)).toEqual([{ path: 'node', what: 'changed' }]);
});
