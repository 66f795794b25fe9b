/** What the settings have to do with the data and with each other. */
import { splitRuns, windowCount } from '../../data/split.ts';
import { optimizerOf } from '../../kinds/optimizers/index.ts';
import { recipeOf } from '../../kinds/recipes/index.ts';
import { kindWords } from '../../words/kinds.ts';
import { plainNumber, wholePercent } from '../../words/numbers.ts';
import { named } from '../../words/problems.ts';
import type { Fix } from '../../words/problems.ts';
import type { TrainingSettings } from '../document.ts';
import { fittingBatch } from '../samples.ts';
import { advice } from './rule.ts';
import type { Rule } from './rule.ts';

const learningRate: Rule = ({ project }) => {
  const optimizer = optimizerOf(project.training.optimizer.kind);
  const rate = project.training.learningRate;
  if (!optimizer) return [];
  const [least, usual, most] = optimizer.learningRates;
  if (rate >= least && rate <= most) return [];
  const facts = { rate, optimizer: kindWords('optimizers', optimizer).label, least, most };
  const fix = set(named.learningRate, plainNumber(usual), { learningRate: usual });
  return [advice('learning-rate-unusual', {}, facts, fix)];
};

const batchSize: Rule = ({ project, size }) => {
  const { batchSize: given } = project.training;
  if (!size || size.samples === 0 || given <= size.samples) return [];
  const fitting = fittingBatch(size.samples, given);
  const fix = set(named.batchSize, String(fitting), { batchSize: fitting });
  return [advice('batch-larger-than-samples', {}, { batchSize: given, samples: size.samples }, fix)];
};

const HELD_OUT = 0.1;

const nothingHeldOut: Rule = ({ project, manifest }) => {
  // What is made of noise has no rows to be measured on.
  const judged = !recipeOf(project.recipe.kind)?.noise;
  if (!manifest || !judged || project.training.validationFraction > 0) return [];
  const [start, end] = manifest.splits.validation;
  const fix = set(named.validationPart, wholePercent(HELD_OUT), { validationFraction: HELD_OUT });
  return end > start ? [] : [advice('nothing-held-out', {}, {}, fix)];
};

/** Most of the rows are to be learned from. */
const MOST_HELD_OUT = 0.3;

/** Rows are held out to validate on, but not one window fits into them. */
const heldOutTooShort: Rule = ({ project, manifest, size }) => {
  if (manifest?.order !== 'time' || !size || size.samples === 0 || size.reach === 1) return [];
  const { reach } = size;
  const { validation } = splitRuns(manifest, project.training);
  const longest = Math.max(0, ...validation.map(([from, end]) => end - from));
  if (longest === 0 || windowCount(validation, reach) > 0) return [];
  const parts = Array.from({ length: MOST_HELD_OUT * 100 }, (_, i) => (i + 1) / 100);
  const part = parts.find((validationFraction) => {
    const runs = splitRuns(manifest, { ...project.training, validationFraction });
    return windowCount(runs.validation, reach) > 0 && windowCount(runs.train, reach) > 0;
  });
  const fix =
    part === undefined
      ? undefined
      : set(named.validationPart, wholePercent(part), { validationFraction: part });
  return [advice('held-out-too-short', {}, { rows: longest, reach }, fix)];
};

const set = (param: string, value: string, training: Partial<TrainingSettings>): Fix => ({
  code: 'set',
  facts: { param, value },
  edits: [{ edit: 'set-training', training }],
});

export const adviseOnTraining: Rule = (advised) =>
  [learningRate, batchSize, nothingHeldOut, heldOutTooShort].flatMap((rule) => rule(advised));
