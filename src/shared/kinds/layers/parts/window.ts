/**
 * Windows that slide over time steps, pictures and volumes: convolution and pooling share this arithmetic
 * (TensorFlow's SAME_UPPER and VALID).
 */
import type { Tensor } from '../../ops.ts';
import type { Side } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import { sizeOf } from '../../shape.ts';
import type { Misfit } from '../../../words/problems.ts';
import { wanted } from '../../../words/problems.ts';

/** How many axes a window moves over. */
export type Axes = 1 | 2 | 3;

export type Padding = 'valid' | 'same' | 'causal';

export interface Sliding {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  /** 'causal': zeros before the first step, so that no window looks ahead. */
  readonly padding: Padding;
  /** Default: 1 along each axis. */
  readonly dilation?: readonly number[];
}

/** What the words for a layer over so many axes are. */
export const over = {
  1: {
    sides: ['steps'],
    whole: 'sequence',
    unit: 'Steps',
    extent: 'Length',
    shape: 'A sequence: time steps × channels.',
    wants: wanted.sequence,
  },
  2: {
    sides: ['height', 'width'],
    whole: 'picture',
    unit: 'Pixels',
    extent: 'Height and width',
    shape: 'A picture: height × width × channels.',
    wants: wanted.image,
  },
  3: {
    sides: ['depth', 'height', 'width'],
    whole: 'volume',
    unit: 'Voxels',
    extent: 'Depth, height and width',
    shape: 'A volume: depth × height × width × channels.',
    wants: wanted.volume,
  },
} as const satisfies Record<Axes, { readonly sides: readonly Side[] } & Record<string, unknown>>;

/** The same number along each axis. */
export const each = (axes: Axes, value: number): readonly number[] => over[axes].sides.map(() => value);

/** Windows over time steps may be long: a second of sound has thousands. */
export const largestWindow = (axes: Axes): number => (axes === 1 ? 4096 : 256);

/** Why an input has not the axes that a layer works on; undefined where it has. */
export const notOver = (layer: string, axes: Axes, shape: Shape): { readonly misfit: Misfit } | undefined =>
  shape.length === axes + 1
    ? undefined
    : { misfit: { code: 'rank-wrong', facts: { layer, wants: over[axes].wants, shape } } };

interface Along {
  readonly out: number;
  readonly before: number;
  readonly after: number;
}

/** Values that a dilated window spans along an axis. */
export const reach = ({ size, dilation }: Sliding, axis: number): number =>
  (size[axis]! - 1) * (dilation?.[axis] ?? 1) + 1;

/** Where a window goes along one axis. */
export function along(length: number, window: Sliding, axis: number): Along {
  const spanned = reach(window, axis);
  const stride = window.strides[axis]!;
  if (window.padding === 'valid')
    return { out: Math.floor((length - spanned) / stride) + 1, before: 0, after: 0 };
  const out = Math.ceil(length / stride);
  if (window.padding === 'causal') return { out, before: spanned - 1, after: 0 };
  const pad = Math.max((out - 1) * stride + spanned - length, 0);
  // SAME_UPPER: where the padding is odd, the larger half comes after.
  const before = Math.floor(pad / 2);
  return { out, before, after: pad - before };
}

/** How many places the window has along each axis, or why it has none. */
export function slide(
  layer: string,
  axes: Axes,
  input: Shape,
  window: Sliding,
): { readonly size: Shape } | { readonly misfit: Misfit } {
  const wrong = notOver(layer, axes, input);
  if (wrong) return wrong;
  const size = over[axes].sides.map((_, axis) => along(input[axis]!, window, axis).out);
  return size.every((out) => out >= 1)
    ? { size }
    : { misfit: { code: 'window-too-large', facts: { layer, window: window.size, shape: input } } };
}

/** How many places a window that fits has in all. */
export function places(layer: string, axes: Axes, window: Sliding, input: Shape): number {
  const slid = slide(layer, axes, input, window);
  return 'misfit' in slid ? 0 : sizeOf(slid.size);
}

/** The window as ONNX writes it; padding in numbers, because all sizes are known. */
export function onnxWindow(input: Shape, window: Sliding): Record<string, readonly number[]> {
  const sides = window.size.map((_, axis) => along(input[axis]!, window, axis));
  return {
    kernel_shape: window.size,
    strides: window.strides,
    pads: [...sides.map(({ before }) => before), ...sides.map(({ after }) => after)],
    ...(window.dilation && { dilations: window.dilation }),
  };
}

/** The only output of a layer that, as in Keras, ends a mask: what it gives are not the time steps that came in. */
export const withoutMask = (value: Tensor): { readonly outputs: readonly [{ readonly value: Tensor }] } => ({
  outputs: [{ value }],
});
