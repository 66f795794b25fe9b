import { defineOptimizer } from '../define.ts';
import { adam } from './adam.ts';
import { weightDecay } from './parts.ts';

export const adamW = defineOptimizer({
  ...adam,
  kind: 'adamW',
  label: 'AdamW',
  doc: 'Adam that also draws weights towards 0, which keeps large networks from fitting noise. Usual for transformers.',
  formula: 'w ← w − η λ w, then as Adam',
  learningRates: [1e-6, 0.001, 0.02],
  params: { ...adam.params, weightDecay: weightDecay(0.004) },
});
