import type { OnnxWriter } from '../../define.ts';

/** Every axis of a signal made this many times longer; the batch counts as one of them. */
export const onnxResize = (
  writer: OnnxWriter,
  x: string,
  scales: readonly number[],
  attributes: Readonly<Record<string, string>>,
): string =>
  writer.node('Resize', [x, '', writer.constant(Float32Array.from(scales), [scales.length])], attributes);

/** Copies: each output takes the value that it lies over. */
export const NEAREST = {
  mode: 'nearest',
  coordinate_transformation_mode: 'asymmetric',
  nearest_mode: 'floor',
};
