/** The cell of a square grid under a point; null outside. */
export function cellAt(x: number, y: number, cell: number, count: number): { row: number; column: number } | null {
  const row = Math.floor(y / cell);
  const column = Math.floor(x / cell);
  return row >= 0 && column >= 0 && row < count && column < count ? { row, column } : null;
}

const channels = (hex: string): number[] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

/** A colour of the scale `low` – `middle` – `high` (as `#rrggbb`) for a part from 0 to 1. */
export function mixed(low: string, middle: string, high: string, part: number): string {
  const [from, to, t] = part < 0.5 ? [low, middle, part * 2] : [middle, high, part * 2 - 1];
  const a = channels(from);
  const b = channels(to);
  return `rgb(${a.map((value, i) => Math.round(value + (b[i]! - value) * t)).join(', ')})`;
}

/** Pairs of classes that are taken for each other most often, the worst first. */
export function worstPairs(
  counts: readonly (readonly number[])[],
  most: number,
): readonly { readonly actual: number; readonly predicted: number; readonly count: number }[] {
  return counts
    .flatMap((row, actual) => row.map((count, predicted) => ({ actual, predicted, count })))
    .filter((pair) => pair.actual !== pair.predicted && pair.count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}
