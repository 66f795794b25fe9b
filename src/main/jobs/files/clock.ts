/** Whether a column tells a time, in which form, and whether its rows are in the order of it. */
import { parseNumber } from './cells.ts';
import { dateForms, parseDate } from './moments.ts';
import type { DateForm } from './moments.ts';

/** How a cell tells the time. */
export type Clock = DateForm | 'number';

/** NaN where the cell tells no time. */
export const momentOf = (text: string, clock: Clock): number =>
  clock === 'number' ? parseNumber(text) : parseDate(text, clock);

/** One form that all cells so far are of. */
interface Possible {
  readonly clock: Clock;
  rising: boolean;
  falling: boolean;
  last: number;
}

export class TimeScan {
  #possible: Possible[] = ([...dateForms, 'number'] as const).map((clock) => ({
    clock,
    rising: true,
    falling: true,
    last: NaN,
  }));

  /** A cell that is not missing, and the number that it is, or NaN. */
  add(text: string, number: number): void {
    for (const possible of this.#possible) {
      const { clock, last } = possible;
      const moment = clock === 'number' ? number : parseDate(text, clock);
      possible.last = moment;
      if (!Number.isNaN(last)) {
        possible.rising &&= moment > last;
        possible.falling &&= moment < last;
      }
      // Numbers are told by their column's name; of dates the form is of use in any order.
      if (Number.isNaN(moment) || (clock === 'number' && !isInOrder(possible)))
        this.#possible = this.#possible.filter((other) => other !== possible);
    }
  }

  /** The form of dates that fits all cells; of several, one that puts them in order. */
  get clock(): Clock | null {
    const best = this.#possible.find(isInOrder) ?? this.#possible[0];
    return best?.clock ?? null;
  }

  /** Each moment is later than the one before, or each is earlier. */
  get inOrder(): boolean {
    return this.#possible.some(isInOrder);
  }
}

const isInOrder = ({ rising, falling }: Possible): boolean => rising || falling;
