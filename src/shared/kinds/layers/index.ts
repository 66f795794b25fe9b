import type { AnyLayer } from '../define.ts';
import { activation } from './activation.ts';
import { add } from './add.ts';
import { averagePooling2D } from './average-pooling-2d.ts';
import { batchNormalization } from './batch-normalization.ts';
import { concatenate } from './concatenate.ts';
import { conv2D } from './conv-2d.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { globalAveragePooling2D } from './global-average-pooling-2d.ts';
import { group } from './group.ts';
import { groupNormalization } from './group-normalization.ts';
import { input } from './input.ts';
import { layerNormalization } from './layer-normalization.ts';
import { leakyReLU } from './leaky-re-lu.ts';
import { maxPooling2D } from './max-pooling-2d.ts';
import { multiHeadAttention } from './multi-head-attention.ts';
import { output } from './output.ts';
import { positionEmbedding } from './position-embedding.ts';
import { prelu } from './prelu.ts';
import { rmsNormalization } from './rms-normalization.ts';
import { transformerDecoder } from './transformer-decoder.ts';
import { transformerEncoder } from './transformer-encoder.ts';

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
  multiHeadAttention,
  positionEmbedding,
  transformerEncoder,
  transformerDecoder,
  group,
  batchNormalization,
  layerNormalization,
  groupNormalization,
  rmsNormalization,
  dropout,
  add,
  concatenate,
] as const;

const byName = new Map<string, AnyLayer>(layers.map((layer) => [layer.kind, layer]));

/** The kind of this name; undefined for one that this version does not have. */
export const layerOf = (kind: string): AnyLayer | undefined => byName.get(kind);
