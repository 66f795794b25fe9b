import { expect, it } from 'vitest';
import { layers } from '../../shared/kinds/layers/index.ts';
import { recipes } from '../../shared/kinds/recipes/index.ts';
import { hasIcon } from './icons.ts';

it.each([...layers, ...recipes].map(({ kind, icon }) => [kind, icon]))('%s has its icon "%s"', (_, icon) => {
  expect(hasIcon(icon)).toBe(true);
});
