/**
 * Every word that the window shows: one section a file, one object of this type a language. A sentence with facts is a
 * function of them. English is the first language, and its object is the type of the others.
 */
import { common } from './common.ts';

const english = { common };

export type UiWords = typeof english;

/** The words of the window in the language that it speaks. */
export const ui: UiWords = english;
