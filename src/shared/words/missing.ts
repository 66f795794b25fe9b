/**
 * What happens where something is missing: one table for set-up, doctor, the window and the README. It is JSON
 * because the entry scripts, which must suit older Node, read it too.
 */
import table from './missing.json' with { type: 'json' };

import { wordsOf } from './language.ts';
import { sayings } from './said.ts';

export type MissingCode = keyof typeof table;

/** Something that set-up or a start did not find. `detail` is the fact in the sentence: a path, a version, an error. */
export interface Missing {
  readonly code: MissingCode;
  readonly detail: string;
}

export interface MissingRow {
  /** What it is needed for: 'node', 'electron', 'tensorflow' or 'tests'. */
  readonly area: string;
  readonly when: string;
  readonly then: string;
  readonly remedy: string;
}

export const missing = (code: MissingCode, detail = ''): Missing => ({ code, detail });

export const isMissingCode = (code: unknown): code is MissingCode =>
  typeof code === 'string' && Object.hasOwn(table, code);

export type MissingRows = Readonly<Record<MissingCode, Omit<MissingRow, 'area'>>>;
const rows = wordsOf<MissingRows>('missingRows', table);
/** What stands in a row for a fact that is not known. */
const unknown = wordsOf('missingFacts', { it: 'it' });
export type MissingFacts = typeof unknown;

/** The row of the table with its fact filled in. */
export function missingRow({ code, detail }: Missing): MissingRow {
  const row = rows[code];
  const fill = (text: string) =>
    detail
      ? text.replaceAll('{detail}', detail)
      : text.replaceAll(/ \(\{detail\}\)/g, '').replaceAll('{detail}', unknown.it);
  return { area: table[code].area, when: fill(row.when), then: fill(row.then), remedy: fill(row.remedy) };
}

/** One line: what is missing and how to get it. */
export function missingText(missed: Missing): string {
  const { when, remedy } = missingRow(missed);
  return `${when} ${remedy}`;
}

/** The same as values for another process. No other language says it otherwise than by its rows. */
export const missingSentences = {
  says(code: MissingCode, detail: string): string {
    const { when, then } = missingRow({ code, detail });
    return `${when} ${then}`;
  },
  remedy: (code: MissingCode, detail: string): string => missingRow({ code, detail }).remedy,
  text: (code: MissingCode, detail: string): string => missingText({ code, detail }),
};
export const missingWords = sayings('missing', missingSentences);

/** The whole table, for doctor and the README. */
export const missingTable = (): readonly MissingRow[] =>
  (Object.keys(table) as MissingCode[]).map((code) => missingRow(missing(code)));
