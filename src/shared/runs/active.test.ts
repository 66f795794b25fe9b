import { expect, test } from 'vitest';
import { ActiveRuns } from './active.ts';

test('only a run that went on and ended by itself is told of, once', () => {
  const runs = new ActiveRuns();
  expect(runs.hear({ id: 'old', state: 'finished' })).toBe(false);
  expect(runs.hear({ id: 'a', state: 'training' })).toBe(false);
  expect(runs.hear({ id: 'b', state: 'queued' })).toBe(false);
  expect(runs.hear({ id: 'a', state: 'finished' })).toBe(true);
  expect(runs.hear({ id: 'a', state: 'finished' })).toBe(false);
  expect(runs.some).toBe(true);
  expect(runs.hear({ id: 'b', state: 'stopped' })).toBe(false);
  expect(runs.some).toBe(false);
});

test('a deleted run goes on no more', () => {
  const runs = new ActiveRuns();
  runs.hear({ id: 'a', state: 'training' });
  runs.forget('a');
  expect(runs.some).toBe(false);
});
