/** Settings that the core itself reads; clients keep others under names of their own. */
import { engineRequestSchema } from '../../shared/contract/runs.ts';
import type { EngineRequest } from '../../shared/contract/runs.ts';
import { readSettings } from './store/small.ts';
import type { Store } from './store/database.ts';

interface Setting<T> {
  readonly key: string;
  readonly value: T;
}

export const settings = {
  /** How many runs train at the same time. */
  runsAtOnce: { key: 'queue.runsAtOnce', value: 1 } as Setting<number>,
  /** What becomes of runs when the last window closes: 'ask' | 'continue' | 'pause'. */
  runsOnClose: { key: 'runs.onClose', value: 'ask' } as Setting<'ask' | 'continue' | 'pause'>,
  /** Threads and shards of runs that are started without saying. */
  engine: { key: 'runs.engine', value: null } as Setting<EngineRequest | null>,
} as const;

export function numberSetting(store: Store, setting: Setting<number>): number {
  const value = readSettings(store)[setting.key];
  return typeof value === 'number' && Number.isFinite(value) ? value : setting.value;
}

export function runsOnClose(store: Store): 'ask' | 'continue' | 'pause' {
  const value = readSettings(store)[settings.runsOnClose.key];
  return value === 'continue' || value === 'pause' ? value : 'ask';
}

/** What a run that says nothing of its engine is started with. */
export function engineRequest(store: Store): EngineRequest {
  const parsed = engineRequestSchema.safeParse(readSettings(store)[settings.engine.key]);
  return parsed.success ? parsed.data : engineRequestSchema.parse({});
}
