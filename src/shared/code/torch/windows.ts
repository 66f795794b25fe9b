/** Convolution and pooling. Sizes are known, so padding is written in numbers. */
import { along, each } from '../../kinds/layers/parts/window.ts';
import type { Axes, Sliding } from '../../kinds/layers/parts/window.ts';
import type { Shape } from '../../kinds/shape.ts';
import { literal, tuple } from '../python.ts';
import { activatedFirst, channelsFirst, channelsLast, isFirst, KERNEL } from './layer.ts';
import type { TorchWriter } from './layer.ts';

const flag = (value: boolean): string => literal(value);

/** A number where all sides are alike. */
const sides = (values: readonly number[]): string =>
  values.every((value) => value === values[0]) ? String(values[0]) : literal(values);

/** Padding before and after each axis as F.pad wants it: from the last axis back. */
function padded(x: string, input: Shape, window: Sliding, axes: Axes, value = ''): string {
  const pads = each(axes, 0).map((_, axis) => along(input[axis]!, window, axis));
  if (pads.every(({ before, after }) => before === 0 && after === 0)) return x;
  const numbers = [...pads].reverse().flatMap(({ before, after }) => [before, after]);
  return `F.pad(${x}, ${tuple(numbers.map(String))}${value})`;
}

interface ConvParams {
  readonly filters: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Sliding['padding'];
  readonly dilation: readonly number[];
  readonly useBias: boolean;
  readonly activation: string;
  readonly groups?: number;
  readonly depthMultiplier?: number;
}
const window = ({ kernelSize: size, strides, padding, dilation }: ConvParams): Sliding => ({
  size,
  strides,
  padding,
  dilation,
});

/** PyTorch pads by itself where a window moves by one. */
const padsItself = ({ padding, strides }: ConvParams): boolean =>
  padding === 'same' && strides.every((stride) => stride === 1);

/** Arguments of a convolution that are not as PyTorch has them if nothing is said. */
const options = (all: Readonly<Record<string, string>>, usual: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .filter(([name, value]) => usual[name] !== value)
    .map(([name, value]) => `, ${name}=${value}`)
    .join('');
const USUAL = { padding: '0', stride: '1', dilation: '1', groups: '1', bias: 'True' };

export const convolution =
  (axes: Axes): TorchWriter =>
  ({ params, inputs: [input], x: [x], self }) => {
    const conv = params as ConvParams;
    const more = options(
      {
        padding: padsItself(conv) ? '"same"' : '0',
        stride: sides(conv.strides),
        dilation: sides(conv.dilation),
        groups: String(conv.groups ?? 1),
        bias: flag(conv.useBias),
      },
      USUAL,
    );
    const made = `nn.Conv${axes}d(${input!.at(-1)!}, ${conv.filters}, ${sides(conv.kernelSize)}${more})`;
    const first = channelsFirst(x!);
    const given = padsItself(conv) ? first : padded(first, input!, window(conv), axes);
    return {
      made: { '': made },
      weights: KERNEL,
      pass: activatedFirst(conv.activation, `${self}(${given})`),
    };
  };

/** Each channel has filters of its own. */
const depthwiseModule = (conv: ConvParams, channels: number, bias: boolean): string => {
  const more = options(
    {
      stride: sides(conv.strides),
      dilation: sides(conv.dilation),
      groups: String(channels),
      bias: flag(bias),
    },
    USUAL,
  );
  return `nn.Conv2d(${channels}, ${channels * conv.depthMultiplier!}, ${sides(conv.kernelSize)}${more})`;
};

export const depthwise: TorchWriter = ({ params, inputs: [input], x: [x], self }) => {
  const conv = params as ConvParams;
  const given = padded(channelsFirst(x!), input!, window(conv), 2);
  return {
    made: { '': depthwiseModule(conv, input![2]!, conv.useBias) },
    weights: KERNEL,
    pass: activatedFirst(conv.activation, `${self}(${given})`),
  };
};

export const separable: TorchWriter = ({ params, inputs: [input], x: [x], self }) => {
  const conv = params as ConvParams;
  const given = padded(channelsFirst(x!), input!, window(conv), 2);
  const middle = input![2]! * conv.depthMultiplier!;
  const bias = conv.useBias ? '' : ', bias=False';
  return {
    made: {
      _depthwise: depthwiseModule(conv, input![2]!, false),
      '': `nn.Conv2d(${middle}, ${conv.filters}, 1${bias})`,
    },
    weights: { depthwiseKernel: '_depthwise.weight', pointwiseKernel: '.weight', bias: '.bias' },
    pass: activatedFirst(conv.activation, `${self}(${self}_depthwise(${given}))`),
  };
};

/** PyTorch gives every place that the kernel reaches; what is ours is cut out of that, or it goes on where strides leave gaps. */
export const transposed =
  (axes: Axes): TorchWriter =>
  ({ params, inputs: [input], outputs: [output], x: [x], self }) => {
    const conv = params as ConvParams;
    const cuts = each(axes, 0).map((_, axis) => {
      const spanned = (conv.kernelSize[axis]! - 1) * conv.dilation[axis]! + 1;
      const whole = (input![axis]! - 1) * conv.strides[axis]! + spanned;
      const before = conv.padding === 'same' ? Math.floor(Math.max(spanned - conv.strides[axis]!, 0) / 2) : 0;
      const after = whole - before - output![axis]!;
      return { before, after: Math.max(0, after), gap: Math.max(0, -after) };
    });
    const more = options(
      {
        stride: sides(conv.strides),
        dilation: sides(conv.dilation),
        bias: flag(conv.useBias),
        output_padding: sides(cuts.map(({ gap }) => gap)),
      },
      { ...USUAL, output_padding: '0' },
    );
    const made = `nn.ConvTranspose${axes}d(${input!.at(-1)!}, ${conv.filters}, ${sides(conv.kernelSize)}${more})`;
    const whole = `${self}(${channelsFirst(x!)})`;
    const numbers = [...cuts].reverse().flatMap(({ before, after }) => [-before, -after]);
    const cut = numbers.every((number) => number === 0)
      ? whole
      : `F.pad(${whole}, ${tuple(numbers.map(String))})`;
    return {
      made: { '': made },
      weights: KERNEL,
      pass: activatedFirst(conv.activation, cut),
    };
  };

export const pooling =
  (axes: Axes, how: 'max' | 'avg'): TorchWriter =>
  ({ params, inputs: [input], x: [x] }) => {
    const { poolSize, strides, padding } = params as Pick<Sliding, 'strides' | 'padding'> & {
      readonly poolSize: readonly number[];
    };
    const slid: Sliding = { size: poolSize, strides, padding };
    const pool = (given: string): string =>
      `F.${how}_pool${axes}d(${given}, ${sides(poolSize)}, ${sides(strides)})`;
    const first = channelsFirst(x!);
    const given = padded(first, input!, slid, axes, how === 'max' ? ', value=-torch.inf' : '');
    // An average counts only what lies inside the picture.
    const counted = padded(`torch.ones_like(${first})`, input!, slid, axes);
    const pooled = given === first || how === 'max' ? pool(given) : `(${pool(given)} / ${pool(counted)})`;
    return { pass: channelsLast(pooled) };
  };

export const globalPooling =
  (axes: Axes, how: 'amax' | 'mean'): TorchWriter =>
  ({ x: [x], masks: [mask] }) => {
    if (mask && how === 'mean') {
      const shown = `${mask}.unsqueeze(-1)`;
      return { pass: `(${x!} * ${shown}).sum(dim=1) / ${shown}.sum(dim=1).clamp_min(1)` };
    }
    const [given, from] = isFirst(x!) ? [channelsFirst(x!), 2] : [x!, 1];
    const dims = each(axes, 0).map((_, axis) => axis + from);
    return { pass: `${given}.${how}(dim=${literal(axes === 1 ? dims[0] : dims)})` };
  };
