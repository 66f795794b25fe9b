import type { MomentsWords } from '../moments.ts';
import { THIN } from '../numbers.ts';

const MONTHS = [
  'Jan.',
  'Feb.',
  'März',
  'Apr.',
  'Mai',
  'Juni',
  'Juli',
  'Aug.',
  'Sept.',
  'Okt.',
  'Nov.',
  'Dez.',
];

export const moments: MomentsWords = {
  now: 'gerade eben',
  minutesAgo: (minutes) => `vor ${minutes}${THIN}min`,
  today: (clock) => `heute ${clock}`,
  yesterday: (clock) => `gestern ${clock}`,
  date: (day, month, year) => `${day}. ${MONTHS[month]!}${year === null ? '' : ` ${year}`}`,
  month: (month, year) => `${MONTHS[month]!} ${year}`,
};
