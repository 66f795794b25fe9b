/** The cell of a square grid under a point; null outside. */
export function cellAt(
  x: number,
  y: number,
  cell: number,
  count: number,
): { row: number; column: number } | null {
  const row = Math.floor(y / cell);
  const column = Math.floor(x / cell);
  return row >= 0 && column >= 0 && row < count && column < count ? { row, column } : null;
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
