/** The numbers of a run on their way to the parent: each step's loss, each epoch's means, progress, speed. */
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import type { Metric, Progress } from '../../../shared/contract/runs.ts';
import { isRowMetric, metricOf } from '../../../shared/kinds/metrics/index.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import type { EpochSums } from '../checkpoint/checkpoint.ts';

/** What steps and what epochs measure is sent at most ten times a second each: short ones share a message. */
const SEND_EVERY = 100;
/** Speed is measured over the last seconds, so that a slower or faster machine shows soon. */
const SPEED_OVER = 5000;

export interface Book {
  /** Time spent since the last step (on validation, a checkpoint) is not the steps'. */
  resume(): void;
  /**
   * Takes in what a call measured on `rows` rows: the series of each of its steps, of as many rows each, the last of them
   * `step`. Sends what has gathered when it is time. Throws 'loss-not-finite'.
   */
  stepped(step: number, epoch: number, rows: number, measured: readonly Float32Array[]): void;
  /** Sends everything that has gathered. */
  flush(): void;
  /** Takes in the numbers of a finished epoch; those that are not finite are left out. Sends them when it is time. */
  measured(step: number, values: Readonly<Record<string, number>>): void;
  /** Sums of the epoch in progress. */
  readonly sums: EpochSums;
  /** The epoch's means by name, and the next epoch begins. */
  closeEpoch(): Readonly<Record<string, number>>;
  /** Of this process: seconds spent in steps, rows trained on. */
  readonly seconds: number;
  readonly rows: number;
}

export interface BookOptions {
  readonly run: string;
  readonly series: readonly string[];
  readonly sums: EpochSums;
  readonly epochs: number;
  readonly steps: number;
  readonly rowsPerEpoch: number;
  send(event: TrainEvent): void;
}

export function createBook(options: BookOptions): Book {
  const { series } = options;
  let sums = { rows: options.sums.rows, series: [...options.sums.series] };
  /** Not yet sent. */
  let metrics: Metric[] = [];
  let [sent, sentEpoch] = [-Infinity, -Infinity];
  let last: { readonly step: number; readonly epoch: number } | null = null;
  let [seconds, rows, steppedAt] = [0, 0, performance.now()];
  const window: { readonly at: number; readonly rows: number }[] = [{ at: performance.now(), rows: 0 }];

  const flush = (): void => {
    if (metrics.length > 0) options.send({ type: 'metrics', metrics });
    metrics = [];
  };
  const take = (step: number, rows: number, values: Float32Array): void => {
    const loss = values[0]!;
    if (!Number.isFinite(loss)) {
      flush();
      throw new Failed(failure('loss-not-finite', { step }));
    }
    metrics.push({ step, name: 'loss', value: loss });
    sums.rows += rows;
    values.forEach((value, k) => (sums.series[k] = (sums.series[k] ?? 0) + value * rows));
  };
  const progress = (): Progress => {
    const { step, epoch } = last!;
    const first = window[0]!;
    const speed = (rows - first.rows) / Math.max(1e-3, (performance.now() - first.at) / 1000);
    const left =
      (options.steps - step) * (options.rowsPerEpoch / Math.max(1, options.steps / options.epochs));
    return {
      run: options.run,
      epoch,
      epochs: options.epochs,
      step,
      steps: options.steps,
      samplesPerSecond: speed,
      secondsLeft: speed > 0 ? left / speed : 0,
      memoryBytes: process.memoryUsage.rss(),
    };
  };

  return {
    resume() {
      steppedAt = performance.now();
    },
    stepped(step, epoch, count, measured) {
      const now = performance.now();
      const first = step - measured.length + 1;
      measured.forEach((values, i) => take(first + i, count / measured.length, values));
      last = { step, epoch };
      seconds += (now - steppedAt) / 1000;
      steppedAt = now;
      rows += count;
      if (now - sent < SEND_EVERY) return;
      flush();
      window.push({ at: now, rows });
      while (window.length > 2 && now - window[1]!.at > SPEED_OVER) window.shift();
      options.send({ type: 'progress', progress: progress() });
      sent = now;
    },
    flush,
    measured(step, values) {
      for (const [name, value] of Object.entries(values))
        if (Number.isFinite(value)) metrics.push({ step, name, value });
      const now = performance.now();
      if (now - sentEpoch < SEND_EVERY) return;
      flush();
      sentEpoch = now;
    },
    get sums() {
      return { rows: sums.rows, series: [...sums.series] };
    },
    closeEpoch() {
      const means = Object.fromEntries(
        series.map((name, i) => {
          const mean = (sums.series[i] ?? 0) / sums.rows;
          return [`epoch/${name}`, finishOf(name)?.(mean) ?? mean];
        }),
      );
      sums = { rows: 0, series: [] };
      return means;
    },
    get seconds() {
      return seconds;
    },
    get rows() {
      return rows;
    },
  };
}

/** What the mean of a series' rows is made into. */
function finishOf(series: string): ((mean: number) => number) | undefined {
  const metric = metricOf(series);
  return metric && isRowMetric(metric) ? metric.finish : undefined;
}
