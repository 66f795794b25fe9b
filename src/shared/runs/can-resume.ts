import type { RunState, RunSummary } from '../contract/runs.ts';

const CUT_SHORT: readonly RunState[] = ['paused', 'stopped', 'interrupted', 'failed'];

/** True where a run has something to go on from. */
export const canResume = ({ state, checkpoint }: Pick<RunSummary, 'state' | 'checkpoint'>): boolean =>
  CUT_SHORT.includes(state) && checkpoint !== null;
