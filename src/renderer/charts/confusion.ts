/** The confusion matrix as numbers to draw and sentences to say. */
import type { Evaluation } from '../../shared/contract/runs.ts';

export type Confusion = NonNullable<Evaluation['confusion']>;

export interface Cell {
  readonly actual: number;
  readonly predicted: number;
  readonly rows: number;
  /** Rows of the actual class. */
  readonly of: number;
}

export const rowSum = (confusion: Confusion, actual: number): number =>
  confusion.counts[actual]!.reduce((sum, rows) => sum + rows, 0);

export function cellAt(confusion: Confusion, actual: number, predicted: number): Cell | null {
  const rows = confusion.counts[actual]?.[predicted];
  return rows === undefined ? null : { actual, predicted, rows, of: rowSum(confusion, actual) };
}

/** The mistakes made most often, largest first. */
export function worstCells(confusion: Confusion, most: number): readonly Cell[] {
  return confusion.counts
    .flatMap((line, actual) => line.map((_, predicted) => cellAt(confusion, actual, predicted)!))
    .filter((cell) => cell.actual !== cell.predicted && cell.rows > 0)
    .sort((a, b) => b.rows - a.rows)
    .slice(0, most);
}

/** How dark a cell is, 0 … 1: its part of the actual class, by square root so that rare mistakes are seen. */
export const strength = (cell: Cell): number => (cell.of === 0 ? 0 : Math.sqrt(cell.rows / cell.of));
