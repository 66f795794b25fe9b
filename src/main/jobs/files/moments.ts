/** Dates as tables write them, read as milliseconds of UTC: only their order and distance matter. */

/** The order of year, month and day. */
export const dateForms = ['ymd', 'dmy', 'mdy'] as const;
export type DateForm = (typeof dateForms)[number];

const TIME = String.raw`(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?`;
const DATES: Readonly<Record<DateForm, RegExp>> = {
  ymd: new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?${TIME}$`),
  dmy: new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${TIME}$`),
  mdy: new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${TIME}$`),
};

/** NaN where the text is no date of this form. */
export function parseDate(text: string, form: DateForm): number {
  const match = DATES[form].exec(text);
  if (!match) return NaN;
  const [, a, b, c = '1', hour = '0', minute = '0', second = '0'] = match;
  const [year, month, day] = form === 'ymd' ? [a, b, c] : form === 'dmy' ? [c, b, a] : [c, a, b];
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC takes the 31st of June for the 1st of July.
  const there = new Date(days);
  if (there.getUTCMonth() !== Number(month) - 1 || there.getUTCDate() !== Number(day)) return NaN;
  return days + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
}

/** A moment as text: a date without its time where it is the beginning of a day. */
export const dateText = (moment: number): string =>
  new Date(moment).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', 'Z');
