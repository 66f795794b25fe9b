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
import { losses } from '../../../../shared/kinds/losses/index.ts';
import { optimizers } from '../../../../shared/kinds/optimizers/index.ts';
import type { Network } from '../../../../shared/network/document.ts';
import { chainProject, imageManifest } from '../../train/project.fixture.ts';
import {
  bothStates,
  filledKernels,
  filledVectors,
  furnish,
  handedStates,
  manyEnds,
  maskedStates,
  maskedSteps,
  networkOf,
  randomNetwork,
  sharedLayers,
} from '../contract/networks.fixture.ts';
import type { ModelMetadata } from '../metadata.ts';
import { planExport } from '../plan.ts';
import { kerasPython, runPython } from './keras-venv.fixture.ts';
import { writeKeras } from './write.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-code-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const single = (kind: AnyLayer, example: AnyLayer['examples'][number]): Network => {
  const inputs = example.inputs.map((shape) => ({ kind: 'input', params: { shape } }));
  const layer = { kind: kind.kind, params: { ...example.params }, from: inputs.map((_, i) => i) };
  return networkOf([...inputs, layer, { kind: 'output' }]);
};
const networks: readonly Network[] = [
  ...(layers as readonly AnyLayer[])
    .filter(({ group }) => group !== 'end')
    .flatMap((kind) => kind.examples.map((example) => single(kind, example))),
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
      const told = JSON.parse(readFileSync(join(own, 'written.json'), 'utf8')) as Record<string, number>;
      const code = readFileSync(join(own, 'model.py'), 'utf8');
      expect(told['parameters'], code).toBe(told['exported']);
      expect(told['difference'], code).toBe(0);
    });
  },
);

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
