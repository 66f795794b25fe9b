/**
 * What can be wrong with a network, and the sentence for each. A problem holds facts, never prose: the sentence is a
 * function of the facts, so a language is one object of this type and a missing sentence is a type error.
 */
import type { Edit } from '../network/edits.ts';
import type { Shape } from '../kinds/shape.ts';
import { shapeText } from '../kinds/shape.ts';

export interface ProblemFacts {
  'input-not-connected': { readonly layer: string; readonly port: string };
  'input-taken': { readonly layer: string; readonly port: string };
  'rank-wrong': { readonly layer: string; readonly wants: string; readonly shape: Shape };
  'shapes-differ': { readonly layer: string; readonly shapes: readonly Shape[]; readonly axis?: string };
  'window-too-large': { readonly layer: string; readonly window: Shape; readonly shape: Shape };
  'needs-two-inputs': { readonly layer: string };
  'state-missing': { readonly layer: string };
  'state-differs': { readonly layer: string; readonly wants: Shape; readonly shape: Shape };
  'strides-with-dilation': { readonly layer: string };
  cycle: { readonly layer: string };
  'no-input': Record<never, never>;
  'no-output': Record<never, never>;
  'unknown-kind': { readonly kind: string };
  'param-invalid': { readonly layer: string; readonly param: string; readonly reason: string };
  'units-not-classes': {
    readonly layer: string;
    readonly units: number;
    readonly classes: number;
    readonly column: string;
  };
  'target-missing': { readonly layer: string };
  'input-column-missing': { readonly layer: string };
  'input-shape-not-data': { readonly layer: string; readonly shape: Shape; readonly data: Shape };
  'not-connected-to-output': { readonly layer: string };
  'dataset-missing': { readonly name: string };
}
export type ProblemCode = keyof ProblemFacts;

/** A fix is edits of the document under a name, so undo can take it back. */
export interface Fix {
  readonly code: FixCode;
  readonly edits: readonly Edit[];
}
export type FixCode = 'insert-flatten' | 'set-units' | 'set-shape' | 'remove-edge';

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

type Sentences = { readonly [C in ProblemCode]: (facts: ProblemFacts[C]) => string };

export const problemSentences: Sentences = {
  'input-not-connected': (f) =>
    `${f.layer} needs something on its ${f.port} port. Draw an edge to it from the layer before.`,
  'input-taken': (f) =>
    `The ${f.port} port of ${f.layer} takes one edge, and has more. Remove one, or join them with Add or Concatenate.`,
  'rank-wrong': (f) => `${f.layer} wants ${f.wants}, but receives ${shapeText(f.shape)}.`,
  'shapes-differ': (f) =>
    `${f.layer} joins branches of ${f.axis ? `the same shape but for their last axis` : 'the same shape'}, but receives ${f.shapes.map(shapeText).join(' and ')}.`,
  'window-too-large': (f) =>
    `${f.layer} has a window of ${shapeText(f.window)}, larger than its input of ${shapeText(f.shape)}. Use a smaller one, or padding "same".`,
  'needs-two-inputs': (f) => `${f.layer} joins two or more branches. Draw another edge to it.`,
  'state-missing': (f) =>
    `${f.layer} starts from a state and a cell together. Connect both of them, or neither.`,
  'state-differs': (f) =>
    `${f.layer} starts from ${shapeText(f.wants)} numbers a row, but receives ${shapeText(f.shape)}.`,
  'strides-with-dilation': (f) =>
    `${f.layer} has both strides and dilation above 1, which TensorFlow cannot compute. Set one of them to 1 × 1.`,
  cycle: (f) =>
    `${f.layer} is part of a loop. A feedforward network has none: remove one of the loop's edges.`,
  'no-input': () => 'The network has no input. Drag Input from the palette.',
  'no-output': () =>
    'The network has no output. Drag Output from the palette and connect the last layer to it.',
  'unknown-kind': (f) =>
    `This version knows no layer "${f.kind}". Remove the node, or open the project with a newer Neuroloom.`,
  'param-invalid': (f) => `${f.layer}: ${f.param} ${f.reason}.`,
  'units-not-classes': (f) =>
    f.classes === 1
      ? `${f.layer} has ${f.units} units, but ${f.column} is one number: one unit is needed.`
      : `${f.layer} has ${f.units} units, but ${f.column} has ${f.classes} classes: one unit a class is needed.`,
  'target-missing': (f) => `${f.layer} has no target yet. Choose the column that it should learn.`,
  'input-column-missing': (f) => `${f.layer} has no data yet. Choose the columns that feed it.`,
  'input-shape-not-data': (f) =>
    `${f.layer} is set to ${shapeText(f.shape)}, but its data is ${shapeText(f.data)}.`,
  'not-connected-to-output': (f) =>
    `${f.layer} leads to no output, so it learns nothing. Connect it, or delete it.`,
  'dataset-missing': (f) =>
    f.name
      ? `The data set "${f.name}" is not here. Choose another, or import it again.`
      : 'Choose the data to train on.',
};

/** The sentence for a problem. */
export function problemText(problem: Misfit): string {
  const sentence = problemSentences[problem.code] as (facts: Misfit['facts']) => string;
  return sentence(problem.facts);
}

/** What a layer wants of its input, for the sentence of 'rank-wrong'. */
export const wanted = {
  image: 'pictures (height × width × channels)',
  features: 'a row of numbers, or one for each time step',
  axis: 'at least one axis of numbers',
  sequence: 'a row of numbers for each time step',
} as const;

export const fixTexts: { readonly [C in FixCode]: string } = {
  'insert-flatten': 'Insert Flatten',
  'set-units': 'Use one unit a class',
  'set-shape': 'Use the shape of the data',
  'remove-edge': 'Remove the edge',
};
