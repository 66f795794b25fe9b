import { shapeText } from '../../../kinds/shape.ts';
import { count, plural, wholePercent } from '../../numbers.ts';
import type { LayerPicturesWords } from '../../ui/layer-pictures.ts';

export const layerPictures: LayerPicturesWords = {
  title: 'Was sie tut',
  axes: 'Zeilen des Batches →',
  looking: 'Schritt',
  lookedAt: 'sieht auf →',
  dense: (inputs, units) =>
    `Jede von ${plural(inputs, 'Zahl', 'Zahlen')} führt zu jeder von ${plural(units, 'Einheit', 'Einheiten')}, mit einem eigenen Gewicht.`,
  window: (size, strides, from, to) =>
    `Ein Fenster von ${shapeText(size)} bewegt sich um ${shapeText(strides)} über ${shapeText(from)} und ergibt ${shapeText(to)}.`,
  spread: (size, strides, from, to) =>
    `Jede Stelle von ${shapeText(from)} wird über ein Fenster von ${shapeText(size)} verteilt, um ${shapeText(strides)} neben dem nächsten, und ergibt ${shapeText(to)}.`,
  whole: (from, to) => `Ein Fenster über ganz ${shapeText(from)} ergibt ${shapeText(to)}.`,
  recurrent: (steps, units, all, both) =>
    `Dieselben Gewichte bei jedem von ${plural(steps, 'Schritt', 'Schritten')}${both ? ', in beiden Richtungen,' : ''} geben ${plural(units, 'Zahl', 'Zahlen')} an den nächsten weiter; ${all ? 'jeder Schritt ergibt, woran er sich erinnert' : 'nur das Ende wird ausgegeben'}.`,
  attention: (queries, keys, heads, causal) =>
    `${plural(heads, 'Kopf', 'Köpfe')}: Jeder von ${plural(queries, 'Schritt', 'Schritten')} gewichtet ${causal ? 'sich selbst und die davor' : `alle ${count(keys)}`}.`,
  batch: (features) =>
    `Jedes von ${plural(features, 'Merkmal', 'Merkmalen')} wird über den Batch auf Mittelwert 0 und Abweichung 1 gebracht.`,
  row: (what) => `Jede Zeile wird für sich auf ein gemeinsames Maß gebracht, über ${what}.`,
  rowOf: {
    all: 'alle ihre Merkmale',
    groups: (n) => `${plural(n, 'Gruppe', 'Gruppen')} ihrer Kanäle`,
  },
  fixed: 'Jedes Merkmal wird um feste Zahlen verschoben und skaliert.',
  dropout: (rate) =>
    `Im Training werden ${wholePercent(rate)} der Werte auf 0 gesetzt, bei jedem Schritt andere.`,
  embedding: (tokens, width) =>
    `Ein Token wählt eine von ${plural(tokens, 'Zeile', 'Zeilen')} zu ${plural(width, 'Zahl', 'Zahlen')}.`,
  merge: (branches, to) =>
    `Aus ${plural(branches, 'Zweig', 'Zweigen')} wird einer, Wert für Wert: ${shapeText(to)}.`,
  beside: (branches, to) =>
    `${plural(branches, 'Zweig liegt', 'Zweige liegen')} entlang der letzten Achse nebeneinander: ${shapeText(to)}.`,
  laidOut: (from, to) => `Dieselben Werte, der Reihe nach: ${shapeText(from)} als ${shapeText(to)}.`,
  turned: (from, to) => `Dieselben Werte mit vertauschten Achsen: ${shapeText(from)} als ${shapeText(to)}.`,
  padded: (from, to) => `Mit Nullen ringsum wird aus ${shapeText(from)} ${shapeText(to)}.`,
  cropped: (from, to) => `Was von ${shapeText(from)} abgeschnitten wird, lässt ${shapeText(to)} übrig.`,
  repeated: (from, to) => `Jeder Wert von ${shapeText(from)} wird wiederholt: ${shapeText(to)}.`,
};
