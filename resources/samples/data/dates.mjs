/**
 * Writes `dates.tsv`: dates as people write them, and the same in the form of ISO 8601. Every date is there once, so the
 * dates that are held out of training are new to the network. `node dates.mjs` makes the same file every time.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAIRS = 6000;
/** Two digits of a year tell one of these hundred. */
const FIRST = Date.UTC(1950, 0, 1);
const END = Date.UTC(2050, 0, 1);
const DAY = 86_400_000;
const SEED = 1987;

/** Mulberry32: a small generator of uniform numbers. */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const two = (number) => String(number).padStart(2, '0');
const ordinal = (day) => {
  const teen = day > 10 && day < 14;
  return `${day}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;
};

/** Of numbers alone the month comes first where they are parted by "/", the day where by ".". */
const FORMS = [
  ({ day, month, year }) => `the ${ordinal(day)} of ${month} ${year}`,
  ({ day, month, year }) => `${day} ${month} ${year}`,
  ({ day, month, year }) => `${month} ${day}, ${year}`,
  ({ day, month, year }) => `${month} ${ordinal(day)}, ${year}`,
  ({ day, month, year, weekday }) => `${weekday}, ${month} ${day}, ${year}`,
  ({ day, month, year, weekday }) => `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)} ${year}`,
  ({ day, month, year }) => `${day}-${month.slice(0, 3)}-${two(year % 100)}`,
  ({ day, number, year }) => `${two(number)}/${two(day)}/${two(year % 100)}`,
  ({ day, number, year }) => `${number}/${day}/${year}`,
  ({ day, number, year }) => `${two(day)}.${two(number)}.${year}`,
];

const random = uniform(SEED);
const drawn = new Set();
while (drawn.size < PAIRS) drawn.add(Math.floor((random() * (END - FIRST)) / DAY));
const lines = [...drawn].map((days) => {
  const date = new Date(FIRST + days * DAY);
  const name = (part) => date.toLocaleDateString('en-GB', { ...part, timeZone: 'UTC' });
  const parts = {
    day: date.getUTCDate(),
    number: date.getUTCMonth() + 1,
    year: date.getUTCFullYear(),
    month: name({ month: 'long' }),
    weekday: name({ weekday: 'long' }),
  };
  const phrase = FORMS[Math.floor(random() * FORMS.length)](parts);
  return `${phrase}\t${date.toISOString().slice(0, 10)}`;
});
writeFileSync(join(import.meta.dirname, 'dates.tsv'), `${['phrase\tdate', ...lines].join('\n')}\n`);
