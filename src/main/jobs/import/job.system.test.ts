import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { encodeFrame, frameReader, NO_BYTES } from '../../../shared/contract/frames.ts';
import type { ImportCommand, ImportEvent } from '../../../shared/contract/jobs.ts';
import { testFolder } from './import.fixture.ts';

const folder = testFolder();

interface Job {
  readonly child: ChildProcess;
  send(command: ImportCommand): void;
  readonly events: ImportEvent[];
  /** The first event of this type. */
  seen(type: ImportEvent['type']): Promise<ImportEvent>;
  readonly exit: Promise<number | null>;
}

const jobs: Job[] = [];
afterEach(() => jobs.splice(0).forEach(({ child }) => child.kill('SIGKILL')));

function startJob(): Job {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const pipe = child.stdio[3] as Duplex;
  const events: ImportEvent[] = [];
  const waiting: { type: string; resolve: (event: ImportEvent) => void }[] = [];
  pipe.on('error', () => undefined);
  pipe.on(
    'data',
    frameReader(({ head }) => {
      const event = head as ImportEvent;
      events.push(event);
      for (const one of waiting) if (one.type === event.type) one.resolve(event);
    }),
  );
  const job: Job = {
    child,
    events,
    send: (command) => void pipe.write(encodeFrame({ head: command, bytes: NO_BYTES })),
    seen: (type) => {
      const event = events.find((candidate) => candidate.type === type);
      return event ? Promise.resolve(event) : new Promise((resolve) => waiting.push({ type, resolve }));
    },
    exit: once(child, 'exit').then(([code]) => code as number | null),
  };
  jobs.push(job);
  return job;
}

const ROWS = 400_000;

/** 20 MB of numbers, some rows bad. */
async function largeTable(): Promise<string> {
  const path = await folder.write('large.csv', 'a,b,c,d,kind\n');
  const out = createWriteStream(path, { flags: 'a' });
  for (let from = 0; from < ROWS; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const row = from + i;
      return row % 100_000 === 5
        ? `${row},ragged`
        : `${row / 3},${row / 7},${row % 1000},${-row},${row % 2 ? 'odd' : 'even'}`;
    });
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return path;
}

const start = (path: string, into: string): ImportCommand => ({
  type: 'start',
  files: [{ path, name: 'large.csv' }],
  options: {},
  id: 'large',
  name: 'Large',
  folder: into,
});

test('a job imports, tells its progress and bad rows, and ends', async () => {
  const into = join(folder.path(), 'into');
  await mkdir(into);
  const job = startJob();
  job.send(start(await largeTable(), into));
  const done = await job.seen('done');
  expect(await job.exit).toBe(0);
  expect(done).toMatchObject({
    manifest: { id: 'large', name: 'Large', rows: ROWS - 4, problems: { count: 4 } },
  });
  expect((await readdir(into)).sort()).toEqual(
    ['manifest.json', ...[0, 1, 2, 3].map((i) => `column-${i}.f32`), 'column-4.i32'].sort(),
  );
  const progress = job.events.filter((event) => event.type === 'progress');
  const fractions = progress.map(({ fraction }) => fraction);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  expect(progress.at(-1)).toMatchObject({ rows: ROWS - 4, problems: 4 });
  // Every problem is told once.
  expect(progress.flatMap(({ newProblems }) => newProblems).map(({ line }) => line)).toEqual([
    7, 100_007, 200_007, 300_007,
  ]);
});

test('a cancelled import ends without a manifest', async () => {
  const into = join(folder.path(), 'into');
  await mkdir(into);
  const job = startJob();
  job.send(start(await largeTable(), into));
  await job.seen('progress');
  job.send({ type: 'cancel' });
  expect(await job.exit).toBe(0);
  expect(job.events.at(-1)).toEqual({ type: 'cancelled' });
  expect(await readdir(into)).not.toContain('manifest.json');
});

test('a job whose parent is gone ends', async () => {
  const into = join(folder.path(), 'into');
  await mkdir(into);
  const job = startJob();
  job.send(start(await largeTable(), into));
  await job.seen('progress');
  (job.child.stdio[3] as Duplex).destroy();
  await job.exit;
  expect(await readdir(into)).not.toContain('manifest.json');
});

test('a full disk is a sentence of its own, and nothing looks whole', async ({ skip }) => {
  const disk = join(folder.path(), 'disk');
  await mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'pipe' });
  } catch {
    return skip('a small disk can be mounted by root on Linux only');
  }
  try {
    const job = startJob();
    job.send(start(await largeTable(), disk));
    expect(await job.exit).toBe(0);
    expect(job.events.at(-1)).toEqual({
      type: 'failed',
      failure: { code: 'disk-full', facts: { path: disk } },
    });
    expect(await readdir(disk)).not.toContain('manifest.json');
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('a preview job answers and ends', async () => {
  const path = await folder.write('pets.csv', 'weight,kind\n1,cat\n2,dog\n');
  const job = startJob();
  job.send({ type: 'preview', files: [{ path, name: 'pets.csv' }], options: {} });
  expect(await job.seen('preview')).toMatchObject({ preview: { kind: 'table', rows: 2, target: 'kind' } });
  expect(await job.exit).toBe(0);
});

test('a fault of the files is a failure, not a death', async () => {
  const path = await folder.write('x.bin', new Uint8Array([0, 1, 2, 3]));
  const job = startJob();
  job.send({ type: 'preview', files: [{ path, name: 'x.bin' }], options: {} });
  expect(await job.seen('failed')).toMatchObject({
    failure: { code: 'nothing-to-import', facts: { files: ['x.bin'] } },
  });
  expect(await job.exit).toBe(0);
});
