import type { AnyRecipe } from '../recipe.ts';
import { autoencoder } from './autoencoder.ts';
import { gan } from './gan.ts';
import { languageModel } from './language-model.ts';
import { sequenceToSequence } from './sequence-to-sequence.ts';
import { supervised } from './supervised.ts';
import { timeSeries } from './time-series.ts';
import { variationalAutoencoder } from './variational-autoencoder.ts';

/** Every recipe, in the order in which menus show them. */
export const recipes = [
  supervised,
  autoencoder,
  variationalAutoencoder,
  languageModel,
  sequenceToSequence,
  timeSeries,
  gan,
] as const satisfies readonly AnyRecipe[];

/** The recipe of this name. */
export const recipeOf = (kind: string): AnyRecipe | undefined => recipes.find((known) => known.kind === kind);
