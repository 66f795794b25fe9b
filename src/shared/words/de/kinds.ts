/** What every kind says of itself in German, by family and kind. */
import { activations } from './kinds/activations.ts';
import { initializers } from './kinds/initializers.ts';
import { layers } from './kinds/layers.ts';
import { losses } from './kinds/losses.ts';
import { metrics } from './kinds/metrics.ts';
import { optimizers } from './kinds/optimizers.ts';
import { recipes } from './kinds/recipes.ts';
import { schedules } from './kinds/schedules.ts';

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
