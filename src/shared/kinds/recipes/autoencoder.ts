import { defineRecipe } from '../recipe.ts';
import { direct } from './direct.ts';

export const autoencoder = defineRecipe({
  ...direct,
  kind: 'autoencoder',
  label: 'Autoencoder',
  icon: 'hourglass',
  doc: 'Learns to give back what comes in through a narrow middle, which so becomes a short description of it. No target is needed.',
  params: {},
  order: 'rows',
  learns: () => ({ from: 'input' }),
});
