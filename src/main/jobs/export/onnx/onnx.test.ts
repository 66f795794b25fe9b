import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import type { Network } from '../../../../shared/network/document.ts';
import { activationNames } from '../../../../shared/kinds/activations/index.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { contextOf, nativeRuntime, randomInputs } from '../contract/contract.fixture.ts';
import {
  bothStates,
  exampleNetwork,
  furnish,
  handedStates,
  manyEnds,
  maskedStates,
  maskedSteps,
  maskedTokens,
  networkOf,
  randomNetwork,
} from '../contract/networks.fixture.ts';
import type { Step } from '../contract/networks.fixture.ts';
import { agrees, compare } from '../compare.ts';
import { passNetwork } from '../pass.ts';
import { planExport } from '../plan.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { openOnnx } from './run.ts';
import { decodeModel } from './schema.ts';
import { writeOnnx } from './write.ts';

const ROWS = 3;
let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await nativeRuntime();
});

/** Runs a network here and in onnxruntime; what every layer gives must agree. */
async function proveNetwork(network: Network, seed: number, tokens?: number): Promise<number> {
  const { inferred, weights } = furnish(network, seed);
  const plan = planExport(network, inferred);
  const prepared = Object.fromEntries(
    inferred.order
      .filter(({ node }) => node.kind === 'input')
      .map(({ node, outputs }) => [node.id, randomInputs([ROWS, ...outputs[0]!], node.id, tokens, seed)]),
  );
  const expected = passNetwork(contextOf(runtime, false), inferred, weights, prepared, ROWS);
  const { bytes, values } = writeOnnx(plan, weights, {}, { everyValue: true });
  const session = await openOnnx(bytes);
  try {
    const found = await session.run(
      Object.fromEntries(
        plan.inputs.map(({ node, outputs }) => [
          plan.names.get(node.id)!,
          { shape: outputs[0]!, values: prepared[node.id]! },
        ]),
      ),
      ROWS,
    );
    for (const { node } of plan.nodes) {
      values.get(node.id)!.forEach((name, port) => {
        const compared = compare(found[name], expected[node.id]![port]!);
        expect(agrees(compared), `${node.name}: ${JSON.stringify(compared)}`).toBe(true);
      });
    }
    for (const { name, facts } of plan.outputs)
      expect(agrees(compare(found[name], expected[facts.node.id]![0]!)), name).toBe(true);
    return plan.nodes.length;
  } finally {
    await session.close();
  }
}

describe('each layer in onnxruntime', () => {
  const cases = (layers as readonly AnyLayer[])
    .filter(({ group }) => group !== 'end')
    .flatMap((kind) => kind.examples.map((example, i) => ({ name: `${kind.kind} ${i + 1}`, kind, example })));
  it.each(cases)('computes $name as we do', async ({ kind, example }) => {
    await proveNetwork(exampleNetwork(kind, example), 7, example.tokens);
  });

  it.each(activationNames)('computes %s after a convolution as we do', async (activation) => {
    await proveNetwork(
      networkOf([
        { kind: 'input', params: { shape: [6, 5, 2] } },
        { kind: 'conv2D', params: { filters: 3, activation } },
        { kind: 'dense', params: { units: 2 }, from: [3] },
        { kind: 'flatten', from: [1] },
        { kind: 'output', from: [2] },
      ]),
      3,
    );
  });
});

describe('recurrent layers', () => {
  it('hand their states on', async () => {
    expect(await proveNetwork(handedStates, 5)).toBe(6);
    for (const network of bothStates) await proveNetwork(network, 5);
  });
  it('skip what a mask hides', async () => {
    expect(await proveNetwork(maskedTokens, 5, 5)).toBe(5);
    expect(await proveNetwork(maskedSteps, 5)).toBe(6);
    await proveNetwork(maskedStates, 5, 5);
  });
  it('are written where the mask has ended before them', async () => {
    const [input, embedding] = [
      { kind: 'input', params: { shape: [4] } },
      { kind: 'embedding', params: { inputDim: 5, outputDim: 3, maskZero: true } },
    ];
    const ended = [{ kind: 'flatten' }, { kind: 'dense', params: { units: 2 } }, { kind: 'output' }];
    expect(await proveNetwork(networkOf([input, embedding, ...ended]), 5, 5)).toBe(4);
  });
});

/** Tokens of which half are masked, at the start, in the middle and at the end; some rows have no other. */
describe('behind a mask', () => {
  const tokens = { kind: 'input', params: { shape: [4] } };
  const embedding = { kind: 'embedding', params: { inputDim: 2, outputDim: 3, maskZero: true } };
  const both = { returnSequences: true, direction: 'both' } as const;
  const networks: Readonly<Record<string, readonly Step[]>> = {
    ...Object.fromEntries(
      (['lstm', 'gru', 'simpleRNN'] as const).flatMap((kind) =>
        (['tanh', 'gelu'] as const).flatMap((activation) =>
          (['forward', 'backward', 'both'] as const).map((direction) => [
            `${kind} ${activation} ${direction}`,
            [
              { kind, params: { units: 2, activation, direction, returnSequences: true, merge: 'sum' } },
              { kind, params: { units: 3, activation, direction } },
            ],
          ]),
        ),
      ),
    ),
    'states that are handed on': [
      { kind: 'lstm', params: { units: 3, ...both }, from: [1] },
      { kind: 'lstm', params: { units: 3, ...both }, from: [1, [2, 'state'], [2, 'cell']] },
      { kind: 'lstm', params: { units: 6, returnSequences: true }, from: [1, [3, 'state'], [3, 'cell']] },
      {
        kind: 'gru',
        params: { units: 6, activation: 'gelu', direction: 'backward' },
        from: [1, [4, 'state']],
      },
    ],
    'the mean of the steps': [{ kind: 'globalAveragePooling1D' }],
    attention: [{ kind: 'multiHeadAttention', params: { numHeads: 2, keyDim: 2 } }, { kind: 'gru' }],
    'attention to the past': [
      { kind: 'multiHeadAttention', params: { numHeads: 2, keyDim: 2, causal: true } },
      { kind: 'globalAveragePooling1D' },
    ],
    'attention to others': [
      { kind: 'gru', params: { units: 3, returnSequences: true } },
      { kind: 'multiHeadAttention', params: { numHeads: 1, keyDim: 2 }, from: [1, 2] },
      { kind: 'gru' },
    ],
    'branches with masks and without': [
      { kind: 'dense', params: { units: 3 }, from: [1] },
      { kind: 'conv1D', params: { filters: 3, padding: 'same' }, from: [1] },
      { kind: 'add', from: [1, 2] },
      { kind: 'concatenate', from: [3, 4] },
      { kind: 'gru', params: { units: 3, returnSequences: true } },
      { kind: 'add', from: [6, 3] },
      { kind: 'gru' },
    ],
  };
  it.each(Object.entries(networks))('%s', async (_, steps) => {
    const network = networkOf([tokens, embedding, ...steps, { kind: 'output' }]);
    for (const seed of [1, 2, 3, 4]) await proveNetwork(network, seed, 2);
  });
});

describe('random networks', () => {
  it('are joined by one with ends everywhere', async () => {
    expect(await proveNetwork(manyEnds, 5)).toBe(4);
  });
  it('compute the same in onnxruntime, layer by layer', { timeout: 300_000 }, async () => {
    let longest = 0;
    await fc.assert(
      fc.asyncProperty(randomNetwork, fc.nat(1000), async (network, seed) => {
        longest = Math.max(longest, await proveNetwork(network, seed));
      }),
      { numRuns: 150, seed: 20_261_123 },
    );
    expect(longest).toBeGreaterThan(6);
  });
});

describe('the file', () => {
  const network = networkOf([
    { kind: 'input', params: { shape: [12, 12, 1] }, name: 'Input' },
    { kind: 'conv2D', params: { filters: 2, activation: 'relu' }, name: 'Fältung 1' },
    { kind: 'conv2D', params: { filters: 2, activation: 'gelu' }, name: 'Faltung/1' },
    { kind: 'batchNormalization' },
    { kind: 'maxPooling2D' },
    { kind: 'dropout' },
    { kind: 'flatten' },
    { kind: 'dense', params: { units: 3, activation: 'softmax' } },
    { kind: 'output', name: 'Output' },
  ]);
  const { inferred, weights } = furnish(network, 1);
  const plan = planExport(network, inferred);
  const { bytes } = writeOnnx(plan, weights, { neuroloom: '{"a":1}' });
  const model = decodeModel(bytes);

  it('has one transpose in and one out, however many windows lie between', () => {
    const transposes = model.graph.node.filter(({ opType }) => opType === 'Transpose');
    expect(transposes.length).toBe(2);
  });
  it('keeps its ends in NHWC with a free batch, its names and its metadata', () => {
    expect(model.graph.input).toMatchObject([
      {
        name: 'Input',
        type: {
          tensorType: {
            shape: { dim: [{ dimParam: 'batch' }, { dimValue: 12 }, { dimValue: 12 }, { dimValue: 1 }] },
          },
        },
      },
    ]);
    expect(model.graph.output.map(({ name }) => name)).toEqual(['Output']);
    expect(model.opsetImport).toEqual([{ domain: '', version: 17 }]);
    expect(model.metadataProps).toEqual([{ key: 'neuroloom', value: '{"a":1}' }]);
    expect(plan.names.get('n1')).toBe('Faltung_1');
    expect(plan.names.get('n2')).toBe('Faltung_1_2');
  });
  it('writes each weight once, as raw bytes', () => {
    const kernel = model.graph.initializer.find(({ dims }) => String(dims) === '32,3');
    expect(kernel?.rawData.length).toBe(4 * 96);
    const parameters = model.graph.initializer.reduce((sum, { rawData }) => sum + rawData.length / 4, 0);
    // The exact GELU has three numbers of its own.
    expect(parameters).toBe(inferred.parameters + 3);
  });
  it('leaves out what leads to no output', () => {
    const aside = networkOf([
      { kind: 'input', params: { shape: [4] } },
      { kind: 'dense', params: { units: 2 } },
      { kind: 'dense', params: { units: 5 }, from: [0] },
      { kind: 'output', from: [1] },
    ]);
    expect(planExport(aside, inferNetwork(aside)).nodes.map(({ node }) => node.id)).toEqual(['n0', 'n1']);
  });
});
