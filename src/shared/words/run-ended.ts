import type { RunSummary } from '../contract/runs.ts';
import { failureText } from './failures.ts';
import { duration, percent } from './numbers.ts';

/** What a notification says when a run has ended by itself. */
export const runEndedTitle = ({ name, project, state }: RunSummary): string =>
  `${project}: ${name} ${state === 'finished' ? 'has finished' : state === 'failed' ? 'has failed' : 'was interrupted'}`;

export function runEndedText({ state, failure, test, seconds }: RunSummary): string {
  if (failure) return failureText(failure);
  if (state === 'interrupted') return 'Its training process ended. It can go on from its last checkpoint.';
  const accuracy = test?.metrics['accuracy'];
  return `Trained for ${duration(seconds)}${accuracy === undefined ? '' : `, test accuracy ${percent(accuracy)}`}.`;
}
