import type { KindsWords } from '../kinds.ts';

export const kinds: KindsWords = {
  layers: {},
  activations: {},
  initializers: {},
  losses: {},
  metrics: {},
  optimizers: {},
  schedules: {},
  recipes: {},
};
