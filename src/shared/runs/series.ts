/** The numbers of a run as they come, and what is drawn of them. The core and the window keep them alike. */
import type { Metric } from '../contract/runs.ts';
import { Outline } from './outline.ts';
import type { Points } from './outline.ts';

/** Stretches that a curve is drawn in, at most: one for each pixel of a wide chart. */
const BUCKETS = 800;

/** How often something is measured. */
export const measuredEach = ['step', 'epoch', 'any'] as const;
export type MeasuredEach = (typeof measuredEach)[number];

/** Whether a metric of this name is measured so often. */
export const isMeasured = (each: MeasuredEach, name: string): boolean =>
  each === 'any' || (each === 'epoch') === name.includes('/');

/** From one step to another. */
export type Steps = readonly [from: number, to: number];

/** A curve in the order of its steps: few enough points to keep, send and draw many times a second, however long it is. */
export class Series {
  readonly #outline: Outline;
  readonly #average: MovingAverage;

  /** `weight`: of what was before, in the average that is drawn. `numbers`: those of a series to go on from. */
  constructor(weight = 0, numbers?: Float64Array) {
    this.#average = new MovingAverage(weight, numbers?.subarray(0, MovingAverage.NUMBERS));
    this.#outline = new Outline(BUCKETS, numbers?.subarray(MovingAverage.NUMBERS));
  }

  /** What it is made of. */
  numbers(): Float64Array<ArrayBuffer> {
    const outline = this.#outline.numbers();
    const numbers = new Float64Array(MovingAverage.NUMBERS + outline.length);
    numbers.set(this.#average.numbers());
    numbers.set(outline, MovingAverage.NUMBERS);
    return numbers;
  }

  /** How many values it is of. */
  get length(): number {
    return this.#outline.length;
  }
  /** Whether every value is a point. */
  get whole(): boolean {
    return this.#outline.whole;
  }
  /** Its first step and its last; null while there are none. */
  get ends(): Steps | null {
    return this.#outline.ends;
  }

  /**
   * A step that is there already is repeated by a resumed run with the same value: it is left as it is. `within`: the
   * steps that are drawn; those before only count in the average.
   */
  add(step: number, value: number, within?: Steps): void {
    const { ends } = this.#outline;
    if (ends && step <= ends[1]) return;
    const drawn = this.#average.next(value);
    if (!within || (step >= within[0] && step <= within[1])) this.#outline.add(step, drawn);
  }

  points(): Points {
    return this.#outline.points();
  }
}

/** All series of one run by the metrics' names. */
export class RunSeries {
  readonly byName: Map<string, Series>;
  readonly #weight: number;

  constructor(weight = 0, byName = new Map<string, Series>()) {
    this.#weight = weight;
    this.byName = byName;
  }

  /** The last step of all. */
  get last(): number {
    return Math.max(-1, ...[...this.byName.values()].map(({ ends }) => ends?.[1] ?? -1));
  }

  add(metrics: readonly Metric[]): void {
    for (const { name, step, value } of metrics) this.put(name, step, value);
  }

  put(name: string, step: number, value: number): void {
    let series = this.byName.get(name);
    if (!series) this.byName.set(name, (series = new Series(this.#weight)));
    series.add(step, value);
  }

  of(name: string): Series | undefined {
    return this.byName.get(name);
  }
}

/**
 * Exponential moving average, corrected for its start as Adam's is: `weight` 0 leaves the values as they are, 0.99
 * looks back over about a hundred. Values that are not finite are passed over.
 */
export class MovingAverage {
  static readonly NUMBERS = 2;
  readonly #weight: number;
  #mean: number;
  #seen: number;

  constructor(weight: number, [mean, seen]: ArrayLike<number> & Iterable<number> = [0, 0]) {
    this.#weight = weight;
    this.#mean = mean ?? 0;
    this.#seen = seen ?? 0;
  }

  numbers(): readonly [mean: number, seen: number] {
    return [this.#mean, this.#seen];
  }

  /** Takes the next value, and answers what it is drawn as. */
  next(value: number): number {
    const weight = this.#weight;
    if (weight === 0) return value;
    if (Number.isFinite(value)) {
      this.#mean = weight * this.#mean + (1 - weight) * value;
      this.#seen = weight * this.#seen + (1 - weight);
    }
    return this.#seen > 0 ? this.#mean / this.#seen : value;
  }
}

/** Values that lie further back than this change an average by less than its rounding. */
export const reach = (weight: number): number =>
  weight === 0 ? 0 : Math.ceil(Math.log(Number.EPSILON / 2) / Math.log(weight));
