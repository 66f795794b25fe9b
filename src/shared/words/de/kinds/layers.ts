/** What the layers say. Names that are those of Keras' classes stay as they are. */
import { attention } from './layers/attention.ts';
import { augmentation } from './layers/augmentation.ts';
import { convolution } from './layers/convolution.ts';
import { core } from './layers/core.ts';
import { merge } from './layers/merge.ts';
import { normalisation } from './layers/normalisation.ts';
import { pooling } from './layers/pooling.ts';
import { recurrentLayers } from './layers/recurrent.ts';
import { regularisation } from './layers/regularisation.ts';
import { shape } from './layers/shape.ts';
import type { LayersWords } from './layers/types.ts';

export const layers = {
  ...core,
  ...convolution,
  ...pooling,
  ...shape,
  ...attention,
  ...recurrentLayers,
  ...normalisation,
  ...regularisation,
  ...augmentation,
  ...merge,
} satisfies LayersWords;
