import type { RunEndedWords } from '../run-ended.ts';

export const runEnded: RunEndedWords = {
  title: (run, state) =>
    `${run} ${state === 'finished' ? 'ist fertig' : state === 'failed' ? 'ist fehlgeschlagen' : 'wurde unterbrochen'}`,
  interrupted: 'Der Trainingsprozess hat geendet. Es kann beim letzten Checkpoint weitergehen.',
  trained: (time, accuracy) =>
    `Trainiert in ${time}${accuracy === null ? '' : `, Testgenauigkeit ${accuracy}`}.`,
};
