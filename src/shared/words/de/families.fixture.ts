/** Every family of kinds, as German has to say it. */
import { activations } from '../../kinds/activations/index.ts';
import type { Port } from '../../kinds/define.ts';
import { initializers } from '../../kinds/initializers/index.ts';
import { layers } from '../../kinds/layers/index.ts';
import { losses } from '../../kinds/losses/index.ts';
import { exactMatch } from '../../kinds/metrics/exact-match.ts';
import { metrics } from '../../kinds/metrics/index.ts';
import { optimizers } from '../../kinds/optimizers/index.ts';
import type { Params } from '../../kinds/params.ts';
import type { Role } from '../../kinds/recipe.ts';
import { recipes } from '../../kinds/recipes/index.ts';
import { schedules } from '../../kinds/schedules/index.ts';
import type { Family } from '../kinds.ts';

/** What a kind says of itself in English. */
export interface English {
  readonly kind: string;
  readonly label: string;
  readonly doc: string;
  readonly formula?: string;
  readonly params?: Params;
  readonly inputs?: readonly Port[];
  readonly outputs?: readonly Port[];
  readonly roles?: readonly Role[];
}
export const families: Readonly<Record<Family, readonly English[]>> = {
  layers,
  activations,
  initializers,
  losses,
  metrics: [...metrics, exactMatch],
  optimizers,
  schedules,
  recipes,
};
