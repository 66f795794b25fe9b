import { THIN } from './numbers.ts';

const DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "just now", "12 min ago", "today 14:05", "yesterday 14:05", "3 May", "3 May 2024", in the machine's time zone. */
export function when(moment: Date, now: Date = new Date()): string {
  const minutes = (now.getTime() - moment.getTime()) / 60_000;
  if (minutes >= 0 && minutes < 1) return 'just now';
  if (minutes >= 0 && minutes < 60) return `${Math.floor(minutes)}${THIN}min ago`;
  const clock = `${moment.getHours()}:${String(moment.getMinutes()).padStart(2, '0')}`;
  const midnight = (date: Date): number =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(moment)) / DAY);
  if (days === 0) return `today ${clock}`;
  if (days === 1) return `yesterday ${clock}`;
  const year = moment.getFullYear() === now.getFullYear() ? '' : ` ${moment.getFullYear()}`;
  return `${moment.getDate()} ${MONTHS[moment.getMonth()]!}${year}`;
}
