import { expect, it } from 'vitest';
import { PaletteGroups } from './palette-groups.svelte.ts';

function memory(kept: string | null = null) {
  const values = new Map(kept === null ? [] : [['palette', kept]]);
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

it('folds a group up, and remembers it', () => {
  const storage = memory();
  const groups = new PaletteGroups(storage);
  expect(groups.isOpen('merge')).toBe(true);
  groups.toggle('merge');
  expect(groups.isOpen('merge')).toBe(false);
  expect(new PaletteGroups(storage).isOpen('merge')).toBe(false);
  expect(new PaletteGroups(storage).isOpen('core')).toBe(true);
  groups.toggle('merge');
  expect(new PaletteGroups(storage).isOpen('merge')).toBe(true);
});

it.each(['{', '{"merge":false}', 'null'])('opens all where what was kept is %s', (kept) => {
  expect(new PaletteGroups(memory(kept)).isOpen('merge')).toBe(true);
});

it('keeps favourites in the order in which they were chosen', () => {
  const storage = memory();
  const groups = new PaletteGroups(storage);
  for (const kind of ['dense', 'conv2D', 'lstm', 'dense']) groups.toggleFavourite(kind);
  expect(groups.favourites).toEqual(['conv2D', 'lstm']);
  expect(new PaletteGroups(storage).favourites).toEqual(['conv2D', 'lstm']);
  expect(new PaletteGroups(storage).isOpen('core')).toBe(true);
});
