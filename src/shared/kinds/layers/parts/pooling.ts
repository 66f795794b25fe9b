/** Parameters, shapes and mappings of the pooling layers, which differ only in what they do with a window. */
import type { OnnxWriter } from '../../define.ts';
import { choice, size2d } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import { shapeText } from '../../shape.ts';
import { plain } from './keras.ts';
import { toChannelsFirst, toChannelsLast } from './layout.ts';
import { onnxWindow, slide } from './window.ts';
import type { Sliding } from './window.ts';

export const poolingParams = {
  poolSize: size2d('Pool size', [2, 2], 'Height and width of the window.', 256),
  strides: size2d('Strides', [2, 2], 'Pixels that the window moves at a time, down and across.', 256),
  padding: choice(
    'Padding',
    ['valid', 'same'],
    'valid',
    'valid: only whole windows; same: the windows at the edge may reach over it.',
  ),
} as const;

interface Pooling {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'valid' | 'same';
}

export const poolingWindow = (params: Pooling): Sliding => ({
  size: params.poolSize,
  strides: params.strides,
  padding: params.padding,
});

export const poolingSummary = (params: Pooling): string => shapeText(params.poolSize);

export function inferPooling(layer: string, params: Pooling, x: Shape | undefined) {
  const slid = slide(layer, x ?? [], poolingWindow(params));
  return 'misfit' in slid ? slid : { outputs: [[...slid.size, x![2]!]] };
}

export const kerasPooling = (params: Pooling): Readonly<Record<string, unknown>> => ({
  pool_size: params.poolSize,
  strides: params.strides,
  padding: params.padding,
  data_format: 'channels_last',
});

export function readPooling(config: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  if (!plain(config, { data_format: 'channels_last' })) return null;
  return {
    poolSize: config['pool_size'],
    // In Keras, no strides are the pool size.
    strides: config['strides'] ?? config['pool_size'],
    padding: config['padding'],
  };
}

export function onnxPooling(
  writer: OnnxWriter,
  op: 'MaxPool' | 'AveragePool',
  params: Pooling,
  x: string,
  shape: Shape,
): readonly string[] {
  const pooled = writer.node(op, [toChannelsFirst(writer, x)], onnxWindow(shape, poolingWindow(params)));
  return [toChannelsLast(writer, pooled)];
}
