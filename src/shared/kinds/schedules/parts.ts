/** What several schedules share. */
import { number } from '../params.ts';

export const warmupEpochs = number(
  'Warm‑up',
  0,
  [0, 1000],
  'The rate climbs from 0 over so many epochs before the schedule begins; parts of an epoch count. 0: none.',
  { step: 0.5, unit: 'epochs' },
);

export const alpha = number(
  'Lowest part',
  0,
  [0, 1],
  'The part of the learning rate that is left at the bottom of the curve.',
);

/** From 1 at the start to 0 at the end of a half wave of the cosine. */
export const halfWave = (part: number): number => 0.5 * (1 + Math.cos(Math.PI * part));
