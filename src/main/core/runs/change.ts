/** A run's row and what clients know of it change together. */
import type { Broadcast } from '../events.ts';
import type { Store } from '../store/database.ts';
import { runSummary, updateRun } from '../store/runs.ts';
import type { RunChange } from '../store/runs.ts';

interface Places {
  readonly store: Store;
  readonly events: Broadcast;
}

/** Writes a change and tells of the run. `how`: whether it must outlive the machine's own end. */
export function changeRun(
  places: Places,
  run: string,
  change: RunChange,
  how: 'flushed' | 'durable' = 'durable',
): void {
  updateRun(places.store, run, change, how);
  tellRun(places, run);
}

/** Tells clients what a run is now; of one that is deleted there is nothing to tell. */
export function tellRun({ store, events }: Places, run: string): void {
  const summary = runSummary(store, run);
  if (summary) events.emit('run.changed', summary);
}
