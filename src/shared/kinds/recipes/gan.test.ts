import { expect, test } from 'vitest';
import { shownParams } from '../params.ts';
import { gan } from './gan.ts';

test('what an objective does not have is not asked for', () => {
  const hidden = (objective: string): string[] => {
    const shown = shownParams(gan.params, { objective }).map(([name]) => name);
    return Object.keys(gan.params).filter((name) => !shown.includes(name));
  };
  expect(hidden('wasserstein')).toEqual(['labelSmoothing']);
  for (const objective of ['standard', 'leastSquares'])
    expect(hidden(objective)).toEqual(['gradientPenalty']);
});
