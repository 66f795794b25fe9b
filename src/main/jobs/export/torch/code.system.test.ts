/** The PyTorch code beside the canvas computes and learns what we do: PyTorch itself runs it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { torchCode } from '../../../../shared/code/torch.ts';
import { variableNames } from '../../../../shared/code/python.ts';
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { kerasParts } from '../../../../shared/kinds/keras-parts.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { losses } from '../../../../shared/kinds/losses/index.ts';
import { optimizers } from '../../../../shared/kinds/optimizers/index.ts';
import type { Network } from '../../../../shared/network/document.ts';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import type { NodeFacts } from '../../../../shared/network/infer.ts';
import { table } from '../../../../shared/network/testing.ts';
import { codeWords } from '../../../../shared/words/code.ts';
import { fixtures } from '../../train/fixtures/keras.fixture.ts';
import { chainProject } from '../../train/project.fixture.ts';
import {
  lossCases,
  optimizerCases,
  parametersOf,
  scheduleCases,
  trainingCases,
} from '../contract/code.fixture.ts';
import type { CodeCase } from '../contract/code.fixture.ts';
import { contextOf, nativeRuntime, randomInputs } from '../contract/contract.fixture.ts';
import {
  bothStates,
  exampleNetwork,
  filledKernels,
  filledVectors,
  furnish,
  handedStates,
  manyEnds,
  networkOf,
  randomNetwork,
  sharedLayers,
} from '../contract/networks.fixture.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { passNetwork } from '../pass.ts';
import { runTorch, torchPython } from './torch-venv.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-torch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const torch = torchPython();

interface Answer {
  readonly difference?: number;
  readonly parameters?: number;
  readonly loss?: number;
  readonly error?: string;
}

/** What PyTorch says of each, with the code that it ran. */
async function answers(
  python: string,
  cases: readonly CodeCase[],
): Promise<readonly (Answer & Pick<CodeCase, 'name'> & { readonly code: string })[]> {
  const written = cases.map(({ project, manifest, told }) => {
    const own = mkdtempSync(join(folder, 'case-'));
    const [network] = project.networks;
    const code = torchCode(project, network!, manifest)
      .map(({ text }) => text)
      .join('\n');
    writeFileSync(join(own, 'model.py'), code);
    writeFileSync(join(own, 'case.json'), JSON.stringify(told));
    return { own, code };
  });
  const found = await runTorch<Answer>(
    python,
    written.map(({ own }) => own),
  );
  return found.map((answer, i) => ({ ...answer, name: cases[i]!.name, code: written[i]!.code }));
}

/** Declares that PyTorch gets the same numbers, but for the cases whose code says what it has otherwise. */
function agrees(
  name: string,
  cases: () => Promise<readonly CodeCase[]> | readonly CodeCase[],
  said: RegExp,
): void {
  test(name, { timeout: 600_000 }, async ({ skip }) => {
    if ('missing' in torch) return skip(torch.missing);
    for (const { name, code, difference, error } of await answers(torch.python, await cases())) {
      if (said.test(code)) continue;
      expect(error, `${name}\n${code}`).toBeUndefined();
      expect(difference, `${name}\n${code}`).toBeLessThanOrEqual(1e-5);
    }
  });
}
const nothing = /^$/;
const ROWS = 3;

const networks: readonly { readonly name: string; readonly network: Network; readonly tokens?: number }[] = [
  ...(layers as readonly AnyLayer[])
    .filter(({ group }) => group !== 'end')
    .flatMap((kind) =>
      kind.examples.map((example, i) => ({
        name: `${kind.kind} ${i}`,
        network: exampleNetwork(kind, example),
        ...(example.tokens !== undefined && { tokens: example.tokens }),
      })),
    ),
  ...[
    ...filledKernels,
    ...filledVectors,
    ...fc.sample(randomNetwork, { numRuns: 60, seed: 20_261_126 }),
    ...sharedLayers,
    ...bothStates,
    handedStates,
    manyEnds,
  ].map((network, i) => ({ name: `network ${i}`, network })),
];

const caseOf = (name: string, network: Network): Omit<CodeCase, 'told'> => ({
  name,
  project: { ...chainProject([2, 2, 1], [], table(1)), networks: [network] },
  manifest: null,
});

/** What the code calls the layers. */
const variablesOf = (order: readonly NodeFacts[]): ReadonlyMap<string, string> =>
  variableNames(order.filter(({ node }) => node.kind !== 'output').map(({ node }) => node));

/** Its values of some random rows, with weights as they may be after training. */
function forwardCase(
  runtime: TensorFlowRuntime,
  { name, network, tokens }: (typeof networks)[number],
  seed: number,
): CodeCase {
  const { inferred, weights } = furnish(network, seed);
  const ends = (kind: string) => network.nodes.filter((node) => node.kind === kind).map(({ id }) => id);
  const prepared = Object.fromEntries(
    ends('input').map((id) => {
      const shape = [ROWS, ...inferred.byId.get(id)!.outputs[0]!];
      return [id, { shape, values: randomInputs(shape, id, tokens, seed) }];
    }),
  );
  const values = passNetwork(
    contextOf(runtime, false),
    inferred,
    weights,
    Object.fromEntries(Object.entries(prepared).map(([id, { values }]) => [id, values])),
    ROWS,
  );
  const names = variablesOf(inferred.order);
  const numbers = (shape: readonly number[], values: ArrayLike<number>) => ({
    shape,
    values: Array.from(values),
  });
  const own = inferred.order.filter(
    ({ node }) => node.weightsOf === undefined && Object.keys(weights[node.id] ?? {}).length > 0,
  );
  return {
    ...caseOf(name, network),
    told: {
      run: 'forward',
      inputs: Object.values(prepared).map(({ shape, values }) => numbers(shape, values)),
      outputs: ends('output').map((id) => {
        const { shape, values: own } = values[id]![0]!;
        return numbers([ROWS, ...shape], own);
      }),
      layers: own.map(({ node }) => ({
        kind: node.kind,
        name: names.get(node.id),
        weights: Object.fromEntries(
          Object.entries(weights[node.id]!).map(([weight, { shape, values }]) => [
            weight,
            numbers(shape, values),
          ]),
        ),
      })),
    },
  };
}

agrees(
  'computes what we do, for every layer and for random networks',
  async () => {
    const runtime = await nativeRuntime();
    return networks.map((network, i) => forwardCase(runtime, network, i));
  },
  new RegExp(`# ${codeWords.without('').slice(0, -1)}`),
);

/** What the sizes of a layer's weights add, by Keras. */
const penaltyCases = fixtures.penalties.map(({ kind, params, inputs, weights, penalty }): CodeCase => {
  const network = networkOf([
    { kind: 'input', params: { shape: inputs[0]!.shape.slice(1) } },
    { kind, params },
    { kind: 'output' },
  ]);
  const { order } = inferNetwork(network);
  const facts = order.find(({ node }) => node.kind === kind)!;
  const names = kerasParts(facts.kind.keras(facts.params, facts.inputs)!).flatMap(([, own]) => own);
  return {
    ...caseOf(kind, network),
    told: {
      run: 'penalty',
      inputs,
      penalty: { shape: [], values: [penalty] },
      layers: [
        {
          kind,
          name: variablesOf(order).get(facts.node.id),
          weights: Object.fromEntries(names.map((name, i) => [name, weights[i]!])),
        },
      ],
    },
  };
});

agrees("adds what the sizes of a layer's weights do", () => penaltyCases, nothing);

agrees('has every loss', () => lossCases, nothing);

agrees(
  'steps as every optimizer does',
  () => optimizerCases,
  new RegExp(`# (${codeWords.epsilonOutside}|${codeWords.epsilonElsewhere})`),
);

agrees('follows every schedule', () => scheduleCases, nothing);

test('trains every sample', { timeout: 600_000 }, async ({ skip }) => {
  if ('missing' in torch) return skip(torch.missing);
  const found = await answers(torch.python, trainingCases);
  found.forEach(({ name, code, error, loss, parameters }, i) => {
    expect(error, `${name}\n${code}`).toBeUndefined();
    expect(Number.isFinite(loss), name).toBe(true);
    expect(parameters, name).toBe(parametersOf(trainingCases[i]!.project));
  });
});

test('no loss or optimizer is without a case', () => {
  expect(new Set(fixtures.losses.map(({ kind }) => kind))).toEqual(new Set(losses.map(({ kind }) => kind)));
  expect(new Set(fixtures.optimizers.map(({ kind }) => kind))).toEqual(
    new Set(optimizers.map(({ kind }) => kind)),
  );
});
