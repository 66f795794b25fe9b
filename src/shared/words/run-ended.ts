import type { RunSummary } from '../contract/runs.ts';
import { failureText } from './failures.ts';
import { wordsOf } from './language.ts';
import { duration, percent } from './numbers.ts';

const words = wordsOf('runEnded', {
  title: (run: string, state: RunSummary['state']): string =>
    `${run} ${state === 'finished' ? 'has finished' : state === 'failed' ? 'has failed' : 'was interrupted'}`,
  interrupted: 'Its training process ended. It can go on from its last checkpoint.',
  trained: (time: string, accuracy: string | null): string =>
    `Trained for ${time}${accuracy === null ? '' : `, test accuracy ${accuracy}`}.`,
});
export type RunEndedWords = typeof words;

/** What a notification says when a run has ended by itself. */
export const runEndedTitle = ({ name, project, state }: RunSummary): string =>
  words.title(`${project}: ${name}`, state);

export function runEndedText({ state, failure, test, seconds }: RunSummary): string {
  if (failure) return failureText(failure);
  if (state === 'interrupted') return words.interrupted;
  const accuracy = test?.metrics['accuracy'];
  return words.trained(duration(seconds), accuracy === undefined ? null : percent(accuracy));
}
