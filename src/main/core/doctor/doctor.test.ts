import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { told } from '../../../shared/words/told.ts';
import { doctorReport } from './doctor.ts';

let folder: string;
const database = { sqlite: '3.54.1', journal: 'WAL' };
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'neuroloom-doctor-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** The report as a person reads it. */
const inWords = async () =>
  (await doctorReport(folder, database)).map(({ name, says, remedy, ...check }) => ({
    ...check,
    name: told(name),
    says: told(says),
    remedy: remedy === null ? null : told(remedy),
  }));

it('tells what is here and what is missing, each lack with its remedy', async () => {
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  writeFileSync(join(cache, 'a'), Buffer.alloc(2_500_000));
  vi.stubEnv('NEUROLOOM_CACHE', cache);
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', join(folder, 'no-electron'));
  const checks = await inWords();
  const of = (name: string) => checks.find((check) => check.name === name);
  expect(of('Node')).toMatchObject({ state: 'ok', says: expect.stringContaining(process.version) as string });
  expect(of('TensorFlow')).toMatchObject({ state: 'missing', remedy: 'Run npm run setup.' });
  expect(of('Electron')).toMatchObject({ state: 'missing' });
  expect(of('Cache')?.says).toBe(`${cache}, 2.5 MB`);
  expect(of('Workspace')).toMatchObject({ state: 'ok' });
  expect(of('Database')?.says).toBe('SQLite 3.54.1, WAL');
  expect(checks.filter(({ state, remedy }) => state === 'missing' && remedy === null)).toEqual([]);
});

it('finds Electron where the environment names one', async () => {
  writeFileSync(join(folder, 'electron'), '');
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
  const checks = await inWords();
  expect(checks.find(({ name }) => name === 'Electron')).toMatchObject({
    state: 'ok',
    says: join(folder, 'electron'),
  });
});
