/** What a run's network makes, where it makes something rather than predicts. */
export type Making = 'text' | 'answers' | 'samples';

const byRecipe: Readonly<Record<string, Making>> = {
  languageModel: 'text',
  sequenceToSequence: 'answers',
  variationalAutoencoder: 'samples',
  gan: 'samples',
};

/** Null for a network that predicts. */
export const makingOf = (recipe: string): Making | null => byRecipe[recipe] ?? null;

/** Whether a run of this recipe shows after each epoch what its network makes. */
export const makesSamples = (recipe: string): boolean =>
  makingOf(recipe) !== null || recipe === 'autoencoder';
