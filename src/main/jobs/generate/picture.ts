/** Samples as one picture. */
import sharp from 'sharp';
import type { Shape } from '../../../shared/kinds/shape.ts';

/** Pixels between samples, of a middle grey. */
const GAP = 1;
const GREY = 128;

/** Pictures [height, width, channels] of values 0 … 255, `columns` in a row, as PNG. */
export async function gridPng(
  values: Float32Array,
  shape: Shape,
  columns: number,
): Promise<{ readonly png: Uint8Array; readonly width: number; readonly height: number }> {
  const [high, wide, channels] = shape as [number, number, number];
  const size = high * wide * channels;
  const count = values.length / size;
  const rows = Math.ceil(count / columns);
  const width = columns * (wide + GAP) - GAP;
  const height = rows * (high + GAP) - GAP;
  const pixels = new Uint8ClampedArray(width * height * channels).fill(GREY);
  for (let i = 0; i < count; i++) {
    const left = (i % columns) * (wide + GAP);
    const top = Math.floor(i / columns) * (high + GAP);
    for (let y = 0; y < high; y++) {
      // A clamped array rounds and keeps within a byte.
      const line = values.subarray(i * size + y * wide * channels, i * size + (y + 1) * wide * channels);
      pixels.set(line, ((top + y) * width + left) * channels);
    }
  }
  const raw = { width, height, channels: channels as 1 | 2 | 3 | 4 };
  const png = await sharp(Buffer.from(pixels.buffer), { raw }).png().toBuffer();
  return { png, width, height };
}
