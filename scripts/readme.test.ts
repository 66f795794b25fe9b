/** The README's tables say what the code says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../src/main/cli/commands.ts';
import { missingTable } from '../src/shared/words/missing.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
/** A table's rows as their cells, without the padding that the formatter gives them. */
const rows = readme
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('the README tells what happens where something is missing, row by row', () => {
  for (const { when, then, remedy } of missingTable()) expect(rows).toContainEqual([when, then, remedy]);
});

test('the README names every command', () => {
  for (const { name } of commands) expect(readme).toMatch(new RegExp(`\\| \`${name}\\b`));
});
