import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { contentPolicy, DIVIDER_CURSORS, dividerStyle } from './page-policy.ts';

it('names by its hash each style that paneforge puts into the page', () => {
  const source = readFileSync('node_modules/paneforge/dist/internal/utils/style.js', 'utf8');
  const cursors = [...source.matchAll(/return "([a-z-]+-resize)"/g)].map((match) => match[1]);
  expect(new Set(cursors)).toEqual(new Set(DIVIDER_CURSORS));
  expect(source).toContain('`*{cursor: ${style}!important;}`');
  for (const cursor of DIVIDER_CURSORS) {
    const hash = createHash('sha256').update(dividerStyle(cursor)).digest('base64');
    expect(contentPolicy()).toContain(`'sha256-${hash}'`);
  }
});
