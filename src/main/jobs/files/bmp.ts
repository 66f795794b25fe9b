/** Windows bitmaps, which sharp does not read: uncompressed, 1, 4, 8, 24 or 32 bits a pixel. */

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** height x width x 3, RGB. */
  readonly pixels: Uint8Array;
}

const FILE_HEADER = 14;
const DEPTHS = [1, 4, 8, 24, 32];

/** Throws an Error that says what is wrong. */
export function decodeBmp(bytes: Buffer, mostPixels: number): Bitmap {
  if (bytes.length < FILE_HEADER + 40) throw new Error('the bitmap is cut short');
  const dataStart = bytes.readUInt32LE(10);
  const headerBytes = bytes.readUInt32LE(FILE_HEADER);
  const width = bytes.readInt32LE(18);
  const signedHeight = bytes.readInt32LE(22);
  const depth = bytes.readUInt16LE(28);
  const compression = bytes.readUInt32LE(30);
  if (headerBytes < 40) throw new Error('the bitmap is of a kind too old to read');
  // 3: uncompressed with masks, which are the usual ones for 32 bits.
  if ((compression !== 0 && !(compression === 3 && depth === 32)) || !DEPTHS.includes(depth)) {
    throw new Error('the bitmap is compressed');
  }
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0 || width * height > mostPixels)
    throw new Error('the bitmap announces an impossible size');
  const stride = Math.ceil((width * depth) / 32) * 4;
  if (dataStart + stride * height > bytes.length) throw new Error('the bitmap is cut short');

  const colours = depth <= 8 ? palette(bytes, FILE_HEADER + headerBytes, dataStart) : null;
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    // Rows run from the bottom up, unless the height is negative.
    const row = dataStart + stride * (signedHeight > 0 ? height - 1 - y : y);
    for (let x = 0; x < width; x++) {
      const at = colours ? (colours[paletteIndex(bytes, row, x, depth)] ?? 0) : row + x * (depth / 8);
      const out = 3 * (y * width + x);
      if (at === 0) continue; // a colour that the palette lacks stays black
      pixels[out] = bytes[at + 2]!;
      pixels[out + 1] = bytes[at + 1]!;
      pixels[out + 2] = bytes[at]!;
    }
  }
  return { width, height, pixels };
}

/** Where each colour of the palette lies in the file. */
function palette(bytes: Buffer, from: number, to: number): readonly number[] {
  const end = Math.min(to, bytes.length);
  return Array.from(
    { length: Math.max(0, Math.min(256, Math.floor((end - from) / 4))) },
    (_, i) => from + 4 * i,
  );
}

function paletteIndex(bytes: Buffer, row: number, x: number, depth: number): number {
  if (depth === 8) return bytes[row + x]!;
  const bit = x * depth;
  return (bytes[row + (bit >> 3)]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}
