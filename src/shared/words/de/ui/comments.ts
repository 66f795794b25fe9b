import { plural } from '../../numbers.ts';
import type { CommentsWords } from '../../ui/comments.ts';

/** "2 Schichten und 1 Kommentar": what was done with several things on the canvas. */
export const layersAndComments = (layers: number, some: number): string =>
  [layers > 0 && plural(layers, 'Schicht', 'Schichten'), some > 0 && plural(some, 'Kommentar', 'Kommentare')]
    .filter(Boolean)
    .join(' und ');

export const comments: CommentsWords = {
  comment: 'Kommentar',
  list: 'Kommentare',
  add: 'Kommentar hinzufügen',
  doc: 'Eine Notiz auf der Zeichenfläche, für Menschen: Training, Export und Code beachten sie nicht.',
  placeholder: 'Was andere wissen sollten',
  empty: 'Hier steht noch nichts.',
  edit: 'Kommentar schreiben',
  text: 'Text',
  colour: 'Farbe',
  width: 'Breite',
  height: 'Höhe',
  said: (text, beside) =>
    `Kommentar${beside === null ? '' : ` neben ${beside}`}: ${text === '' ? 'noch leer' : text}`,

  colours: {
    core: 'Violett',
    convolution: 'Blau',
    pooling: 'Himmelblau',
    shape: 'Grau',
    recurrent: 'Koralle',
    attention: 'Bernstein',
    normalisation: 'Grün',
    regularisation: 'Ocker',
    augmentation: 'Oliv',
    merge: 'Rosa',
    end: 'Petrol',
  },
  ownColour: 'Zurück zur eigenen Farbe',
  colourAs: (colour) => `Farbe: ${colour}`,

  steps: {
    add: 'Kommentar hinzufügen',
    write: 'Kommentar schreiben',
    resize: 'Größe eines Kommentars ändern',
    colour: (layers, some) => `${layersAndComments(layers, some)} färben`,
  },
};
