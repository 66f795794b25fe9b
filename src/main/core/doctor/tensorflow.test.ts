import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TensorFlowInstall } from '../../../shared/contract/core.ts';
import { doctorWords } from '../../../shared/words/doctor.ts';
import { told } from '../../../shared/words/told.ts';
import { machineName, ownFolder } from '../../jobs/tensorflow/install/sources.ts';
import type { Core } from '../core.ts';
import { asker, newWorkspace, openTestCore, removeWorkspace, untilTrue } from '../testing/harness.ts';
import type { Ask } from '../testing/harness.ts';

// The installer is the real one, in a cache of the test's own.
let workspace: string;
let cache: string;
let core: Core;
let ask: Ask;
let heard: TensorFlowInstall[];
beforeEach(async () => {
  workspace = newWorkspace();
  cache = join(workspace, 'cache');
  vi.stubEnv('NEUROLOOM_CACHE', cache);
  core = await openTestCore(workspace);
  ask = asker(core);
  heard = [];
  core.events.subscribe((name, payload) => {
    if (name === 'tensorflow.changed') heard.push(payload as TensorFlowInstall);
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await core.close(0);
  removeWorkspace(workspace);
});

const ended = async (): Promise<TensorFlowInstall> => {
  await untilTrue('the installation has ended', () => core.active() === 0);
  return (await ask('tensorflow.state', {})).install!;
};

/** An engine as the installer lays it down; it is found, not loaded. */
function layDownEngine(): void {
  const folder = join(cache, 'tensorflow', ownFolder(machineName()));
  mkdirSync(join(folder, 'lib'), { recursive: true });
  writeFileSync(join(folder, 'binding.node'), '');
  const manifest = { binding: 'binding.node', libraries: 'lib', version: '2.9.1', source: 'own-download' };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, device: 'cpu', bytes: 1 }));
}

it('ends at once where TensorFlow is there, and says which', async () => {
  expect(await ask('tensorflow.state', {})).toEqual({ native: false, install: null });
  layDownEngine();
  expect(await ask('tensorflow.install', {})).toMatchObject({ state: 'running', fraction: null });
  expect(core.active()).toBe(1);
  expect(await ended()).toMatchObject({ state: 'done', failure: null });
  expect(heard.map(({ state }) => state)).toEqual(['running', 'done']);
  expect(told(heard.at(-1)!.text)).toContain('2.9.1');
  expect((await ask('tensorflow.state', {})).native).toBe(true);
});

it('says in a sentence why it could not, and can be tried again', async () => {
  writeFileSync(cache, 'a file where the folder should be');
  await ask('tensorflow.install', {});
  const failed = await ended();
  expect(failed).toMatchObject({ state: 'failed', failure: { code: 'tensorflow-install-failed' } });
  expect(failed.text).toMatch(
    /^Native TensorFlow could not be installed: The cache folder cannot be written/,
  );
  rmSync(cache);
  layDownEngine();
  await ask('tensorflow.install', {});
  expect(await ended()).toMatchObject({ state: 'done' });
});

it('runs one at a time, and waits for another process’s', async () => {
  const lock = join(cache, 'tensorflow', '.lock');
  mkdirSync(join(cache, 'tensorflow'), { recursive: true });
  writeFileSync(lock, String(process.pid)); // this process holds the lock and lives
  await ask('tensorflow.install', {});
  await untilTrue('it waits', () => heard.some(({ text }) => told(text).startsWith('Another installation')));
  const before = heard.length;
  expect((await ask('tensorflow.install', {})).text).toEqual(heard.at(-1)!.text);
  expect([heard.length, core.active()]).toEqual([before, 1]);
  layDownEngine();
  rmSync(lock);
  expect(await ended()).toMatchObject({ state: 'done' });
});

it('is offered where the doctor finds none', async () => {
  const offered = async () =>
    (await ask('doctor.report', {})).filter(({ action }) => action === 'install-tensorflow');
  expect(await offered()).toMatchObject([{ name: doctorWords.name('tensorflow'), state: 'missing' }]);
  layDownEngine();
  expect(await offered()).toEqual([]);
});
