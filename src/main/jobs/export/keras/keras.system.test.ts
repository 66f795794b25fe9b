import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import type { Network } from '../../../../shared/network/document.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import type { BatchValues } from '../../model/forward-rows.ts';
import { agrees, compare } from '../compare.ts';
import { contextOf, nativeRuntime, randomInputs } from '../contract/contract.fixture.ts';
import {
  bothStates,
  exampleNetwork,
  filledKernels,
  filledVectors,
  furnish,
  handedStates,
  manyEnds,
  maskedStates,
  maskedSteps,
  maskedTokens,
  randomNetwork,
  sharedLayers,
} from '../contract/networks.fixture.ts';
import type { ModelMetadata } from '../metadata.ts';
import { passNetwork } from '../pass.ts';
import type { PreparedRows } from '../pass.ts';
import { planExport } from '../plan.ts';
import type { ExportPlan } from '../plan.ts';
import { kerasPython, runPython } from './keras-venv.fixture.ts';
import { kerasGroups } from './order.ts';
import { readKeras } from './read.ts';
import type { KerasModel } from './read.ts';
import { writeKeras } from './write.ts';

const ROWS = 3;
const METADATA: ModelMetadata = {
  format: 'neuroloom-model-1',
  inputs: [],
  outputs: [{ name: 'Output', target: { type: 'category', column: 'kind', classes: ['a', 'b'] } }],
  epoch: 2,
  step: 10,
};

/** One of each example of each kind, and random ones with branches and several ends. */
const examples = (layers as readonly AnyLayer[])
  .filter(({ group }) => group !== 'end')
  .flatMap((kind) =>
    kind.examples.map((example) => ({ network: exampleNetwork(kind, example), tokens: example.tokens })),
  );
const random = fc.sample(randomNetwork, { numRuns: 60, seed: 20_261_123 });
const networks: readonly { readonly network: Network; readonly tokens?: number }[] = [
  ...examples,
  ...[
    ...filledKernels,
    ...filledVectors,
    ...random,
    ...sharedLayers,
    ...bothStates,
    manyEnds,
    handedStates,
    maskedSteps,
  ].map((network) => ({
    network,
  })),
  { network: maskedTokens, tokens: 5 },
  { network: maskedStates, tokens: 5 },
];

let runtime: TensorFlowRuntime;
let cases: readonly {
  readonly plan: ExportPlan;
  readonly bytes: Uint8Array;
  readonly prepared: PreparedRows;
  readonly expected: readonly BatchValues[];
}[];
const folder = mkdtempSync(join(tmpdir(), 'neuroloom-keras-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  runtime = await nativeRuntime();
  cases = await Promise.all(
    networks.map(async ({ network, tokens }, i) => {
      const { inferred, weights } = furnish(network, i);
      const plan = planExport(network, inferred);
      const prepared = Object.fromEntries(
        inferred.order
          .filter(({ node }) => node.kind === 'input')
          .map(({ node, outputs }) => [node.id, randomInputs([ROWS, ...outputs[0]!], node.id, tokens, i)]),
      );
      const values = passNetwork(contextOf(runtime, false), inferred, weights, prepared, ROWS);
      const bytes = await writeKeras(plan, weights, METADATA, { name: 'network', date: new Date() });
      return { plan, bytes, prepared, expected: plan.outputs.map(({ facts }) => values[facts.node.id]![0]!) };
    }),
  );
});

/** A model that was read back computes, bit for bit, what the network did. */
function expectSame(
  read: KerasModel,
  plan: ExportPlan,
  prepared: PreparedRows,
  expected: readonly BatchValues[],
): void {
  const owners = plan.nodes.filter(({ node }) => node.weightsOf === undefined);
  expect(read.inferred.parameters).toBe(owners.reduce((sum, { parameters }) => sum + parameters, 0));
  const renamed = Object.fromEntries(
    plan.inputs.map(({ node }) => [plan.names.get(node.id)!, prepared[node.id]!]),
  );
  const values = passNetwork(contextOf(runtime, false), read.inferred, read.weights, renamed, ROWS);
  expected.forEach((output, i) => expect(values[`output-${i + 1}`]![0]).toEqual(output));
}

describe('our own reader', () => {
  it('reads back every network: it computes exactly the same', async () => {
    for (const { plan, bytes, prepared, expected } of cases) {
      const read = await readKeras(bytes);
      expect(read.metadata).toEqual(METADATA);
      expectSame(read, plan, prepared, expected);
    }
  });

  it('says which layer it cannot read', async () => {
    const { bytes } = cases[0]!;
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    const config = strFromU8(files['config.json']!).replaceAll('"Dense"', '"Dance"');
    await expect(readKeras(zipSync({ ...files, 'config.json': strToU8(config) }))).rejects.toThrow(
      /the layer Dense_1 \(Dance\) is not one/,
    );
    await expect(readKeras(zipSync({ ...files, 'model.weights.h5': new Uint8Array() }))).rejects.toThrow(
      'model.weights.h5 is not HDF5',
    );
  });
});

describe('Keras itself', () => {
  it(
    'computes what we do, for every layer and for random networks, and saves what we read',
    { timeout: 1_200_000 },
    async ({ skip }) => {
      const keras = await kerasPython();
      if ('missing' in keras) return skip(keras.missing);
      const folders = cases.map(({ plan, bytes, prepared }, i) => {
        const own = join(folder, String(i));
        mkdirSync(own);
        writeFileSync(join(own, 'model.keras'), bytes);
        writeFileSync(
          join(own, 'rows.json'),
          JSON.stringify(plan.inputs.map(({ outputs }) => [ROWS, ...outputs[0]!])),
        );
        plan.inputs.forEach(({ node }, input) =>
          writeFileSync(join(own, `input-${input}.f32`), prepared[node.id]!),
        );
        return own;
      });
      await runPython(keras.python, 'predict.py', folders);
      for (const [i, { plan, prepared, expected }] of cases.entries()) {
        const again = await readKeras(readFileSync(join(folders[i]!, 'again.keras')));
        expectSame(again, plan, prepared, expected);
        const shapes = JSON.parse(readFileSync(join(folders[i]!, 'shapes.json'), 'utf8')) as Shape[];
        expect(shapes.length).toBe(expected.length);
        expected.forEach((output, at) => {
          const file = readFileSync(join(folders[i]!, `output-${at}.f32`));
          const values = new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
          const compared = compare({ shape: shapes[at]!.slice(1), values }, output);
          expect(agrees(compared), `network ${i}, output ${at}: ${JSON.stringify(compared)}`).toBe(true);
        });
      }
    },
  );
});

it('names groups as Keras does', () => {
  expect(kerasGroups(['Dense', 'BatchNormalization', 'Conv2D', 'Dense', 'GlobalAveragePooling2D'])).toEqual([
    'dense',
    'batch_normalization',
    'conv2d',
    'dense_1',
    'global_average_pooling2d',
  ]);
});
