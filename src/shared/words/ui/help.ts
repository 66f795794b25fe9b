import type { HelpGroup } from '../help/entries.ts';

const groups: Readonly<Record<HelpGroup, string>> = {
  'how-to': 'How to',
  term: 'Terms',
  layer: 'Layers',
  activation: 'Activations',
  loss: 'Losses',
  metric: 'Metrics',
  optimizer: 'Optimizers',
  schedule: 'Schedules',
  initializer: 'Initializers',
  recipe: 'Recipes',
};

/** Words of the help beside the rooms. Its texts are in words/help. */
export const help = {
  title: 'Help',
  search: 'Search help',
  close: 'Close help',
  groups,
  nothing: (text: string) => `Nothing is said about "${text}".`,
};
export type HelpWords = typeof help;
