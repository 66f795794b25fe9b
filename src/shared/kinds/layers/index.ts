import type { AnyLayer } from '../define.ts';
import { activation } from './activation.ts';
import { add } from './add.ts';
import { averagePooling1D } from './average-pooling-1d.ts';
import { averagePooling2D } from './average-pooling-2d.ts';
import { average } from './average.ts';
import { batchNormalization } from './batch-normalization.ts';
import { concatenate } from './concatenate.ts';
import { conv1DTranspose } from './conv-1d-transpose.ts';
import { conv1D } from './conv-1d.ts';
import { conv2DTranspose } from './conv-2d-transpose.ts';
import { conv2D } from './conv-2d.ts';
import { conv3D } from './conv-3d.ts';
import { cropping1D } from './cropping-1d.ts';
import { cropping2D } from './cropping-2d.ts';
import { dense } from './dense.ts';
import { depthwiseConv2D } from './depthwise-conv-2d.ts';
import { dot } from './dot.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { gaussianDropout } from './gaussian-dropout.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import { globalAveragePooling1D } from './global-average-pooling-1d.ts';
import { globalAveragePooling2D } from './global-average-pooling-2d.ts';
import { globalMaxPooling1D } from './global-max-pooling-1d.ts';
import { globalMaxPooling2D } from './global-max-pooling-2d.ts';
import { groupNormalization } from './group-normalization.ts';
import { group } from './group.ts';
import { gru } from './gru.ts';
import { input } from './input.ts';
import { layerNormalization } from './layer-normalization.ts';
import { leakyReLU } from './leaky-re-lu.ts';
import { lstm } from './lstm.ts';
import { masking } from './masking.ts';
import { maxPooling1D } from './max-pooling-1d.ts';
import { maxPooling2D } from './max-pooling-2d.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { multiHeadAttention } from './multi-head-attention.ts';
import { multiply } from './multiply.ts';
import { normalization } from './normalization.ts';
import { output } from './output.ts';
import { permute } from './permute.ts';
import { positionEmbedding } from './position-embedding.ts';
import { prelu } from './prelu.ts';
import { randomBrightness } from './random-brightness.ts';
import { randomContrast } from './random-contrast.ts';
import { randomCrop } from './random-crop.ts';
import { randomErasing } from './random-erasing.ts';
import { randomFlip } from './random-flip.ts';
import { randomRotation } from './random-rotation.ts';
import { randomTranslation } from './random-translation.ts';
import { randomZoom } from './random-zoom.ts';
import { repeatVector } from './repeat-vector.ts';
import { rescaling } from './rescaling.ts';
import { reshape } from './reshape.ts';
import { rmsNormalization } from './rms-normalization.ts';
import { sampling } from './sampling.ts';
import { separableConv2D } from './separable-conv-2d.ts';
import { simpleRNN } from './simple-rnn.ts';
import { spatialDropout1D } from './spatial-dropout-1d.ts';
import { spatialDropout2D } from './spatial-dropout-2d.ts';
import { subtract } from './subtract.ts';
import { transformerDecoder } from './transformer-decoder.ts';
import { transformerEncoder } from './transformer-encoder.ts';
import { upSampling1D } from './up-sampling-1d.ts';
import { upSampling2D } from './up-sampling-2d.ts';
import { zeroPadding1D } from './zero-padding-1d.ts';
import { zeroPadding2D } from './zero-padding-2d.ts';

/** Every layer kind, in the order in which the palette shows them. */
export const layers = [
  input,
  output,
  dense,
  embedding,
  activation,
  leakyReLU,
  prelu,
  conv1D,
  conv2D,
  conv3D,
  conv1DTranspose,
  conv2DTranspose,
  depthwiseConv2D,
  separableConv2D,
  maxPooling1D,
  maxPooling2D,
  averagePooling1D,
  averagePooling2D,
  globalMaxPooling1D,
  globalMaxPooling2D,
  globalAveragePooling1D,
  globalAveragePooling2D,
  flatten,
  reshape,
  permute,
  repeatVector,
  cropping1D,
  cropping2D,
  zeroPadding1D,
  zeroPadding2D,
  upSampling1D,
  upSampling2D,
  multiHeadAttention,
  positionEmbedding,
  transformerEncoder,
  transformerDecoder,
  group,
  simpleRNN,
  lstm,
  gru,
  masking,
  batchNormalization,
  layerNormalization,
  groupNormalization,
  rmsNormalization,
  rescaling,
  normalization,
  dropout,
  sampling,
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
