import type { LayersWords } from './types.ts';
import { input, output, over } from './parts.ts';

const windows = (axes: 1 | 2) => ({
  params: {
    poolSize: { label: 'Fenstergröße', doc: `${over[axes].extent} des Fensters.` },
    strides: { label: 'Schrittweite', doc: `${over[axes].units}, um die das Fenster jeweils weiterrückt.` },
    padding: {
      label: 'Padding',
      doc: 'valid: nur ganze Fenster; same: Die Fenster am Rand dürfen über ihn hinausragen.',
    },
  },
  ...input(over[axes].shape),
  ...output(`${over[axes].smaller} mit denselben Kanälen.`),
});

const whole = (axes: 1 | 2) => ({ ...input(over[axes].shape), ...output('Eine Zahl je Kanal.') });

export const pooling = {
  maxPooling1D: {
    doc: 'Macht eine Sequenz kürzer: Von jedem Fenster bleibt der größte Wert.',
    ...windows(1),
  },
  maxPooling2D: {
    doc: 'Macht ein Bild kleiner: Von jedem Fenster bleibt der größte Wert.',
    ...windows(2),
  },
  averagePooling1D: {
    doc: 'Macht eine Sequenz kürzer: Von jedem Fenster bleibt der Mittelwert. Das Padding zählt nicht mit.',
    ...windows(1),
  },
  averagePooling2D: {
    doc: 'Macht ein Bild kleiner: Von jedem Fenster bleibt der Mittelwert. Das Padding zählt nicht mit.',
    ...windows(2),
  },
  globalMaxPooling1D: {
    doc: 'Macht aus jedem Kanal einer Sequenz eine Zahl, seinen größten Wert. Maskierte Schritte zählen mit, wie in Keras.',
    formula: 'y[c] = max über t von x[t, c]',
    ...whole(1),
  },
  globalMaxPooling2D: {
    doc: 'Macht aus jedem Kanal eines Bildes eine Zahl, seinen größten Wert. Aus Bildern jeder Größe wird eine Reihe.',
    formula: 'y[c] = max über i, j von x[i, j, c]',
    ...whole(2),
  },
  globalAveragePooling1D: {
    doc: 'Macht aus jedem Kanal einer Sequenz eine Zahl, seinen Mittelwert über die Schritte, die nicht maskiert sind.',
    formula: 'y[c] = Mittel über t von x[t, c]',
    ...whole(1),
  },
  globalAveragePooling2D: {
    doc: 'Macht aus jedem Kanal eines Bildes eine Zahl, seinen Mittelwert. Aus Bildern jeder Größe wird eine Reihe.',
    formula: 'y[c] = Mittel über i, j von x[i, j, c]',
    ...whole(2),
  },
} satisfies Partial<LayersWords>;
