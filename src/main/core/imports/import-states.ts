/** Each import of this core as clients are told of it, while it runs and for a while after; its end is also a row. */
import type { ImportState } from '../../../shared/contract/core.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Failure } from '../../../shared/words/failures.ts';
import type { Broadcast } from '../events.ts';
import type { Log } from '../log.ts';
import { beginImport, endImport } from '../store/small.ts';
import type { Store } from '../store/database.ts';
import type { ImportProgress } from './import-job.ts';

const FIRST_PROBLEMS = 100;
/** How many ended imports are still told of. */
const ENDED_KEPT = 20;

export interface ImportStates {
  begin(id: string, name: string, sources: readonly string[]): void;
  /** What a job's progress makes of an import that began at `started`, by `performance.now()`. */
  progress(id: string, started: number, event: ImportProgress): void;
  done(id: string, manifest: DatasetManifest): void;
  cancelled(id: string): void;
  failed(id: string, cause: Failure): void;
  get(id: string): ImportState | undefined;
  /** Newest first. */
  list(): readonly ImportState[];
  running(): number;
}

export function importStates(needs: {
  readonly store: Store;
  readonly events: Broadcast;
  readonly log: Log;
}): ImportStates {
  const states = new Map<string, ImportState>();

  const put = (state: ImportState): ImportState => {
    states.set(state.id, state);
    needs.events.emit('import.changed', state);
    return state;
  };
  const change = (id: string, part: Partial<ImportState>): ImportState =>
    put({ ...states.get(id)!, ...part });
  const end = (id: string, part: Partial<ImportState>): void => {
    const { state, dataset, rows, problems, failure: cause } = change(id, { ...part, secondsLeft: null });
    try {
      endImport(needs.store, { id, state, dataset, rows, problems, failure: cause });
    } catch (error) {
      needs.log.error(`the end of import ${id} could not be written`, error); // it is told all the same
    }
    const ended = [...states.values()].filter((other) => other.state !== 'running');
    for (const old of ended.slice(0, -ENDED_KEPT)) states.delete(old.id);
  };

  return {
    begin(id, name, sources) {
      beginImport(needs.store, { id, name, sources });
      put(newState(id, name));
    },
    progress: (id, started, event) => void change(id, progressed(states.get(id)!, started, event)),
    done: (id, { rows, name, problems: { count, first } }) =>
      end(id, {
        state: 'done',
        rows,
        name,
        problems: count,
        firstProblems: first.slice(0, FIRST_PROBLEMS),
        dataset: id,
        fraction: 1,
      }),
    cancelled: (id) => end(id, { state: 'cancelled' }),
    failed: (id, cause) => end(id, { state: 'failed', failure: cause }),
    get: (id) => states.get(id),
    list: () => [...states.values()].reverse(),
    running: () => [...states.values()].filter(({ state }) => state === 'running').length,
  };
}

const newState = (id: string, name: string): ImportState => ({
  id,
  name,
  state: 'running',
  fraction: 0,
  rows: 0,
  rowsPerSecond: 0,
  secondsLeft: null,
  problems: 0,
  firstProblems: [],
  dataset: null,
  failure: null,
});

/** What changes with a job's progress; rates are those of the whole import so far. */
function progressed(
  { firstProblems }: ImportState,
  started: number,
  { fraction, rows, problems, newProblems }: ImportProgress,
): Partial<ImportState> {
  const seconds = Math.max(0.001, (performance.now() - started) / 1000);
  return {
    fraction,
    rows,
    problems,
    firstProblems: [...firstProblems, ...newProblems].slice(0, FIRST_PROBLEMS),
    rowsPerSecond: rows / seconds,
    secondsLeft: fraction > 0.01 ? (seconds * (1 - fraction)) / fraction : null,
  };
}
