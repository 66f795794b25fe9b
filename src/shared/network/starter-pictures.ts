/** Starter networks that make pictures: of what they saw, of a point in a cloud, or of noise. */
import type { ImageColumn } from '../data/manifest.ts';
import { dense, input, OUTPUT, step } from './starter-drawing.ts';
import type { Step } from './starter-drawing.ts';

const LATENT = 32;
const NOISE = 64;

/** A picture is halved until its shorter side is no longer than this: 28 become 14, then 7. */
const SMALL = 7;

interface Halves {
  readonly image: ImageColumn['shape'];
  /** Filters after each halving. */
  readonly filters: readonly number[];
  /** The picture's sides after all halvings. */
  readonly base: readonly [height: number, width: number];
}

function halvesOf(image: ImageColumn['shape']): Halves {
  const filters: number[] = [];
  let [height, width] = image;
  while (Math.min(height, width) > SMALL) {
    filters.push(Math.min(128, 16 * 2 ** filters.length));
    [height, width] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  }
  return { image, filters, base: [height, width] };
}

/** From a picture to one row of numbers, halving it on the way. */
const down = ({ filters }: Halves): Step[] => [
  ...filters.map((count) =>
    step('conv2D', {
      filters: count,
      kernelSize: [3, 3],
      strides: [2, 2],
      padding: 'same',
      activation: 'relu',
    }),
  ),
  step('flatten'),
];

/** The way back, from a row of numbers to a picture: where a side was odd, the pixels too many are cut off. */
function up({ image: [height, width, channels], filters, base }: Halves, last: string): Step[] {
  const scale = 2 ** filters.length;
  const first = filters.at(-1) ?? 16;
  const cropping = [0, base[0] * scale - height, 0, base[1] * scale - width];
  return [
    dense(base[0] * base[1] * first, 'relu'),
    step('reshape', { targetShape: [...base, first] }),
    ...[...filters].reverse().map((count) =>
      step('conv2DTranspose', {
        filters: count,
        kernelSize: [4, 4],
        strides: [2, 2],
        padding: 'same',
        activation: 'relu',
      }),
    ),
    step('conv2D', { filters: channels, kernelSize: [3, 3], padding: 'same', activation: last }),
    ...(cropping.some((pixels) => pixels > 0) ? [step('cropping2D', { cropping })] : []),
    OUTPUT,
  ];
}

export function autoencoderSteps(image: ImageColumn['shape']): Step[] {
  const halves = halvesOf(image);
  return [input(image, 'unit'), ...down(halves), dense(LATENT), ...up(halves, 'sigmoid')];
}

export function variationalSteps(image: ImageColumn['shape']): Step[] {
  const halves = halvesOf(image);
  return [
    input(image, 'unit'),
    ...down(halves),
    dense(64, 'relu', { as: 'seen' }),
    dense(LATENT / 2, 'linear', { as: 'mean', from: { input: 'seen' } }),
    dense(LATENT / 2, 'linear', { as: 'logVariance', from: { input: 'seen' }, lane: 1 }),
    step('sampling', {}, { from: { mean: 'mean', logVariance: 'logVariance' } }),
    ...up(halves, 'sigmoid'),
  ];
}

/** In the sizes of DCGAN (Radford et al., 2015), whose pictures are from -1 to 1. */
export function ganSteps(image: ImageColumn['shape']): { generator: Step[]; discriminator: Step[] } {
  const halves = halvesOf(image);
  return {
    generator: [input([NOISE], 'none'), ...up(halves, 'tanh')],
    discriminator: [
      input(image, 'symmetric'),
      ...halves.filters.flatMap((filters) => [
        step('conv2D', { filters, kernelSize: [4, 4], strides: [2, 2], padding: 'same' }),
        step('leakyReLU'),
      ]),
      step('flatten'),
      step('dropout', { rate: 0.2 }),
      dense(1),
      OUTPUT,
    ],
  };
}
