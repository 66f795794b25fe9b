/** The numbers of a run as they come, and what is drawn of them. */
import type { Metric } from '../../shared/contract/runs.ts';
import { Outline } from './decimate.ts';
import type { Points } from './decimate.ts';

/** Stretches that a curve is drawn in, at most: one for each pixel of a wide chart. */
const BUCKETS = 800;

/** Ways of smoothing that are kept of a series: what it is drawn as now, smoothed and not, and what it was just before. */
const DRAWN = 4;

/** Points in the order of their steps, in memory that grows by doubling. */
export class Series {
  #steps = new Float64Array(256);
  #values = new Float64Array(256);
  #length = 0;
  /** By the weight of what was before in the average that is drawn: those asked for last, which grow with it. */
  readonly #drawn = new Map<number, { readonly outline: Outline; readonly average: Average }>();

  get length(): number {
    return this.#length;
  }
  get steps(): Float64Array {
    return this.#steps.subarray(0, this.#length);
  }
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  /** A step that is there already is repeated by a resumed run with the same value: it is left as it is. */
  add(step: number, value: number): void {
    if (this.#length > 0 && step <= this.#steps[this.#length - 1]!) return;
    if (this.#length === this.#steps.length) {
      this.#steps = grown(this.#steps);
      this.#values = grown(this.#values);
    }
    this.#steps[this.#length] = step;
    this.#values[this.#length] = value;
    this.#length++;
    for (const { outline, average } of this.#drawn.values()) outline.add(step, average(value));
  }

  /** Few enough points to draw many times a second, however long the run is; see `movingAverage`. */
  drawn(weight = 0): Points {
    let drawn = this.#drawn.get(weight);
    if (!drawn) {
      const [outline, average] = [new Outline(BUCKETS), movingAverage(weight)];
      for (let i = 0; i < this.#length; i++) outline.add(this.#steps[i]!, average(this.#values[i]!));
      drawn = { outline, average };
    }
    // Last in the map's order, whose first was asked for longest ago.
    this.#drawn.delete(weight);
    this.#drawn.set(weight, drawn);
    if (this.#drawn.size > DRAWN) this.#drawn.delete(this.#drawn.keys().next().value!);
    return drawn.outline.points();
  }
}

function grown(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** All series of one run by the metrics' names. */
export class RunSeries {
  readonly byName: Map<string, Series>;

  constructor(byName = new Map<string, Series>()) {
    this.byName = byName;
  }

  /** The same numbers as a new object, so that what is derived from it is derived again. */
  again(): RunSeries {
    return new RunSeries(this.byName);
  }

  add(metrics: readonly Metric[]): void {
    for (const { name, step, value } of metrics) {
      let series = this.byName.get(name);
      if (!series) this.byName.set(name, (series = new Series()));
      series.add(step, value);
    }
  }

  of(name: string): Series | undefined {
    return this.byName.get(name);
  }
}

/** Takes the next value, and answers what it is drawn as. */
type Average = (value: number) => number;

/**
 * Exponential moving average, corrected for its start as Adam's is: `weight` 0 leaves the values as they are, 0.99
 * looks back over about a hundred. Values that are not finite are passed over.
 */
export function movingAverage(weight: number): Average {
  let mean = 0;
  let seen = 0;
  return (value) => {
    if (weight === 0) return value;
    if (Number.isFinite(value)) {
      mean = weight * mean + (1 - weight) * value;
      seen = weight * seen + (1 - weight);
    }
    return seen > 0 ? mean / seen : value;
  };
}
