import type { AnyLayer } from '../define.ts';
import { activation } from './activation.ts';
import { add } from './add.ts';
import { averagePooling2D } from './average-pooling-2d.ts';
import { batchNormalization } from './batch-normalization.ts';
import { concatenate } from './concatenate.ts';
import { conv2D } from './conv-2d.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { globalAveragePooling2D } from './global-average-pooling-2d.ts';
import { gru } from './gru.ts';
import { input } from './input.ts';
import { lstm } from './lstm.ts';
import { masking } from './masking.ts';
import { maxPooling2D } from './max-pooling-2d.ts';
import { output } from './output.ts';
import { simpleRNN } from './simple-rnn.ts';

/** Every layer kind, in the order in which the palette shows them. */
export const layers = [
  input,
  output,
  dense,
  embedding,
  flatten,
  activation,
  conv2D,
  maxPooling2D,
  averagePooling2D,
  globalAveragePooling2D,
  simpleRNN,
  lstm,
  gru,
  masking,
  batchNormalization,
  dropout,
  add,
  concatenate,
] as const;

const byName = new Map<string, AnyLayer>(layers.map((layer) => [layer.kind, layer]));

/** The kind of this name; undefined for one that this version does not have. */
export const layerOf = (kind: string): AnyLayer | undefined => byName.get(kind);
