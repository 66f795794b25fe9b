/** The groups of layers, each with a colour of its own in the window's theme. */
export const LAYER_GROUPS = [
  'end',
  'core',
  'shape',
  'convolution',
  'pooling',
  'recurrent',
  'attention',
  'normalisation',
  'regularisation',
  'augmentation',
  'merge',
] as const;
export type LayerGroup = (typeof LAYER_GROUPS)[number];
