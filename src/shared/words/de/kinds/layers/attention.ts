import type { LayersWords } from './types.ts';
import {
  activation,
  activityRegularizers,
  activityRegularizersOf,
  biasInitializer,
  biasRegularizers,
  epsilon,
  input,
  kernelInitializer,
  output,
  regularizers,
  sameShape,
  steps,
  weightRegularizers,
} from './parts.ts';

const heads = 'Köpfe';

const scales = weightRegularizers('Faktoren der Normalisierungen', ' von Gamma');
const shifts = weightRegularizers('Verschiebungen der Normalisierungen', ' von Beta');

const transformer = {
  numHeads: {
    label: heads,
    doc: 'Anzahl der Attention-Köpfe; zusammen sind sie so breit wie die Eingabe.',
  },
  intermediateDim: {
    label: 'Feed-Forward-Breite',
    doc: 'Einheiten der ersten der beiden Dense-Schichten, die auf die Attention folgen.',
  },
  dropout: {
    label: 'Dropout',
    doc: 'Anteil der Werte, der im Training auf null gesetzt wird: von den Attention-Gewichten und hinter jeder Hälfte.',
  },
  activation: activation('Wird zwischen den beiden Dense-Schichten angewandt.'),
  normalizeFirst: {
    label: 'Zuerst normalisieren',
    doc: 'Normalisiert vor der Attention und den Dense-Schichten, womit das Training ruhiger verläuft, und nicht danach.',
  },
  epsilon: epsilon('Wird in den Normalisierungen zur Varianz addiert, damit nie durch null geteilt wird.'),
  ...weightRegularizers('Kernelwerte von Attention und Dense-Schichten'),
  ...biasRegularizers('Bias-Werte von Attention und Dense-Schichten', ' des Bias'),
  ...activityRegularizersOf('Ausgaben von Attention und Dense-Schichten sowie der Querys, Keys und Values'),
  gammaL1: scales.l1,
  gammaL2: scales.l2,
  betaL1: shifts.l1,
  betaL2: shifts.l2,
} as const;

export const attention = {
  multiHeadAttention: {
    doc: 'Jeder Schritt betrachtet alle Schritte und bildet ein gewichtetes Mittel aus ihnen, in mehreren Köpfen, die jeweils nach etwas anderem suchen. Mit einer Eingabe betrachten die Schritte einander; eine zweite ist das, was sie stattdessen betrachten.',
    formula:
      'Kopf = softmax(Q · Kᵀ / √keyDim) · V, mit Q = query · kernel + bias und K, V ebenso; y = alle Köpfe · kernel + bias',
    params: {
      numHeads: { label: heads, doc: 'Anzahl der Köpfe, jeder mit eigenen Kerneln.' },
      keyDim: { label: 'Key-Breite', doc: 'Anzahl der Zahlen in einer Query und einem Key eines Kopfes.' },
      valueDim: {
        label: 'Value-Breite',
        doc: 'Anzahl der Zahlen in einem Value eines Kopfes; 0 ist die Key-Breite.',
      },
      causal: {
        label: 'Kausal',
        doc: 'Ein Schritt sieht nur sich selbst und die Schritte vor ihm, sodass der nächste vorhergesagt werden kann.',
      },
      useBias: { label: 'Bias', doc: 'Addiert gelernte Versätze zu Querys, Keys, Values und Ausgaben.' },
      dropout: {
        label: 'Dropout',
        doc: 'Anteil der Attention-Gewichte, der im Training auf null gesetzt wird.',
      },
      ...kernelInitializer('Wie die Kernel vor dem Training gefüllt werden.'),
      ...biasInitializer('Wie die Bias-Werte vor dem Training gefüllt werden.'),
      ...regularizers,
      ...activityRegularizersOf('Querys, Keys, Values und Ausgaben'),
    },
    inputs: {
      query: 'Die Schritte, die betrachten: eine Reihe von Zahlen für jeden.',
      value: 'Die Schritte, die betrachtet werden; ohne Kante die der Query.',
      key: 'Woran der Value gefunden wird; ohne Kante der Value.',
    },
    ...output('Eine Reihe für jeden Schritt der Query, so breit wie die Query.'),
  },
  positionEmbedding: {
    doc: 'Addiert zu jedem Zeitschritt eine Reihe von Zahlen, die sagt, wo er steht: Attention allein sieht die Reihenfolge der Schritte nicht.',
    formula:
      'y[t] = x[t] + position[t]; sinusoidal: position[t, 2i] = sin(t / 10000^(2i / Breite)), position[t, 2i + 1] = cos desselben',
    params: {
      positions: {
        label: 'Positionen',
        doc: 'learned: eine Reihe je Schritt, trainiert wie jedes Gewicht; sinusoidal: feste Wellen vieler Längen, ohne Gewichte.',
      },
      ...weightRegularizers('gelernten Positionen'),
      ...activityRegularizers,
    },
    ...steps,
    ...sameShape,
  },
  transformerEncoder: {
    doc: 'Ein Block eines Transformers: Attention, in der jeder Schritt jeden anderen sieht, dann zwei Dense-Schichten für jeden Schritt, jede Hälfte mit einer Abkürzung um sie herum und einer Normalisierung.',
    formula:
      'y = norm(x + attention(x)), z = norm(y + dense(activation(dense(y)))); zuerst normalisiert: y = x + attention(norm(x)), z = y + dense(activation(dense(norm(y))))',
    params: transformer,
    ...steps,
    ...sameShape,
  },
  transformerDecoder: {
    doc: 'Ein Block eines Transformers, der schreibt: Attention, in der ein Schritt sich selbst und die vor ihm sieht, Attention auf das, was ein Encoder gemacht hat, sofern memory verbunden ist, dann zwei Dense-Schichten für jeden Schritt.',
    formula:
      'x = norm(x + attention(x)), mit memory x = norm(x + attention(x, memory)), y = norm(x + dense(activation(dense(x)))); zuerst normalisiert: Die Normalisierung liegt innerhalb jeder Abkürzung',
    params: {
      ...transformer,
      causal: { label: 'Kausal', doc: 'Ein Schritt sieht nur sich selbst und die Schritte vor ihm.' },
    },
    inputs: {
      ...steps.inputs,
      memory: 'Was ein Encoder aus anderen Schritten gemacht hat; ohne Kante nichts.',
    },
    ...output('Die Form der Eingabe.'),
  },
  group: {
    label: 'Gruppe',
    doc: 'Mehrere Schichten als eine, einmal oder mehrmals hintereinander, jede Wiederholung mit eigenen Gewichten oder alle mit denselben.',
    params: {
      layers: {
        label: 'Schichten',
        doc: 'Das Netz im Inneren: Seine Eingabe ist, was die Gruppe erhält, seine Ausgabe, was die Gruppe ausgibt.',
      },
      repeat: {
        label: 'Wiederholungen',
        doc: 'Wie oft hintereinander; jede erhält, was die vorige ausgibt.',
      },
      shared: {
        label: 'Gewichte teilen',
        doc: 'Alle Wiederholungen benutzen die Gewichte der ersten.',
      },
    },
    ...input('Was die erste Schicht im Inneren erhält.'),
    ...output('Was die letzte Schicht im Inneren ausgibt.'),
  },
} satisfies Partial<LayersWords>;
