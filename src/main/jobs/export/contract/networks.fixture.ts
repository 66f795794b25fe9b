/** Networks for the export tests: built from steps, and random ones that `fast-check` can shrink. */
import fc from 'fast-check';
import { activationNames } from '../../../../shared/kinds/activations/index.ts';
import { initializers } from '../../../../shared/kinds/initializers/index.ts';
import { layerOf } from '../../../../shared/kinds/layers/index.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { sameShape } from '../../../../shared/kinds/shape.ts';
import type { AnyLayer, WeightValues } from '../../../../shared/kinds/define.ts';
import type { Network, NetworkNode } from '../../../../shared/network/document.ts';
import { expandNetwork } from '../../../../shared/network/expand.ts';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import type { Inferred } from '../../../../shared/network/infer.ts';
import { randomWeights } from './contract.fixture.ts';

export interface Step {
  readonly kind: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Places of the steps that feed it, with the port where that is not the first; default: the step before. */
  readonly from?: readonly (number | readonly [step: number, port: string])[];
  readonly name?: string;
  /** The step whose weights this one uses. */
  readonly weightsOf?: number;
}

export function networkOf(steps: readonly Step[]): Network {
  const nodes = steps.map(({ kind, params = {}, name, weightsOf }, i): NetworkNode => ({
    id: `n${i}`,
    kind,
    name: name ?? `${layerOf(kind)?.label ?? kind} ${i}`,
    params: { ...params },
    position: { x: i, y: 0 },
    trainable: true,
    ...(weightsOf !== undefined && { weightsOf: `n${weightsOf}` }),
  }));
  const edges = steps.flatMap(({ kind, from }, to) => {
    const ports = layerOf(kind)?.inputs ?? [];
    return (from ?? (kind === 'input' ? [] : [to - 1])).map((source, i) => ({
      id: `e${to}-${i}`,
      from:
        typeof source === 'number'
          ? { node: `n${source}`, port: 'output' }
          : { node: `n${source[0]}`, port: source[1] },
      to: { node: `n${to}`, port: (ports[i] ?? ports[0])?.name ?? 'input' },
    }));
  });
  return { id: 'network', name: 'Network', nodes, edges };
}

/** A layer as in one of its examples, between inputs and an output. */
export function exampleNetwork(kind: AnyLayer, example: AnyLayer['examples'][number]): Network {
  const inputs = example.inputs.map((shape) => ({ kind: 'input', params: { shape } }));
  const layer = { kind: kind.kind, params: { ...example.params }, from: inputs.map((_, i) => i) };
  return networkOf([...inputs, layer, { kind: 'output' }]);
}

/** Inferred, composites replaced by what they are made of, with weights as they may be after training. Throws where the network has a problem. */
export function furnish(
  network: Network,
  seed: number,
): { readonly inferred: Inferred; readonly weights: Readonly<Record<string, WeightValues>> } {
  const inferred = inferNetwork(expandNetwork(network));
  if (inferred.problems.length > 0) throw new Error(JSON.stringify(inferred.problems));
  const weights = Object.fromEntries(
    inferred.order.map(({ node, weights }) => [
      node.id,
      randomWeights(weights, node.weightsOf ?? node.id, seed),
    ]),
  );
  return { inferred, weights };
}

const upTo = (most: number) => fc.integer({ min: 1, max: most });
const numbers = (axes: number, most: number, least = 1) =>
  fc.array(fc.integer({ min: least, max: most }), { minLength: axes, maxLength: axes });
const padding = fc.constantFrom('valid', 'same');
const activation = fc.constantFrom(...activationNames);
const flag = fc.boolean();

const recurrent = fc.record({
  units: fc.integer({ min: 1, max: 4 }),
  returnSequences: flag,
  direction: fc.constantFrom('forward', 'backward', 'both'),
  merge: fc.constantFrom('concat', 'sum', 'mul', 'ave'),
  useBias: flag,
});

/** Strides or dilation, never both: TensorFlow has not both. */
const oneOf = <P extends { strides: number[]; dilation: number[] }>(params: P): P =>
  params.strides.some((n) => n > 1) ? { ...params, dilation: params.dilation.map(() => 1) } : params;
const convolution = (axes: number) =>
  fc
    .record({
      filters: upTo(5),
      kernelSize: numbers(axes, 4),
      strides: numbers(axes, 3),
      dilation: numbers(axes, 2),
      padding,
      activation,
      useBias: flag,
    })
    .map(oneOf);
const pooling = (axes: number) =>
  fc.record({ poolSize: numbers(axes, 3), strides: numbers(axes, 3), padding });
const channelwise = {
  kernelSize: numbers(2, 3),
  strides: upTo(2).map((n) => [n, n]),
  dilation: numbers(2, 2),
  depthMultiplier: upTo(2),
  padding,
  useBias: flag,
};

/** Parameters of each kind that are worth varying. */
const paramsOf: Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
  dense: fc.record({ units: upTo(6), activation, useBias: flag }),
  conv1D: convolution(1),
  conv2D: convolution(2),
  conv1DTranspose: convolution(1),
  conv2DTranspose: convolution(2),
  depthwiseConv2D: fc.record(channelwise),
  separableConv2D: fc.record({ filters: upTo(4), ...channelwise }),
  simpleRNN: recurrent,
  lstm: recurrent,
  gru: recurrent,
  maxPooling1D: pooling(1),
  maxPooling2D: pooling(2),
  averagePooling1D: pooling(1),
  averagePooling2D: pooling(2),
  globalMaxPooling1D: fc.constant({}),
  globalMaxPooling2D: fc.constant({}),
  globalAveragePooling1D: fc.constant({}),
  globalAveragePooling2D: fc.constant({}),
  flatten: fc.constant({}),
  reshape: fc.record({ targetShape: fc.constantFrom([-1], [1, -1], [-1, 1], [-1, 2, 1]) }),
  permute: fc.record({ dims: fc.constantFrom([2, 1], [2, 1, 3], [3, 1, 2]) }),
  repeatVector: fc.record({ n: upTo(4) }),
  cropping1D: fc.record({ cropping: numbers(2, 2, 0) }),
  cropping2D: fc.record({ cropping: numbers(4, 2, 0) }),
  zeroPadding1D: fc.record({ padding: numbers(2, 2, 0) }),
  zeroPadding2D: fc.record({ padding: numbers(4, 2, 0) }),
  upSampling1D: fc.record({ size: upTo(3) }),
  upSampling2D: fc.record({ size: numbers(2, 3), interpolation: fc.constantFrom('nearest', 'bilinear') }),
  dropout: fc.record({ rate: fc.constantFrom(0, 0.5) }),
  batchNormalization: fc.record({ center: flag, scale: flag, epsilon: fc.constantFrom(1e-3, 1e-5) }),
  activation: fc.record({ activation }),
  add: fc.constant({}),
  subtract: fc.constant({}),
  multiply: fc.constant({}),
  average: fc.constant({}),
  dot: fc.record({ normalize: flag }),
  leakyReLU: fc.record({ negativeSlope: fc.constantFrom(0, 0.2) }),
  prelu: fc.record({ sharedAxes: fc.constantFrom([], [1]) }),
  rmsNormalization: fc.constant({}),
  groupNormalization: fc.record({ groups: fc.constantFrom(1, 2), center: flag, scale: flag }),
  rescaling: fc.record({ scale: fc.constantFrom(2, 0.5), offset: fc.constantFrom(0, -1) }),
  maximum: fc.constant({}),
  layerNormalization: fc.record({ center: flag, scale: flag }),
  concatenate: fc.constant({}),
};

interface Wish {
  readonly kind: string;
  readonly params: Record<string, unknown>;
  /** Which of the signals there are; taken modulo their number. */
  readonly pick: readonly [number, number];
}
const wish: fc.Arbitrary<Wish> = fc.constantFrom(...Object.keys(paramsOf)).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    params: paramsOf[kind]!,
    pick: fc.tuple(fc.nat(99), fc.nat(99)),
  }),
);
const dimension = fc.integer({ min: 1, max: 7 });
const inputShape: fc.Arbitrary<Shape> = fc.oneof(
  fc.tuple(dimension, dimension, fc.integer({ min: 1, max: 3 })),
  fc.tuple(dimension),
  fc.tuple(dimension, dimension),
);

/** Networks of the layer kinds with branches, joins, several inputs and outputs. Steps that would not fit are left out. */
export const randomNetwork: fc.Arbitrary<Network> = fc
  .tuple(
    fc.array(inputShape, { minLength: 1, maxLength: 2 }),
    fc.array(wish, { minLength: 1, maxLength: 10 }),
  )
  .map(([inputs, wishes]) => {
    const steps: Step[] = inputs.map((shape) => ({ kind: 'input', params: { shape } }));
    const shapes: Shape[] = [...inputs];
    for (const { kind, params, pick } of wishes) {
      const first = pick[0] % shapes.length;
      const fitting = shapes.flatMap((shape, i) =>
        kind === 'concatenate'
          ? sameShape(shape.slice(0, -1), shapes[first]!.slice(0, -1))
            ? [i]
            : []
          : sameShape(shape, shapes[first]!)
            ? [i]
            : [],
      );
      const ports = layerOf(kind)!.inputs;
      const joins = ports[0]!.many || ports.length === 2;
      const from = joins ? [first, fitting[pick[1] % fitting.length]!] : [first];
      const step = { kind, params, from };
      const known = inferNetwork(networkOf([...steps, step]));
      const facts = known.byId.get(`n${steps.length}`);
      if (!facts || facts.outputs[0]!.reduce((a, b) => a * b, 1) > 4000) continue;
      steps.push(step);
      shapes.push(facts.outputs[0]!);
    }
    // Every signal that nothing uses is a prediction.
    const used = new Set(steps.flatMap(({ from }) => from ?? []));
    const ends = steps.flatMap((_, i) => (used.has(i) ? [] : [i]));
    return networkOf([...steps, ...ends.map((end) => ({ kind: 'output', from: [end] }))]);
  });

/** One layer starts from what others remember at the end, and a state is a prediction. */
export const handedStates: Network = networkOf([
  { kind: 'input', params: { shape: [4, 2] } },
  { kind: 'lstm', params: { units: 3, direction: 'backward' } },
  { kind: 'gru', params: { units: 2 }, from: [0] },
  { kind: 'lstm', params: { units: 3, returnSequences: true }, from: [0, [1, 'state'], [1, 'cell']] },
  { kind: 'gru', params: { units: 2, returnSequences: true }, from: [3, [2, 'state']] },
  { kind: 'simpleRNN', params: { units: 2 }, from: [4, 2] },
  { kind: 'output', from: [[3, 'cell']] },
  { kind: 'output', from: [5] },
]);

/** The states of layers in both directions: handed to another one, joined for others, cut out of a signal. */
export const bothStates: readonly Network[] = [
  networkOf([
    { kind: 'input', params: { shape: [4, 2] } },
    { kind: 'lstm', params: { units: 3, direction: 'both' } },
    {
      kind: 'lstm',
      params: { units: 3, direction: 'both', merge: 'mul', returnSequences: true },
      from: [0, [1, 'state'], [1, 'cell']],
    },
    { kind: 'output', from: [2] },
    { kind: 'output', from: [[2, 'state']] },
  ]),
  // An encoder in both directions, whose decoder is twice as wide and writes forward.
  networkOf([
    { kind: 'input', params: { shape: [4, 2] } },
    { kind: 'input', params: { shape: [3, 2] } },
    { kind: 'lstm', params: { units: 2, direction: 'both', returnSequences: true }, from: [0] },
    { kind: 'lstm', params: { units: 4, returnSequences: true }, from: [1, [2, 'state'], [2, 'cell']] },
    { kind: 'multiHeadAttention', params: { numHeads: 1, keyDim: 2 }, from: [3, 2] },
    { kind: 'dense', params: { units: 3 }, from: [[2, 'state']] },
    { kind: 'output', from: [4] },
    { kind: 'output', from: [5] },
    { kind: 'output', from: [[2, 'cell']] },
  ]),
  // One layer is called twice, from signals that have to be cut: of one of its ports, of a Dense, of an input.
  networkOf([
    { kind: 'input', params: { shape: [4, 3] } },
    { kind: 'input', params: { shape: [4] } },
    { kind: 'dense', params: { units: 4, activation: 'tanh' } },
    { kind: 'lstm', params: { units: 4 }, from: [0, 2, 1] },
    { kind: 'lstm', params: { units: 2, direction: 'both', merge: 'sum' }, from: [0, [3, 'cell'], 2] },
    {
      kind: 'lstm',
      params: { units: 2, direction: 'both', merge: 'sum' },
      from: [0, [4, 'cell'], 1],
      weightsOf: 4,
    },
    { kind: 'gru', params: { units: 2, direction: 'both', returnSequences: true }, from: [0, [5, 'state']] },
    { kind: 'simpleRNN', params: { units: 2, direction: 'both', merge: 'ave' }, from: [6, [6, 'state']] },
    { kind: 'output', from: [4] },
    { kind: 'output', from: [[7, 'state']] },
  ]),
  networkOf([
    { kind: 'input', params: { shape: [6, 2] } },
    { kind: 'activation', params: { activation: 'relu' } },
    { kind: 'masking' },
    { kind: 'gru', params: { units: 2, direction: 'both' } },
    { kind: 'gru', params: { units: 2, direction: 'both', returnSequences: true }, from: [2, [3, 'state']] },
    { kind: 'simpleRNN', params: { units: 2, direction: 'both' }, from: [4, [3, 'state']] },
    { kind: 'output' },
    { kind: 'output', from: [[4, 'state']] },
  ]),
];

/** Kernels filled by each initializer as it is, and by those that have parameters told something else. */
export const filledKernels: readonly Network[] = [
  ...initializers.map(({ kind }) => ({ kernelInitializer: kind })),
  { kernelInitializer: 'constant', kernelInitializerValue: 0.5 },
  { kernelInitializer: 'randomNormal', kernelInitializerMean: 1, kernelInitializerStddev: 0.25 },
  { kernelInitializer: 'truncatedNormal', kernelInitializerMean: -1, kernelInitializerStddev: 2 },
  { kernelInitializer: 'randomUniform', kernelInitializerMinval: 0, kernelInitializerMaxval: 2 },
  { kernelInitializer: 'orthogonal', kernelInitializerGain: 1.5 },
  { kernelInitializer: 'identity', kernelInitializerGain: 3 },
  {
    kernelInitializer: 'varianceScaling',
    kernelInitializerScale: 2,
    kernelInitializerMode: 'fan_avg',
    kernelInitializerDistribution: 'uniform',
  },
].map((params) =>
  networkOf([
    { kind: 'input', params: { shape: [3] } },
    { kind: 'dense', params: { units: 2, ...params } },
    { kind: 'output' },
  ]),
);

/** Biases, scales, shifts and slopes that are filled otherwise. */
export const filledVectors: readonly Network[] = [
  { kind: 'dense', params: { units: 2, biasInitializer: 'randomNormal', biasInitializerStddev: 0.5 } },
  { kind: 'dense', params: { units: 2, biasInitializer: 'constant', biasInitializerValue: -1 } },
  { kind: 'conv1D', params: { filters: 2, kernelSize: [2], biasInitializer: 'heUniform' } },
  { kind: 'lstm', params: { units: 2, biasInitializer: 'ones', returnSequences: true } },
  { kind: 'lstm', params: { units: 2, biasInitializer: 'glorotNormal', unitForgetBias: false } },
  { kind: 'gru', params: { units: 2, biasInitializer: 'randomUniform', direction: 'both' } },
  { kind: 'multiHeadAttention', params: { numHeads: 2, keyDim: 3, biasInitializer: 'ones' } },
  { kind: 'batchNormalization', params: { gammaInitializer: 'zeros', betaInitializer: 'ones' } },
  { kind: 'layerNormalization', params: { gammaInitializer: 'lecunNormal', center: false } },
  { kind: 'groupNormalization', params: { groups: 2, betaInitializer: 'truncatedNormal' } },
  { kind: 'prelu', params: { alphaInitializer: 'constant', alphaInitializerValue: 0.25 } },
].map((layer) => networkOf([{ kind: 'input', params: { shape: [5, 4] } }, layer, { kind: 'output' }]));

/** Layers that are used again: on another input, deeper in the network, from a state. */
export const sharedLayers: readonly Network[] = [
  networkOf([
    { kind: 'input', params: { shape: [4] } },
    { kind: 'input', params: { shape: [4] } },
    { kind: 'dense', params: { units: 4, activation: 'tanh' }, from: [0] },
    { kind: 'dense', params: { units: 4 }, from: [1] },
    { kind: 'dense', params: { units: 4, activation: 'tanh' }, weightsOf: 2 },
    { kind: 'dense', params: { units: 4 } },
    { kind: 'dense', params: { units: 4, activation: 'tanh' }, weightsOf: 2 },
    { kind: 'subtract', from: [2, 6] },
    { kind: 'dense', params: { units: 2 } },
    { kind: 'dense', params: { units: 3 }, from: [4] },
    { kind: 'output', from: [8] },
    { kind: 'output', from: [9] },
  ]),
  networkOf([
    { kind: 'input', params: { shape: [5, 3] } },
    { kind: 'batchNormalization' },
    { kind: 'lstm', params: { units: 3, returnSequences: true } },
    {
      kind: 'lstm',
      params: { units: 3, returnSequences: true },
      from: [2, [2, 'state'], [2, 'cell']],
      weightsOf: 2,
    },
    { kind: 'batchNormalization', from: [3], weightsOf: 1 },
    { kind: 'dropout' },
    { kind: 'output' },
    { kind: 'output', from: [2] },
  ]),
];

/** Layers behind a mask, one of which hands it on. */
const behindMask = [
  { kind: 'lstm', params: { units: 3, returnSequences: true, direction: 'both' } },
  { kind: 'gru', params: { units: 2, returnSequences: true, direction: 'backward' } },
  { kind: 'simpleRNN', params: { units: 2 } },
  { kind: 'output' },
];
export const maskedTokens: Network = networkOf([
  { kind: 'input', params: { shape: [6] } },
  { kind: 'embedding', params: { inputDim: 5, outputDim: 3, maskZero: true } },
  ...behindMask,
]);
/** An encoder and a decoder of tokens, whose decoder starts from states behind masks of one input, of either, of both. */
export const maskedStates: Network = networkOf([
  { kind: 'input', params: { shape: [5] } },
  { kind: 'input', params: { shape: [5] } },
  { kind: 'embedding', params: { inputDim: 5, outputDim: 3, maskZero: true }, from: [0] },
  { kind: 'embedding', params: { inputDim: 5, outputDim: 3, maskZero: true }, from: [1] },
  { kind: 'lstm', params: { units: 2, direction: 'both' }, from: [2] },
  {
    kind: 'lstm',
    params: { units: 4, returnSequences: true },
    from: [3, [4, 'state'], [4, 'cell']],
  },
  { kind: 'add', from: [2, 3] },
  { kind: 'gru', params: { units: 4, direction: 'backward' }, from: [6, [4, 'state']] },
  { kind: 'concatenate', from: [2, 5, 6] },
  { kind: 'gru', params: { units: 4, returnSequences: true }, from: [8, [5, 'cell']] },
  { kind: 'dropout' },
  { kind: 'simpleRNN', params: { units: 4 }, from: [10, 7] },
  { kind: 'output' },
  { kind: 'output', from: [7] },
  { kind: 'output', from: [9] },
]);
/** What else reads a mask: attention, to itself and to another sequence, and a mean over the steps. */
export const maskedRows: readonly Network[] = [
  networkOf([
    { kind: 'input', params: { shape: [3] } },
    { kind: 'embedding', params: { inputDim: 3, outputDim: 4, maskZero: true } },
    { kind: 'multiHeadAttention', params: { numHeads: 2, keyDim: 2 } },
    { kind: 'multiHeadAttention', params: { numHeads: 1, keyDim: 3, causal: true }, from: [2] },
    { kind: 'batchNormalization' },
    { kind: 'globalAveragePooling1D' },
    { kind: 'globalMaxPooling1D', from: [4] },
    { kind: 'output', from: [3] },
    { kind: 'output', from: [5] },
    { kind: 'output', from: [6] },
  ]),
  networkOf([
    { kind: 'input', params: { shape: [3] } },
    { kind: 'input', params: { shape: [2] } },
    { kind: 'embedding', params: { inputDim: 3, outputDim: 4, maskZero: true }, from: [0] },
    { kind: 'embedding', params: { inputDim: 3, outputDim: 4, maskZero: true }, from: [1], weightsOf: 2 },
    { kind: 'multiHeadAttention', params: { numHeads: 2, keyDim: 2 }, from: [2, 3] },
    { kind: 'multiHeadAttention', params: { numHeads: 2, keyDim: 2 }, from: [3, 2, 4] },
    { kind: 'output', from: [4] },
    { kind: 'output', from: [5] },
  ]),
  // A start is shown by no row without steps; one layer runs over what is masked and what is not.
  networkOf([
    { kind: 'input', params: { shape: [2] } },
    { kind: 'input', params: { shape: [4] } },
    { kind: 'input', params: { shape: [2, 4] } },
    { kind: 'embedding', params: { inputDim: 3, outputDim: 4, maskZero: true }, from: [0] },
    { kind: 'gru', params: { units: 2, direction: 'both', merge: 'mul' }, from: [3, 1] },
    { kind: 'simpleRNN', params: { units: 4, returnSequences: true }, from: [3, 1] },
    { kind: 'lstm', params: { units: 2 }, from: [2] },
    { kind: 'lstm', params: { units: 2 }, from: [5], weightsOf: 6 },
    { kind: 'output', from: [4] },
    { kind: 'output', from: [5] },
    { kind: 'output', from: [7] },
    { kind: 'output', from: [6] },
  ]),
];
/** After a ReLU whole steps are zero. */
export const maskedSteps: Network = networkOf([
  { kind: 'input', params: { shape: [6, 2] } },
  { kind: 'activation', params: { activation: 'relu' } },
  { kind: 'masking' },
  ...behindMask,
]);

/** Two predictions from one signal, one from the middle of the network, and one that is the input itself. */
export const manyEnds: Network = networkOf([
  { kind: 'input', params: { shape: [5, 6, 2] } },
  { kind: 'conv2D', params: { filters: 3, activation: 'relu' } },
  { kind: 'globalAveragePooling2D' },
  { kind: 'dense', params: { units: 2, activation: 'softmax' } },
  { kind: 'output', from: [3] },
  { kind: 'output', from: [3] },
  { kind: 'output', from: [1] },
  { kind: 'output', from: [0] },
]);
