/** Between channels last, which signals on edges have, and channels first, which ONNX' windows want. */
import type { OnnxWriter } from '../../define.ts';
import type { Axes } from './window.ts';
import { each } from './window.ts';

const between = (axes: Axes, first: number): readonly number[] => each(axes, first).map((n, i) => n + i);

export const toChannelsFirst = (writer: OnnxWriter, x: string, axes: Axes): string =>
  writer.node('Transpose', [x], { perm: [0, axes + 1, ...between(axes, 1)] });
export const toChannelsLast = (writer: OnnxWriter, x: string, axes: Axes): string =>
  writer.node('Transpose', [x], { perm: [0, ...between(axes, 2), 1] });
/** Ours is [...size, a, b]; ONNX wants [b, a, ...size]. */
export const kernelFirst = (writer: OnnxWriter, kernel: string, axes: Axes): string =>
  writer.node('Transpose', [kernel], { perm: [axes + 1, axes, ...between(axes, 0)] });
