import { describe, expect, test } from 'vitest';
import { missingRow as tableRow, missingTable } from '../src/shared/words/missing.ts';
import { electronHere, programIn, whatStopsElectron } from './electron.mjs';
import { lockIsMet } from './freshness.mjs';
import { descendants, endPolitely, isAlive, run } from './processes.mjs';
import { missingLine, missingRow } from './words.mjs';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('installed packages against the lockfile', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', resolved: 'x/a-1.0.0.tgz' },
    'node_modules/b': { version: '2.0.0', resolved: 'x/b-2.0.0.tgz', optional: true },
  };
  test('all there, or only what is optional absent: met', () => {
    expect(lockIsMet(wanted, { 'node_modules/a': wanted['node_modules/a'] })).toBe(true);
  });
  test('one absent, or of another version: not met', () => {
    expect(lockIsMet(wanted, {})).toBe(false);
    expect(lockIsMet(wanted, { 'node_modules/a': { version: '1.0.1', resolved: 'x/a-1.0.0.tgz' } })).toBe(
      false,
    );
  });
});

describe('where a window cannot open', () => {
  const fine = {
    platform: 'linux' as NodeJS.Platform,
    display: true,
    root: false,
    sandboxHelper: false,
    helperPath: '/e/chrome-sandbox',
    namespaces: true,
  };
  test.each([
    [{}, null],
    [{ display: false }, 'display-none'],
    [{ root: true }, 'electron-root'],
    [{ namespaces: false }, 'namespaces-denied'],
    [{ namespaces: false, sandboxHelper: true }, null],
    [{ display: false, root: true, platform: 'darwin' as NodeJS.Platform }, null],
  ])('%o: %s', (facts, missing) => {
    expect(whatStopsElectron('/e/electron', { ...fine, ...facts })?.missing ?? null).toBe(missing);
  });
  test('an override that names no Electron is told, not ignored', () => {
    const found = electronHere({ ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' });
    expect(found).toEqual({
      missing: 'electron-none',
      detail: `ELECTRON_OVERRIDE_DIST_PATH has no ${programIn('/nowhere')}`,
    });
  });
});

describe('the table of what is missing', () => {
  test('reads the same in scripts and in the app', () => {
    for (const detail of ['', '/a/path']) {
      expect(missingRow('namespaces-denied', detail)).toMatchObject(
        (({ when, then, remedy }) => ({ when, then, remedy }))(
          tableRow({ code: 'namespaces-denied', detail }),
        ),
      );
    }
    expect(missingLine('electron-none', 'no network')).toContain('There is no Electron (no network).');
  });
  test('each row says what is missing, what happens and what to do, in sentences', () => {
    const rows = missingTable();
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) {
      for (const sentence of [row.when, row.then, row.remedy]) expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(`${row.when}${row.then}${row.remedy}`).not.toContain('{');
    }
  });
});

describe.skipIf(process.platform === 'win32')('ending what was started', () => {
  test('a grandchild that made a group of its own ends too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neuroloom-tree-'));
    const grandchild = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
        { detached: true, stdio: 'ignore' });
      require('node:fs').writeFileSync(process.argv[1], String(child.pid));
      setInterval(() => {}, 1000);`;
    const file = join(folder, 'pid');
    const child = spawn(process.execPath, ['-e', grandchild, file], { stdio: 'ignore', detached: true });
    const pidOf = () => {
      try {
        return Number(readFileSync(file, 'utf8'));
      } catch {
        return 0;
      }
    };
    while (pidOf() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(descendants(child.pid)).toContain(pidOf());
    await endPolitely(child.pid, { politeMs: 5_000 });
    expect(isAlive(pidOf())).toBe(false);
    rmSync(folder, { recursive: true });
  });
  test('a program over its time limit is ended and says so', async () => {
    const ran = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 300 });
    expect(ran).toMatchObject({ timedOut: true, code: null });
  });
});
