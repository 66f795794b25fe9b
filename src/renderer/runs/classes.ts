import type { Evaluation } from '../../shared/contract/runs.ts';
import { classScores } from '../../shared/kinds/metrics/confusion.ts';
import type { ClassScores } from '../../shared/kinds/metrics/confusion.ts';

export interface ClassLine extends ClassScores {
  readonly name: string;
  /** Its place among the classes of the data set. */
  readonly at: number;
}
export type ClassColumn = 'name' | keyof ClassScores;

/** Each class with its scores, in the order of a column; null: in that of the data set, as are equal ones. */
export function sortedClasses(
  { classes, counts }: NonNullable<Evaluation['confusion']>,
  by: { readonly column: ClassColumn; readonly down: boolean } | null,
): readonly ClassLine[] {
  const lines = classScores(counts).map((scores, at): ClassLine => ({ ...scores, at, name: classes[at]! }));
  if (!by) return lines;
  const { column } = by;
  const compare = (a: ClassLine, b: ClassLine): number =>
    column === 'name' ? a.name.localeCompare(b.name, undefined, { numeric: true }) : a[column] - b[column];
  return lines.sort((a, b) => (by.down ? compare(b, a) : compare(a, b)));
}
