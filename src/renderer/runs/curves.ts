/** A run's numbers by epoch, from its metrics. */
import type { Metric, RunSummary } from '../../shared/contract/runs.ts';

/** Values in the order of the epochs, by metric name: 'epoch/loss', 'validation/accuracy'. */
export type Curves = Readonly<Record<string, readonly number[]>>;

/** One value an epoch; where an epoch was trained again after a resume, the later value at the same step stands. */
export function epochCurves(metrics: readonly Metric[]): Curves {
  const byName = new Map<string, Map<number, number>>();
  for (const { name, step, value } of metrics) {
    const steps = byName.get(name) ?? new Map<number, number>();
    byName.set(name, steps);
    steps.set(step, value);
  }
  return Object.fromEntries(
    [...byName].map(([name, steps]) => [
      name,
      [...steps].sort(([a], [b]) => a - b).map(([, value]) => value),
    ]),
  );
}

/** The curve that says most in small: how well it does on rows it does not learn from, else on those it does. */
export function mainCurve(
  curves: Curves,
): { readonly name: string; readonly values: readonly number[] } | null {
  for (const name of ['validation/accuracy', 'epoch/accuracy', 'validation/loss', 'epoch/loss']) {
    const values = curves[name];
    if (values && values.length > 0) return { name, values };
  }
  return null;
}

/** What was asked for, for the lists that compare runs. */
export const SETTINGS = ['epochs', 'batchSize', 'optimizer', 'learningRate', 'seed'] as const;
export type Setting = (typeof SETTINGS)[number] | 'dataset' | 'parameters';

export const settingOf = (run: RunSummary, setting: Setting): string =>
  setting === 'dataset' ? run.dataset.name : String(run[setting]);

/** The settings in which runs differ. */
export function differing(runs: readonly RunSummary[]): ReadonlySet<Setting> {
  const all: readonly Setting[] = ['dataset', 'parameters', ...SETTINGS];
  return new Set(all.filter((setting) => new Set(runs.map((run) => settingOf(run, setting))).size > 1));
}

/** Points of a polyline in a box of width × height, y upwards from `low` to `high`. */
export function polyline(
  values: readonly number[],
  {
    width,
    height,
    low,
    high,
    count = values.length,
  }: { width: number; height: number; low: number; high: number; count?: number },
): string {
  const span = high - low || 1;
  const step = count > 1 ? width / (count - 1) : 0;
  return values
    .map((value, i) => `${(i * step).toFixed(1)},${(height - ((value - low) / span) * height).toFixed(1)}`)
    .join(' ');
}
