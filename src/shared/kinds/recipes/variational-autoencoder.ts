import { defineRecipe } from '../recipe.ts';
import { direct } from './direct.ts';

/**
 * The evidence lower bound of Kingma and Welling ("Auto-Encoding Variational Bayes", 2013): the reconstruction's loss
 * summed over a sample's values, and the divergence that a Sampling layer adds.
 */
export const variationalAutoencoder = defineRecipe({
  ...direct,
  kind: 'variationalAutoencoder',
  label: 'Variational autoencoder',
  icon: 'scatter-chart',
  doc: 'An autoencoder whose middle is a cloud of normal numbers, drawn by a Sampling layer: any point of the cloud decodes to something new.',
  params: {},
  order: 'rows',
  learns: () => ({ from: 'input' }),
  summed: true,
});
