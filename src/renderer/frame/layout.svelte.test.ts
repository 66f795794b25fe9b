import { expect, test } from 'vitest';
import { Layout } from './layout.svelte.ts';

function storage(kept: string | null = null) {
  let value = kept;
  return { getItem: () => value, setItem: (_: string, next: string) => void (value = next) };
}

test('each room opens what it needs, and remembers what the person chose', () => {
  const place = storage();
  const layout = new Layout(place);
  expect([layout.isOpen('design', 'properties'), layout.isOpen('train', 'drawer')]).toEqual([true, true]);
  layout.toggle('design', 'properties');
  expect(layout.isOpen('design', 'properties')).toBe(false);
  expect(layout.isOpen('train', 'properties')).toBe(false);
  expect(new Layout(place).isOpen('design', 'properties')).toBe(false);
});

test('a panel that is asked for is open, whatever it was before', () => {
  const layout = new Layout(storage());
  layout.toggle('train', 'drawer');
  for (const _ of [1, 2]) {
    layout.open('train', 'drawer');
    expect(layout.isOpen('train', 'drawer')).toBe(true);
  }
});

test('a panel that a room lacks cannot be opened', () => {
  const layout = new Layout(storage());
  layout.toggle('data', 'drawer');
  expect(layout.isOpen('data', 'drawer')).toBe(false);
});

test.each(['not json', 'null', '7'])('what was kept as %j is no reason to fail', (kept) =>
  expect(new Layout(storage(kept)).isOpen('data', 'side')).toBe(true),
);

test('a narrow window shows one panel beside the canvas, and a wide one all of them again', () => {
  const layout = new Layout(storage());
  const beside = () =>
    (['side', 'properties', 'code'] as const).filter((name) => layout.isOpen('design', name));
  layout.narrow = true;
  expect(beside()).toEqual(['side']);
  layout.toggle('design', 'code');
  expect(beside()).toEqual(['code']);
  layout.toggle('design', 'code');
  expect(beside()).toEqual([]);
  layout.toggle('design', 'drawer');
  expect(layout.isOpen('design', 'drawer')).toBe(true);
  layout.narrow = false;
  expect(beside()).toEqual(['side', 'properties']);
});
