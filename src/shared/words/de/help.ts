import type { HowToWords, TermWords } from '../help/entries.ts';

export const terms: TermWords = {};

export const howTo: HowToWords = {};
