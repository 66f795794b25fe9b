/** Marks of an axis. */

/** Round numbers that cover [low, high], about `wanted` of them. */
export function ticks(low: number, high: number, wanted = 4): readonly number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

/** Powers of ten that cover [low, high], both above 0; with 2 and 5 between where they are few. */
export function logTicks(low: number, high: number): readonly number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high)) + 1;
  const between = high <= 100 * low ? [1, 2, 5] : [1];
  const all = Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap((power) =>
    between.map((factor) => Number((factor * 10 ** power).toPrecision(12))),
  );
  const below = all.filter((mark) => mark <= low).length - 1;
  const above = all.findIndex((mark) => mark >= high);
  return all.slice(Math.max(0, below), Math.max(above, below + 1) + 1);
}
