import type { RunSummary } from '../../shared/contract/runs.ts';

export const canResume = (run: RunSummary): boolean =>
  ['paused', 'stopped', 'interrupted', 'failed'].includes(run.state);
