import { count, plainNumber, plural } from '../numbers.ts';
import { reasonText, valueForms as forms } from '../values.ts';
import type { ValueForms, ValueSentences } from '../values.ts';

export const valueForms: ValueForms = {
  text: 'ein Text',
  number: 'eine Zahl',
  whole: 'eine ganze Zahl',
  flag: 'true oder false',
  list: 'eine Liste',
  record: 'ein Objekt mit Schlüsseln',
};

export const values: ValueSentences = {
  at: (place, reason) => `An der Stelle ${place}: ${reasonText(reason)}`,
  missing: 'Die Angabe fehlt',
  form: (form) => `Nötig ist ${forms[form]}`,
  atLeast: (least) => `Nötig ist mindestens ${plainNumber(least)}`,
  above: (bound) => `Nötig ist eine Zahl über ${plainNumber(bound)}`,
  atMost: (most) => `Möglich ist höchstens ${plainNumber(most)}`,
  below: (bound) => `Nötig ist eine Zahl unter ${plainNumber(bound)}`,
  entriesExactly: (n) => `Nötig ${n === 1 ? 'ist' : 'sind'} genau ${plural(n, 'Eintrag', 'Einträge')}`,
  entriesAtLeast: (n) => `Nötig ${n === 1 ? 'ist' : 'sind'} mindestens ${plural(n, 'Eintrag', 'Einträge')}`,
  entriesAtMost: (n) => `Möglich ${n === 1 ? 'ist' : 'sind'} höchstens ${plural(n, 'Eintrag', 'Einträge')}`,
  textEmpty: 'Die Angabe darf nicht leer sein',
  textTooLong: (n) => `Möglich sind höchstens ${count(n)} Zeichen`,
  oneOf: (values) =>
    values.length === 1 ? `Möglich ist nur ${values[0]}` : `Möglich ist eines von ${values.join(', ')}`,
  unknown: 'Diese Version kennt das nicht',
  noForm: 'Die Angabe hat keine der möglichen Formen',
  idLetters: 'Erlaubt sind nur Buchstaben, Ziffern, „_“, „-“ und „.“',
  idTwice: 'Eine Id steht für zwei Dinge',
  idWithPoint: 'Eine Id enthält einen Punkt',
  oneInputOneOutput: 'Nötig sind eine Eingabe und eine Ausgabe',
  notTheBatch: 'Nötig sind andere Achsen als 0, der Batch',
  lowerFirst: 'Die kleinere Zahl muss zuerst stehen',
  lengthOrRest: 'Nötig sind Längen ab 1 oder −1 für das, was übrig bleibt',
  fewerThanClasses: (classes) => `Nötig ist eine Zahl unter der Anzahl der Klassen, ${count(classes)}`,
  noClass: (name, column) => `${column} hat keine Klasse „${name}“`,
  oneAboveZero: 'Das Gewicht mindestens einer Klasse muss über 0 liegen',
  notOfTokens: 'Eigene Gewichte gibt es für Klassen, nicht für Tokens',
  notMeasured: 'Dieser Lauf misst nichts dieses Namens',
  onePictureInput: 'Es ist für Netze mit einer Eingabe aus Bildern',
};
