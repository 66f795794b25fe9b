/** Points: x and y of the same length. */
export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * A curve as it is drawn, while it grows: its first and its last point, and at most two for each stretch between, the
 * lowest and the highest in their order, so that no spike is lost. All stretches are of equally many values; when there
 * would be more than `buckets`, each two become one. So a value more is little work however many there were, and what
 * is drawn has at most 2·`buckets` + 2 points. What it is made of can be sent, and goes on elsewhere as it would have here.
 */
export class Outline {
  readonly #buckets: number;
  /** For each stretch its lowest and its highest point: x, y, x, y. Grows with them: most curves are short. */
  #stretches: Float64Array;
  #count = 0;
  /** Values in a stretch that is whole, … */
  #size = 1;
  /** … and in the last one. */
  #within = 0;
  #first: readonly [number, number] | null = null;
  #last: readonly [number, number] = [0, 0];

  /** `buckets`: an even number. `numbers`: those of an outline to go on from. */
  constructor(buckets: number, numbers?: Float64Array) {
    this.#buckets = buckets;
    this.#stretches = numbers?.slice(HEAD) ?? new Float64Array(0);
    if (!numbers || numbers.length === HEAD) return;
    const [size, within, firstX, firstY, lastX, lastY] = [...numbers.subarray(0, HEAD)] as Head;
    this.#size = size;
    this.#within = within;
    this.#first = [firstX, firstY];
    this.#last = [lastX, lastY];
    this.#count = this.#stretches.length / (POINT * 2);
  }

  /** What it is made of. */
  numbers(): Float64Array<ArrayBuffer> {
    const head: Head = [this.#size, this.#within, ...(this.#first ?? this.#last), ...this.#last];
    const numbers = new Float64Array(HEAD + this.#count * POINT * 2);
    numbers.set(head);
    numbers.set(this.#stretches.subarray(0, this.#count * POINT * 2), HEAD);
    return numbers;
  }

  /** How many points it has taken in. */
  get length(): number {
    return this.#count === 0 ? 0 : (this.#count - 1) * this.#size + this.#within;
  }
  /** Whether `points` are all that it has taken in. */
  get whole(): boolean {
    return this.#size === 1;
  }
  /** The least x and the greatest; null while it is empty. */
  get ends(): readonly [first: number, last: number] | null {
    return this.#first && [this.#first[0], this.#last[0]];
  }

  add(x: number, y: number): void {
    this.#first ??= [x, y];
    this.#last = [x, y];
    if (this.#count === 0 || this.#within === this.#size) this.#begin(x, y);
    else this.#include(this.#count - 1, x, y);
    this.#within++;
  }

  points(): Points {
    const [x, y]: [number[], number[]] = [[], []];
    const take = (atX: number, atY: number): void => {
      if (x.length > 0 && x[x.length - 1]! >= atX) return;
      x.push(atX);
      y.push(atY);
    };
    if (!this.#first) return { x, y };
    take(...this.#first);
    for (let i = 0; i < this.#count; i++) {
      const [low, high] = [this.#lowest(i), this.#highest(i)];
      const [before, after] = low[0] <= high[0] ? [low, high] : [high, low];
      take(...before);
      take(...after);
    }
    take(...this.#last);
    return { x, y };
  }

  #begin(x: number, y: number): void {
    if (this.#count === this.#buckets) this.#halve();
    if (this.#count * POINT * 2 === this.#stretches.length) this.#grow();
    this.#stretches.set([x, y, x, y], this.#count++ * POINT * 2);
    this.#within = 0;
  }

  #grow(): void {
    const stretches = Math.min(this.#buckets, Math.max(FEW, 2 * this.#count));
    const larger = new Float64Array(stretches * POINT * 2);
    larger.set(this.#stretches);
    this.#stretches = larger;
  }

  /** Each two stretches become one. */
  #halve(): void {
    for (let i = 0; i < this.#count / 2; i++) {
      const [low, high] = [this.#lowest(2 * i + 1), this.#highest(2 * i + 1)];
      this.#stretches.copyWithin(i * POINT * 2, 2 * i * POINT * 2, (2 * i + 1) * POINT * 2);
      this.#include(i, ...low);
      this.#include(i, ...high);
    }
    this.#count /= 2;
    this.#size *= 2;
  }

  /** What is not a number is neither low nor high. */
  #include(stretch: number, x: number, y: number): void {
    const at = stretch * POINT * 2;
    if (y < this.#stretches[at + 1]! || Number.isNaN(this.#stretches[at + 1]))
      this.#stretches.set([x, y], at);
    if (y > this.#stretches[at + POINT + 1]! || Number.isNaN(this.#stretches[at + POINT + 1]))
      this.#stretches.set([x, y], at + POINT);
  }

  #lowest = (stretch: number): [number, number] => this.#point(stretch * POINT * 2);
  #highest = (stretch: number): [number, number] => this.#point(stretch * POINT * 2 + POINT);
  #point = (at: number): [number, number] => [this.#stretches[at]!, this.#stretches[at + 1]!];
}

/** Numbers of a point. */
const POINT = 2;
/** Stretches that there is room for at first. */
const FEW = 16;
/** What stands before the stretches in `numbers`. */
type Head = [size: number, within: number, firstX: number, firstY: number, lastX: number, lastY: number];
const HEAD = 6;

/** The outline of a curve that is whole. */
export function decimate(x: readonly number[], y: readonly number[], buckets: number): Points {
  const outline = new Outline(buckets);
  x.forEach((at, i) => outline.add(at, y[i]!));
  return outline.points();
}
