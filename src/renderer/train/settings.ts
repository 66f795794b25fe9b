/** The settings of a training as parameters, so that the panel draws them as it draws those of a layer. */
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import { integer, number } from '../../shared/kinds/params.ts';
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

export type TrainingParam = keyof typeof trainingParams;

export interface RowCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  /** Steps of one epoch: the last batch may be smaller. */
  readonly stepsPerEpoch: number;
}

/** How many rows train, validate and test: splits that the data brings are kept, what it lacks is held out. */
export function rowCounts(manifest: Pick<DatasetManifest, 'splits'>, training: TrainingSettings): RowCounts {
  const size = ([start, end]: readonly [number, number]): number => end - start;
  const rows = size(manifest.splits.train);
  const held = (own: number, fraction: number): number => (own > 0 ? 0 : Math.floor(rows * fraction));
  const heldTest = held(size(manifest.splits.test), training.testFraction);
  const heldValidation = Math.min(
    rows - heldTest,
    held(size(manifest.splits.validation), training.validationFraction),
  );
  const train = rows - heldTest - heldValidation;
  return {
    train,
    validation: size(manifest.splits.validation) || heldValidation,
    test: size(manifest.splits.test) || heldTest,
    stepsPerEpoch: Math.ceil(train / training.batchSize),
  };
}
