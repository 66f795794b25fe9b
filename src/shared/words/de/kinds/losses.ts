import type { losses as kinds } from '../../../kinds/losses/index.ts';
import type { WordsOf } from './types.ts';

/** Parameters of all losses. Losses that have one of the same name mean the same by it. */
export const lossParams = {
  labelSmoothing: {
    label: 'Label Smoothing',
    doc: 'Verteilt diesen Anteil des Ziels auf alle Klassen, damit sich das Netz nicht zu sicher wird; 0,1 ist üblich.',
  },
  delta: { label: 'Delta', doc: 'Ab welchem Unterschied der Verlust geradlinig wächst.' },
  gamma: {
    label: 'Gamma',
    doc: 'Wie viel weniger eine Zeile zählt, die schon richtig ist; mit 0 bleibt es bei der einfachen Kreuzentropie.',
  },
  alpha: { label: 'Alpha', doc: 'Das Gewicht einer Klasse gegenüber den anderen.' },
  applyClassBalancing: {
    label: 'Mit Alpha ausgleichen',
    doc: 'Zählt Ziele von 1 mit Alpha und solche von 0 mit 1 − Alpha.',
  },
} as const;
const { labelSmoothing, delta, gamma, alpha, applyClassBalancing } = lossParams;

export const losses = {
  sparseCategoricalCrossentropy: {
    label: 'Kreuzentropie',
    doc: 'Wie überrascht das Netz von der richtigen Klasse ist: 0, wenn es ihr die Wahrscheinlichkeit 1 gab, und umso mehr, je weniger es ihr gab.',
    params: { labelSmoothing },
  },
  meanSquaredError: {
    label: 'Mittlerer quadratischer Fehler',
    doc: 'Der Mittelwert der quadrierten Differenzen: Große Fehler wiegen viel schwerer als kleine.',
  },
  meanAbsoluteError: {
    label: 'Mittlerer absoluter Fehler',
    doc: 'Der Mittelwert der Differenzen ohne ihr Vorzeichen: Ein Ausreißer im Ziel zählt nicht mehr, als er danebenliegt.',
  },
  huber: {
    label: 'Huber-Verlust',
    doc: 'Quadratisch bei kleinen Fehlern, geradlinig bei großen: genau, und kein Ausreißer im Ziel bestimmt alles.',
    formula: 'mean(½ d², wo |d| ≤ δ, sonst δ |d| − ½ δ²), d = ŷ − y',
    params: { delta },
  },
  logCosh: {
    label: 'Log-cosh-Verlust',
    doc: 'Ungefähr die halbe quadrierte Differenz, wo sie klein ist, und die einfache Differenz, wo sie groß ist: ein glatter Huber-Verlust.',
  },
  binaryCrossentropy: {
    label: 'Binäre Kreuzentropie',
    doc: 'Fragt jede Einheit für sich: Ist es das oder nicht? Für Ziele von 0 und 1 oder für Klassen mit einem Sigmoid am Ende.',
    params: { labelSmoothing },
  },
  categoricalFocalCrossentropy: {
    label: 'Focal Loss',
    doc: 'Kreuzentropie, die Zeilen kaum zählt, die schon richtig sind: gut, wo einige Klassen viel seltener sind.',
    formula: 'α (1−p)^γ · −log p, p die Wahrscheinlichkeit, die der richtigen Klasse gegeben wird',
    params: { gamma, alpha, labelSmoothing },
  },
  binaryFocalCrossentropy: {
    label: 'Binärer Focal Loss',
    doc: 'Binäre Kreuzentropie, die kaum zählt, was schon richtig ist: gut, wo eine Antwort viel seltener ist.',
    formula: 'mean((1−p)^γ · −log p), p die Wahrscheinlichkeit, die der richtigen Antwort gegeben wird',
    params: { gamma, alpha, applyClassBalancing, labelSmoothing },
  },
  categoricalHinge: {
    label: 'Kategorialer Hinge-Verlust',
    doc: 'Verlangt, dass die richtige Klasse jeder anderen um 1 voraus ist, und ist von da an zufrieden.',
    formula: 'max(max(ŷ der anderen Klassen) − ŷ[y] + 1, 0)',
  },
  hinge: {
    label: 'Hinge-Verlust',
    doc: 'Verlangt von jeder Einheit mehr als 1 für ja und weniger als −1 für nein und ist von da an zufrieden, wie eine Support Vector Machine.',
    formula: 'mean(max(1 − y ŷ, 0)), y = −1 oder 1',
  },
  klDivergence: {
    label: 'KL-Divergenz',
    doc: 'Wie viel verloren geht, wenn die vorhergesagte Verteilung für die des Ziels genommen wird. Für Ziele, die Wahrscheinlichkeiten sind.',
  },
  cosineSimilarity: {
    label: 'Kosinus-Ähnlichkeit',
    doc: 'Ob Vorhersage und Ziel in dieselbe Richtung zeigen, gleich wie lang sie sind: −1, wenn sie es tun, 1, wenn sie entgegengesetzt sind.',
  },
} satisfies WordsOf<typeof kinds>;
