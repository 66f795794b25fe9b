/** Precision, recall and F1 of each class from the counts of a confusion matrix ([actual][predicted]). */
export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows of this class. */
  readonly rows: number;
}

export function classScores(counts: readonly (readonly number[])[]): readonly ClassScores[] {
  const part = (of: number, all: number): number => (all > 0 ? of / all : 0);
  return counts.map((row, label) => {
    const right = row[label]!;
    const rows = row.reduce((sum, count) => sum + count, 0);
    const predicted = counts.reduce((sum, other) => sum + other[label]!, 0);
    return {
      precision: part(right, predicted),
      recall: part(right, rows),
      f1: part(2 * right, rows + predicted),
      rows,
    };
  });
}

/** The mean over the classes that occur, among the rows or the predictions. */
export function macro(
  counts: readonly (readonly number[])[],
  score: keyof Omit<ClassScores, 'rows'>,
): number {
  const occurring = classScores(counts).filter(
    ({ rows }, label) => rows > 0 || counts.some((row) => row[label]! > 0),
  );
  return occurring.reduce((sum, scores) => sum + scores[score], 0) / occurring.length;
}
