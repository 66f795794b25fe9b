import { expect, test } from 'vitest';
import { shownParams } from '../params.ts';
import { gan } from './gan.ts';

test('the gradient penalty is asked for only where the objective has one', () => {
  const shown = (objective: string): string[] => shownParams(gan.params, { objective }).map(([name]) => name);
  const all = Object.keys(gan.params);
  expect(shown('wasserstein')).toContain('gradientPenalty');
  for (const objective of ['standard', 'leastSquares'])
    expect(shown(objective)).toEqual(all.filter((name) => name !== 'gradientPenalty'));
});
