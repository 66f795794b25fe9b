/** What the code of a network trains by, against numbers that Keras gave: losses, optimizers, schedules, samples. */
import { samples } from '../../../../shared/code/samples.fixture.ts';
import type { DatasetManifest } from '../../../../shared/data/manifest.ts';
import type { AnySchedule } from '../../../../shared/kinds/define.ts';
import { paramsSchema } from '../../../../shared/kinds/params.ts';
import { learningRateAt, scheduleOf, schedules } from '../../../../shared/kinds/schedules/index.ts';
import { reduceOnPlateau } from '../../../../shared/kinds/schedules/reduce-on-plateau.ts';
import type { Network, Project, TrainingSettings } from '../../../../shared/network/document.ts';
import { expandNetwork } from '../../../../shared/network/expand.ts';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import { book, category, inTime, manifest, number, table } from '../../../../shared/network/testing.ts';
import { randomStream } from '../../../../shared/random.ts';
import { fixtures } from '../../train/fixtures/keras.fixture.ts';
import { chainProject, withOutput } from '../../train/project.fixture.ts';

export interface CodeCase {
  readonly name: string;
  readonly project: Project;
  readonly manifest: DatasetManifest | null;
  /** For the script that runs the code. */
  readonly told: Readonly<Record<string, unknown>> & { readonly run: string };
}

/** Of a network that nothing trains, all but what the script is told. */
export const caseOf = (name: string, network: Network): Omit<CodeCase, 'told'> => ({
  name,
  project: { ...chainProject([2, 2, 1], [], table(1)), networks: [network] },
  manifest: null,
});

export const numbers = (shape: readonly number[], values: ArrayLike<number>) => ({
  shape: [...shape],
  values: Array.from(values),
});

/** Of so many classes. */
const namesOf = (classes: number): string[] => Array.from({ length: classes }, (_, i) => String(i));

/** A network of one Dense layer on data of the form that the loss' fixture is in. */
export function lossCase({
  kind,
  name = '',
  params = {},
  prediction,
  target,
  rows,
  gradient,
  mask,
}: (typeof fixtures.losses)[number]): CodeCase {
  const [, ...shape] = prediction.shape;
  const units = shape.at(-1)!;
  const output = { loss: kind, ...params };
  const project = ((): { readonly project: Project; readonly manifest: DatasetManifest } => {
    if (target.classes && shape.length > 1) {
      const data = book();
      const text = {
        ...data.columns[0]!,
        vocabulary: namesOf(units),
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
      const classes = namesOf(units === 1 ? 2 : units);
      const data = manifest('Table', 6, [number('x', '0.f32'), category('y', classes)], 'y');
      return { manifest: data, project: chainProject([1], [['dense', { units }]], data) };
    }
    if (shape.length > 1) {
      const data = table(units * shape[0]!);
      const masking = mask ? ([['masking']] as const) : [];
      const chain = chainProject(shape, [...masking, ['dense', { units }]], data);
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
      ...(mask && { mask }),
    },
  };
}

/** The same where classes count as somebody said; one that nobody spoke of counts once. */
function weightedCase(fixture: (typeof fixtures.losses)[number]): CodeCase {
  const { target, rows, gradient, params, name = '' } = fixture;
  const classWeight: Readonly<Record<string, number>> = { 0: 0.5, 1: 3, 2: 0 };
  const counts = target.values.map((label) => classWeight[label] ?? 1);
  const width = gradient.values.length / counts.length;
  const by = (values: readonly number[], each: number) =>
    values.map((value, i) => value * counts[Math.floor(i / each)]!);
  return lossCase({
    ...fixture,
    name: `${name}, classes count`,
    params: { ...params, classWeights: 'own', classWeight },
    rows: { ...rows, values: by(rows.values, 1) },
    gradient: { ...gradient, values: by(gradient.values, width) },
  });
}

export const unmasked = fixtures.losses.filter(({ mask }) => !mask);
export const lossCases: readonly CodeCase[] = [
  ...unmasked.map(lossCase),
  ...unmasked
    .filter(({ target, prediction }) => target.classes && prediction.shape.length === 2)
    .map(weightedCase),
];

/** Those of numbers over steps of which some are hidden. */
export const maskedLossCases: readonly CodeCase[] = fixtures.losses
  .filter(({ mask, target }) => mask && !target.classes)
  .map(lossCase);

/** A Dense layer without bias on a table, trained so. */
const trained = (
  training: Partial<TrainingSettings>,
  inputs = 3,
  units = 2,
): Pick<CodeCase, 'project' | 'manifest'> => {
  const data = manifest(
    'Table',
    9,
    [...Array.from({ length: inputs }, (_, i) => number(`x${i}`, `${i}.f32`)), category('y', namesOf(units))],
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

/** Steps along given gradients, and the weight after each. */
export const optimizerCase = ({
  name,
  kind,
  params,
  learningRate,
  clip,
  before,
  steps,
}: (typeof fixtures.optimizers)[number]): CodeCase => ({
  name,
  ...trained(
    { optimizer: { kind, params }, learningRate, gradientClipping: clip ?? { by: 'none', limit: 1 } },
    ...(before.shape as [number, number]),
  ),
  told: { run: 'optimizer', before, steps },
});
export const optimizerCases: readonly CodeCase[] = fixtures.optimizers.map(optimizerCase);

/** The rates of all steps of a run, by ours. */
function scheduleCase(
  kind: string,
  given: Readonly<Record<string, unknown>>,
  losses: readonly number[] | null,
): CodeCase {
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
export const scheduleCases: readonly CodeCase[] = [
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

/** A sample trained otherwise, its layers and output told otherwise. */
const changed = (
  name: string,
  training: Partial<TrainingSettings>,
  params: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  trainable = true,
): (typeof samples)[number] => {
  const sample = samples.find((known) => known.name === name)!;
  const { project } = sample;
  return {
    ...sample,
    name: `${name}, ${JSON.stringify([training, params])}`,
    project: {
      ...project,
      training: { ...project.training, ...training },
      networks: project.networks.map((network) => ({
        ...network,
        nodes: network.nodes.map((node) => ({
          ...node,
          params: { ...node.params, ...params[node.kind] },
          trainable: trainable || node.kind !== 'batchNormalization',
        })),
      })),
    },
  };
};
const stopping = { monitor: 'accuracy', patience: 3, minDelta: 0.001 };
const plateau = { kind: 'reduceOnPlateau', params: { warmupEpochs: 0.5 } };
const many: readonly (typeof samples)[number][] = [
  changed(
    'digits-cnn',
    { earlyStopping: stopping, mix: { kind: 'mixup', alpha: 0.2 }, schedule: plateau },
    { output: { labelSmoothing: 0.1 }, dense: { l2: 0.001, biasL1: 0.001, activityL2: 0.01 } },
  ),
  changed(
    'digits-cnn',
    { earlyStopping: { ...stopping, monitor: 'f1Score' }, mix: { kind: 'cutmix', alpha: 1 } },
    { output: { loss: 'categoricalFocalCrossentropy' }, conv2D: { l1: 0.001 } },
  ),
  changed('resnet', {}, { output: { classWeights: 'balanced' } }, false),
  changed('iris-classifier', {}, { output: { loss: 'hinge', classWeights: 'balanced', k: 2 } }),
  changed(
    'iris-classifier',
    { earlyStopping: { ...stopping, monitor: 'topKCategoricalAccuracy' } },
    {
      output: { classWeights: 'own', classWeight: { a: 2, c: 0.5 }, k: 2 },
      dense: { biasInitializer: 'randomNormal' },
    },
  ),
  changed(
    'digits-cnn',
    { mix: { kind: 'mixup', alpha: 0.2 } },
    { output: { classWeights: 'balanced', k: 3 }, conv2D: { biasInitializer: 'heUniform' } },
  ),
  changed(
    'dates',
    {},
    { output: { classWeights: 'balanced' }, lstm: { l2: 0.01, dropout: 0.1, biasInitializer: 'ones' } },
  ),
];

/** Two outputs that learn classes, whose rows count by different rules. */
const twoOutputs = ((): (typeof samples)[number] => {
  const data = manifest('Table', 9, [number('x', '0.f32'), category('y', namesOf(4))], 'y');
  const project = chainProject([1], [['dense', { units: 4, activation: 'softmax' }]], data);
  const [network] = project.networks;
  const own = network!.nodes.at(-1)!;
  const edge = network!.edges.at(-1)!;
  const nodes = [
    ...network!.nodes.slice(0, -1),
    { ...own, params: { classWeights: 'own', classWeight: { 2: 3 }, k: 2 } },
    { ...own, id: 'second', name: 'second', params: { classWeights: 'balanced' } },
  ];
  const edges = [...network!.edges, { ...edge, id: 'second', to: { ...edge.to, node: 'second' } }];
  return {
    name: 'two outputs',
    manifest: data,
    project: {
      ...project,
      networks: [{ ...network!, nodes, edges }],
      data: { ...project.data, targets: { output: 'y', second: 'y' } },
    },
  };
})();

/** Every sample as it ships, some of them with all that a training can have, and GANs of each objective. */
export const trainingCases: readonly CodeCase[] = [
  ...samples,
  ...many,
  twoOutputs,
  ...samples
    .filter(({ name }) => name === 'conditional-gan')
    .flatMap((sample) =>
      ['leastSquares', 'wasserstein'].map((objective) => ({
        ...sample,
        name: `${sample.name}, ${objective}`,
        project: {
          ...sample.project,
          recipe: { kind: 'gan', params: { objective, discriminatorSteps: 2 } },
        },
      })),
    ),
].map(({ name, project, manifest }) => ({ name, project, manifest, told: { run: 'training' } }));

/** The weights of all networks of a project. */
export const parametersOf = ({ networks }: Project): number =>
  networks.reduce((sum, network) => sum + inferNetwork(expandNetwork(network)).parameters, 0);
