import { spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

const BENCH = join(import.meta.dirname, '../bench');
const measurements = readdirSync(BENCH).filter((file) => file.endsWith('.ts'));

const call = (file: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(BENCH, file), ...args], { encoding: 'utf8' });

test.each(measurements)('%s says how it is called, and in one sentence what is wrong with a call', (file) => {
  const help = call(file, '--help');
  expect(help.stdout).toContain(`Usage: npm run bench -- ${file.replace('.ts', '')} `);
  expect(help.status).toBe(0);
  for (const wrong of ['--nothing-of-the-kind', 'nothing-of-the-kind']) {
    const { status, stdout, stderr } = call(file, wrong);
    expect(stderr).toMatch(/^There is no .*nothing-of-the-kind.*\n$/);
    expect([status, stdout]).toEqual([2, '']);
  }
});

test.each([
  ['--threads', '1,none', 'a whole number from 1 to 1024, not "none"'],
  ['--precision', 'float64', 'one of float32, bfloat16, not "float64"'],
  ['--rounds', '0', 'a whole number from 1 to'],
])('steps wants of %s what it can be', (option, value, wants) => {
  const { status, stderr } = call('steps.ts', option, value);
  expect(stderr).toContain(`${option} wants ${wants}`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});
