import { RUN_ENDED } from '../contract/runs.ts';
import type { RunState } from '../contract/runs.ts';

/** True where nobody works on a run: it waits, or is at its end. */
export const canDelete = ({ state }: { readonly state: RunState }): boolean =>
  state === 'queued' || RUN_ENDED.includes(state);
