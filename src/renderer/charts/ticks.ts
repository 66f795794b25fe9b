/** Marks of an axis. */
import { dateOf } from '../../shared/words/moments.ts';
import type { DateUnit } from '../../shared/words/moments.ts';

/** Round numbers that cover [low, high], about `wanted` of them. */
export function ticks(low: number, high: number, wanted = 4): readonly number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

/** Powers of ten that cover [low, high], both above 0; with 2 and 5 between where they are few. */
export function logTicks(low: number, high: number): readonly number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high)) + 1;
  const between = high <= 100 * low ? [1, 2, 5] : [1];
  const all = Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap((power) =>
    between.map((factor) => Number((factor * 10 ** power).toPrecision(12))),
  );
  const below = all.filter((mark) => mark <= low).length - 1;
  const above = all.findIndex((mark) => mark >= high);
  return all.slice(Math.max(0, below), Math.max(above, below + 1) + 1);
}

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000] as const;
/** The first Monday of the clock: what is counted in weeks begins with one. */
const MONDAY = 4 * DAY;

type Step = readonly [unit: DateUnit, size: number];
const STEPS: readonly Step[] = [
  ...[1, 5, 15, 30].map((n): Step => ['second', n * SECOND]),
  ...[1, 5, 15, 30].map((n): Step => ['minute', n * MINUTE]),
  ...[1, 3, 6, 12].map((n): Step => ['minute', n * HOUR]),
  ...[1, 2, 7, 14].map((n): Step => ['day', n * DAY]),
];
/** In months. */
const MONTHS: readonly Step[] = [
  ...[1, 3, 6].map((n): Step => ['month', n]),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((n): Step => ['year', 12 * n]),
];
const MONTH = 30.4 * DAY;
/** Names of years and months are shorter than those of days and hours: so many stand where one of these does. */
const SHORTER = 1.6;

/** Beginnings of years, months, days or hours between two moments, milliseconds of UTC, with their names; `most` of days. */
export function dateTicks(
  low: number,
  high: number,
  most = 6,
): readonly { readonly at: number; readonly label: string }[] {
  const step = STEPS.find(([, size]) => (high - low) / size <= most);
  const months = MONTHS.find(([, size]) => (high - low) / (size * MONTH) <= most * SHORTER);
  const [unit, size] = step ?? months ?? MONTHS.at(-1)!;
  const start = new Date(low);
  const first = step
    ? Math.ceil((low - MONDAY) / size)
    : Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / size);
  const place = (n: number): number => (step ? MONDAY + n * size : Date.UTC(1970, n * size - 12 * 1970));
  const marks: { at: number; label: string }[] = [];
  for (let n = first; place(n) <= high; n++)
    if (place(n) >= low) marks.push({ at: place(n), label: dateOf(place(n), unit) });
  return marks;
}
