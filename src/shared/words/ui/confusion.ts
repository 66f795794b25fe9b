/** Which classes are taken for which, and how well each is known. */
import { count, plural } from '../numbers.ts';

export const confusion = {
  title: 'Confusion matrix',
  doc: 'Each line holds the rows of one class; the columns say what the network took them for. The diagonal is right.',
  help: 'Point at a cell, or walk with the arrow keys.',
  actual: 'Actual',
  predicted: 'Predicted',
  cell: (actual: string, predicted: string, n: number, of: number) =>
    actual === predicted
      ? `Class ${actual}: ${count(n)} of ${plural(of, 'row')} recognised`
      : `Class ${actual}: ${count(n)} of ${plural(of, 'row')} taken for ${predicted}`,
  mostConfused: 'Most often confused',
  confused: (actual: string, predicted: string, n: number) =>
    `${actual} taken for ${predicted}, ${plural(n, 'time')}`,
  classes: 'Each class',
  classesDoc:
    'Precision: of the rows that were taken for the class, the part that are of it. Recall: of its rows, the part that were recognised. F1 is high only where both are.',
  columns: { name: 'Class', rows: 'Rows', precision: 'Precision', recall: 'Recall', f1: 'F1' },
};
export type ConfusionWords = typeof confusion;
