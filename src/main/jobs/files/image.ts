/** Pictures as bytes [height, width, channels]: the one way they are decoded, at import and when a model predicts. */
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { decodeBmp } from './bmp.ts';
import { isBmp, isImage } from './sniff.ts';

/** Pixels; larger pictures are refused from their header. */
const MOST_PIXELS = 100_000_000;

// Many pictures are decoded side by side, each on one thread; nothing is worth keeping.
sharp.concurrency(1);
sharp.cache(false);

export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  /** height x width x 3, RGB. */
  readonly pixels: Uint8Array;
  /** True where red, green and blue are equal everywhere. */
  readonly grey: boolean;
}

/**
 * Decodes a picture, turned as its EXIF says, on white where it is transparent. `size` [height, width]: stretched to
 * it; `within`: made smaller, its proportions kept, until no side is longer. Throws an Error that says what is wrong.
 */
export async function decodeImage(
  bytes: Buffer,
  fit: { readonly size: readonly [number, number] } | { readonly within: number },
): Promise<DecodedImage> {
  if (!isImage(bytes)) throw new Error('it is no picture of a known kind');
  const picture = isBmp(bytes)
    ? fromBmp(bytes)
    : sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
  const sized =
    'size' in fit
      ? picture.autoOrient().resize({ height: fit.size[0], width: fit.size[1], fit: 'fill' })
      : picture
          .autoOrient()
          .resize({ height: fit.within, width: fit.within, fit: 'inside', withoutEnlargement: true });
  const { data, info } = await sized
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = info.channels === 3 ? new Uint8Array(data) : tripled(data, info.channels);
  return { height: info.height, width: info.width, pixels, grey: isGrey(pixels) };
}

/** The pixels of a decoded picture with the channels that a data set has: 1 is grey (brightness), 3 is RGB. */
export function withChannels(image: DecodedImage, channels: number): Uint8Array {
  if (channels === 3) return image.pixels;
  if (channels !== 1) throw new Error(`A picture has 1 or 3 channels, not ${channels}`);
  const { pixels } = image;
  return Uint8Array.from({ length: pixels.length / 3 }, (_, i) =>
    image.grey
      ? pixels[3 * i]!
      : Math.round(0.299 * pixels[3 * i]! + 0.587 * pixels[3 * i + 1]! + 0.114 * pixels[3 * i + 2]!),
  );
}

function fromBmp(bytes: Buffer): Sharp {
  const { pixels, width, height } = decodeBmp(bytes, MOST_PIXELS);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

function tripled(data: Uint8Array, channels: number): Uint8Array {
  const count = data.length / channels;
  const pixels = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++) pixels.fill(data[channels * i]!, 3 * i, 3 * i + 3);
  return pixels;
}

function isGrey(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 3) {
    if (pixels[i] !== pixels[i + 1] || pixels[i] !== pixels[i + 2]) return false;
  }
  return true;
}
