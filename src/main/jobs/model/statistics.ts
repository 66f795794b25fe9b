import type { TensorStatistics } from '../../../shared/contract/probe.ts';

/** In double precision, in two passes: the deviation of values that lie close together is not lost to rounding. */
export function statisticsOf(values: ArrayLike<number>, shape: readonly number[]): TensorStatistics {
  const units = Math.max(1, shape.at(-1) ?? 1);
  const speaks = new Uint8Array(units);
  let [sum, finite, zeros, min, max] = [0, 0, 0, Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === 0) zeros += 1;
    else speaks[i % units] = 1;
    if (!Number.isFinite(value)) continue;
    finite += 1;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const mean = sum / finite;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const difference = values[i]! - mean;
    if (Number.isFinite(difference)) squares += difference * difference;
  }
  const known = finite > 0;
  return {
    mean: known ? mean : null,
    deviation: known ? Math.sqrt(squares / finite) : null,
    min: known ? min : null,
    max: known ? max : null,
    zeros: values.length > 0 ? zeros / values.length : 0,
    silent: values.length > 0 ? units - speaks.reduce((count, one) => count + one, 0) : 0,
    notFinite: values.length - finite,
  };
}
