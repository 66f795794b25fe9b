/**
 * Whether a column's numbers are written 1,234.5 or 1.234,5. "1,234" and "1.234" can be either: what decides is the
 * rest of the column, then the rest of the file, then what the file's own delimiter says of where it comes from.
 */
import type { DecimalSign } from '../../../shared/contract/core.ts';
import { parseNumber } from './cells.ts';

/** What the cells of one column said so far. */
export interface DecimalSigns {
  /** Every cell is a number with a decimal point; with a decimal comma. Both hold for whole numbers. */
  plain: boolean;
  comma: boolean;
  /** A cell that is a number in one way only, by its points and commas. */
  telling: boolean;
  /** The first cell that is two different numbers. */
  ambiguous: string | null;
  /** Thousands are not set apart here: what stands before three digits is a decimal sign. */
  ungrouped: boolean;
}

export const noSigns = (): DecimalSigns => ({
  plain: true,
  comma: true,
  telling: false,
  ambiguous: null,
  ungrouped: false,
});

/** Takes a cell that is not missing; answers the number that it is with a decimal point, NaN where the column has none. */
export function addCell(signs: DecimalSigns, text: string): number {
  const point = signs.plain ? parseNumber(text) : NaN;
  const comma = signs.comma ? parseNumber(text, true) : NaN;
  if (Number.isNaN(point) !== Number.isNaN(comma)) signs.telling ||= /[.,]/.test(text);
  else if (point !== comma) signs.ambiguous ??= text.slice(0, 100);
  else if (!signs.ungrouped && Math.abs(point) >= 1000) signs.ungrouped = /^[+-]?\d{4}/.test(text);
  signs.plain &&= !Number.isNaN(point);
  signs.comma &&= !Number.isNaN(comma);
  return point;
}

export interface DecimalReading {
  readonly comma: boolean;
  /** A cell that could as well be another number, where nothing but the file's delimiter speaks for this one. */
  readonly unsure: string | null;
}

/** How each column of a file is read; `asked`: the person said which sign it is where both are possible. */
export function readDecimals(
  columns: readonly DecimalSigns[],
  delimiter: string,
  asked?: DecimalSign,
): readonly DecimalReading[] {
  const told = new Set(
    columns.filter(({ plain, comma, telling }) => telling && plain !== comma).map(({ comma }) => comma),
  );
  return columns.map(({ plain, comma, ambiguous, ungrouped }): DecimalReading => {
    const sure = (is: boolean): DecimalReading => ({ comma: is, unsure: null });
    if (!plain || !comma || ambiguous === null) return sure(!plain && comma);
    if (asked) return sure(asked === 'comma');
    if (ungrouped) return sure(ambiguous.includes(','));
    if (told.size === 1) return sure(told.has(true));
    // Where commas are decimal, programs write semicolons between the cells.
    const continental = delimiter === ';';
    // Three decimals behind a point are nothing rare.
    return { comma: continental, unsure: continental || ambiguous.includes(',') ? ambiguous : null };
  });
}
