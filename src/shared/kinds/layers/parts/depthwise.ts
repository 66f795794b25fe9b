/** A filter for each channel by itself: what depthwise and separable convolutions share. */
import type { OnnxWriter } from '../../define.ts';
import type { Misfit } from '../../../words/problems.ts';
import { integer } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import { slidingOf } from './convolution.ts';
import type { WindowValues } from './convolution.ts';
import { toChannelsFirst } from './layout.ts';
import { onnxWindow, slide } from './window.ts';

export const depthMultiplier = integer(
  'Depth multiplier',
  1,
  1,
  'Number of filters for each input channel.',
  { max: 1024 },
);

interface Depthwise extends WindowValues {
  readonly padding: 'valid' | 'same';
  readonly depthMultiplier: number;
}

/** Height, width and channels after a filter a channel. */
export function inferDepthwise(
  layer: string,
  params: Depthwise,
  x: Shape,
): { readonly shape: Shape } | { readonly misfit: Misfit } {
  if (params.strides[0] !== params.strides[1])
    return { misfit: { code: 'strides-unequal', facts: { layer } } };
  const slid = slide(layer, 2, x, slidingOf(params));
  return 'misfit' in slid ? slid : { shape: [...slid.size, x[2]! * params.depthMultiplier] };
}

/** A convolution with one group a channel, channels first; `kernel` is the weight's name. */
export function onnxDepthwise(
  writer: OnnxWriter,
  kernel: string,
  params: Depthwise,
  x: string,
  shape: Shape,
  bias: readonly string[],
): string {
  const channels = shape[2]!;
  // Ours is [height, width, channels, multiplier]; ONNX wants [channels · multiplier, 1, height, width].
  const byChannel = writer.node('Transpose', [writer.weight(kernel)], { perm: [2, 3, 0, 1] });
  const filters = BigInt64Array.from([channels * params.depthMultiplier, 1, ...params.kernelSize], BigInt);
  return writer.node(
    'Conv',
    [
      toChannelsFirst(writer, x, 2),
      writer.node('Reshape', [byChannel, writer.constant(filters, [4])]),
      ...bias,
    ],
    { ...onnxWindow(shape, slidingOf(params)), group: channels },
  );
}
