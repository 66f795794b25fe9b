/** Words of the notes on the canvas, and of the colours that they and layers can have. */
import type { LayerGroup } from '../../kinds/layer-groups.ts';
import { plural } from '../numbers.ts';

/** "2 layers and 1 comment": what was done with several things on the canvas. */
export const layersAndComments = (layers: number, some: number): string =>
  [layers > 0 && plural(layers, 'layer'), some > 0 && plural(some, 'comment')].filter(Boolean).join(' and ');

const colours: Readonly<Record<LayerGroup, string>> = {
  core: 'Violet',
  convolution: 'Blue',
  pooling: 'Sky',
  shape: 'Grey',
  recurrent: 'Coral',
  attention: 'Amber',
  normalisation: 'Green',
  regularisation: 'Ochre',
  augmentation: 'Olive',
  merge: 'Pink',
  end: 'Teal',
};

export const comments = {
  comment: 'Comment',
  list: 'Comments',
  add: 'Add a comment',
  doc: 'A note on the canvas, for people: training, exports and code pay no attention to it.',
  placeholder: 'What others should know',
  empty: 'Nothing is written here yet.',
  edit: 'Write the comment',
  text: 'Text',
  colour: 'Colour',
  width: 'Width',
  height: 'Height',
  /** What a screen reader says of it. */
  said: (text: string, beside: string | null) =>
    `Comment${beside === null ? '' : ` beside ${beside}`}: ${text === '' ? 'nothing is written' : text}`,

  colours,
  ownColour: 'Back to its own colour',
  colourAs: (colour: string) => `Colour: ${colour.toLowerCase()}`,

  /** What was done, after "Undo" and "Redo". */
  steps: {
    add: 'add a comment',
    write: 'write a comment',
    resize: 'resize a comment',
    colour: (layers: number, some: number) => `colour ${layersAndComments(layers, some)}`,
  },
};
export type CommentsWords = typeof comments;
