import type { LayersWords } from './types.ts';
import { anyShape, input, output, over } from './parts.ts';

const cropping = (axes: 1 | 2) => ({
  params: {
    cropping: { label: 'Zuschnitt', doc: `${over[axes].units}, die an jeder Seite abgeschnitten werden.` },
  },
  ...input(over[axes].shape),
  ...output(`Was ${over[axes].from} übrig bleibt.`),
});

const zeros = (axes: 1 | 2) => ({
  params: {
    padding: { label: 'Padding', doc: `${over[axes].units} mit Nullen, die an jeder Seite hinzukommen.` },
  },
  ...input(over[axes].shape),
});

export const shape = {
  flatten: {
    doc: 'Legt alle Werte eines Beispiels unverändert in eine Reihe.',
    ...anyShape,
    ...output('Eine Reihe von Zahlen.'),
  },
  reshape: {
    doc: 'Legt die Werte eines Beispiels in einer anderen Form aus, in derselben Reihenfolge.',
    params: {
      targetShape: {
        label: 'Zielform',
        doc: 'Die Form eines Beispiels. Eine Seite darf -1 sein: Sie wird, was übrig ist.',
      },
    },
    ...anyShape,
    ...output('Dieselben Werte in der Zielform.'),
  },
  permute: {
    doc: 'Bringt die Achsen eines Beispiels in eine andere Reihenfolge: 2; 1 vertauscht Zeitschritte und Kanäle.',
    formula: 'Ausgabeachse i ist Eingabeachse dims[i]',
    params: {
      dims: {
        label: 'Achsen',
        doc: 'Für jede Achse der Ausgabe die Nummer der Achse der Eingabe; die erste Achse ist 1.',
      },
    },
    ...input('So viele Achsen, wie es Zahlen sind.'),
    ...output('Dieselben Werte, ihre Achsen in der neuen Reihenfolge.'),
  },
  repeatVector: {
    doc: 'Macht aus einer Reihe von Zahlen eine Sequenz, indem sie in jedem Zeitschritt ausgegeben wird.',
    params: { n: { label: 'Anzahl', doc: 'Anzahl der Zeitschritte.' } },
    ...input('Eine Reihe von Zahlen.'),
    ...output('Die Reihe, einmal je Zeitschritt.'),
  },
  cropping1D: { doc: 'Schneidet Schritte vom Anfang und vom Ende einer Sequenz ab.', ...cropping(1) },
  cropping2D: { doc: 'Schneidet Pixel von den Seiten eines Bildes ab.', ...cropping(2) },
  zeroPadding1D: {
    doc: 'Fügt vor und nach einer Sequenz Nullen an.',
    ...zeros(1),
    ...output('Die Sequenz mit Nullen ringsum.'),
  },
  zeroPadding2D: {
    doc: 'Fügt rings um ein Bild Nullen an.',
    ...zeros(2),
    ...output('Das Bild mit Nullen ringsum.'),
  },
  upSampling1D: {
    doc: 'Macht eine Sequenz länger, indem jeder Schritt wiederholt wird.',
    params: { size: { label: 'Faktor', doc: 'Wie oft jeder Schritt ausgegeben wird.' } },
    ...input(over[1].shape),
    ...output('Eine längere Sequenz mit denselben Kanälen.'),
  },
  upSampling2D: {
    doc: 'Macht ein Bild größer, indem seine Pixel wiederholt oder Zwischenwerte gemischt werden.',
    formula:
      'nearest: y[i, j] = x[⌊i / size⌋, ⌊j / size⌋]; bilinear: das Mittel der vier umliegenden Pixel, nach Nähe gewichtet',
    params: {
      size: { label: 'Faktor', doc: 'Um welchen Faktor Höhe und Breite größer werden.' },
      interpolation: {
        label: 'Interpolation',
        doc: 'nearest: Jedes Pixel wird wiederholt; bilinear: Pixel dazwischen werden gemischt.',
      },
    },
    ...input(over[2].shape),
    ...output('Ein größeres Bild mit denselben Kanälen.'),
  },
} satisfies Partial<LayersWords>;
