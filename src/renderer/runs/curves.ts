/** A run's numbers by epoch. */
import type { RunSummary } from '../../shared/contract/runs.ts';
import type { RunCurve, RunCurves } from '../charts/run-curves.ts';
import type { Points } from '../../shared/runs/outline.ts';
import { isMeasured } from '../../shared/runs/series.ts';

/** What a run measured at the end of its epochs, over the epochs; null where it did not. */
export const epochCurve = (run: RunCurves, name: string): RunCurve | null => run.of(name, stepsOfEpoch(run));

/** Something is measured at the end of the first epoch. */
const stepsOfEpoch = ({ series }: RunCurves): number =>
  Math.min(
    ...[...series.byName].flatMap(([name, { ends }]) => (ends && isMeasured('epoch', name) ? [ends[0]] : [])),
  );

/** The curve that says most in small: how well it does on rows it does not learn from, else on those it does. */
export function mainCurve(run: RunCurves): { readonly name: string; readonly points: Points } | null {
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
