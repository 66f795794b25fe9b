import { count, plural } from '../../numbers.ts';
import type { ConfusionWords } from '../../ui/confusion.ts';

const ofRows = (n: number, of: number): string => `${count(n)} von ${plural(of, 'Zeile', 'Zeilen')}`;

export const confusion: ConfusionWords = {
  title: 'Konfusionsmatrix',
  doc: 'Jede Reihe steht für die Zeilen einer Klasse; die Spalten sagen, wofür das Netz sie hielt. Die Diagonale ist richtig.',
  help: 'Auf eine Zelle zeigen oder mit den Pfeiltasten gehen.',
  actual: 'Tatsächlich',
  predicted: 'Vorhergesagt',
  cell: (actual, predicted, n, of) =>
    actual === predicted
      ? `Klasse ${actual}: ${ofRows(n, of)} erkannt`
      : `Klasse ${actual}: ${ofRows(n, of)} für ${predicted} gehalten`,
  mostConfused: 'Am häufigsten verwechselt',
  confused: (actual, predicted, n) => `${actual} für ${predicted} gehalten, ${count(n)}-mal`,
  classes: 'Jede Klasse',
  classesDoc:
    'Precision: Anteil der richtigen unter den Zeilen, die für die Klasse gehalten wurden. Recall: Anteil der erkannten unter den Zeilen der Klasse. F1 ist nur hoch, wo beide es sind.',
  columns: { name: 'Klasse', rows: 'Zeilen', precision: 'Precision', recall: 'Recall', f1: 'F1' },
};
