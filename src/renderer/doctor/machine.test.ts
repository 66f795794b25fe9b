import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Events, EventName } from '../../shared/contract/core.ts';
import type { MachineNow, Trial } from '../../shared/contract/machine.ts';
import { engineRequestSchema } from '../../shared/contract/runs.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { Machine } from './machine.svelte.ts';

/** Answers as the core would, and keeps the setting as it does. */
function wire() {
  const asked: string[] = [];
  let setting: unknown = null;
  let hear: (trial: Trial) => void = () => undefined;
  const answers: Record<string, (input: never) => unknown> = {
    'machine.now': (): Partial<MachineNow> => ({
      request: engineRequestSchema.safeParse(setting).data ?? engineRequestSchema.parse({}),
    }),
    'machine.report': () => ({}),
    'trial.state': () => null,
    'settings.set': ({ value }: { value: unknown }) => void (setting = value),
  };
  const core = {
    request: (name: string, input: unknown) => {
      asked.push(name);
      return name in answers
        ? Promise.resolve(answers[name]!(input as never))
        : Promise.reject(new Failed(failure('machine-busy', {})));
    },
    on: <E extends EventName>(_name: E, listener: (payload: Events[E]) => void) => {
      hear = listener as (trial: Trial) => void;
      return () => (hear = () => undefined);
    },
  };
  return { core: core as never, asked, tell: (trial: Trial) => hear(trial) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('looks again and again while it is watched, and no longer', async () => {
  const { core, asked, tell } = wire();
  const machine = new Machine(core);
  const stop = machine.watch();
  await vi.advanceTimersByTimeAsync(2500);
  expect(asked.filter((name) => name === 'machine.now')).toHaveLength(3);
  tell({ state: 'running', project: 'Mine', choices: [] });
  expect(machine.trial?.state).toBe('running');
  stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked.filter((name) => name === 'machine.now')).toHaveLength(3);
});

test('a choice becomes what the core takes for the next run, and the rule takes it back', async () => {
  const machine = new Machine(wire().core);
  const choice = { threads: 2, shards: 1, byRule: false, samplesPerSecond: 10, failure: null };
  await machine.use(choice);
  expect(machine.now!.request).toMatchObject({ threads: 2, shards: 1 });
  await machine.use({ threads: null, shards: null });
  expect(machine.now!.request).toMatchObject({ threads: null, shards: null });
});

test('what cannot be tried is said', async () => {
  const machine = new Machine(wire().core);
  await machine.tryOut({} as never);
  expect(machine.error).toMatch(/^A run trains or waits/);
});
