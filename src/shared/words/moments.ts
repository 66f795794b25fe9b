import { wordsOf } from './language.ts';
import { THIN } from './numbers.ts';

const DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const moments = wordsOf('moments', {
  now: 'just now',
  minutesAgo: (minutes: number): string => `${minutes}${THIN}min ago`,
  today: (clock: string): string => `today ${clock}`,
  yesterday: (clock: string): string => `yesterday ${clock}`,
  /** `month` counts from 0. */
  date: (day: number, month: number, year: number | null): string =>
    `${day} ${MONTHS[month]!}${year === null ? '' : ` ${year}`}`,
  /** `month` counts from 0. */
  month: (month: number, year: number): string => `${MONTHS[month]!} ${year}`,
});
export type MomentsWords = typeof moments;

const clockOf = (hours: number, minutes: number): string => `${hours}:${String(minutes).padStart(2, '0')}`;

/** "just now", "12 min ago", "today 14:05", "yesterday 14:05", "3 May", "3 May 2024", in the machine's time zone. */
export function when(moment: Date, now: Date = new Date()): string {
  const minutes = (now.getTime() - moment.getTime()) / 60_000;
  if (minutes >= 0 && minutes < 1) return moments.now;
  if (minutes >= 0 && minutes < 60) return moments.minutesAgo(Math.floor(minutes));
  const clock = clockOf(moment.getHours(), moment.getMinutes());
  const midnight = (date: Date): number =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(moment)) / DAY);
  if (days === 0) return moments.today(clock);
  if (days === 1) return moments.yesterday(clock);
  const year = moment.getFullYear() === now.getFullYear() ? null : moment.getFullYear();
  return moments.date(moment.getDate(), moment.getMonth(), year);
}

/** How exactly a date is told. */
export type DateUnit = 'year' | 'month' | 'day' | 'minute' | 'second';

/** A date of a table, milliseconds of UTC: "2024", "May 2024", "3 May 2024", "3 May 2024 14:05", "3 May 2024 14:05:30". */
export function dateOf(moment: number, unit: DateUnit = exactness(moment)): string {
  const date = new Date(moment);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (unit === 'year') return String(year);
  if (unit === 'month') return moments.month(month, year);
  const whole = moments.date(day, month, year);
  if (unit === 'day') return whole;
  const seconds = unit === 'second' ? `:${String(date.getUTCSeconds()).padStart(2, '0')}` : '';
  return `${whole} ${clockOf(date.getUTCHours(), date.getUTCMinutes())}${seconds}`;
}

/** A day, or what it takes to tell the moment apart from its beginning. */
const exactness = (moment: number): DateUnit =>
  moment % DAY === 0 ? 'day' : moment % 60_000 === 0 ? 'minute' : 'second';
