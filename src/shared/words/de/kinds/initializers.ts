import type { initializers as kinds } from '../../../kinds/initializers/index.ts';
import type { WordsOf } from './types.ts';

/** Parameters of all initializers. Those that have one of the same name mean the same by it. */
export const initializerParams = {
  value: { label: 'Wert', doc: 'Was jedes Gewicht vor dem Training ist.' },
  mean: { label: 'Mittelwert', doc: 'Mittelwert der gezogenen Zahlen.' },
  stddev: {
    label: 'Abweichung',
    doc: 'Standardabweichung der gezogenen Zahlen, bevor welche abgeschnitten werden.',
  },
  minval: { label: 'Von', doc: 'Die kleinste Zahl, die gezogen werden kann.' },
  maxval: { label: 'Bis', doc: 'Das Ende des Bereichs, aus dem Zahlen gezogen werden.' },
  scale: {
    label: 'Faktor',
    doc: 'Was die Varianz ist, bevor sie geteilt wird: He nimmt 2, Glorot 1.',
  },
  mode: {
    label: 'Modus',
    doc: 'Wodurch die Varianz geteilt wird: die Anzahl der Eingaben, die der Ausgaben oder deren Mittel.',
  },
  distribution: {
    label: 'Verteilung',
    doc: 'Normalverteilte Zahlen, bei zwei Standardabweichungen abgeschnitten, alle normalverteilten Zahlen oder gleichverteilte; jede mit derselben Varianz.',
  },
  gain: { label: 'Verstärkung', doc: 'Jeder Wert wird damit multipliziert.' },
} as const;
const { value, mean, stddev, minval, maxval, scale, mode, distribution, gain } = initializerParams;

export const initializers = {
  glorotUniform: {
    label: 'Glorot, gleichverteilt',
    doc: 'Gleichverteilte Zahlen innerhalb von ± √(6 / (Eingaben + Ausgaben)): hält Signale und Gradienten von Schicht zu Schicht ähnlich groß.',
  },
  glorotNormal: {
    label: 'Glorot, normalverteilt',
    doc: 'Normalverteilte Zahlen mit Standardabweichung √(2 / (Eingaben + Ausgaben)), bei zwei Standardabweichungen abgeschnitten.',
  },
  heNormal: {
    label: 'He, normalverteilt',
    doc: 'Normalverteilte Zahlen mit Standardabweichung √(2 / Eingaben), bei zwei Standardabweichungen abgeschnitten: passt zu Schichten, die mit relu enden.',
  },
  heUniform: {
    label: 'He, gleichverteilt',
    doc: 'Gleichverteilte Zahlen innerhalb von ± √(6 / Eingaben): passt zu Schichten, die mit relu enden.',
  },
  lecunNormal: {
    label: 'LeCun, normalverteilt',
    doc: 'Normalverteilte Zahlen mit Standardabweichung √(1 / Eingaben), bei zwei Standardabweichungen abgeschnitten: passt zu Schichten, die mit selu enden.',
  },
  lecunUniform: {
    label: 'LeCun, gleichverteilt',
    doc: 'Gleichverteilte Zahlen innerhalb von ± √(3 / Eingaben): passt zu Schichten, die mit selu enden.',
  },
  varianceScaling: {
    label: 'Varianzskalierung',
    doc: 'Zahlen mit der Varianz Faktor / Eingaben, / Ausgaben oder / deren Mittel: Glorot, He und LeCun sind Fälle davon, und ohne Angaben ist es „LeCun, normalverteilt“.',
    params: { scale, mode, distribution },
  },
  randomNormal: {
    label: 'Zufällig, normalverteilt',
    doc: 'Normalverteilte Zahlen mit einer festen Standardabweichung, gleich wie groß die Schicht ist.',
    params: { mean, stddev },
  },
  randomUniform: {
    label: 'Zufällig, gleichverteilt',
    doc: 'Gleichverteilte Zahlen von einer Zahl bis zu einer anderen, gleich wie groß die Schicht ist.',
    params: { minval, maxval },
  },
  truncatedNormal: {
    label: 'Gestutzt normalverteilt',
    doc: 'Normalverteilte Zahlen mit einer festen Standardabweichung, neu gezogen, wo sie jenseits von zwei Standardabweichungen liegen.',
    params: { mean, stddev },
  },
  orthogonal: {
    doc: 'Eine zufällige Drehung: Spalten (oder Zeilen, wo es von diesen weniger gibt) der Länge 1, die im rechten Winkel zueinander stehen. Mit einer Verstärkung von 1 behalten Signale ihre Größe, Schritt für Schritt.',
    params: { gain },
  },
  identity: {
    label: 'Einheitsmatrix',
    doc: 'Einsen oder die Verstärkung auf der Diagonale, sonst Nullen: Die Schicht gibt anfangs ihre Eingabe einfach weiter.',
    params: { gain },
  },
  zeros: { label: 'Nullen', doc: 'Jeder Wert ist 0: womit Versätze beginnen.' },
  ones: { label: 'Einsen', doc: 'Jeder Wert ist 1: womit Faktoren beginnen.' },
  constant: {
    label: 'Konstant',
    doc: 'Jeder Wert ist derselbe: 0, wenn kein anderer angegeben ist.',
    params: { value },
  },
} satisfies WordsOf<typeof kinds>;
