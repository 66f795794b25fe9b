/** A workspace on a disk of its own that runs full. Mounting one takes root on Linux. */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import type { Core } from './core.ts';
import { projectOn, writeDataset } from './testing/data.ts';
import { asker, openTestCore, removeWorkspace, untilState, untilTrue } from './testing/harness.ts';
import type { Ask } from './testing/harness.ts';

const MEGABYTES = 12;
const [MOUNT, UNMOUNT] = ['/bin/mount', '/bin/umount'];
const mount = (path: string): boolean =>
  spawnSync(MOUNT, ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', path]).status === 0;
const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const trial = mkdtempSync(join(tmpdir(), 'neuroloom-mount-'));
  const mounted = mount(trial);
  if (mounted) spawnSync(UNMOUNT, [trial]);
  rmSync(trial, { recursive: true });
  return mounted;
})();

describe.skipIf(!canMount)('on a full disk (needs root to mount one)', () => {
  let workspace: string;
  let core: Core;
  let ask: Ask;
  let data: DatasetManifest;

  beforeEach(async () => {
    workspace = mkdtempSync(join(tmpdir(), 'neuroloom-full-'));
    expect(mount(workspace)).toBe(true);
    data = writeDataset(workspace, 'points');
    core = await openTestCore(workspace);
    ask = asker(core);
  });
  afterEach(async () => {
    await core.close(0);
    spawnSync(UNMOUNT, ['-l', workspace]);
    removeWorkspace(workspace);
  });

  /** Takes all the room there is; answers a function that gives it back. */
  const fill = (): (() => void) => {
    const path = join(workspace, 'ballast');
    const file = openSync(path, 'w');
    for (const size of [65_536, 4096]) {
      for (;;) {
        const { bavail, bsize } = statfsSync(workspace);
        if (bavail * bsize < size) break;
        writeSync(file, Buffer.alloc(size, 1));
      }
    }
    closeSync(file);
    return () => rmSync(path);
  };

  it('a save fails with a clear sentence and leaves the project as it was', async () => {
    const { path, project, revision } = await ask('projects.create', { name: 'Safe' });
    const before = readFileSync(path, 'utf8');
    const free = fill();
    const large = { ...project, description: 'x'.repeat(1900) };
    await expect(ask('projects.save', { path, project: large, revision })).rejects.toThrow(
      'The disk is full, so ' + path + ' could not be written.',
    );
    expect(readFileSync(path, 'utf8')).toBe(before);
    free();
    await ask('projects.save', { path, project: large, revision });
    expect((await ask('projects.open', { path })).project).toEqual(large);
  });

  it('a run fails and says so, keeps what was shown, and goes on to the same end when there is room', async () => {
    const project = projectOn(data, { stepMilliseconds: 2, stepsPerEpoch: 100, checkpointBytes: 50_000 }, 4);
    const { run: alone } = await ask('runs.start', { project });
    const wanted = await untilState(ask, alone, 'finished');
    const shown: unknown[] = [];
    core.events.subscribe((name, payload) => {
      if (name === 'run.metrics') shown.push(...(payload as { metrics: unknown[] }).metrics);
    });
    const { run } = await ask('runs.start', { project });
    await untilTrue(
      'it has a checkpoint',
      async () => (await ask('runs.get', { run })).run.checkpoint !== null,
    );
    const free = fill();
    const failed = await untilState(ask, run, 'failed', 'interrupted', 'finished');
    expect([failed.state, failed.failure?.code]).toEqual(['failed', 'disk-full']);
    expect(await ask('runs.metrics', { run })).toEqual(shown);
    const db = new Database(join(workspace, 'neuroloom.db'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
    free();
    await ask('runs.resume', { run });
    const done = await untilState(ask, run, 'finished');
    expect(done.checkpoint?.weights).toBe(wanted.checkpoint?.weights);
    expect(await ask('runs.metrics', { run })).toEqual(await ask('runs.metrics', { run: alone }));
  });

  it('an import says so, leaves nothing behind, and the core answers on', async () => {
    const source = join(workspace, 'rows.csv');
    writeFileSync(source, 'rows');
    const free = fill();
    await expect(ask('import.start', { sources: [{ path: source }] })).rejects.toMatchObject({
      failure: { code: 'disk-full' },
    });
    // Room for the import to begin, not for its rows.
    truncateSync(join(workspace, 'ballast'), statSync(join(workspace, 'ballast')).size - 40_960);
    const { id } = await ask('import.start', { sources: [{ path: source }], name: 'Large' });
    await untilTrue('it has ended', () => core.active() === 0);
    const [state] = await ask('import.list', {});
    expect(state).toMatchObject({ id, state: 'failed', failure: { code: 'disk-full' } });
    expect(readdirSync(join(workspace, 'datasets'))).toEqual(['points']);
    free();
    const again = await ask('import.start', { sources: [{ path: source }], name: 'Large' });
    await untilTrue('it has ended', () => core.active() === 0);
    expect(await ask('datasets.get', again)).toMatchObject({ name: 'Large', rows: 40 });
  });
});
