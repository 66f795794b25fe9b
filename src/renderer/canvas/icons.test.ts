import { expect, it } from 'vitest';
import { layers } from '../../shared/kinds/layers/index.ts';
import { hasIcon } from './icons.ts';

it.each(layers.map((layer) => [layer.kind, layer.icon]))('%s has its icon "%s"', (_, icon) => {
  expect(hasIcon(icon)).toBe(true);
});
