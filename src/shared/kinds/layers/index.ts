import type { AnyLayer } from '../define.ts';
import { activation } from './activation.ts';
import { add } from './add.ts';
import { average } from './average.ts';
import { averagePooling2D } from './average-pooling-2d.ts';
import { batchNormalization } from './batch-normalization.ts';
import { concatenate } from './concatenate.ts';
import { conv2D } from './conv-2d.ts';
import { dense } from './dense.ts';
import { dot } from './dot.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { gaussianDropout } from './gaussian-dropout.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import { globalAveragePooling2D } from './global-average-pooling-2d.ts';
import { groupNormalization } from './group-normalization.ts';
import { input } from './input.ts';
import { layerNormalization } from './layer-normalization.ts';
import { leakyReLU } from './leaky-re-lu.ts';
import { maxPooling2D } from './max-pooling-2d.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { multiply } from './multiply.ts';
import { normalization } from './normalization.ts';
import { output } from './output.ts';
import { prelu } from './prelu.ts';
import { randomBrightness } from './random-brightness.ts';
import { randomContrast } from './random-contrast.ts';
import { randomCrop } from './random-crop.ts';
import { randomErasing } from './random-erasing.ts';
import { randomFlip } from './random-flip.ts';
import { randomRotation } from './random-rotation.ts';
import { randomTranslation } from './random-translation.ts';
import { randomZoom } from './random-zoom.ts';
import { rescaling } from './rescaling.ts';
import { rmsNormalization } from './rms-normalization.ts';
import { spatialDropout1D } from './spatial-dropout-1d.ts';
import { spatialDropout2D } from './spatial-dropout-2d.ts';
import { subtract } from './subtract.ts';

/** Every layer kind, in the order in which the palette shows them. */
export const layers = [
  input,
  output,
  dense,
  flatten,
  activation,
  leakyReLU,
  prelu,
  conv2D,
  maxPooling2D,
  averagePooling2D,
  globalAveragePooling2D,
  batchNormalization,
  layerNormalization,
  groupNormalization,
  rmsNormalization,
  rescaling,
  normalization,
  dropout,
  spatialDropout1D,
  spatialDropout2D,
  gaussianNoise,
  gaussianDropout,
  randomFlip,
  randomRotation,
  randomZoom,
  randomTranslation,
  randomCrop,
  randomContrast,
  randomBrightness,
  randomErasing,
  add,
  subtract,
  multiply,
  average,
  maximum,
  minimum,
  dot,
  concatenate,
] as const;

const byName = new Map<string, AnyLayer>(layers.map((layer) => [layer.kind, layer]));

/** The kind of this name; undefined for one that this version does not have. */
export const layerOf = (kind: string): AnyLayer | undefined => byName.get(kind);
