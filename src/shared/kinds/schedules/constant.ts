import { defineSchedule } from '../define.ts';
import { warmupEpochs } from './parts.ts';

export const constant = defineSchedule({
  kind: 'constant',
  label: 'Constant',
  doc: 'The same learning rate from the first step to the last.',
  formula: 'η',
  params: { warmupEpochs },
  factor: () => 1,
});
