/** What every kind says of itself in German, by family and kind. */
import { activations } from './activations.ts';
import { initializers } from './initializers.ts';
import { layers } from './layers.ts';
import { losses } from './losses.ts';
import { metrics } from './metrics.ts';
import { optimizers } from './optimizers.ts';
import { recipes } from './recipes.ts';
import { schedules } from './schedules.ts';

export const kinds = {
  layers,
  activations,
  initializers,
  losses,
  metrics,
  optimizers,
  schedules,
  recipes,
} as const;
