/**
 * What can be wrong with a network, and the sentence for each. A problem holds facts, never prose: the sentence is a
 * function of the facts, so a language is one object of this type and a missing sentence is a type error.
 */
import type { Edit } from '../network/edits.ts';
import type { Shape } from '../kinds/shape.ts';
import { shapeText } from '../kinds/shape.ts';
import { adviceSentences } from './advice.ts';
import type { AdviceFacts } from './advice.ts';
import { kindNameText } from './kinds.ts';
import type { KindName } from './kinds.ts';
import { wordsOf } from './language.ts';
import { bytesText, count, inSentence, measured, plural } from './numbers.ts';
import type { Said } from './said.ts';
import { reasonText } from './values.ts';

export interface ProblemFacts extends AdviceFacts {
  'input-not-connected': { readonly layer: string; readonly port: string };
  'input-taken': { readonly layer: string; readonly port: string };
  'rank-wrong': { readonly layer: string; readonly wants: string; readonly shape: Shape };
  'shapes-differ': { readonly layer: string; readonly shapes: readonly Shape[]; readonly axis?: string };
  'window-too-large': { readonly layer: string; readonly window: Shape; readonly shape: Shape };
  'axis-missing': { readonly layer: string; readonly axis: number; readonly shape: Shape };
  'products-differ': {
    readonly layer: string;
    readonly axes: readonly [number, number];
    readonly shapes: readonly Shape[];
  };
  'groups-uneven': { readonly layer: string; readonly groups: number; readonly channels: number };
  'filters-uneven': { readonly layer: string; readonly groups: number; readonly filters: number };
  'statistics-differ': {
    readonly layer: string;
    readonly means: number;
    readonly variances: number;
    readonly channels: number;
  };
  'crop-too-large': { readonly layer: string; readonly size: Shape; readonly shape: Shape };
  'needs-two-inputs': { readonly layer: string };
  'state-missing': { readonly layer: string };
  'state-differs': { readonly layer: string; readonly wants: Shape; readonly shape: Shape };
  'strides-with-dilation': { readonly layer: string };
  'strides-unequal': { readonly layer: string };
  'cropped-away': { readonly layer: string; readonly shape: Shape };
  'reshape-size': { readonly layer: string; readonly target: Shape; readonly shape: Shape };
  'axes-not-each-once': { readonly layer: string; readonly axes: Shape; readonly shape: Shape };
  'keys-not-values': { readonly layer: string; readonly keys: number; readonly values: number };
  'group-too-large': { readonly layer: string; readonly layers: number; readonly depth: number };
  'weights-differ': { readonly layer: string };
  inside: { readonly layer: string; readonly problem: Misfit };
  cycle: { readonly layer: string };
  'no-input': Record<never, never>;
  'no-output': Record<never, never>;
  'nothing-learns': {
    readonly network: string;
    /** Its layers with weights that are frozen. */
    readonly frozen: number;
  };
  'unknown-kind': { readonly kind: string };
  'param-invalid': { readonly layer: string; readonly param: string; readonly reason: Said };
  /** A setting of the training: its kind or value, and which of its parameters. */
  'setting-invalid': {
    readonly setting: keyof SettingNames;
    readonly of: KindName;
    readonly param?: KindName;
    readonly reason: Said;
  };
  'units-not-classes': {
    readonly layer: string;
    readonly units: number;
    readonly classes: number;
    readonly column: string;
  };
  'target-missing': { readonly layer: string };
  'target-is-tokens': { readonly layer: string; readonly column: string };
  'loss-not-target': {
    readonly layer: string;
    readonly loss: string;
    readonly column: string;
    readonly target: 'category' | 'number';
  };
  'loss-wants-each-class': { readonly layer: string; readonly loss: string; readonly column: string };
  'input-column-missing': { readonly layer: string };
  'input-shape-not-data': { readonly layer: string; readonly shape: Shape; readonly data: Shape };
  'unknown-recipe': { readonly kind: string };
  'order-not-recipe': { readonly recipe: string; readonly data: string; readonly wants: 'rows' | 'time' };
  'networks-missing': { readonly recipe: string; readonly roles: readonly string[]; readonly found: number };
  'output-not-input': { readonly layer: string; readonly shape: Shape; readonly input: Shape };
  'sample-not-judged': {
    readonly layer: string;
    readonly shape: Shape;
    readonly judge: string;
    readonly wants: Shape;
  };
  'score-not-one': { readonly layer: string; readonly shape: Shape };
  'target-not-spanned': { readonly layer: string; readonly column: string };
  'tokens-wanted': { readonly layer: string; readonly columns: readonly string[] };
  'span-too-long': {
    readonly layer: string;
    readonly column: string;
    readonly wants: number;
    readonly has: number;
  };
  'units-not-vocabulary': {
    readonly layer: string;
    readonly shape: Shape;
    readonly tokens: number;
    readonly column: string;
  };
  'vocabulary-larger': {
    readonly layer: string;
    readonly size: number;
    readonly tokens: number;
    readonly column: string;
  };
  'not-connected-to-output': { readonly layer: string };
  'dataset-missing': { readonly name: string };
  'softmax-on-number': { readonly layer: string; readonly column: string };
  'activation-before-crossentropy': { readonly layer: string; readonly activation: string };
  'single-without-sigmoid': { readonly layer: string; readonly activation: string; readonly column: string };
  'activation-limits-target': {
    readonly layer: string;
    readonly activation: string;
    readonly column: string;
    readonly low: number;
    readonly high: number;
    /** It is learned in deviations from its mean, to which these numbers belong. */
    readonly deviations: boolean;
  };
  'data-streamed': {
    /** Bytes that stay in their files. */
    readonly streamed: number;
  };
  'nothing-to-train-on': { readonly rows: number; readonly validation: number; readonly test: number };
  'window-too-long': {
    /** Rows that are left to train on. */
    readonly rows: number;
    /** Rows that one sample goes over. */
    readonly reach: number;
  };
  'memory-short': {
    readonly needed: number;
    readonly free: number;
    readonly batchSize: number;
    /** 0: not even one row at a time fits. */
    readonly largest: number;
  };
}
export type ProblemCode = keyof ProblemFacts;

/** What each remedy says of itself. */
export interface FixFacts {
  /** Layers that it puts in, in the order of the pass. */
  insert: { readonly layers: readonly string[] };
  set: { readonly param: string; readonly value: string };
  connect: { readonly from: string };
  'remove-layer': { readonly layer: string };
  'remove-edges': { readonly edges: number };
  'set-loss': Record<never, never>;
  'set-shape': Record<never, never>;
  'set-linear': Record<never, never>;
  'set-softmax': Record<never, never>;
  'set-sigmoid': Record<never, never>;
  'set-batch-size': { readonly largest: number };
  'hold-out-less': Record<never, never>;
  unfreeze: { readonly layers: number };
  'set-columns': { readonly columns: readonly string[] };
  'set-target': { readonly column: string };
  'set-recipe': { readonly recipe: string };
  'add-networks': { readonly networks: readonly string[] };
}
export type FixCode = keyof FixFacts;

/** A fix is edits of the document under a name, so undo can take it back. */
export type Fix = {
  [C in FixCode]: { readonly code: C; readonly facts: FixFacts[C]; readonly edits: readonly Edit[] };
}[FixCode];

/** What a kind's `infer` says of inputs that do not fit; the checker adds where. */
export type Misfit = {
  [C in ProblemCode]: { readonly code: C; readonly facts: ProblemFacts[C] };
}[ProblemCode];

/** Where a problem is: the node (and parameter) that caused it, an edge, or the whole network when all are absent. */
export interface ProblemPlace {
  readonly network?: string;
  readonly node?: string;
  readonly edge?: string;
  readonly param?: string;
}
export type Problem = Misfit & {
  readonly at: ProblemPlace;
  readonly severity: 'error' | 'advice';
  readonly fix?: Fix;
};

/** Settings of a training that can be wrong by themselves. */
export const settingNames = wordsOf('settingNames', {
  optimizer: 'Optimizer',
  schedule: 'Schedule',
  earlyStopping: 'Early stopping',
  mix: 'Mixing',
});
export type SettingNames = typeof settingNames;

export type ProblemSentences = { readonly [C in ProblemCode]: (facts: ProblemFacts[C]) => string };

export const problemSentences = wordsOf<ProblemSentences>('problems', {
  ...adviceSentences,
  'input-not-connected': (f) =>
    `${f.layer} needs something on its ${f.port} port. Draw an edge to it from the layer before.`,
  'input-taken': (f) =>
    `The ${f.port} port of ${f.layer} takes one edge, and has more. Remove one, or join them with Add or Concatenate.`,
  'rank-wrong': (f) => `${f.layer} wants ${f.wants}, but receives ${shapeText(f.shape)}.`,
  'shapes-differ': (f) =>
    `${f.layer} joins branches of ${f.axis ? `the same shape but for their last axis` : 'the same shape'}, but receives ${f.shapes.map(shapeText).join(' and ')}.`,
  'window-too-large': (f) =>
    `${f.layer} has a window of ${shapeText(f.window)}, larger than its input of ${shapeText(f.shape)}. Use a smaller one, or padding "same".`,
  'axis-missing': (f) =>
    `${f.layer} names axis ${f.axis}, but receives ${shapeText(f.shape)}, which has ${f.shape.length}.`,
  'products-differ': (f) =>
    `${f.layer} multiplies along axis ${f.axes[0]} of its first input and axis ${f.axes[1]} of its second, which must be of one length, but receives ${f.shapes.map(shapeText).join(' and ')}.`,
  'filters-uneven': (f) =>
    `${f.layer} cuts its ${f.filters} filters into ${f.groups} groups of one size. Choose a number of groups that divides them.`,
  'groups-uneven': (f) =>
    `${f.layer} cuts channels into ${f.groups} groups of one size, but receives ${f.channels}. Choose a number of groups that divides them.`,
  'statistics-differ': (f) =>
    `${f.layer} has ${f.means} means and ${f.variances} variances for ${f.channels} channels. Give one for all channels, or one for each.`,
  'crop-too-large': (f) =>
    `${f.layer} cuts out ${shapeText(f.size)}, more than its input of ${shapeText(f.shape)} has.`,
  'needs-two-inputs': (f) => `${f.layer} joins two or more branches. Draw another edge to it.`,
  'state-missing': (f) =>
    `${f.layer} starts from a state and a cell together. Connect both of them, or neither.`,
  'state-differs': (f) =>
    `${f.layer} starts from ${shapeText(f.wants)} numbers a row, but receives ${shapeText(f.shape)}.`,
  'strides-with-dilation': (f) =>
    `${f.layer} has both strides and dilation above 1, which TensorFlow cannot compute. Set one of them to 1.`,
  'strides-unequal': (f) =>
    `${f.layer} moves its filter equally far down and across; TensorFlow computes nothing else. Set both strides to the same number.`,
  'cropped-away': (f) => `${f.layer} cuts off all of its input of ${shapeText(f.shape)}. Cut off less.`,
  'reshape-size': (f) =>
    `${f.layer} cannot lay ${shapeText(f.shape)} out as ${shapeText(f.target)}: both must hold as many numbers. One side may be -1, which takes what is left.`,
  'axes-not-each-once': (f) =>
    `${f.layer} must name each axis of its input of ${shapeText(f.shape)} once, counted from 1, but names ${f.axes.join(', ') || 'none'}.`,
  'keys-not-values': (f) =>
    `${f.layer} wants one key for each value, but receives ${f.keys} keys and ${f.values} values.`,
  'group-too-large': (f) =>
    `${f.layer} holds more than ${count(f.layers)} layers, or groups in groups more than ${f.depth} deep.`,
  'weights-differ': (f) =>
    `${f.layer} cannot share its weights between repetitions: they would differ in shape. Let the group give the shape that it takes, or do not share.`,
  inside: (f) => `Inside ${f.layer}: ${problemText(f.problem)}`,
  cycle: (f) =>
    `${f.layer} is part of a loop. A feedforward network has none: remove one of the loop's edges.`,
  'no-input': () => 'The network has no input. Drag Input from the palette.',
  'no-output': () =>
    'The network has no output. Drag Output from the palette and connect the last layer to it.',
  'nothing-learns': (f) =>
    f.frozen > 0
      ? `Nothing in ${f.network} can learn: each of its layers with weights is frozen. Make one trainable.`
      : `Nothing in ${f.network} can learn: no layer between its inputs and outputs has weights. Insert one, such as Dense.`,
  'unknown-kind': (f) =>
    `This version knows no layer "${f.kind}". Remove the node, or open the project with a newer Neuroloom.`,
  'param-invalid': (f) => `${f.layer}, setting ${f.param}: ${reasonText(f.reason)}.`,
  'setting-invalid': (f) =>
    `Settings of the training, ${settingNames[f.setting]}, ${[f.of, f.param ?? []].flat().map(kindNameText).join(', ')}: ${reasonText(f.reason)}.`,
  'units-not-classes': (f) =>
    f.classes === 1
      ? `${f.layer} has ${f.units} units, but ${f.column} is one number: one unit is needed.`
      : `${f.layer} has ${f.units} units, but ${f.column} has ${f.classes} classes: one unit a class is needed.`,
  'target-missing': (f) => `${f.layer} has no target yet. Choose the column that it should learn.`,
  'target-is-tokens': (f) =>
    `${f.layer} cannot learn ${f.column}, which holds text. Choose a column of classes or numbers.`,
  'loss-not-target': (f) =>
    `${f.loss} is not for ${f.target === 'category' ? 'classes' : 'a number'}, which ${f.column} holds. Choose another loss for ${f.layer}.`,
  'loss-wants-each-class': (f) =>
    `${f.loss} wants a unit for each of the two classes of ${f.column}, but ${f.layer} receives one. Choose binary cross-entropy, or give the last layer two units.`,
  'input-column-missing': (f) => `${f.layer} has no data yet. Choose the columns that feed it.`,
  'input-shape-not-data': (f) =>
    `${f.layer} is set to ${shapeText(f.shape)}, but its data is ${shapeText(f.data)}.`,
  'unknown-recipe': (f) =>
    `This version knows no recipe "${f.kind}". Open the project with a newer Neuroloom, or choose another.`,
  'order-not-recipe': (f) =>
    f.wants === 'time'
      ? `${f.recipe} learns from rows that follow one another in time, and "${f.data}" has rows in no order. Import it as a text or a series.`
      : `${f.recipe} learns from rows that stand by themselves, and those of "${f.data}" follow one another in time. Choose another recipe, or import it as a table.`,
  'networks-missing': (f) =>
    `${f.recipe} needs ${f.roles.length} networks (${f.roles.join(', ')}), and the project has ${f.found}.`,
  'output-not-input': (f) =>
    `${f.layer} gives ${shapeText(f.shape)}, but has to give back the input, which is ${shapeText(f.input)}.`,
  'sample-not-judged': (f) =>
    `${f.layer} gives ${shapeText(f.shape)}, but ${f.judge} judges samples of ${shapeText(f.wants)}: both have to be the same.`,
  'score-not-one': (f) =>
    `${f.layer} gives ${shapeText(f.shape)}, but has to give one number a sample: how real it looks.`,
  'target-not-spanned': (f) =>
    `${f.layer} learns ${f.column}, which is a class: this recipe learns numbers or tokens that follow one another.`,
  'tokens-wanted': (f) =>
    `${f.layer} reads ${f.columns.join(', ') || 'no column'}, but this recipe wants one column of tokens there.`,
  'span-too-long': (f) =>
    `${f.layer} needs ${f.wants} tokens of ${f.column}, which has ${f.has} in a row. Make the input shorter.`,
  'units-not-vocabulary': (f) =>
    `${f.layer} receives ${shapeText(f.shape)}, but ${f.column} has ${f.tokens} tokens: one value for each is needed at every place.`,
  'vocabulary-larger': (f) =>
    `${f.layer} knows ${count(f.size)} tokens, but ${f.column} has ${count(f.tokens)}: it needs a row for each.`,
  'not-connected-to-output': (f) =>
    `${f.layer} leads to no output, so it learns nothing. Connect it, or delete it.`,
  'dataset-missing': (f) =>
    f.name
      ? `The data set "${f.name}" is not here. Choose another, or import it again.`
      : 'Choose the data to train on.',
  'softmax-on-number': (f) =>
    `${f.layer} ends in softmax, which makes one value always 1, but ${f.column} is a number. Use no activation.`,
  'activation-before-crossentropy': (f) =>
    `${f.layer} ends in ${f.activation}, but cross-entropy wants the probabilities of softmax, or plain values.`,
  'single-without-sigmoid': (f) =>
    `${f.layer} ends in ${f.activation}, but its one unit tells the two classes of ${f.column} apart by a probability. Use sigmoid, or give it two units and softmax.`,
  'activation-limits-target': (f) =>
    `${f.layer} ends in ${f.activation} and cannot give all of ${f.column}, which${f.deviations ? ', in deviations from its mean,' : ''} goes from ${measured(f.low)} to ${measured(f.high)}. Use no activation.`,
  'data-streamed': (f) =>
    `${bytesText(f.streamed)} of the data is more than a run keeps in this machine's memory: it is read from the disk while the run goes on. The numbers are the same, bit for bit.`,
  'nothing-to-train-on': (f) =>
    `No row is left to train on: of ${plural(f.rows, 'row')} a part of ${f.validation} is held out to validate and ${f.test} to test.`,
  'window-too-long': (f) =>
    `A sample goes over ${plural(f.reach, 'row')}, from the start of its window to the last value that it learns, and ${count(f.rows)} are left to train on. Make the window, the gap or the horizon shorter.`,
  'memory-short': (f) =>
    `A step with a batch of ${count(f.batchSize)} takes about ${bytesText(f.needed)} of memory, and ${bytesText(f.free)} is free. ${
      f.largest > 0
        ? `A batch of ${count(f.largest)} fits.`
        : 'Not even one row at a time fits: use smaller or fewer layers.'
    }`,
});

/** The same as a value for another process. */
export const saidProblem = ({ code, facts }: Misfit): Said => ({
  table: 'problems',
  key: code,
  facts: [facts],
});

/** The sentence for a problem. */
export function problemText(problem: Misfit): string {
  const sentence = problemSentences[problem.code] as (facts: Misfit['facts']) => string;
  return sentence(problem.facts);
}

/** What a layer wants of its input, for the sentence of 'rank-wrong'. */
export const wanted = wordsOf('wanted', {
  sequence: 'a sequence (time steps × channels)',
  image: 'pictures (height × width × channels)',
  volume: 'volumes (depth × height × width × channels)',
  row: 'a row of numbers',
  features: 'a row of numbers, or one for each time step',
  axis: 'at least one axis of numbers',
  steps: 'time steps (time × features)',
});
export type WantedWords = typeof wanted;

/** What sentences of problems and remedies name besides layers, columns and parameters of kinds. */
export const named = wordsOf('named', {
  input: 'the input',
  parameter: 'a parameter',
  learningRate: 'Learning rate',
  batchSize: 'Batch size',
  validationPart: 'Validation part',
  activations: 'activations',
  size: 'Size',
  on: 'on',
  off: 'off',
  usual: 'the default',
  loss: 'the loss',
  /** What stands on layers. */
  heads: (n: number): string => `${n} heads`,
  groups: (n: number): string => `${n} groups`,
  causal: 'causal',
  cosine: 'cosine',
  flips: { horizontal_and_vertical: 'horizontal, vertical', horizontal: 'horizontal', vertical: 'vertical' },
  positions: { learned: 'learned', sinusoidal: 'sinusoidal' },
});
export type NamedWords = typeof named;

export type FixSentences = { readonly [C in FixCode]: (facts: FixFacts[C]) => string };

const fixSentences = wordsOf<FixSentences>('fixes', {
  insert: (f) => `Insert ${f.layers.join(' and ')}`,
  set: (f) => `Set ${inSentence(f.param)} to ${f.value}`,
  connect: (f) => `Connect ${f.from}`,
  'remove-layer': (f) => `Remove ${f.layer}`,
  'remove-edges': (f) => (f.edges === 1 ? 'Remove the edge' : `Remove ${count(f.edges)} edges`),
  'set-loss': () => 'Let Neuroloom choose the loss',
  'set-shape': () => 'Use the shape of the data',
  'set-linear': () => 'Use no activation',
  'set-softmax': () => 'Use softmax',
  'set-sigmoid': () => 'Use sigmoid',
  unfreeze: (f) => (f.layers === 1 ? 'Make it trainable' : `Make ${count(f.layers)} layers trainable`),
  'hold-out-less': () => 'Hold out a part of 0.15 for each',
  'set-batch-size': (f) => `Use a batch of ${count(f.largest)}`,
  'set-columns': (f) =>
    `Feed it from ${f.columns.length > 3 ? `${f.columns.length} columns` : f.columns.join(', ')}`,
  'set-target': (f) => `Learn ${f.column}`,
  'set-recipe': (f) => `Train as ${inSentence(f.recipe)}`,
  'add-networks': (f) => `Add ${f.networks.join(' and ')}`,
});

/** What a fix does, for its button and for the name of the step that undo takes back. */
export function fixText(fix: Fix): string {
  const sentence = fixSentences[fix.code] as (facts: Fix['facts']) => string;
  return sentence(fix.facts);
}
