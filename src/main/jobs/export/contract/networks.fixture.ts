/** Networks for the export tests: built from steps, and random ones that `fast-check` can shrink. */
import fc from 'fast-check';
import { activationNames } from '../../../../shared/kinds/activations/index.ts';
import { layerOf } from '../../../../shared/kinds/layers/index.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { sameShape } from '../../../../shared/kinds/shape.ts';
import type { WeightValues } from '../../../../shared/kinds/define.ts';
import type { Network, NetworkNode } from '../../../../shared/network/document.ts';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import type { Inferred } from '../../../../shared/network/infer.ts';
import { randomWeights } from './contract.fixture.ts';

export interface Step {
  readonly kind: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Places of the steps that feed it, with the port where that is not the first; default: the step before. */
  readonly from?: readonly (number | readonly [step: number, port: string])[];
  readonly name?: string;
}

export function networkOf(steps: readonly Step[]): Network {
  const nodes = steps.map(({ kind, params = {}, name }, i): NetworkNode => ({
    id: `n${i}`,
    kind,
    name: name ?? `${layerOf(kind)?.label ?? kind} ${i}`,
    params: { ...params },
    position: { x: i, y: 0 },
    trainable: true,
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

/** Inferred, with weights as they may be after training. Throws where the network has a problem. */
export function furnish(
  network: Network,
  seed: number,
): { readonly inferred: Inferred; readonly weights: Readonly<Record<string, WeightValues>> } {
  const inferred = inferNetwork(network);
  if (inferred.problems.length > 0) throw new Error(JSON.stringify(inferred.problems));
  const weights = Object.fromEntries(
    inferred.order.map(({ node, weights }) => [node.id, randomWeights(weights, node.id, seed)]),
  );
  return { inferred, weights };
}

const size = (most: number) => fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }));
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

/** Parameters of each kind that are worth varying. */
const paramsOf: Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
  dense: fc.record({ units: fc.integer({ min: 1, max: 6 }), activation, useBias: flag }),
  conv2D: fc
    .record({
      filters: fc.integer({ min: 1, max: 5 }),
      kernelSize: size(4),
      strides: size(3),
      dilation: size(2),
      padding,
      activation,
      useBias: flag,
    })
    .map((params) => (params.strides.some((n) => n > 1) ? { ...params, dilation: [1, 1] } : params)),
  simpleRNN: recurrent,
  lstm: recurrent,
  gru: recurrent,
  maxPooling2D: fc.record({ poolSize: size(3), strides: size(3), padding }),
  averagePooling2D: fc.record({ poolSize: size(3), strides: size(3), padding }),
  globalAveragePooling2D: fc.constant({}),
  flatten: fc.constant({}),
  dropout: fc.record({ rate: fc.constantFrom(0, 0.5) }),
  batchNormalization: fc.record({ center: flag, scale: flag, epsilon: fc.constantFrom(1e-3, 1e-5) }),
  activation: fc.record({ activation }),
  add: fc.constant({}),
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
      const joins = layerOf(kind)!.inputs[0]!.many;
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

/** Both directions start from a state, those of a layer in both directions. */
export const bothStates: Network = networkOf([
  { kind: 'input', params: { shape: [4, 2] } },
  { kind: 'lstm', params: { units: 3, direction: 'both' } },
  {
    kind: 'lstm',
    params: { units: 3, direction: 'both', merge: 'mul', returnSequences: true },
    from: [0, [1, 'state'], [1, 'cell']],
  },
  { kind: 'output', from: [2] },
  { kind: 'output', from: [[2, 'state']] },
]);

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
