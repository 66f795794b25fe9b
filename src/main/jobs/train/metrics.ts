/** The numbers of a run on their way to the parent: each step's loss, each epoch's means, progress, speed. */
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import type { Metric, Progress } from '../../../shared/contract/runs.ts';
import { isRowMetric, metricOf } from '../../../shared/kinds/metrics/index.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import type { EpochSums } from '../checkpoint/checkpoint.ts';
import type { Trainer } from './trainer.ts';

/** At most ten progress events a second. */
const PROGRESS_EVERY = 100;
/** Speed is measured over the last seconds, so that a slower or faster machine shows soon. */
const SPEED_OVER = 5000;
/** Losses are looked at after so many steps at the latest, so that a run that has gone astray ends soon. */
const GUARD_EVERY = 10;

export interface Book {
  /** Time spent since the last step (on validation, a checkpoint) is not the steps'. */
  resume(): void;
  /**
   * Counts a step of `rows` rows, or so many steps of one call of as many rows each, the last of them `step`; reads and
   * sends what has gathered when it is time. Throws 'loss-not-finite' within ten steps.
   */
  stepped(step: number, epoch: number, rows: number, steps?: number): void;
  /** Reads and sends everything that has gathered. Throws 'loss-not-finite'. */
  flush(): void;
  /** Sends numbers of a finished epoch; those that are not finite are left out. */
  send(step: number, values: Readonly<Record<string, number>>): void;
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
  readonly trainer: Trainer;
  readonly series: readonly string[];
  readonly sums: EpochSums;
  readonly epochs: number;
  readonly steps: number;
  readonly rowsPerEpoch: number;
  send(event: TrainEvent): void;
}

export function createBook(options: BookOptions): Book {
  const { trainer, series } = options;
  let sums = { rows: options.sums.rows, series: [...options.sums.series] };
  let pending: { readonly step: number; readonly rows: number }[] = [];
  /** Read and not yet sent. */
  let metrics: Metric[] = [];
  let sent = 0;
  let last: { readonly step: number; readonly epoch: number } | null = null;
  let [seconds, rows, steppedAt] = [0, 0, performance.now()];
  const window: { readonly at: number; readonly rows: number }[] = [{ at: performance.now(), rows: 0 }];

  /** Takes in what the trainer remembers. */
  const read = (): void => {
    if (pending.length === 0) return;
    let broken: number | null = null;
    trainer.recent().forEach((values, i) => {
      const { step, rows } = pending[i]!;
      if (!Number.isFinite(values[0]!)) broken ??= step;
      if (broken !== null) return;
      metrics.push({ step, name: 'loss', value: values[0]! });
      sums.rows += rows;
      values.forEach((value, k) => (sums.series[k] = (sums.series[k] ?? 0) + value * rows));
    });
    pending = [];
    if (broken === null) return;
    send();
    throw new Failed(failure('loss-not-finite', { step: broken }));
  };
  const send = (): void => {
    if (metrics.length > 0) options.send({ type: 'metrics', metrics });
    metrics = [];
  };
  const flush = (): void => {
    read();
    send();
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
    stepped(step, epoch, count, steps = 1) {
      const now = performance.now();
      for (let i = steps - 1; i >= 0; i--) pending.push({ step: step - i, rows: count / steps });
      last = { step, epoch };
      seconds += (now - steppedAt) / 1000;
      steppedAt = now;
      rows += count;
      if (now - sent >= PROGRESS_EVERY) {
        flush();
        window.push({ at: now, rows });
        while (window.length > 2 && now - window[1]!.at > SPEED_OVER) window.shift();
        options.send({ type: 'progress', progress: progress() });
        sent = now;
      } else if (pending.length + steps > GUARD_EVERY) read();
    },
    flush,
    send(step, values) {
      const finite = Object.entries(values).filter(([, value]) => Number.isFinite(value));
      if (finite.length > 0) {
        options.send({ type: 'metrics', metrics: finite.map(([name, value]) => ({ step, name, value })) });
      }
    },
    get sums() {
      return { rows: sums.rows, series: [...sums.series] };
    },
    closeEpoch() {
      flush();
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
  const metric = metricOf(series.split('/').at(-1)!);
  return metric && isRowMetric(metric) ? metric.finish : undefined;
}
