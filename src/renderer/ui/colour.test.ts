import { expect, it } from 'vitest';
import { diverging } from './colour.ts';

it('colours numbers from blue over the ground to orange, zero exactly the ground', () => {
  const tokens = new Map([
    ['--diverging-low', '#0000ff'],
    ['--diverging-middle', '#101010'],
    ['--diverging-high', '#ff8000'],
  ]);
  const colours = diverging((name) => tokens.get(name)!, 2);
  expect(colours).toEqual([
    'rgb(0, 0, 255)',
    'rgb(8, 8, 136)',
    'rgb(16, 16, 16)',
    'rgb(136, 72, 8)',
    'rgb(255, 128, 0)',
  ]);
});
