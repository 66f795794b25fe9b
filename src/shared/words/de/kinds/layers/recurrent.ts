import type { LayersWords } from './types.ts';
import {
  activation,
  biasInitializer,
  initializer,
  kernelInitializer,
  output,
  regularizers,
  steps,
} from './parts.ts';

const gates = {
  recurrentActivation: {
    label: 'Rekurrente Aktivierung',
    doc: 'Wird auf die Gates angewandt, die sagen, wie viel hindurchkommt.',
  },
} as const;

const recurrent = {
  units: {
    label: 'Einheiten',
    doc: 'Anzahl der Zahlen, die sie sich von Schritt zu Schritt merkt und die sie ausgibt.',
  },
  returnSequences: {
    label: 'Sequenzen ausgeben',
    doc: 'Gibt das Gemerkte nach jedem Schritt aus, wie es die nächste rekurrente Schicht verlangt; sonst nur nach dem letzten.',
  },
  direction: {
    label: 'Richtung',
    doc: 'forward: vom ersten Schritt zum letzten; backward: vom letzten zum ersten; both: zwei Schichten, eine in jeder Richtung (Keras: Bidirectional).',
  },
  merge: {
    label: 'Zusammenführen',
    doc: 'Wie aus den Ausgaben beider Richtungen eine wird: nebeneinander, addiert, multipliziert oder gemittelt.',
  },
  useBias: { label: 'Bias', doc: 'Addiert gelernte Versätze.' },
  dropout: {
    label: 'Dropout',
    doc: 'Anteil der Eingabewerte, der im Training auf null gesetzt wird, in jedem Schritt dieselben.',
  },
  recurrentDropout: {
    label: 'Rekurrentes Dropout',
    doc: 'Anteil der gemerkten Werte, der im Training auf dem Weg in den nächsten Schritt auf null gesetzt wird, andere für jedes Gate.',
  },
  ...kernelInitializer('Wie der Kernel der Eingaben vor dem Training gefüllt wird.'),
  ...initializer('recurrentInitializer', 'Rekurrent', {
    label: 'Rekurrenter Initialisierer',
    doc: 'Wie der Kernel des Gemerkten vor dem Training gefüllt wird.',
  }),
  ...biasInitializer(),
  ...regularizers,
} as const;

const state = {
  inputs: { ...steps.inputs, state: 'Das Gemerkte am Anfang; ohne Kante: Nullen.' },
  outputs: {
    ...output('Das Gemerkte nach jedem Schritt oder nach dem letzten.').outputs,
    state: 'Das Gemerkte am Ende.',
  },
} as const;

export const recurrentLayers = {
  simpleRNN: {
    doc: 'Liest eine Sequenz Schritt für Schritt: Was sie nach einem Schritt ausgibt, geht in den nächsten ein. Sie vergisst bald; LSTM und GRU merken sich länger etwas.',
    params: { ...recurrent, activation: activation('Wird auf die Summe jedes Schrittes angewandt.') },
    ...state,
  },
  lstm: {
    doc: 'Liest eine Sequenz Schritt für Schritt und merkt sich etwas: Drei Gates entscheiden, was ihre Zelle aufnimmt, behält und ausgibt. Die übliche Schicht für längere Sequenzen.',
    formula:
      'c = f · c + i · activation(x · W + h · U + b), h = o · activation(c), jedes von i, f, o = recurrentActivation(x · W + h · U + b) mit eigenen Gewichten',
    params: {
      ...recurrent,
      activation: activation(
        'Wird auf das angewandt, was in die Zelle hineingeht und was aus ihr herauskommt.',
      ),
      ...gates,
      unitForgetBias: {
        label: 'Forget-Bias auf eins',
        doc: 'Der Bias des Forget-Gates beginnt bei 1, sodass sich die Schicht anfangs alles merkt.',
      },
    },
    inputs: { ...state.inputs, cell: 'Ihre Zelle am Anfang, zusammen mit dem Zustand.' },
    outputs: { ...state.outputs, cell: 'Ihre Zelle am Ende.' },
  },
  gru: {
    doc: 'Liest eine Sequenz Schritt für Schritt und merkt sich etwas: Zwei Gates entscheiden, wie viel vom Vergangenen sie behält und benutzt. Wie LSTM mit weniger Gewichten.',
    formula:
      'h = z · h + (1 − z) · activation(x · W + b + r · (h · U + d)), jedes von z, r = recurrentActivation(x · W + b + h · U + d) mit eigenen Gewichten; wo sie vor dem Produkt zurücksetzt: activation(x · W + b + (r · h) · U)',
    params: {
      ...recurrent,
      activation: activation('Wird auf das angewandt, was in jedem Schritt neu ist.'),
      ...gates,
      resetAfter: {
        label: 'Danach zurücksetzen',
        doc: 'Wendet das Reset-Gate nach dem Produkt mit dem Gemerkten an, nicht davor; der Bias hat dann einen eigenen Teil für dieses Produkt.',
      },
    },
    ...state,
  },
  masking: {
    doc: 'Verdeckt die Zeitschritte, in denen jede Zahl der Maskenwert ist: Rekurrente Schichten dahinter überspringen sie.',
    formula: 'mask[t] = 1, wo irgendein x[t, i] ≠ maskValue, y = x · mask',
    params: {
      maskValue: { label: 'Maskenwert', doc: 'Was jede Zahl eines verdeckten Schrittes ist.' },
    },
    ...steps,
    ...output('Dasselbe, mit Nullen in den verdeckten Schritten.'),
  },
} satisfies Partial<LayersWords>;
