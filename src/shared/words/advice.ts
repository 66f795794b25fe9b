/** Advice: what a network or its settings can be trained with, but rarely well. A sentence for each, with the numbers. */
import type { Shape } from '../kinds/shape.ts';
import { shapeText } from '../kinds/shape.ts';
import { count, measured, plainNumber, plural, shortCount } from './numbers.ts';

export interface AdviceFacts {
  'not-normalised': {
    readonly layer: string;
    readonly what: 'pixels' | 'numbers';
    readonly low: number;
    readonly high: number;
  };
  'many-weights': { readonly weights: number; readonly rows: number };
  'saturating-stack': {
    readonly layer: string;
    readonly activations: readonly string[];
    readonly layers: number;
  };
  'nothing-between': { readonly layer: string; readonly next: string };
  'flatten-large': {
    readonly layer: string;
    readonly shape: Shape;
    readonly weights: number;
    /** Of all weights of the network. */
    readonly share: number;
  };
  'dropout-before-normalisation': { readonly layer: string; readonly next: string };
  'learning-rate-unusual': {
    readonly rate: number;
    readonly optimizer: string;
    readonly least: number;
    readonly most: number;
  };
  'batch-larger-than-samples': { readonly batchSize: number; readonly samples: number };
  'classes-uneven': {
    readonly column: string;
    readonly often: string;
    readonly rare: string;
    readonly times: number;
  };
  'nothing-held-out': Record<never, never>;
  'held-out-too-short': { readonly rows: number; readonly reach: number };
  'target-constant': { readonly column: string; readonly value: string };
}
export type AdviceCode = keyof AdviceFacts;

export type AdviceSentences = { readonly [C in AdviceCode]: (facts: AdviceFacts[C]) => string };

export const adviceSentences: AdviceSentences = {
  'not-normalised': (f) =>
    `${f.layer} passes ${f.what} from ${measured(f.low)} to ${measured(f.high)} on as they are. Networks learn faster from numbers around 0.`,
  'many-weights': (f) =>
    `${shortCount(f.weights)} weights learn from ${plural(f.rows, 'training row')}: enough to know the rows by heart. A smaller network, dropout or more data helps on rows that it has not seen.`,
  'saturating-stack': (f) =>
    `${count(f.layers)} layers up to ${f.layer} end in ${f.activations.join(' or ')} with no normalisation between them: the gradient shrinks in each, so the first ones hardly learn.`,
  'nothing-between': (f) =>
    `Nothing bends the values between ${f.layer} and ${f.next}: together they can do no more than one of them. An activation makes two of them worth having.`,
  'flatten-large': (f) =>
    `Flattening ${shapeText(f.shape)} gives ${f.layer} ${shortCount(f.weights)} weights, ${count(Math.floor(f.share * 100))} % of the network. The mean over each channel does with far fewer.`,
  'dropout-before-normalisation': (f) =>
    `${f.layer} comes right before ${f.next}, which then measures other values in training than it meets in use. Put it behind, or leave it out.`,
  'learning-rate-unusual': (f) =>
    `A learning rate of ${measured(f.rate)} is ${f.rate > f.most ? 'large' : 'small'} for ${f.optimizer}: from ${plainNumber(f.least)} to ${plainNumber(f.most)} is usual.`,
  'batch-larger-than-samples': (f) =>
    `A batch of ${count(f.batchSize)} holds more than the ${plural(f.samples, 'sample')} to train on: each epoch is a single step.`,
  'classes-uneven': (f) =>
    `${f.column} has ${f.often} ${count(f.times)} times as often as ${f.rare}: a network can do well by never answering ${f.rare}. Balanced class weights make all count alike.`,
  'target-constant': (f) =>
    `Every training row has "${f.value}" in ${f.column}: there is nothing to learn but that. Choose another column to learn, or bring rows that differ.`,
  'nothing-held-out': () =>
    'No rows are held out to validate on, so nothing shows when the network begins to know its rows by heart.',
  'held-out-too-short': (f) =>
    `Of what is held out to validate on at most ${plural(f.rows, 'row')} follow one another, and a sample goes over ${count(f.reach)}: nothing is measured. Hold out more, or make the window shorter.`,
};
