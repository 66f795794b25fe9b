/** Numbers as sentences and labels show them: thin spaces between thousands, units beside them. */
import { spokenLanguage } from './language.ts';

/** Narrow no-break space: between thousands, and between a number and its unit. */
export const THIN = '\u202f';

/** A number that JavaScript wrote, with the decimal sign of the language. */
const decimals = (written: string): string =>
  spokenLanguage() === 'de' ? written.replace('.', ',') : written;

/** A number as it is, with all its digits: "0.001". */
export const plainNumber = (value: number): string => decimals(String(value));

/** Several numbers: "0.1, 0.2", or "0,1; 0,2" where the comma is the decimal sign. */
export const listText = (numbers: readonly string[]): string =>
  numbers.join(spokenLanguage() === 'de' ? '; ' : ', ');

/** What a kind wrote of its settings, in the numbers of the language: "0.1, 0.2" as "0,1; 0,2". */
export const numbersWithin = (text: string): string =>
  spokenLanguage() === 'de' ? text.replace(/, (?=[-\d])/g, '; ').replace(/(\d)\.(?=\d)/g, '$1,') : text;

/** With so many decimals: "0.50". */
export const fixed = (value: number, digits: number): string => decimals(value.toFixed(digits));

/** `1234567` as "1 234 567". */
export const count = (n: number): string =>
  Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, THIN);

/** A count in few characters: "842", "421 k", "3.1 M", "2.4 G". */
export function shortCount(n: number): string {
  for (const [size, unit] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    if (n < size) continue;
    const value = unit === 'k' ? n / 1e3 : n / size;
    return `${value >= 100 ? Math.round(value) : plainNumber(Number(value.toPrecision(3)))}${THIN}${unit}`;
  }
  return count(n);
}

/** A measured value with four significant digits: "0.2841", "1.25e-5". */
export function measured(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return decimals(value.toExponential(2));
  return plainNumber(Number(value.toPrecision(4)));
}

/** A small difference in few digits: "6.0e-8". */
export const power = (value: number): string => decimals(value.toExponential(1));

/** 0.9124 as "91.24 %". */
export const percent = (part: number): string => `${fixed(part * 100, 2)}${THIN}%`;

/** 0.9 as "90 %"; a decimal only where it says something. */
export const wholePercent = (part: number): string =>
  `${plainNumber(Number((part * 100).toFixed(1)))}${THIN}%`;

/** Decimal units, as disks and systems write them: "1.4 GB". */
export function bytesText(bytes: number): string {
  for (const [size, unit] of [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ] as const) {
    if (bytes >= size) return `${fixed(bytes / size, bytes / size < 10 ? 1 : 0)}${THIN}${unit}`;
  }
  return `${bytes}${THIN}B`;
}

/** "48 s", "1 min 12 s", "2 h 5 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}${THIN}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}${THIN}min ${whole % 60}${THIN}s`;
  return `${Math.floor(whole / 3600)}${THIN}h ${Math.floor((whole % 3600) / 60)}${THIN}min`;
}

/** "1 layer", "3 layers". */
/** A label in the middle of a sentence; names such as "F1" and "ROC AUC" stay as they are. */
export const inSentence = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label[0]!.toLowerCase() + label.slice(1) : label;

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;
