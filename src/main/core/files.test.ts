import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as real from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failed } from '../../shared/words/failures.ts';
import { isPart, writeWhole } from './files.ts';
import type { Files } from './files.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'neuroloom-files-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The real file system, whose k-th call fails; with `forGood` every later one too. Counts its calls. */
function failing(k: number, code: string, forGood: boolean): { files: Files; calls: () => number } {
  let calls = 0;
  const check = (): void => {
    calls += 1;
    if (calls === k || (forGood && calls > k)) throw Object.assign(new Error(code), { code });
  };
  const files = {
    open: async (...args: Parameters<typeof real.open>) => {
      check();
      const handle = await real.open(...args);
      return new Proxy(handle, {
        get: (target, name) => {
          const value = Reflect.get(target, name, target) as unknown;
          if (typeof value !== 'function') return value;
          return async (...inner: unknown[]) => {
            // A file that cannot be closed is closed all the same.
            if (name === 'close') await target.close();
            check();
            return name === 'close'
              ? undefined
              : (value as (...a: unknown[]) => unknown).apply(target, inner);
          };
        },
      });
    },
    rename: async (...args: Parameters<typeof real.rename>) => {
      check();
      return real.rename(...args);
    },
    rm: async (...args: Parameters<typeof real.rm>) => {
      check();
      return real.rm(...args);
    },
  } as Files;
  return { files, calls: () => calls };
}

it.each([
  ['ENOSPC', 'disk-full', false],
  ['ENOSPC', 'disk-full', true],
  ['EIO', 'file-unreadable', false],
  ['EACCES', 'file-unreadable', true],
])(
  '%s at the k-th call (%s, for good: %s) leaves the old contents or the new, for every k',
  async (code, wanted, forGood) => {
    const path = join(folder, 'a.neuroloom');
    let k = 0;
    for (let failed = true; failed;) {
      k += 1;
      rmSync(folder, { recursive: true });
      await real.mkdir(folder);
      writeFileSync(path, 'old');
      const { files } = failing(k, code, forGood);
      const error = await writeWhole(path, 'the new contents', files).catch((e: unknown) => e);
      failed = error !== undefined;
      if (failed) {
        expect(error).toBeInstanceOf(Failed);
        expect((error as Failed).failure).toMatchObject({ code: wanted, facts: { path } });
      }
      expect(['old', 'the new contents']).toContain(readFileSync(path, 'utf8'));
      if (!failed) expect(readFileSync(path, 'utf8')).toBe('the new contents');
      const rest = readdirSync(folder).filter((name) => name !== 'a.neuroloom');
      expect(rest.every(isPart), `k = ${k}: ${rest.join()}`).toBe(true);
      if (!forGood) expect(rest).toEqual([]);
    }
    expect(k).toBeGreaterThan(6);
  },
);
