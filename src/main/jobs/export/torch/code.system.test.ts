/** The PyTorch code beside the canvas computes and learns what we do: PyTorch itself runs it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { samples } from '../../../../shared/code/samples.fixture.ts';
import { torchCode } from '../../../../shared/code/torch.ts';
import { variableNames } from '../../../../shared/code/python.ts';
import type { DatasetManifest } from '../../../../shared/data/manifest.ts';
import type { AnyLayer, AnySchedule } from '../../../../shared/kinds/define.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { losses } from '../../../../shared/kinds/losses/index.ts';
import { optimizers } from '../../../../shared/kinds/optimizers/index.ts';
import { paramsSchema } from '../../../../shared/kinds/params.ts';
import { learningRateAt, scheduleOf, schedules } from '../../../../shared/kinds/schedules/index.ts';
import { reduceOnPlateau } from '../../../../shared/kinds/schedules/reduce-on-plateau.ts';
import type { Network, Project, TrainingSettings } from '../../../../shared/network/document.ts';
import { expandNetwork } from '../../../../shared/network/expand.ts';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import { book, category, inTime, manifest, number, table } from '../../../../shared/network/testing.ts';
import { randomStream } from '../../../../shared/random.ts';
import { codeWords } from '../../../../shared/words/code.ts';
import { fixtures } from '../../train/fixtures/keras.fixture.ts';
import { chainProject, withOutput } from '../../train/project.fixture.ts';
import { contextOf, nativeRuntime, randomInputs } from '../contract/contract.fixture.ts';
import { furnish, networkOf } from '../contract/networks.fixture.ts';
import { passNetwork } from '../pass.ts';
import { runTorch, torchPython } from './torch-venv.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-torch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const torch = torchPython();

interface Case {
  readonly name: string;
  readonly project: Project;
  readonly manifest: DatasetManifest | null;
  /** For `written.py`. */
  readonly told: Readonly<Record<string, unknown>> & { readonly run: string };
}
interface Answer {
  readonly difference?: number;
  readonly parameters?: number;
  readonly loss?: number;
  readonly error?: string;
}

/** What PyTorch says of each, with the code that it ran. */
async function answers(
  python: string,
  cases: readonly Case[],
): Promise<readonly (Answer & Pick<Case, 'name'> & { readonly code: string })[]> {
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
function agrees(name: string, cases: () => Promise<readonly Case[]> | readonly Case[], said: RegExp): void {
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

const single = (kind: AnyLayer, { inputs: shapes, params }: AnyLayer['examples'][number]): Network => {
  const inputs = shapes.map((shape) => ({ kind: 'input', params: { shape } }));
  const layer = { kind: kind.kind, params: { ...params }, from: inputs.map((_, at) => at) };
  return networkOf([...inputs, layer, { kind: 'output' }]);
};

agrees(
  'computes what every example of every layer does',
  async () => {
    const runtime = await nativeRuntime();
    const project = chainProject([2, 2, 1], [], table(1));
    return (layers as readonly AnyLayer[])
      .filter(({ group }) => group !== 'end')
      .flatMap((kind) => kind.examples.map((example, i) => ({ kind, example, name: `${kind.kind} ${i}` })))
      .map(({ kind, example, name }, i): Case => {
        const network = single(kind, example);
        const { inferred, weights } = furnish(network, i);
        const shapes = example.inputs.map((shape) => [ROWS, ...shape]);
        const inputs = shapes.map((shape, at) => randomInputs(shape, `n${at}`, example.tokens, i));
        const prepared = Object.fromEntries(inputs.map((values, at) => [`n${at}`, values]));
        const values = passNetwork(contextOf(runtime, false), inferred, weights, prepared, ROWS);
        const end = inferred.order.find(({ node }) => node.kind === 'output')!;
        const [output] = values[end.node.id]!;
        const names = variableNames(
          inferred.order.filter(({ node }) => node.kind !== 'output').map(({ node }) => node),
        );
        const numbers = (shape: readonly number[], values: ArrayLike<number>) => ({
          shape,
          values: Array.from(values),
        });
        return {
          name,
          project: { ...project, networks: [network] },
          manifest: null,
          told: {
            run: 'forward',
            inputs: inputs.map((values, at) => numbers(shapes[at]!, values)),
            output: numbers([ROWS, ...output!.shape], output!.values),
            layers: inferred.order
              .filter(({ node }) => Object.keys(weights[node.id] ?? {}).length > 0)
              .map(({ node }) => ({
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
      });
  },
  new RegExp(`# ${codeWords.without('').slice(0, -1)}`),
);

/** A network of one Dense layer on data of the form that the loss' fixture is in. */
function lossCase({
  kind,
  name = '',
  params = {},
  prediction,
  target,
  rows,
  gradient,
}: (typeof fixtures.losses)[number]): Case {
  const [, ...shape] = prediction.shape;
  const units = shape.at(-1)!;
  const output = { loss: kind, ...params };
  const project = ((): { readonly project: Project; readonly manifest: DatasetManifest } => {
    if (target.classes && shape.length > 1) {
      const data = book();
      const text = {
        ...data.columns[0]!,
        vocabulary: Array.from({ length: units }, String),
      } as (typeof data.columns)[0];
      const manifest = { ...data, columns: [text] };
      const chain = chainProject(
        [shape[0]!],
        [
          ['embedding', { inputDim: units, outputDim: 2 }],
          ['dense', { units }],
        ],
        manifest,
      );
      return {
        manifest,
        project: {
          ...chain,
          recipe: { kind: 'languageModel', params: {} },
          data: { ...chain.data, inputs: { input: ['text'] }, targets: { output: 'text' } },
        },
      };
    }
    if (target.classes) {
      const classes = Array.from({ length: units === 1 ? 2 : units }, String);
      const data = manifest('Table', 6, [number('x', '0.f32'), category('y', classes)], 'y');
      return { manifest: data, project: chainProject([1], [['dense', { units }]], data) };
    }
    if (shape.length > 1) {
      const data = table(units * shape[0]!);
      const chain = chainProject(shape, [['dense', { units }]], data);
      return { manifest: data, project: { ...chain, recipe: { kind: 'autoencoder', params: {} } } };
    }
    const data = inTime(manifest('Series', 9, [number('x', '0.f32'), number('y', '1.f32')], 'y'));
    const chain = chainProject([3, 1], [['flatten'], ['dense', { units }]], data);
    return { manifest: data, project: { ...chain, recipe: { kind: 'timeSeries', params: {} } } };
  })();
  return {
    name: `${kind} ${name}`,
    manifest: project.manifest,
    project: withOutput(project.project, output),
    told: {
      run: 'loss',
      prediction,
      target: { ...target, classes: target.classes === true },
      rows,
      gradient,
    },
  };
}

agrees('has every loss', () => fixtures.losses.filter(({ mask }) => !mask).map(lossCase), nothing);

/** A Dense layer without bias on a table, trained so. */
const trained = (
  training: Partial<TrainingSettings>,
  inputs = 3,
  units = 2,
): Pick<Case, 'project' | 'manifest'> => {
  const data = manifest(
    'Table',
    9,
    [
      ...Array.from({ length: inputs }, (_, i) => number(`x${i}`, `${i}.f32`)),
      category('y', Array.from({ length: units }, String)),
    ],
    'y',
  );
  return {
    manifest: data,
    project: chainProject([inputs], [['dense', { units, useBias: false }]], data, {
      validationFraction: 0,
      ...training,
    }),
  };
};

agrees(
  'steps as every optimizer does',
  () =>
    fixtures.optimizers.map(({ name, kind, params, learningRate, clip, before, steps }): Case => ({
      name,
      ...trained(
        { optimizer: { kind, params }, learningRate, gradientClipping: clip ?? { by: 'none', limit: 1 } },
        ...(before.shape as [number, number]),
      ),
      told: { run: 'optimizer', before, steps },
    })),
  new RegExp(`# (${codeWords.epsilonOutside}|${codeWords.epsilonElsewhere})`),
);

/** The rates of all steps of a run, by ours. */
function scheduleCase(
  kind: string,
  given: Readonly<Record<string, unknown>>,
  losses: readonly number[] | null,
): Case {
  const [epochs, perEpoch, base] = [losses?.length ?? 5, 4, 0.1];
  const schedule = scheduleOf(kind)!;
  const params = paramsSchema(schedule.params).parse(given);
  let state = {};
  const rates = Array.from({ length: epochs }, (_, epoch) => {
    const rates = Array.from({ length: perEpoch }, (_, i) =>
      learningRateAt(schedule, params, base, {
        step: epoch * perEpoch + i,
        steps: epochs * perEpoch,
        perEpoch,
        state,
      }),
    );
    if (losses) state = schedule.watch!(params as never, state, losses[epoch]!);
    return rates;
  }).flat();
  const training = {
    learningRate: base,
    epochs,
    optimizer: { kind: 'sgd', params: {} },
    schedule: { kind, params: given },
  };
  return {
    name: `${kind} ${JSON.stringify(given)}`,
    ...trained(training),
    told: {
      run: 'schedule',
      perEpoch,
      rates: { shape: [rates.length], values: rates },
      ...(losses && { losses }),
    },
  };
}
const plateaus = [
  {},
  { patience: 2 },
  { patience: 1, factor: 0.5, cooldown: 2, minDelta: 0.05 },
  { patience: 1, factor: 0.3, lowest: 0.05, cooldown: 1 },
  { patience: 3, warmupEpochs: 1.5 },
];
const scheduleCases: readonly Case[] = [
  ...(schedules as readonly AnySchedule[])
    .filter(({ watch }) => !watch)
    .flatMap(({ kind, params }) => [
      scheduleCase(kind, {}, null),
      ...('warmupEpochs' in params ? [scheduleCase(kind, { warmupEpochs: 1.5 }, null)] : []),
    ]),
  ...(
    [
      ['exponential', { decayRate: 0.7, decayEpochs: 2, staircase: true }],
      ['step', { every: 2, factor: 0.5, warmupEpochs: 0.5 }],
      ['step', { every: 1 }],
      ['cosine', { alpha: 0.2, warmupEpochs: 1.5 }],
      ['cosineRestarts', { firstEpochs: 1, tMul: 1.5, mMul: 0.8, alpha: 0.1 }],
      ['oneCycle', { peakAt: 0, div: 10, finalDiv: 100 }],
      ['oneCycle', { peakAt: 1 }],
    ] as const
  ).map(([kind, params]) => scheduleCase(kind, params, null)),
  ...plateaus.flatMap((params) =>
    [1, 2].map((seed) => {
      const random = randomStream(seed, 'losses');
      return scheduleCase(
        reduceOnPlateau.kind,
        params,
        Array.from({ length: 25 }, () => random.uniform()),
      );
    }),
  ),
];
agrees('follows every schedule', () => scheduleCases, nothing);

test('trains every sample', { timeout: 600_000 }, async ({ skip }) => {
  if ('missing' in torch) return skip(torch.missing);
  const cases = samples
    .filter(({ project }) => project.recipe.kind !== 'gan')
    .map(({ name, project, manifest }): Case => ({
      name,
      project,
      manifest,
      told: { run: 'training', networks: ['network'] },
    }));
  const found = await answers(torch.python, cases);
  found.forEach(({ name, code, error, loss, parameters }, i) => {
    expect(error, `${name}\n${code}`).toBeUndefined();
    expect(Number.isFinite(loss), name).toBe(true);
    expect(parameters, name).toBe(inferNetwork(expandNetwork(cases[i]!.project.networks[0]!)).parameters);
  });
});

test('no loss or optimizer is without a case', () => {
  expect(new Set(fixtures.losses.map(({ kind }) => kind))).toEqual(new Set(losses.map(({ kind }) => kind)));
  expect(new Set(fixtures.optimizers.map(({ kind }) => kind))).toEqual(
    new Set(optimizers.map(({ kind }) => kind)),
  );
});
