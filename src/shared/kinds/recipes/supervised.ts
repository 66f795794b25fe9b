import { defineRecipe } from '../recipe.ts';
import { direct } from './direct.ts';

export const supervised = defineRecipe({
  ...direct,
  kind: 'supervised',
  label: 'Supervised',
  icon: 'target',
  doc: 'Learns a target column from other columns: a class, or a number. Several inputs and outputs are trained together.',
  params: {},
  order: 'rows',
  learns: () => ({ from: 'column', span: null }),
});
