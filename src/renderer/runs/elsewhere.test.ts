import { expect, test } from 'vitest';
import type { CoreClient, RequestName } from '../../shared/contract/core.ts';
import type { RunState, RunSummary } from '../../shared/contract/runs.ts';
import { Runs } from './runs.svelte.ts';

const run = (id: string, state: RunState, projectPath: string | null): RunSummary =>
  ({ id, state, projectPath, created: `2026-01-01T00:00:0${id}.000Z` }) as RunSummary;

test('runs of other projects are those that go on, then those that wait, the oldest first', async () => {
  const list = [
    run('1', 'finished', '/b'),
    run('2', 'queued', '/b'),
    run('3', 'training', '/a'),
    run('4', 'testing', '/b'),
    run('5', 'queued', null),
    run('6', 'training', '/c'),
  ];
  const core = { request: (_: RequestName) => Promise.resolve(list), on: () => () => undefined };
  const runs = new Runs(core as unknown as CoreClient);
  await runs.reload();
  const ids = (path: string | null) => runs.elsewhere(path).map(({ id }) => id);
  expect(ids('/a')).toEqual(['4', '6', '2', '5']);
  expect(ids('/b')).toEqual(['3', '6', '5']);
  expect(ids(null)).toEqual(['3', '4', '6', '2', '5']);
});
