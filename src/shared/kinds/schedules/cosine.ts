import { defineSchedule } from '../define.ts';
import { alpha, halfWave, warmupEpochs } from './parts.ts';

export const cosine = defineSchedule({
  kind: 'cosine',
  label: 'Cosine decay',
  doc: 'Lowers the learning rate over the whole run: slowly at first, fast in the middle, slowly at the end.',
  formula: 'η · (α + (1−α) · ½ (1 + cos(π · step/steps)))',
  params: { alpha, warmupEpochs },
  factor: ({ alpha }, { step, steps }) => alpha + (1 - alpha) * halfWave(Math.min(1, step / steps)),
});
