/** What the settings have to do with the data and with each other. */
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

const set = (param: string, value: string, training: Partial<TrainingSettings>): Fix => ({
  code: 'set',
  facts: { param, value },
  edits: [{ edit: 'set-training', training }],
});

export const adviseOnTraining: Rule = (advised) =>
  [learningRate, batchSize, nothingHeldOut].flatMap((rule) => rule(advised));
