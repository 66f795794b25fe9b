/** Layers that change pictures while training, as modules that do so in training only. */
import { call, keyword, literal } from '../python.ts';
import type { HelperName } from './helpers.ts';
import type { TorchWriter } from './layer.ts';

type Name = Extract<HelperName, `Random${string}`>;
type Range = readonly [number, number];

/** Made with these arguments. */
const module =
  (
    name: Name,
    // What a layer's parameters are, its own writer knows.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    args: (params: any) => readonly string[],
    needs: (params: Resampled) => readonly HelperName[] = () => ['draw'],
  ): TorchWriter =>
  ({ params, x: [x], self }) => ({
    made: { '': call(name, args(params)) },
    pass: `${self}(${x!})`,
    helpers: [...needs(params as Resampled), name],
  });

interface Resampled {
  readonly fillMode: 'reflect' | 'wrap' | 'constant' | 'nearest';
  readonly fillValue: number;
  readonly interpolation: 'bilinear' | 'nearest';
}
const PADDING = { reflect: 'reflection', constant: 'zeros', nearest: 'border', wrap: 'border' } as const;

/** How it reads between pixels and beyond the edges, where that is not as `warp` has it. */
const resampling = ({ fillMode, fillValue, interpolation }: Resampled): readonly string[] => [
  ...(interpolation === 'bilinear' ? [] : [keyword('mode', literal(interpolation))]),
  ...(fillMode === 'reflect' ? [] : [keyword('padding_mode', literal(PADDING[fillMode]))]),
  ...(fillMode === 'constant' && fillValue !== 0 ? [keyword('fill', literal(fillValue))] : []),
  ...(fillMode === 'wrap' ? ['fold=wrap'] : []),
];
const warping = ({ fillMode }: Resampled): readonly HelperName[] => [
  'draw',
  ...(fillMode === 'wrap' ? (['wrap'] as const) : []),
  'warp',
];

const AXES = { horizontal: ['2'], vertical: ['1'], horizontal_and_vertical: ['2', '1'] } as const;
const valueRange = (range: Range): string => keyword('value_range', literal(range));

export const augmentations = {
  randomFlip: module('RandomFlip', ({ mode }: { readonly mode: keyof typeof AXES }) => AXES[mode]),
  randomRotation: module(
    'RandomRotation',
    ({ factor, ...how }: Resampled & { readonly factor: Range }) => [literal(factor), ...resampling(how)],
    warping,
  ),
  randomZoom: module(
    'RandomZoom',
    ({
      heightFactor,
      widthFactor,
      keepRatio,
      ...how
    }: Resampled & {
      readonly heightFactor: Range;
      readonly widthFactor: Range;
      readonly keepRatio: boolean;
    }) => [literal(heightFactor), ...(keepRatio ? [] : [literal(widthFactor)]), ...resampling(how)],
    warping,
  ),
  randomTranslation: module(
    'RandomTranslation',
    ({
      heightFactor,
      widthFactor,
      ...how
    }: Resampled & { readonly heightFactor: Range; readonly widthFactor: Range }) => [
      literal(heightFactor),
      literal(widthFactor),
      ...resampling(how),
    ],
    warping,
  ),
  randomCrop: module(
    'RandomCrop',
    ({ height, width }: { readonly height: number; readonly width: number }) => [
      String(height),
      String(width),
    ],
    () => [],
  ),
  randomContrast: module(
    'RandomContrast',
    ({ factor, valueRange: range }: { readonly factor: Range; readonly valueRange: Range }) => [
      ...factor.map(literal),
      valueRange(range),
    ],
  ),
  randomBrightness: module(
    'RandomBrightness',
    ({ factor, valueRange: range }: { readonly factor: Range; readonly valueRange: Range }) => [
      literal(factor),
      valueRange(range),
    ],
  ),
  randomErasing: module(
    'RandomErasing',
    (params: {
      readonly factor: Range;
      readonly scale: Range;
      readonly fill: 'noise' | 'value';
      readonly fillValue: number;
      readonly valueRange: Range;
    }) => [
      literal(params.factor),
      literal(params.scale),
      valueRange(params.valueRange),
      ...(params.fill === 'value' ? [keyword('value', literal(params.fillValue))] : []),
    ],
  ),
} as const satisfies Readonly<Record<string, TorchWriter>>;
