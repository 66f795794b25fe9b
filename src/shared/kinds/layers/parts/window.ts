/** Windows that slide over pictures: convolution and pooling share this arithmetic (TensorFlow's SAME_UPPER and VALID). */
import type { Tensor, Window2d } from '../../define.ts';
import type { Shape } from '../../shape.ts';
import type { Misfit } from '../../../words/problems.ts';
import { wanted } from '../../../words/problems.ts';

export interface Sliding extends Window2d {
  readonly size: readonly [number, number];
  /** Default [1, 1]. */
  readonly dilation?: readonly [number, number];
}

interface Along {
  readonly out: number;
  readonly before: number;
  readonly after: number;
}

/** Pixels that a dilated window spans. */
const span = (size: number, dilation: number): number => (size - 1) * dilation + 1;

function along(length: number, window: Sliding, axis: 0 | 1): Along {
  const reach = span(window.size[axis], window.dilation?.[axis] ?? 1);
  const stride = window.strides[axis];
  if (window.padding === 'valid')
    return { out: Math.floor((length - reach) / stride) + 1, before: 0, after: 0 };
  const out = Math.ceil(length / stride);
  const pad = Math.max((out - 1) * stride + reach - length, 0);
  // SAME_UPPER: where the padding is odd, the larger half comes after.
  const before = Math.floor(pad / 2);
  return { out, before, after: pad - before };
}

/** Height and width after the window has slid over a picture, or why it cannot. */
export function slide(
  layer: string,
  input: Shape,
  window: Sliding,
): { readonly size: readonly [number, number] } | { readonly misfit: Misfit } {
  if (input.length !== 3)
    return { misfit: { code: 'rank-wrong', facts: { layer, wants: wanted.image, shape: input } } };
  const height = along(input[0]!, window, 0).out;
  const width = along(input[1]!, window, 1).out;
  if (height < 1 || width < 1)
    return { misfit: { code: 'window-too-large', facts: { layer, window: window.size, shape: input } } };
  return { size: [height, width] };
}

/** The window as ONNX writes it; padding in numbers, because all sizes are known. */
export function onnxWindow(input: Shape, window: Sliding): Record<string, readonly number[]> {
  const height = along(input[0]!, window, 0);
  const width = along(input[1]!, window, 1);
  return {
    kernel_shape: window.size,
    strides: window.strides,
    pads: [height.before, width.before, height.after, width.after],
    ...(window.dilation && { dilations: window.dilation }),
  };
}

/** A pooled picture has no time steps, so no mask goes on. */
export const picture = (value: Tensor): { readonly outputs: readonly [{ readonly value: Tensor }] } => ({
  outputs: [{ value }],
});
