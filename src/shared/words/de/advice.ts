import { shapeText } from '../../kinds/shape.ts';
import type { AdviceSentences } from '../advice.ts';
import { count, measured, plainNumber, plural, shortCount, THIN } from '../numbers.ts';

export const advice: AdviceSentences = {
  'not-normalised': (f) =>
    `${f.layer} gibt ${f.what === 'pixels' ? 'Pixel' : 'Zahlen'} von ${measured(f.low)} bis ${measured(f.high)} unverändert weiter. Netze lernen schneller aus Zahlen um 0.`,
  'many-weights': (f) =>
    `${shortCount(f.weights)} Gewichte lernen aus ${plural(f.rows, 'Trainingszeile', 'Trainingszeilen')}: genug, um die Zeilen auswendig zu wissen. Ein kleineres Netz, Dropout oder mehr Daten helfen bei Zeilen, die es nicht gesehen hat.`,
  'saturating-stack': (f) =>
    `${count(f.layers)} Schichten bis ${f.layer} enden in ${f.activations.join(' oder ')}, ohne Normalisierung dazwischen: Der Gradient schrumpft in jeder, sodass die ersten kaum lernen.`,
  'nothing-between': (f) =>
    `Zwischen ${f.layer} und ${f.next} biegt nichts die Werte: Zusammen können sie nicht mehr als eine von ihnen. Mit einer Aktivierung lohnen sich zwei.`,
  'flatten-large': (f) =>
    `Das Flachlegen von ${shapeText(f.shape)} gibt ${f.layer} ${shortCount(f.weights)} Gewichte, ${count(Math.floor(f.share * 100))}${THIN}% des Netzes. Der Mittelwert je Kanal kommt mit weit weniger aus.`,
  'dropout-before-normalisation': (f) =>
    `${f.layer} steht direkt vor ${f.next}; diese Schicht misst dann im Training andere Werte, als sie bei der Anwendung antrifft. Besser dahinter setzen oder weglassen.`,
  'learning-rate-unusual': (f) =>
    `Eine Lernrate von ${measured(f.rate)} ist ${f.rate > f.most ? 'groß' : 'klein'} für ${f.optimizer}: Üblich ist ${plainNumber(f.least)} bis ${plainNumber(f.most)}.`,
  'batch-larger-than-samples': (f) =>
    `Ein Batch von ${count(f.batchSize)} fasst mehr als die ${plural(f.samples, 'Trainingszeile', 'Trainingszeilen')}: Jede Epoche ist ein einziger Schritt.`,
  'target-constant': (f) =>
    `In ${f.column} steht in jeder Trainingszeile „${f.value}“: Mehr gibt es nicht zu lernen. Eine andere Spalte wählen, die gelernt werden soll, oder Zeilen bringen, die sich unterscheiden.`,
  'classes-uneven': (f) =>
    `In ${f.column} kommt ${f.often} ${count(f.times)}-mal so oft vor wie ${f.rare}: Ein Netz kann gut abschneiden, ohne je ${f.rare} zu antworten. Ausgeglichene Klassengewichte lassen alle gleich zählen.`,
  'nothing-held-out': () =>
    'Zur Validierung werden keine Zeilen zurückgehalten; so zeigt nichts, wann das Netz beginnt, seine Zeilen auswendig zu wissen.',
  'held-out-too-short': (f) =>
    `Von den Zeilen, die zur Validierung zurückgehalten werden, ${f.rows === 1 ? 'folgt' : 'folgen'} höchstens ${count(f.rows)} aufeinander, ein Beispiel geht aber über ${count(f.reach)}: Es wird nichts gemessen. Mehr zurückhalten oder das Fenster verkürzen.`,
};
