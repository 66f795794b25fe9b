import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { bundledInPage } from './entries.mjs';
import { root } from './freshness.mjs';
import { closure, notices, noticesFile } from './notices.mjs';

test('the notices are those of the lockfile (node scripts/notices.mjs writes them)', () => {
  expect(readFileSync(noticesFile, 'utf8')).toBe(notices());
});

test('a nested package comes before one of the same name above it', () => {
  const packages = {
    'node_modules/a': { dependencies: { b: '1' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    'node_modules/b': {},
    'node_modules/c': { optionalDependencies: { absent: '1' } },
  };
  expect(closure(packages, ['a'])).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/c',
  ]);
});

test('every package that the page imports is named among the bundled ones', () => {
  const renderer = join(root, 'src', 'renderer');
  const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.endsWith('.test.ts'))
    .filter((name) => !name.startsWith(`testing${sep}`))
    .map((name) => readFileSync(join(renderer, name), 'utf8'));
  const imported = sources.flatMap((text) =>
    [...text.matchAll(/^\s*import (?!type)[^;]*?'((?:@[\w-]+\/)?[\w-]+)(?:\/[^']*)?';/gm)].map(
      ([, name]) => name!,
    ),
  );
  expect(imported).toContain('svelte');
  const known = new Set([...bundledInPage, 'zod']);
  expect([...new Set(imported)].filter((name) => !known.has(name))).toEqual([]);
});
