import type { RunSummary } from '../../shared/contract/runs.ts';

/** Runs with weights: those of the open project first, finished ones before others, then the newest. */
export function usable(runs: readonly RunSummary[], projectPath: string | null): readonly RunSummary[] {
  const rank = (run: RunSummary): number =>
    (run.projectPath !== projectPath ? 2 : 0) + (run.state !== 'finished' ? 1 : 0);
  return runs
    .filter((run) => run.checkpoint !== null)
    .sort((a, b) => rank(a) - rank(b) || b.created.localeCompare(a.created));
}

/** The run of the address, else the first. */
export const chosenRun = (listed: readonly RunSummary[], id: string | null): RunSummary | null =>
  (id === null ? listed[0] : listed.find((run) => run.id === id)) ?? null;
