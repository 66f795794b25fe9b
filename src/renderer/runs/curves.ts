/** A run's numbers by epoch. */
import type { RunSummary } from '../../shared/contract/runs.ts';
import type { Points } from '../charts/decimate.ts';
import type { Line } from '../charts/plot.ts';
import type { RunSeries } from '../charts/series.ts';

/** One value an epoch, over the epochs: few enough points to draw often, and all of them. */
export type Curve = Pick<Line, 'points'> & Required<Pick<Line, 'whole'>>;

/** What a run measured at the end of its epochs; null where it did not. */
export function epochCurve(run: RunSeries, name: string): Curve | null {
  const series = run.of(name);
  if (!series) return null;
  const steps = stepsOfEpoch(run);
  const epochs = (at: ArrayLike<number>): number[] => Array.from(at, (step) => step / steps);
  const { x, y } = series.drawn();
  return { points: { x: epochs(x), y }, whole: () => ({ x: epochs(series.steps), y: series.values }) };
}

/** Something is measured at the end of the first epoch. */
const stepsOfEpoch = ({ byName }: RunSeries): number =>
  Math.min(...[...byName].flatMap(([name, { steps }]) => (name.includes('/') ? [steps[0]!] : [])));

/** The curve that says most in small: how well it does on rows it does not learn from, else on those it does. */
export function mainCurve(run: RunSeries): { readonly name: string; readonly points: Points } | null {
  for (const name of ['validation/accuracy', 'epoch/accuracy', 'validation/loss', 'epoch/loss']) {
    const curve = epochCurve(run, name);
    if (curve) return { name, points: curve.points };
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

/** Points of a polyline as wide and high as a box, y upwards. */
export function polyline({ x, y }: Points, { width, height }: { width: number; height: number }): string {
  const [low, left] = [Math.min(...y), x[0] ?? 0];
  const high = Math.max(...y) - low || 1;
  const wide = (x.at(-1) ?? 0) - left || 1;
  return x
    .map((at, i) => {
      const [across, up] = [((at - left) / wide) * width, ((y[i]! - low) / high) * height];
      return `${across.toFixed(1)},${(height - up).toFixed(1)}`;
    })
    .join(' ');
}
