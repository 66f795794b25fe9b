import { coreSentences, fileReasonSentences } from './core.ts';
import { doctorSentences } from './doctor.ts';
import { exportSentences } from './exports.ts';
import { generateSentences } from './generating.ts';
import { importNoteSentences, importReasonSentences } from './imports.ts';
import { kindNameSentences } from './kinds.ts';
import { missingSentences } from './missing.ts';
import { predictSentences } from './predictions.ts';
import { problemSentences } from './problems.ts';
import type { Said, Sentences, Text } from './said.ts';
import { valueSentences } from './values.ts';

const tables: Readonly<Record<string, Sentences>> = {
  core: coreSentences,
  doctor: doctorSentences,
  exports: exportSentences,
  fileReasons: fileReasonSentences,
  generating: generateSentences,
  importNotes: importNoteSentences,
  importReasons: importReasonSentences,
  kindNames: kindNameSentences,
  missing: missingSentences,
  predictions: predictSentences,
  problems: problemSentences,
  values: valueSentences,
};

const isSaid = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && 'table' in value && 'key' in value && 'facts' in value;

/** For `JSON.stringify`, where what it writes is read by programs that know no tables: sentences become words. */
export const sayInJson = (_key: string, value: unknown): unknown => (isSaid(value) ? told(value) : value);

const isLines = (text: Exclude<Text, string>): text is readonly Text[] => Array.isArray(text);

/** The words of a text, in the language that is spoken. What another version says is shown by its name and facts. */
export function told(text: Text): string {
  if (typeof text === 'string') return text;
  if (isLines(text)) return text.map(told).join('\n');
  const sentence = tables[text.table]?.[text.key];
  if (sentence === undefined) return [text.key, ...text.facts].join(' ');
  return typeof sentence === 'string'
    ? sentence
    : (sentence as (...facts: readonly unknown[]) => string)(...text.facts);
}
