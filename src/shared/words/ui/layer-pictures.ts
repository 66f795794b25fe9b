import type { Shape } from '../../kinds/shape.ts';
import { shapeText } from '../../kinds/shape.ts';
import { count, plural, wholePercent } from '../numbers.ts';

/** What the small pictures of layers show, in words. */
export const layerPictures = {
  title: 'What it does',
  /** Below a grid whose columns are rows of the batch, and whose rows are features. */
  axes: 'rows of the batch →',
  looking: 'step',
  lookedAt: 'looks at →',
  dense: (inputs: number, units: number) =>
    `Each of ${plural(inputs, 'number')} leads to each of ${plural(units, 'unit')}, by a weight of its own.`,
  window: (size: Shape, strides: Shape, from: Shape, to: Shape) =>
    `A window of ${shapeText(size)} moves by ${shapeText(strides)} over ${shapeText(from)} and gives ${shapeText(to)}.`,
  spread: (size: Shape, strides: Shape, from: Shape, to: Shape) =>
    `Each place of ${shapeText(from)} is spread over a window of ${shapeText(size)}, by ${shapeText(strides)} from the next, and gives ${shapeText(to)}.`,
  whole: (from: Shape, to: Shape) => `One window over all of ${shapeText(from)} gives ${shapeText(to)}.`,
  recurrent: (steps: number, units: number, all: boolean, both: boolean) =>
    `The same weights at each of ${plural(steps, 'step')}, ${both ? 'in both directions, ' : ''}hand ${plural(units, 'number')} on to the next; ${all ? 'each step gives what it remembers' : 'only the end is given'}.`,
  attention: (queries: number, keys: number, heads: number, causal: boolean) =>
    `${plural(heads, 'head')}: each of ${plural(queries, 'step')} weighs ${causal ? 'itself and those before it' : `all ${count(keys)}`}.`,
  batch: (features: number) =>
    `Each of ${plural(features, 'feature')} is brought to mean 0 and deviation 1 over the batch.`,
  row: (what: string) => `Each row is brought to one scale by itself, over ${what}.`,
  rowOf: { all: 'all its features', groups: (n: number) => `${plural(n, 'group')} of its channels` },
  fixed: 'Each feature is shifted and scaled by numbers that stay.',
  dropout: (rate: number) =>
    `In training ${wholePercent(rate)} of the values are set to 0, others at each step.`,
  embedding: (tokens: number, width: number) =>
    `A token picks one of ${plural(tokens, 'row')} of ${plural(width, 'number')}.`,
  merge: (branches: number, to: Shape) =>
    `${plural(branches, 'branch', 'branches')} become one, value by value: ${shapeText(to)}.`,
  beside: (branches: number, to: Shape) =>
    `${plural(branches, 'branch', 'branches')} are laid side by side along the last axis: ${shapeText(to)}.`,
  laidOut: (from: Shape, to: Shape) => `The same values, in order: ${shapeText(from)} as ${shapeText(to)}.`,
  turned: (from: Shape, to: Shape) =>
    `The same values with their axes changed: ${shapeText(from)} as ${shapeText(to)}.`,
  padded: (from: Shape, to: Shape) => `Zeros around ${shapeText(from)} make it ${shapeText(to)}.`,
  cropped: (from: Shape, to: Shape) => `What is cut off ${shapeText(from)} leaves ${shapeText(to)}.`,
  repeated: (from: Shape, to: Shape) => `Each value of ${shapeText(from)} is given again: ${shapeText(to)}.`,
};
export type LayerPicturesWords = typeof layerPictures;
