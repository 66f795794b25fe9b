/** What has to be true of every German text beside the English one that it stands for. */
import { expect } from 'vitest';

const englishWords = /\b(the|and|of|with|from|each|which|when|its?|by|to|are|is|this|that|for)\b/i;

/** As numbers are written in English: 1,797 and 0.5; with German's separators exchanged. */
const numbers = (text: string, german: boolean): readonly string[] =>
  (text.match(/\d+(?:[.,]\d+)*/g) ?? [])
    .map((found) => (german ? found.replace(/[.,]/g, (separator) => (separator === '.' ? ',' : '.')) : found))
    .sort();

/** Whole sentences that say the same: other words, the same numbers. */
export function expectTranslated(english: string, german: string, where: string): void {
  expectGerman(german, where);
  expect(german, where).not.toBe(english);
  expect(numbers(german, true), where).toEqual(numbers(english, false));
  expect(german.endsWith('.'), `${where} ends as a sentence`).toBe(english.endsWith('.'));
}

/** No English is left, and the marks are German. */
export function expectGerman(german: string, where: string): void {
  expect(german.trim(), where).toBe(german);
  expect(german, where).not.toBe('');
  // What is quoted may be in another language.
  expect(german.replace(/„[^“]*“/g, ''), where).not.toMatch(englishWords);
  expect(german, `${where}: quotation marks`).not.toMatch(/["”‘]/);
  expect((german.match(/„/g) ?? []).length, `${where}: „…“`).toBe((german.match(/“/g) ?? []).length);
  expect(german, `${where}: spaces`).not.toMatch(/ {2}|\s[.,;:!](?=\s|$)/);
}
