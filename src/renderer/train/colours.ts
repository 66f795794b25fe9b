import type { ProjectRuns } from './runs.svelte.ts';

/** Tokens for runs that are drawn beside the shown one: none of them stands for a kind of thing elsewhere in a chart. */
const BESIDE = [
  '--group-pooling',
  '--group-normalisation',
  '--group-merge',
  '--group-regularisation',
  '--text-3',
] as const;

export const tokenOf = (run: string, runs: Pick<ProjectRuns, 'compared'>): (typeof BESIDE)[number] =>
  BESIDE[[...runs.compared].indexOf(run) % BESIDE.length] ?? '--text-3';

export const colourOf = (run: string, runs: Pick<ProjectRuns, 'compared'>): string =>
  `var(${tokenOf(run, runs)})`;
