import { beforeAll, describe, expect, test } from 'vitest';
import type { AnyLoss } from '../../../shared/kinds/define.ts';
import { losses } from '../../../shared/kinds/losses/index.ts';
import { optimizers } from '../../../shared/kinds/optimizers/index.ts';
import type { Project, TrainingSettings } from '../../../shared/network/document.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import { classWeights } from '../model/class-weights.ts';
import { createEagerTrainer } from './eager.ts';
import { mixOfStep } from './mix.ts';
import {
  chainProject,
  dataInMemory,
  imageManifest,
  tableManifest,
  trainerOptions,
  withOutput,
} from './project.fixture.ts';
import type { Step } from './project.fixture.ts';
import { createTracedTrainer } from './traced.ts';
import { expectClose, trainSome } from './trainer.fixture.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 2, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('The tests of the traced step need native TensorFlow');
  native = runtime;
});

const images = imageManifest([8, 8, 1], { rows: 100, classes: 4 });
const table = tableManifest(5, { rows: 100 });
const settings: Partial<TrainingSettings> = {
  batchSize: 32,
  validationFraction: 0.1,
  testFraction: 0,
  seed: 5,
};

function compare(project: Project, manifest: typeof images, shards = 1): void {
  const options = trainerOptions(project, manifest, shards);
  const eager = createEagerTrainer(native, options);
  const traced = createTracedTrainer(native, options);
  const first = options.data.split.train.slice(0, options.batchSize);
  const [seen, expected] = [traced.look(first, 0)!, eager.look(first, 0)!];
  expect(seen.places).toEqual(expected.places);
  expectClose(seen.values, expected.values, 'a look');
  const wanted = trainSome(eager, options);
  const found = trainSome(traced, options);
  expect(found.length).toBe(6);
  found.forEach((series, i) => expectClose(series, wanted[i]!, `series of step ${i}`));
  const state = traced.state();
  for (const [name, tensor] of eager.state()) expectClose(state.get(name)!.values, tensor.values, name);
  const rows = options.data.split.validation;
  expectClose(traced.evaluate(rows), eager.evaluate(rows), 'evaluation');
  expect(found.at(-1)![0]).not.toBe(found[0]![0]);
  const together = createTracedTrainer(native, options, 'float32', 2);
  expect(together.stepsPerCall).toBe(2);
  expect(trainSome(together, options)).toEqual(found);
  expect(together.state()).toEqual(state);
  eager.close();
  traced.close();
  together.close();
}

const classifier: readonly Step[] = [['flatten'], ['dense', { units: 4, activation: 'softmax' }]];
const networks: Record<string, readonly Step[]> = {
  'dense and softmax': [
    ['flatten'],
    ['dense', { units: 16, activation: 'relu' }],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
  'convolutions and pooling': [
    ['conv2D', { filters: 4, activation: 'relu' }],
    ['conv2D', { filters: 3, kernelSize: [2, 2], strides: [2, 2], padding: 'same', activation: 'tanh' }],
    ['maxPooling2D', { poolSize: [2, 2] }],
    ...classifier,
  ],
  'average pooling and global average': [
    ['conv2D', { filters: 5, padding: 'same' }],
    ['averagePooling2D', { poolSize: [2, 2] }],
    ['globalAveragePooling2D'],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
  dilation: [['conv2D', { filters: 3, dilation: [2, 2], activation: 'sigmoid' }], ...classifier],
  'transposed, depthwise and separable convolutions': [
    ['depthwiseConv2D', { depthMultiplier: 3, strides: [2, 2], padding: 'same', activation: 'relu' }],
    ['conv2DTranspose', { filters: 3, kernelSize: [4, 4], strides: [2, 2], padding: 'same' }],
    ['separableConv2D', { filters: 4, dilation: [2, 2], activation: 'tanh' }],
    ['upSampling2D', { interpolation: 'bilinear' }],
    ['globalMaxPooling2D'],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
  'time steps': [
    ['reshape', { targetShape: [8, -1] }],
    ['conv1D', { filters: 5, padding: 'causal', dilation: [2], activation: 'relu' }],
    ['maxPooling1D'],
    ['conv1DTranspose', { filters: 4, strides: [2], activation: 'tanh' }],
    ['averagePooling1D', { poolSize: [3], padding: 'same' }],
    ['upSampling1D'],
    ['globalAveragePooling1D'],
    ['repeatVector', { n: 3 }],
    ['globalMaxPooling1D'],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
  volumes: [
    ['reshape', { targetShape: [4, 4, 4, 1] }],
    ['conv3D', { filters: 3, kernelSize: [2, 3, 2], dilation: [2, 1, 1], activation: 'tanh' }],
    ...classifier,
  ],
  'other shapes': [
    ['zeroPadding2D', { padding: [0, 1, 2, 0] }],
    ['upSampling2D', { size: [1, 3] }],
    ['permute', { dims: [3, 1, 2] }],
    ['permute', { dims: [2, 3, 1] }],
    ['cropping2D', { cropping: [1, 0, 0, 2] }],
    ['reshape', { targetShape: [8, -1] }],
    ['cropping1D'],
    ['zeroPadding1D', { padding: [2, 0] }],
    ['conv1D', { filters: 3 }],
    ...classifier,
  ],
  'batch normalisation': [
    ['conv2D', { filters: 4, useBias: false }],
    ['batchNormalization'],
    ['activation', { activation: 'relu' }],
    ...classifier,
  ],
  'layer, group and RMS normalisation': [
    ['conv2D', { filters: 4 }],
    ['groupNormalization', { groups: 2 }],
    ['layerNormalization'],
    ['flatten'],
    ['rmsNormalization'],
    ['prelu'],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
  'noise and given statistics': [
    ['rescaling', { scale: 2, offset: -1 }],
    ['normalization', { mean: [0.1], variance: [0.5] }],
    ['conv2D', { filters: 4 }],
    ['spatialDropout2D', { rate: 0.3 }],
    ['gaussianNoise'],
    ['flatten'],
    ['gaussianDropout', { rate: 0.2 }],
    ...classifier.slice(1),
  ],
  augmentations: [
    ['randomFlip'],
    ['randomRotation'],
    ['randomZoom', { keepRatio: false }],
    ['randomTranslation', { fillMode: 'constant' }],
    ['randomContrast'],
    ['randomBrightness'],
    ['randomErasing'],
    ['randomCrop', { height: 6, width: 6 }],
    ...classifier,
  ],
  dropout: [['flatten'], ['dropout', { rate: 0.3 }], ['dense', { units: 4, activation: 'softmax' }]],
  penalties: [
    ['flatten'],
    ['dense', { units: 6, l1: 0.01, l2: 0.02 }],
    ['dense', { units: 4, activation: 'softmax', l2: 0.01 }],
  ],
  // A bias of keys learns from its penalty alone: where it is zero Adam would make rounding as large as a gradient.
  'penalties of attention': [
    ['reshape', { targetShape: [8, 8] }],
    [
      'multiHeadAttention',
      {
        numHeads: 2,
        keyDim: 3,
        l1: 0.01,
        l2: 0.02,
        biasL2: 0.1,
        biasInitializer: 'ones',
        activityL1: 0.001,
        activityL2: 0.002,
      },
    ],
    ...classifier,
  ],
  'penalties of a transformer block': [
    ['reshape', { targetShape: [8, 8] }],
    [
      'transformerEncoder',
      {
        numHeads: 2,
        intermediateDim: 6,
        l2: 0.02,
        biasL2: 0.1,
        activityL2: 0.002,
        gammaL1: 0.01,
        betaL2: 0.02,
      },
    ],
    ...classifier,
  ],
  'a softmax of its own': [['flatten'], ['dense', { units: 4 }], ['activation', { activation: 'softmax' }]],
};

describe('the traced step agrees with the eager one', () => {
  test.for(Object.entries(networks))('%s', ([, steps]) => {
    compare(chainProject([8, 8, 1], steps, images, settings), images);
  });
  test.for([
    'leakyRelu',
    'elu',
    'selu',
    'gelu',
    'silu',
    'mish',
    'softplus',
    'softsign',
    'hardSigmoid',
    'logSoftmax',
  ])('activation %s', (activation) => {
    compare(
      chainProject(
        [8, 8, 1],
        [['flatten'], ['dense', { units: 8, activation }], ...classifier.slice(1)],
        images,
        settings,
      ),
      images,
    );
  });
  test.for(['learned', 'sinusoidal'])('attention, transformer blocks and %s positions', (positions) => {
    const block = { numHeads: 2, intermediateDim: 12, dropout: 0.1 };
    const steps: Step[] = [
      ['dense', { units: 6 }],
      ['positionEmbedding', { positions }],
      ['transformerEncoder', block],
      ['transformerDecoder', { ...block, normalizeFirst: true, activation: 'gelu' }],
      ...classifier,
    ];
    // The bias of keys has no gradient but rounding, which Adam would enlarge.
    const training = { ...settings, optimizer: { kind: 'sgd', params: { momentum: 0.9 } } };
    // Each row of a picture is a time step.
    compare(chainProject([8, 8], steps, images, training), images, 2);
  });
  test.for([false, true])('a repeated group, its weights shared: %s', (shared) => {
    const inner: Step[] = [['dense', { units: 6, activation: 'tanh', l2: 0.01 }], ['batchNormalization']];
    const [{ nodes, edges }] = chainProject([6], inner, images).networks as [Project['networks'][number]];
    const steps: Step[] = [
      ['flatten'],
      ['dense', { units: 6 }],
      ['group', { layers: { nodes, edges }, repeat: 3, shared }],
      classifier[1]!,
    ];
    const project = chainProject([8, 8, 1], steps, images, settings);
    compare(project, images);
    expect(trainerOptions(project, images, 1).plan.weights).toHaveLength(4 + (shared ? 1 : 3) * 6);
  });
  test.for([2, 3])('in %d shards', (shards) => {
    const steps: Step[] = [
      ...networks['convolutions and pooling']!.slice(0, -1),
      ['dropout', { rate: 0.2 }],
      classifier[1]!,
    ];
    compare(chainProject([8, 8, 1], steps, images, settings), images, shards);
  });
  test('a number as target, standardised columns', () => {
    const steps: Step[] = [
      ['dense', { units: 8, activation: 'tanh' }],
      ['dense', { units: 1 }],
    ];
    compare(chainProject([5], steps, table, settings, 'standard'), table);
  });
  test.for<readonly [kind: string, masked: boolean, params: Record<string, unknown>]>([
    ['lstm', false, {}],
    ['lstm', false, { direction: 'both', returnSequences: true, l2: 0.01 }],
    ['lstm', true, { dropout: 0.2, recurrentDropout: 0.3 }],
    ['lstm', true, { activation: 'elu' }],
    ['gru', true, { returnSequences: true }],
    ['gru', false, { direction: 'both', merge: 'mul' }],
    ['simpleRNN', true, { activation: 'relu', direction: 'backward' }],
  ])('%s over tokens, masked: %s, %o', ([kind, masked, params]) => {
    const steps: Step[] = [
      // Numbers that stand in for tokens, some of them zero.
      ['activation', { activation: 'relu' }],
      ['embedding', { inputDim: 8, outputDim: 3, maskZero: masked, l2: masked ? 0.01 : 0 }],
      ...(masked ? ([['masking']] as Step[]) : []),
      [kind, { units: 3, ...params }],
      ...(params['returnSequences'] ? ([['flatten']] as Step[]) : []),
      ['dense', { units: 1 }],
    ];
    compare(chainProject([5], steps, table, settings), table, 2);
  });
  const optimize = (training: Partial<TrainingSettings>): void =>
    compare(chainProject([8, 8, 1], classifier, images, { ...settings, ...training }), images);
  test.for([
    ['sgd', { momentum: 0 }],
    ['sgd', { momentum: 0.9 }],
    ['sgd', { momentum: 0.9, nesterov: true, weightDecay: 0.1 }],
    ['rmsprop', { momentum: 0.5 }],
    ['rmsprop', { centered: true }],
    ['lion', { weightDecay: 0.2 }],
    ...optimizers.map(({ kind }) => [kind, {}] as const),
  ] as const)('optimizer %s %o', ([kind, params]) => optimize({ optimizer: { kind, params } }));
  test.for(['value', 'norm', 'globalNorm'] as const)('gradients clipped by %s', (by) => {
    optimize({ gradientClipping: { by, limit: 0.01 }, optimizer: { kind: 'sgd', params: {} } });
    optimize({ gradientClipping: { by, limit: 0.01 }, optimizer: { kind: 'nadam', params: {} } });
  });
});

/** The project with these parameters of its output. */
describe('every loss, traced as eager', () => {
  const cases = (losses as readonly AnyLoss[]).flatMap((loss) =>
    loss.targets.map((target) => [loss.kind, target, loss.inside ?? 'linear'] as const),
  );
  test.for(cases)('%s of a %s after %s', ([loss, target, activation]) => {
    const manifest = target === 'category' ? images : table;
    // Adam would make much of the rounding of gradients that are 0, as those of the cosine of one number.
    const training = { ...settings, optimizer: { kind: 'sgd', params: {} } };
    const project =
      target === 'category'
        ? chainProject([8, 8, 1], [['flatten'], ['dense', { units: 4, activation }]], manifest, training)
        : chainProject([5], [['dense', { units: 1, activation }]], manifest, training, 'standard');
    compare(withOutput(project, { loss, labelSmoothing: 0.1 }), manifest, 2);
  });
  test('a number in deviations from its mean', () => {
    const project = chainProject([5], [['dense', { units: 1 }]], table, settings, 'standard');
    compare(withOutput(project, { normalise: 'standard', loss: 'huber' }), table, 2);
  });
  test('with classes that count alike', () => {
    compare(
      withOutput(chainProject([8, 8, 1], classifier, images, settings), { classWeights: 'balanced' }),
      images,
      2,
    );
  });
});

test('classes with weights of their own and a top of them, traced as eager', () => {
  const { classes } = images.columns.at(-1) as { classes: readonly string[] };
  const classWeight = { [classes[1]!]: 4, [classes[2]!]: 0 };
  const project = chainProject([8, 8, 1], classifier, images, settings);
  compare(withOutput(project, { classWeights: 'own', classWeight, k: 2 }), images, 2);
});

test('a loss that has a function inside computes on the values before it, another on those after', () => {
  const lossAt = (loss: string, activation: string): number => {
    const project = chainProject(
      [8, 8, 1],
      [['flatten'], ['dense', { units: 4, activation }]],
      images,
      settings,
    );
    const options = trainerOptions(withOutput(project, { loss }), images, 1);
    const trainer = createEagerTrainer(native, options);
    const [series] = trainer.step(options.data.split.train.slice(0, 32), 0, 0.01);
    trainer.close();
    return series![0]!;
  };
  expect(lossAt('binaryCrossentropy', 'sigmoid')).toBe(lossAt('binaryCrossentropy', 'linear'));
  expect(lossAt('sparseCategoricalCrossentropy', 'softmax')).toBe(
    lossAt('sparseCategoricalCrossentropy', 'linear'),
  );
  expect(lossAt('hinge', 'sigmoid')).not.toBe(lossAt('hinge', 'linear'));
});

test('classes that count alike: a row of a rare class counts more, and the mean row counts 1', () => {
  const { plan, data } = dataInMemory(
    withOutput(chainProject([8, 8, 1], classifier, images, settings), { classWeights: 'balanced' }),
    images,
  );
  const weights = classWeights(plan, data).get('output')!;
  const labels = Array.from(data.split.train, (row) => data.targets.get('output')!.values![row]!);
  const ofClass = weights.map((weight, label) => weight * labels.filter((other) => other === label).length);
  for (const sum of ofClass) expect(sum).toBeCloseTo(labels.length / 4, 3);
  expect(labels.reduce((sum, label) => sum + weights[label]!, 0)).toBeCloseTo(labels.length, 3);
});

describe('mixed pictures', () => {
  const mixing = (kind: 'mixup' | 'cutmix', alpha: number): Project =>
    chainProject([8, 8, 1], networks['convolutions and pooling']!, images, {
      ...settings,
      mix: { kind, alpha },
    });
  test.for(['mixup', 'cutmix'] as const)('%s, traced as eager', (kind) => {
    compare(mixing(kind, 1), images, 2);
    compare(withOutput(mixing(kind, 0.2), { classWeights: 'balanced' }), images);
  });

  test('a share is drawn anew each step, the same whenever it is asked for, and CutMix shows it', () => {
    const { mix } = trainerOptions(mixing('cutmix', 1), images, 1);
    const drawn = Array.from({ length: 200 }, (_, step) => mixOfStep(mix!, 5, step));
    expect(mixOfStep(mix!, 5, 7)).toEqual(drawn[7]);
    expect(new Set(drawn.map(([share]) => share)).size).toBeGreaterThan(8);
    for (const [share, top, bottom, left, right] of drawn) {
      expect(share).toBeCloseTo(1 - ((bottom! - top!) * (right! - left!)) / 64, 6);
      expect([top! >= 0, bottom! <= 8, left! >= 0, right! <= 8]).toEqual([true, true, true, true]);
    }
    const shares = Array.from(
      { length: 2000 },
      (_, step) => mixOfStep({ ...mix!, kind: 'mixup' }, 5, step)[0]!,
    );
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5);
    // Beta(1, 1) is uniform: the larger part is ¾ on average.
    expect(shares.reduce((a, b) => a + b) / 2000).toBeCloseTo(0.75, 1);
  });

  test('the loss asks for both targets by their shares', () => {
    const options = trainerOptions(mixing('mixup', 1), images, 1);
    const rows = options.data.split.train.slice(0, 2);
    const labels = Array.from(rows, (row) => options.data.targets.get('output')!.values![row]!);
    // With weights of 0 every class has the logit of its bias.
    const bias = Float32Array.of(0.5, -1, 2, 0.25);
    const state = new Map(
      [...options.state].map(([name, tensor]) => [
        name,
        {
          ...tensor,
          values: name.endsWith('dense-5/bias') ? bias : new Float32Array(tensor.values.length),
        },
      ]),
    );
    const trainer = createEagerTrainer(native, { ...options, state });
    const [series] = trainer.step(rows, 3, 0);
    const [share] = mixOfStep(options.mix!, options.seed, 3);
    const sum = Math.log(bias.reduce((all, z) => all + Math.exp(z), 0));
    const of = (label: number): number => sum - bias[label]!;
    const [a, b] = labels.map(of) as [number, number];
    const wanted = (share! * a + (1 - share!) * b + share! * b + (1 - share!) * a) / 2;
    expect(series![0]).toBeCloseTo(wanted, 5);
    trainer.close();
  });

  test('tables are not mixed', () => {
    const project = chainProject([5], [['dense', { units: 1 }]], table, {
      ...settings,
      mix: { kind: 'mixup', alpha: 0.2 },
    });
    expect(() => trainerOptions(project, table, 1)).toThrow(/pictures/);
  });
});

test('shards add up to the unsharded step', () => {
  const project = chainProject([8, 8, 1], networks['convolutions and pooling']!, images, settings);
  const [whole, cut] = [1, 3].map((shards) => {
    const options = trainerOptions(project, images, shards);
    const trainer = createTracedTrainer(native, options);
    const series = trainSome(trainer, options);
    trainer.close();
    return series;
  });
  cut!.forEach((series, i) => expectClose(series, whole![i]!, `step ${i}`));
});

test('a call takes no more steps than an epoch has full ones, and few where they are many nodes', () => {
  const long = imageManifest([160, 2, 1], { rows: 100, classes: 4 });
  const together = (steps: readonly Step[], batchSize: number): number => {
    const project = chainProject([160, 2, 1], steps, long, { ...settings, batchSize });
    const trainer = createTracedTrainer(native, trainerOptions(project, long, 1), 'float32', 8);
    trainer.close();
    return trainer.stepsPerCall;
  };
  const chain: readonly Step[] = [
    ['reshape', { targetShape: [160, 2] }],
    ['gru', { units: 2 }],
    ['dense', { units: 4, activation: 'softmax' }],
  ];
  expect(together(classifier, 8)).toBe(8);
  expect(together(classifier, 40)).toBe(2);
  expect(together(classifier, 100)).toBe(1);
  expect(together(chain, 8)).toBeLessThan(8);
});

test('steps leave no tensor behind', () => {
  const options = trainerOptions(
    chainProject([8, 8, 1], networks['batch normalisation']!, images, settings),
    images,
    1,
  );
  const before = native.tf.memory().numTensors;
  const eager = createEagerTrainer(native, options);
  const traced = createTracedTrainer(native, options);
  trainSome(traced, options);
  trainSome(eager, options);
  const after = native.tf.memory().numTensors;
  trainSome(traced, options);
  trainSome(eager, options);
  eager.evaluate(options.data.split.validation);
  traced.evaluate(options.data.split.validation);
  expect(native.tf.memory().numTensors).toBe(after);
  eager.close();
  traced.close();
  expect(native.tf.memory().numTensors).toBe(before);
});

/** Two convolutions of one picture, added, joined with one of them, and two heads with the same target. */
function branched(): Project {
  const project = chainProject([8, 8, 1], [], images, settings);
  const node = (id: string, kind: string, params: Record<string, unknown> = {}, trainable = true) => ({
    id,
    kind,
    name: id,
    params,
    position: { x: 0, y: 0 },
    trainable,
  });
  const nodes = [
    node('input', 'input', { shape: [8, 8, 1] }),
    node('a', 'conv2D', { filters: 3, padding: 'same', activation: 'relu' }),
    node('frozen', 'conv2D', { filters: 3, padding: 'same' }, false),
    node('sum', 'add'),
    node('join', 'concatenate'),
    node('pool', 'globalAveragePooling2D'),
    node('first', 'dense', { units: 4, activation: 'softmax' }),
    node('second', 'dense', { units: 4, activation: 'softmax', l2: 0.01 }),
    node('output', 'output'),
    node('output-2', 'output'),
  ];
  const pairs = [
    ['input', 'a'],
    ['input', 'frozen'],
    ['a', 'sum'],
    ['frozen', 'sum'],
    ['sum', 'join'],
    ['a', 'join'],
    ['join', 'pool'],
    ['pool', 'first'],
    ['pool', 'second'],
    ['first', 'output'],
    ['second', 'output-2'],
  ] as const;
  const edges = pairs.map(([from, to], i) => ({
    id: `edge-${i}`,
    from: { node: from, port: 'output' },
    to: { node: to, port: 'input' },
  }));
  const targets = { output: 'label', 'output-2': 'label' };
  return {
    ...project,
    networks: [{ ...project.networks[0]!, nodes, edges }],
    data: { ...project.data, targets },
  };
}

test('branches, two outputs and a frozen layer', () => {
  compare(branched(), images, 2);
  const options = trainerOptions(branched(), images, 2);
  expect(options.plan.series).toEqual([
    'loss',
    'output/loss',
    'output/accuracy',
    'output-2/loss',
    'output-2/accuracy',
  ]);
  const trainer = createTracedTrainer(native, options);
  trainSome(trainer, options);
  const state = trainer.state();
  const moved = (name: string): boolean =>
    state.get(name)!.values.some((value, i) => value !== options.state.get(name)!.values[i]);
  expect(moved('weights/network/a/kernel')).toBe(true);
  expect(moved('weights/network/frozen/kernel')).toBe(false);
  trainer.close();
});
