import type { activations as kinds } from '../../../kinds/activations/index.ts';
import type { WordsOf } from './types.ts';

export const activations = {
  linear: {
    doc: 'Lässt jeden Wert, wie er ist. Üblich für die letzte Schicht, wenn das Ziel eine Zahl ist.',
  },
  relu: {
    doc: 'Behält positive Werte und setzt negative auf null. Die übliche Wahl für verborgene Schichten.',
  },
  leakyRelu: {
    doc: 'Wie ReLU, aber negative Werte behalten ein Fünftel ihrer Größe, sodass eine Einheit nie aufhören kann zu lernen.',
    formula: 'f(x) = x für x ≥ 0, sonst 0.2 · x',
  },
  elu: {
    doc: 'Wie ReLU, aber negative Werte fallen sanft gegen −1, was die mittlere Ausgabe nahe null hält.',
    formula: 'f(x) = x für x ≥ 0, sonst eˣ − 1',
  },
  selu: {
    doc: 'Eine skalierte ELU, die die Werte von Schicht zu Schicht nahe Mittelwert 0 und Varianz 1 hält.',
    formula: 'f(x) = 1.0507 · x für x ≥ 0, sonst 1.0507 · 1.6733 · (eˣ − 1)',
  },
  gelu: {
    doc: 'Eine glatte ReLU, die jeden Wert danach gewichtet, wie wahrscheinlich eine normalverteilte Zahl kleiner ist als er. Üblich in Transformern.',
  },
  silu: { doc: 'Eine glatte ReLU: jeder Wert mal seinem eigenen Sigmoid. Auch Swish genannt.' },
  mish: { doc: 'Eine glatte ReLU, die ein wenig unter null eintaucht, ganz ähnlich wie SiLU.' },
  softplus: {
    doc: 'Eine glatte ReLU, die immer über null liegt: für Ausgaben, die positiv sein müssen.',
  },
  softsign: { doc: 'Zwängt jeden Wert zwischen −1 und 1, sanfter als tanh.' },
  sigmoid: { doc: 'Zwängt jeden Wert zwischen 0 und 1.' },
  hardSigmoid: {
    label: 'Hartes Sigmoid',
    doc: 'Ein Sigmoid aus drei Geraden: 0 unter −3, 1 über 3. Billiger als das glatte.',
  },
  tanh: { doc: 'Zwängt jeden Wert zwischen −1 und 1.' },
  softmax: {
    doc: 'Macht aus den Werten der letzten Achse Wahrscheinlichkeiten, die zusammen 1 ergeben. Üblich für die letzte Schicht, wenn das Ziel eine Klasse ist.',
  },
  logSoftmax: {
    label: 'Log-Softmax',
    doc: 'Der Logarithmus von Softmax: logarithmierte Wahrscheinlichkeiten über die letzte Achse, genau auch dort, wo eine Wahrscheinlichkeit fast null ist.',
  },
} satisfies WordsOf<typeof kinds>;
