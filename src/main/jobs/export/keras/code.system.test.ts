/** The Keras code beside the canvas is the model that an export writes: Keras itself runs both. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { kerasCode } from '../../../../shared/code/keras.ts';
import defaults from '../../../../shared/code/keras-defaults.json' with { type: 'json' };
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { lossOf, losses } from '../../../../shared/kinds/losses/index.ts';
import { optimizers } from '../../../../shared/kinds/optimizers/index.ts';
import type { Network } from '../../../../shared/network/document.ts';
import { expandNetwork } from '../../../../shared/network/expand.ts';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import { chainProject, imageManifest } from '../../train/project.fixture.ts';
import {
  lossCases,
  optimizerCases,
  parametersOf,
  scheduleCases,
  trainingCases,
} from '../contract/code.fixture.ts';
import type { CodeCase } from '../contract/code.fixture.ts';
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
  randomNetwork,
  sharedLayers,
} from '../contract/networks.fixture.ts';
import type { ModelMetadata } from '../metadata.ts';
import { drawnCases } from '../contract/pictures.fixture.ts';
import { planExport } from '../plan.ts';
import { kerasPython, runPython } from './keras-venv.fixture.ts';
import { writeKeras } from './write.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-code-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Exports leave Sampling out, which code that trains has.
const networks: readonly Network[] = [
  ...(layers as readonly AnyLayer[])
    .filter(({ group, kind }) => group !== 'end' && kind !== 'sampling')
    .flatMap((kind) => kind.examples.map((example) => exampleNetwork(kind, example))),
  ...filledKernels,
  ...filledVectors,
  ...fc.sample(randomNetwork, { numRuns: 30, seed: 20_261_126 }),
  ...sharedLayers,
  ...bothStates,
  manyEnds,
  handedStates,
  maskedSteps,
  maskedStates,
];

const project = chainProject([2, 2, 1], [], imageManifest([2, 2, 1], { rows: 4, testRows: 1, classes: 2 }));

it(
  'computes what the export does, for every layer and for random networks',
  { timeout: 600_000 },
  async ({ skip }) => {
    const keras = await kerasPython();
    if ('missing' in keras) return skip(keras.missing);
    const folders = await Promise.all(
      networks.map(async (network, i) => {
        const own = join(folder, String(i));
        mkdirSync(own);
        const { inferred, weights } = furnish(network, i);
        const metadata: ModelMetadata = {
          format: 'neuroloom-model-1',
          inputs: [],
          outputs: [],
          epoch: 1,
          step: 1,
        };
        const plan = planExport(network, inferred);
        const file = await writeKeras(plan, weights, metadata, { name: 'network', date: new Date() });
        writeFileSync(join(own, 'model.keras'), file);
        const code = kerasCode({ ...project, networks: [network] }, network, null);
        writeFileSync(join(own, 'model.py'), code.map(({ text }) => text).join('\n'));
        return own;
      }),
    );
    await runPython(keras.python, 'written.py', folders);
    folders.forEach((own) => {
      const told = JSON.parse(readFileSync(join(own, 'written.json'), 'utf8')) as {
        readonly difference: number;
        readonly penalties: readonly [written: number, exported: number];
        readonly parameters: number;
        readonly exported: number;
      };
      const code = readFileSync(join(own, 'model.py'), 'utf8');
      expect(told.parameters, code).toBe(told.exported);
      expect(told.difference, code).toBe(0);
      // What a file has no place for, code sets.
      if (!code.includes('.regularizer = ')) expect(told.penalties[0], code).toBe(told.penalties[1]);
      else expect(told.penalties[0], code).toBeGreaterThan(told.penalties[1]);
    });
  },
);

/** The values before a last softmax or sigmoid are given, and the layer that ends in it, where the loss takes them apart. */
const insideCases: readonly CodeCase[] = lossCases.flatMap((each) => {
  const [network] = each.project.networks;
  const { inside } = lossOf(String(network!.nodes.at(-1)!.params['loss']))!;
  // What is certain and wrong is cut off where Keras is given probabilities.
  if (inside === null || each.name.includes('far off')) return [];
  const nodes = network!.nodes.map((node) =>
    node.kind === 'dense' ? { ...node, params: { ...node.params, activation: inside } } : node,
  );
  const project = { ...each.project, networks: [{ ...network!, nodes }] };
  return [{ ...each, project, name: `${each.name}, of probabilities`, told: { ...each.told, inside } }];
});

/** Keras' own erasing rounds the rectangle to pixels. */
const kerasDrawn = drawnCases.filter(({ name }) => name !== 'randomErasing');

interface Answer {
  readonly difference?: number;
  readonly parameters?: number;
  readonly loss?: number;
  readonly error?: string;
}

it.for([
  ['has every loss', [...lossCases, ...insideCases]],
  ['steps as every optimizer does', optimizerCases],
  ['follows every schedule', scheduleCases],
  ['draws every change of a picture that there is, and no other', kerasDrawn],
  ['trains every sample', trainingCases],
] as const)('%s', { timeout: 600_000 }, async ([, cases], { skip }) => {
  const keras = await kerasPython();
  if ('missing' in keras) return skip(keras.missing);
  const folders = cases.map(({ project, manifest, told }) => {
    const own = mkdtempSync(join(folder, 'case-'));
    const code = kerasCode(project, project.networks[0]!, manifest);
    writeFileSync(join(own, 'model.py'), code.map(({ text }) => text).join('\n'));
    writeFileSync(join(own, 'case.json'), JSON.stringify({ inside: null, ...told }));
    return own;
  });
  await runPython(keras.python, 'trained.py', folders);
  folders.forEach((own, i) => {
    const { name, project, told } = cases[i]!;
    const answer = JSON.parse(readFileSync(join(own, 'answer.json'), 'utf8')) as Answer;
    const what = `${name}\n${readFileSync(join(own, 'model.py'), 'utf8')}`;
    expect(answer.error, what).toBeUndefined();
    if (told.run !== 'training') return expect(answer.difference, what).toBeLessThanOrEqual(1e-5);
    // Keras' layer for learned positions has a kernel of ones that we have not.
    const ones = inferNetwork(expandNetwork(project.networks[0]!)).order.flatMap(({ kind, outputs }) =>
      kind.kind === 'positionEmbedding' ? outputs[0]![1]! : [],
    );
    expect(answer.parameters, what).toBe(ones.reduce((all, one) => all + one, parametersOf(project)));
    expect(Number.isFinite(answer.loss), what).toBe(true);
  });
});

it('knows the defaults of the Keras that it writes for', { timeout: 120_000 }, async ({ skip }) => {
  const keras = await kerasPython();
  if ('missing' in keras) return skip(keras.missing);
  const script = join(import.meta.dirname, '../../../../shared/code/keras-defaults.py');
  const told = execFileSync(keras.python, [script, ...Object.keys(defaults)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, CUDA_VISIBLE_DEVICES: '' },
  });
  expect(JSON.parse(told)).toEqual(defaults);
});

it('has the defaults of every optimizer and loss', () => {
  const known = Object.keys(defaults).map((name) => name.toLowerCase());
  for (const { kind } of [...optimizers, ...losses]) expect(known).toContain(kind.toLowerCase());
});
