/** Every simple layer kind as PyTorch code. What composites are made of stands here too. */
import { placesOf } from '../../kinds/layers/dot.ts';
import { isActivityRegularized } from '../../kinds/layers/parts/regularizers.ts';
import type { Shape } from '../../kinds/shape.ts';
import { call, literal } from '../python.ts';
import { augmentations } from './augmentation.ts';
import { activated, channelsFirst, channelsLast, elementwise, isFirst, KERNEL } from './layer.ts';
import type { TorchLayer, TorchPlace, TorchWriter } from './layer.ts';
import { recurrent } from './recurrent.ts';
import { convolution, depthwise, globalPooling, pooling, separable, transposed } from './windows.ts';

/** Between each two inputs. */
const between = (operator: string): TorchWriter =>
  elementwise(({ x }) => ({ pass: x.join(` ${operator} `) }));
const folded = (callee: string): TorchWriter =>
  elementwise(({ x }) => ({ pass: x.reduce((all, next) => `${callee}(${all}, ${next})`) }));

/** Slices of the axes after the batch, [from, to before the end] each. */
const sliced = (x: string, cuts: readonly (readonly [number, number])[]): string =>
  `${x}[:, ${cuts.map(([from, to]) => `${from > 0 ? from : ''}:${to > 0 ? -to : ''}`).join(', ')}]`;
const pairs = (values: readonly number[]): [number, number][] =>
  Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);

const cropping: TorchWriter = ({ params, x: [x] }) => ({
  pass: sliced(x!, pairs((params as { cropping: readonly number[] }).cropping)),
});
/** The channels, which are last, are not padded. */
const zeroPadding: TorchWriter = ({ params, x: [x] }) => {
  const sides = pairs((params as { padding: readonly number[] }).padding)
    .reverse()
    .flat();
  return isFirst(x!)
    ? { pass: channelsLast(`F.pad(${channelsFirst(x!)}, ${literal(sides)})`) }
    : { pass: `F.pad(${x!}, ${literal([0, 0, ...sides])})` };
};

interface Affine {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
}
/** PyTorch's own is 1e-5. */
const epsArgument = (epsilon: number): string => (epsilon === 1e-5 ? '' : `, eps=${literal(epsilon)}`);
const affineArgument = ({ center, scale }: Affine, name: string): string =>
  center || scale ? '' : `, ${name}=False`;
/** PyTorch has a scale and a shift together, or neither: the one that is not learned stays as it is. */
const affineWeights = ({ center, scale }: Affine): Pick<TorchLayer, 'weights' | 'fixed'> => ({
  weights: { gamma: '.weight', beta: '.bias' },
  ...(center !== scale && { fixed: [center ? '.weight' : '.bias'] }),
});

const batchNormalization: TorchWriter = ({ params, inputs: [input], x: [x], self }) => {
  const affine = params as Affine & { readonly momentum: number };
  const axes = Math.max(1, input!.length - 1);
  const moved = Number((1 - affine.momentum).toPrecision(12));
  const momentum = moved === 0.1 ? '' : `, momentum=${moved}`;
  return {
    made: {
      '': `nn.BatchNorm${axes}d(${input!.at(-1)!}${epsArgument(affine.epsilon)}${momentum}${affineArgument(affine, 'affine')})`,
    },
    pass: input!.length === 1 ? `${self}(${x!})` : channelsLast(`${self}(${channelsFirst(x!)})`),
    ...affineWeights(affine),
  };
};
const layerNormalization: TorchWriter = ({ params, inputs: [input], x: [x], self }) => {
  const affine = params as Affine;
  return {
    made: {
      '': `nn.LayerNorm(${input!.at(-1)!}${epsArgument(affine.epsilon)}${affineArgument(affine, 'elementwise_affine')})`,
    },
    pass: `${self}(${x!})`,
    ...affineWeights(affine),
  };
};
const groupNormalization: TorchWriter = ({ params, inputs: [input], x: [x], self }) => {
  const affine = params as Affine & { readonly groups: number };
  return {
    made: {
      '': `nn.GroupNorm(${affine.groups}, ${input!.at(-1)!}${epsArgument(affine.epsilon)}${affineArgument(affine, 'affine')})`,
    },
    pass: channelsLast(`${self}(${channelsFirst(x!)})`),
    ...affineWeights(affine),
  };
};

/** While training only. */
const training = (name: string, x: string, then: string): Pick<TorchLayer, 'pass'> => ({
  pass: [`${name} = ${x}`, 'if self.training:', `    ${name} = ${then}`],
});
const dropout =
  (axes: '' | '1d' | '2d'): TorchWriter =>
  ({ params, x: [x] }) => {
    const drop = (given: string): string =>
      `F.dropout${axes}(${given}, ${(params as { rate: number }).rate}, self.training)`;
    return { pass: axes === '' ? drop(x!) : channelsLast(drop(channelsFirst(x!))) };
  };

const multiHeadAttention: TorchWriter = ({ params, inputs, x, name, self, masks }) => {
  const attention = params as {
    readonly numHeads: number;
    readonly keyDim: number;
    readonly valueDim: number;
    readonly useBias: boolean;
    readonly dropout: number;
    readonly causal: boolean;
    readonly activityL1: number;
    readonly activityL2: number;
  };
  const of = <T>(all: readonly T[]): T[] => [all[0]!, all[1] ?? all[0]!, all[2] ?? all[1] ?? all[0]!];
  const widths = of(inputs).map((shape) => shape.at(-1)!);
  const more = [
    attention.useBias ? '' : ', bias=False',
    attention.dropout > 0 ? `, dropout=${attention.dropout}` : '',
    attention.causal ? ', causal=True' : '',
  ].join('');
  const { numHeads, keyDim, valueDim } = attention;
  // A key has a mask of its own only where it is given.
  const [from, ...to] = [masks[0], masks[1] === undefined ? masks[0] : masks[1], masks[2]];
  const shown = [
    ...(from ? [`${from}.unsqueeze(2)`] : []),
    ...to.flatMap((mask) => (mask ? [`${mask}.unsqueeze(1)`] : [])),
  ];
  const allowed = shown.length > 0 ? [shown.join(' & ')] : [];
  const projected = ['query', 'key', 'value'].map((part) => `${name}_${part}`);
  return {
    made: {
      '': `MultiHeadAttention(${widths.join(', ')}, ${numHeads}, ${keyDim}, ${valueDim || keyDim}${more})`,
    },
    weights: Object.fromEntries(
      ['query', 'key', 'value', 'output'].flatMap((part) => [
        [`${part}Kernel`, `.${part}.weight`],
        [`${part}Bias`, `.${part}.bias`],
      ]),
    ),
    ...(isActivityRegularized(attention)
      ? {
          pass: [
            `${projected.join(', ')} = ${call(`${self}.project`, of(x))}`,
            `${name} = ${call(`${self}.attend`, [...projected, ...allowed])}`,
          ],
          active: [...projected, name],
        }
      : { pass: call(self, [...of(x), ...allowed]) }),
    helpers: ['MultiHeadAttention'],
  };
};

const positionEmbedding: TorchWriter = ({ params, inputs: [input], x: [x], self }) => {
  const [steps, width] = input!;
  return (params as { positions: string }).positions === 'learned'
    ? {
        made: { '': `nn.Parameter(torch.randn(${steps}, ${width}) * 0.02)` },
        weights: { positions: '' },
        pass: `${x!} + ${self}`,
      }
    : { pass: `${x!} + sinusoidal(${steps}, ${width})`, helpers: ['sinusoidal'] };
};

/** Of each sample: axes that are multiplied share a letter. */
const dot: TorchWriter = ({ params, inputs, x }) => {
  const { axes, normalize } = params as { axes: readonly [number, number]; normalize: boolean };
  const places = placesOf(axes, inputs)!;
  const letters = ['abcdef', 'ghijkl'].map((own, i) =>
    inputs[i]!.map((_, axis) => (axis === places[i]! ? 'z' : own[axis]!)).join(''),
  );
  const rest = letters.join('').replaceAll('z', '');
  const given = x.map((value, i) => (normalize ? `F.normalize(${value}, dim=${places[i]! + 1})` : value));
  const product = `torch.einsum("n${letters[0]!},n${letters[1]!}->n${rest}", ${given.join(', ')})`;
  return { pass: rest === '' ? `${product}.unsqueeze(1)` : product };
};

const upSampling2D: TorchWriter = ({ params, x: [x] }) => {
  const { size, interpolation } = params as { size: readonly number[]; interpolation: string };
  const how = interpolation === 'nearest' ? '"nearest"' : `"${interpolation}", align_corners=False`;
  return {
    pass: channelsLast(`F.interpolate(${channelsFirst(x!)}, scale_factor=${literal(size)}, mode=${how})`),
  };
};

const normalization: TorchWriter = ({ params, x: [x] }) => {
  const { mean, variance, invert } = params as {
    readonly mean: readonly number[];
    readonly variance: readonly number[];
    readonly invert: boolean;
  };
  const [m, deviation] = [mean, variance].map((values) => `torch.tensor(${literal(values)})`);
  const root = `${deviation!}.sqrt().clamp_min(1e-7)`;
  return { pass: invert ? `${m!} + ${x!} * ${root}` : `(${x!} - ${m!}) / ${root}` };
};

const prelu: TorchWriter = ({ params, inputs: [input], x: [x], self }) => {
  const { sharedAxes } = params as { sharedAxes: readonly number[] };
  const shape = input!.map((length, axis) => (sharedAxes.includes(axis + 1) ? 1 : length));
  return {
    made: { '': `nn.Parameter(torch.zeros(${literal(shape)}))` },
    weights: { alpha: '' },
    pass: `torch.where(${x!} > 0, ${x!}, ${self} * ${x!})`,
  };
};

const activation: TorchWriter = ({ params, x: [x] }) => ({ pass: activated(params.activation, x!) });

const reshaped = (x: string, shape: Shape): string => `${x}.reshape(-1, ${shape.join(', ')})`;

const writers: Readonly<Record<string, TorchWriter>> = {
  dense: ({ params, inputs: [input], x: [x], self }) => ({
    made: { '': `nn.Linear(${input!.at(-1)!}, ${params.units}${params.useBias ? '' : ', bias=False'})` },
    weights: KERNEL,
    pass: activated(params.activation, `${self}(${x!})`),
  }),
  embedding: ({ params, x: [x], self }) => ({
    made: { '': `nn.Embedding(${params.inputDim}, ${params.outputDim})` },
    weights: { embeddings: '.weight' },
    pass: `${self}(${x!}.long())`,
  }),
  activation: (place) =>
    /softmax/i.test(place.params.activation) ? activation(place) : elementwise(activation)(place),
  leakyReLU: elementwise(({ params, x: [x] }) => ({ pass: `F.leaky_relu(${x!}, ${params.negativeSlope})` })),
  prelu,
  conv1D: convolution(1),
  conv2D: convolution(2),
  conv3D: convolution(3),
  conv1DTranspose: transposed(1),
  conv2DTranspose: transposed(2),
  depthwiseConv2D: depthwise,
  separableConv2D: separable,
  maxPooling1D: pooling(1, 'max'),
  maxPooling2D: pooling(2, 'max'),
  averagePooling1D: pooling(1, 'avg'),
  averagePooling2D: pooling(2, 'avg'),
  globalMaxPooling1D: globalPooling(1, 'amax'),
  globalMaxPooling2D: globalPooling(2, 'amax'),
  globalAveragePooling1D: globalPooling(1, 'mean'),
  globalAveragePooling2D: globalPooling(2, 'mean'),
  flatten: ({ x: [x] }) => ({ pass: `${x!}.flatten(1)` }),
  reshape: ({ outputs: [shape], x: [x] }) => ({ pass: reshaped(x!, shape!) }),
  permute: ({ params, x: [x] }) => ({ pass: `${x!}.permute(0, ${params.dims.join(', ')})` }),
  repeatVector: ({ params, x: [x] }) => ({ pass: `${x!}.unsqueeze(1).expand(-1, ${params.n}, -1)` }),
  cropping1D: cropping,
  cropping2D: cropping,
  zeroPadding1D: zeroPadding,
  zeroPadding2D: zeroPadding,
  upSampling1D: ({ params, x: [x] }) => ({ pass: `${x!}.repeat_interleave(${params.size}, dim=1)` }),
  upSampling2D,
  multiHeadAttention,
  positionEmbedding,
  simpleRNN: recurrent('RNN'),
  lstm: recurrent('LSTM'),
  gru: recurrent('GRU'),
  masking: ({ x: [x], mask }) => ({ pass: `${x!} * ${mask!}.unsqueeze(-1)` }),
  batchNormalization,
  layerNormalization,
  groupNormalization,
  rmsNormalization: ({ params, inputs: [input], x: [x], self }) => ({
    made: { '': `nn.RMSNorm(${input!.at(-1)!}, eps=${literal(params.epsilon)})` },
    weights: { scale: '.weight' },
    pass: `${self}(${x!})`,
  }),
  rescaling: ({ params, x: [x] }) => ({ pass: `${x!} * ${params.scale} + ${params.offset}` }),
  normalization,
  dropout: elementwise(dropout('')),
  spatialDropout1D: dropout('1d'),
  spatialDropout2D: dropout('2d'),
  gaussianNoise: ({ params, x: [x], name }) =>
    training(name, x!, `${x!} + torch.randn_like(${x!}) * ${params.stddev}`),
  gaussianDropout: ({ params, x: [x], name }) => {
    const deviation = Number(Math.sqrt(params.rate / (1 - params.rate)).toPrecision(8));
    return training(name, x!, `${x!} * (1 + torch.randn_like(${x!}) * ${deviation})`);
  },
  ...augmentations,
  sampling: ({ params, x: [mean, logVariance], name }) => ({
    ...training(name, mean!, `${mean!} + (${logVariance!} / 2).exp() * torch.randn_like(${mean!})`),
    penalties:
      params.weight === 0
        ? []
        : [
            `${params.weight / 2} * (${mean!}.square() + ${logVariance!}.exp() - ${logVariance!} - 1).sum() / len(${mean!})`,
          ],
  }),
  add: between('+'),
  subtract: between('-'),
  multiply: between('*'),
  average: elementwise(({ x }) => ({ pass: `(${x.join(' + ')}) / ${x.length}` })),
  maximum: folded('torch.maximum'),
  minimum: folded('torch.minimum'),
  dot,
  concatenate: ({ x }) => ({
    pass: x.every(isFirst)
      ? channelsLast(`torch.cat((${x.map(channelsFirst).join(', ')}), dim=1)`)
      : `torch.cat((${x.join(', ')}), dim=-1)`,
  }),
};

/** The layer as PyTorch code; undefined for a kind that this version cannot write. */
export const torchLayer = (kind: string, place: TorchPlace): TorchLayer | undefined => writers[kind]?.(place);
