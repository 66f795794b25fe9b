/** Between NHWC, which signals on edges have, and NCHW, which ONNX' windows want. */
import type { OnnxWriter } from '../../define.ts';

export const toChannelsFirst = (writer: OnnxWriter, x: string): string =>
  writer.node('Transpose', [x], { perm: [0, 3, 1, 2] });
export const toChannelsLast = (writer: OnnxWriter, x: string): string =>
  writer.node('Transpose', [x], { perm: [0, 2, 3, 1] });
