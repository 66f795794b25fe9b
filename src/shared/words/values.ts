/** Why a value that came from a file or another process cannot be used: what is needed instead. */
import { wordsOf } from './language.ts';
import { count, plainNumber, plural } from './numbers.ts';
import { sayings } from './said.ts';
import type { Said } from './said.ts';

/** What a value can be asked to be. */
export const valueForms = wordsOf('valueForms', {
  text: 'a text',
  number: 'a number',
  whole: 'a whole number',
  flag: 'true or false',
  list: 'a list',
  record: 'an object with keys',
});
export type ValueForms = typeof valueForms;
export type ValueForm = keyof ValueForms;

export const valueSentences = wordsOf('values', {
  /** `place` as it stands in the file: `networks.0.name`. */
  at: (place: string, reason: Said): string => `at ${place}, ${reasonText(reason)}`,
  missing: 'it is missing',
  form: (form: ValueForm): string => `${valueForms[form]} is needed`,
  atLeast: (least: number): string => `at least ${plainNumber(least)} is needed`,
  above: (bound: number): string => `a number above ${plainNumber(bound)} is needed`,
  atMost: (most: number): string => `at most ${plainNumber(most)} is possible`,
  below: (bound: number): string => `a number below ${plainNumber(bound)} is needed`,
  entriesExactly: (n: number): string => `exactly ${plural(n, 'entry', 'entries')} must be there`,
  entriesAtLeast: (n: number): string => `at least ${plural(n, 'entry', 'entries')} must be there`,
  entriesAtMost: (n: number): string => `there may be at most ${plural(n, 'entry', 'entries')}`,
  textEmpty: 'it must not be empty',
  textTooLong: (n: number): string => `it may be at most ${count(n)} characters long`,
  oneOf: (values: readonly string[]): string =>
    values.length === 1 ? `it must be ${values[0]}` : `it must be one of ${values.join(', ')}`,
  unknown: 'this version does not know it',
  noForm: 'it is in none of the forms that it can have',
  idLetters: 'only letters, digits, "_", "-" and "." may be in it',
  idTwice: 'an id stands for two things',
  idWithPoint: 'an id has a point in it',
  oneInputOneOutput: 'one input and one output are needed',
  notTheBatch: 'axes other than 0, the batch, are needed',
  lowerFirst: 'the lower number must come first',
  lengthOrRest: 'lengths from 1 are needed, or −1 for what is left',
  fewerThanClasses: (classes: number): string =>
    `a number below that of the classes, ${count(classes)}, is needed`,
  noClass: (name: string, column: string): string => `${column} has no class "${name}"`,
  oneAboveZero: 'the weight of one class at least must be above 0',
  notOfTokens: 'weights of your own are for classes, not for tokens',
  notMeasured: 'this run measures nothing of that name',
  onePictureInput: 'it is for networks with one input of pictures',
});
export type ValueSentences = typeof valueSentences;
export const valueWords = sayings('values', valueSentences);

/** The words of one of these reasons; what another version says is shown by its name. */
export function reasonText({ key, facts }: Said): string {
  const sentence = (valueSentences as Readonly<Record<string, string | ((...facts: never[]) => string)>>)[
    key
  ];
  if (sentence === undefined) return [key, ...facts].join(' ');
  return typeof sentence === 'string' ? sentence : sentence(...(facts as never[]));
}

export interface Because {
  readonly params: { readonly reason: Said };
}
/** For zod's `refine`: what `checked` says where the condition does not hold. */
export const because = (reason: Said): { params: { reason: Said } } => ({ params: { reason } });
