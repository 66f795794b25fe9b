import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { lastWords } from './last-words.ts';

const printedBy = (code: string): string =>
  spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stderr;

it('finds the error above its stack', () => {
  const deep =
    'const f = (n) => { if (n === 0) throw new RangeError("No such thing"); f(n - 1); }; console.error("before"); f(9);';
  expect(lastWords(printedBy(deep))).toEqual(['before', 'RangeError: No such thing']);
  expect(lastWords(printedBy('import "/no/such/file.js"')).at(-1)).toContain(
    "Cannot find module '/no/such/file.js'",
  );
});

it('keeps the last lines of a program that prints many, and none of one that prints none', () => {
  expect(lastWords(Array.from({ length: 50 }, (_, i) => `line ${i}`).join('\n'), 2)).toEqual([
    'line 48',
    'line 49',
  ]);
  expect(lastWords('\n\n')).toEqual([]);
});
