/** The settings of a training as parameters, so that the panel draws them as it draws those of a layer. */
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import { splitCounts } from '../../shared/data/split.ts';
import type { SplitCounts } from '../../shared/data/split.ts';
import { metrics } from '../../shared/kinds/metrics/index.ts';
import { choice, flag, integer, number } from '../../shared/kinds/params.ts';
import type { Params } from '../../shared/kinds/params.ts';
import type { TrainingSettings } from '../../shared/network/document.ts';
import { STARTER_TRAINING } from '../../shared/network/starter.ts';
import { ui } from '../../shared/words/ui/index.ts';

const words = ui.train.settings;
const d = STARTER_TRAINING;

export const trainingParams = {
  epochs: integer(words.epochs, d.epochs, 1, words.epochsDoc, { max: 100_000 }),
  batchSize: integer(words.batchSize, d.batchSize, 1, words.batchSizeDoc, { max: 65_536 }),
  learningRate: number(words.learningRate, d.learningRate, [1e-9, 100], words.learningRateDoc, {
    step: 0.0005,
  }),
  seed: integer(words.seed, d.seed, 0, words.seedDoc, { max: 0xffffffff }),
  validationFraction: number(
    words.validationFraction,
    d.validationFraction,
    [0, 0.9],
    words.validationFractionDoc,
    {
      step: 0.05,
    },
  ),
  testFraction: number(words.testFraction, d.testFraction, [0, 0.9], words.testFractionDoc, { step: 0.05 }),
} satisfies Params & Partial<Record<keyof TrainingSettings, unknown>>;

export const clippingParams = {
  by: choice(words.clip, ['none', 'value', 'norm', 'globalNorm'], d.gradientClipping.by, words.clipDoc),
  limit: {
    ...number(words.clipLimit, d.gradientClipping.limit, [1e-6, 1e6], words.clipLimitDoc, { step: 0.1 }),
    when: ({ by }: Readonly<Record<string, unknown>>) => by !== 'none',
  },
} satisfies Params & Record<keyof TrainingSettings['gradientClipping'], unknown>;

export const mixParams = {
  kind: choice(words.mix, ['none', 'mixup', 'cutmix'], d.mix.kind, words.mixDoc),
  alpha: {
    ...number(words.mixAlpha, d.mix.alpha, [0.05, 2], words.mixAlphaDoc, { step: 0.05 }),
    when: ({ kind }: Readonly<Record<string, unknown>>) => kind !== 'none',
  },
} satisfies Params & Record<keyof TrainingSettings['mix'], unknown>;

export const stopsEarly = flag(words.stopEarly, false, words.stopEarlyDoc);
export const STOPPING: NonNullable<TrainingSettings['earlyStopping']> = {
  monitor: 'loss',
  patience: 5,
  minDelta: 0,
};
export const stoppingParams = {
  monitor: choice(words.monitor, ['loss', ...metrics.map(({ kind }) => kind)], 'loss', words.monitorDoc),
  patience: integer(words.patience, STOPPING.patience, 1, words.patienceDoc, {
    max: 100_000,
    unit: words.unitEpochs,
  }),
  minDelta: number(words.minDelta, STOPPING.minDelta, [0, 1e6], words.minDeltaDoc, { step: 0.001 }),
} satisfies Params & Record<keyof typeof STOPPING, unknown>;

export type TrainingParam = keyof typeof trainingParams;

export interface RowCounts extends SplitCounts {
  /** Steps of one epoch: the last batch may be smaller. */
  readonly stepsPerEpoch: number;
}

export function rowCounts(
  manifest: Pick<DatasetManifest, 'splits' | 'order' | 'series'>,
  training: TrainingSettings,
): RowCounts {
  const counts = splitCounts(manifest, training);
  return { ...counts, stepsPerEpoch: Math.ceil(counts.train / training.batchSize) };
}
