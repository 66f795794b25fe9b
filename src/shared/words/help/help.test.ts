import { expect, test } from 'vitest';
import { layers } from '../../kinds/layers/index.ts';
import { helpEntries, helpGroups } from './entries.ts';
import { terms } from './terms.ts';

test('each entry has an id of its own, a title and whole sentences', () => {
  expect(new Set(helpEntries.map(({ id }) => id)).size).toBe(helpEntries.length);
  for (const { id, title, text } of helpEntries) {
    expect(title, id).not.toBe('');
    expect(text.trim(), id).toMatch(/[.)]$/);
  }
});

test('every group has entries, and every layer is among them', () => {
  for (const group of helpGroups) expect(helpEntries.some((entry) => entry.group === group)).toBe(true);
  const ids = new Set<string>(helpEntries.map(({ id }) => id));
  for (const { kind } of layers) expect(ids).toContain(`layer/${kind}`);
});

test('terms are explained in two to four sentences, in the order of the alphabet', () => {
  for (const [name, { text }] of Object.entries(terms)) {
    const sentences = text.split(/[.?](?=\s|$)/).filter(Boolean).length;
    expect(sentences, name).toBeGreaterThanOrEqual(2);
    expect(sentences, name).toBeLessThanOrEqual(4);
  }
  expect(Object.keys(terms)).toEqual(Object.keys(terms).sort());
});
