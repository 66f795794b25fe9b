import type { initializers as kinds } from '../../../kinds/initializers/index.ts';
import type { WordsOf } from './types.ts';

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
    doc: 'Normalverteilte Zahlen mit Standardabweichung √(1 / Eingaben), bei zwei Standardabweichungen abgeschnitten: dasselbe wie „LeCun, normalverteilt“, unter dem Namen, den andere Dateien benutzen.',
  },
  randomNormal: {
    label: 'Zufällig, normalverteilt',
    doc: 'Normalverteilte Zahlen mit Standardabweichung 0,05, gleich wie groß die Schicht ist.',
  },
  randomUniform: {
    label: 'Zufällig, gleichverteilt',
    doc: 'Gleichverteilte Zahlen innerhalb von ± 0,05, gleich wie groß die Schicht ist.',
  },
  truncatedNormal: {
    label: 'Gestutzt normalverteilt',
    doc: 'Normalverteilte Zahlen mit Standardabweichung 0,05, neu gezogen, wo sie jenseits von zwei Standardabweichungen liegen.',
  },
  orthogonal: {
    doc: 'Eine zufällige Drehung: Spalten (oder Zeilen, wo es von diesen weniger gibt) der Länge 1, die im rechten Winkel zueinander stehen. Signale behalten ihre Größe, Schritt für Schritt.',
  },
  identity: {
    label: 'Einheitsmatrix',
    doc: 'Einsen auf der Diagonale, sonst Nullen: Die Schicht gibt anfangs ihre Eingabe einfach weiter.',
  },
  zeros: { label: 'Nullen', doc: 'Jeder Wert ist 0: womit Versätze beginnen.' },
  ones: { label: 'Einsen', doc: 'Jeder Wert ist 1: womit Faktoren beginnen.' },
  constant: {
    label: 'Konstant',
    doc: 'Jeder Wert ist 0, die Konstante, die Keras nimmt, wenn keine angegeben ist.',
  },
} satisfies WordsOf<typeof kinds>;
