/** Points: x and y of the same length. */
export interface Points<Numbers = readonly number[]> {
  readonly x: Numbers;
  readonly y: Numbers;
}

/**
 * At most two points for each of `buckets` stretches of the curve: its lowest and its highest, in their order. So no
 * spike is lost, whatever the width, and the first and the last point stay.
 */
export function decimate(steps: ArrayLike<number>, values: ArrayLike<number>, buckets: number): Points {
  const n = steps.length;
  if (n <= buckets * 2) return { x: Array.from(steps), y: Array.from(values) };
  const x: number[] = [];
  const y: number[] = [];
  const take = (i: number): void => {
    if (x.length > 0 && x[x.length - 1] === steps[i]) return;
    x.push(steps[i]!);
    y.push(values[i]!);
  };
  take(0);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * n) / buckets);
    const to = Math.floor(((bucket + 1) * n) / buckets);
    let low = from;
    let high = from;
    for (let i = from + 1; i < to; i++) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    take(Math.min(low, high));
    take(Math.max(low, high));
  }
  take(n - 1);
  return { x, y };
}
