import type { LayersWords } from './types.ts';
import { activityRegularizers, affine, anyShape, input, sameShape, weightRegularizers } from './parts.ts';

const channelsLast = input('Beliebige Form; ihre letzte Achse sind die Kanäle.');
const lastAxis = input('Beliebige Form; ihre letzte Achse wird normalisiert.');

export const normalisation = {
  batchNormalization: {
    doc: 'Bringt jeden Kanal über den Batch auf Mittelwert 0 und Varianz 1 und skaliert und verschiebt ihn dann mit gelernten Werten. Nach dem Training benutzt sie die Mittelwerte, die sie behalten hat.',
    params: {
      momentum: {
        label: 'Momentum',
        doc: 'Wie langsam die behaltenen Mittelwerte den Batches folgen: näher an 1 ist langsamer.',
      },
      ...affine,
    },
    ...channelsLast,
    ...sameShape,
  },
  layerNormalization: {
    doc: 'Bringt die Werte der letzten Achse auf Mittelwert 0 und Varianz 1, jede Zeile oder jeden Zeitschritt für sich, und skaliert und verschiebt sie dann mit gelernten Werten. Üblich in Transformern.',
    params: affine,
    ...lastAxis,
    ...sameShape,
  },
  groupNormalization: {
    doc: 'Bringt Gruppen von Kanälen auf Mittelwert 0 und Varianz 1, jedes Beispiel für sich, und skaliert und verschiebt dann jeden Kanal mit gelernten Werten. Anders als die Batch-Normalisierung taugt sie auch für die kleinsten Batches.',
    formula: 'y = gamma · (x − mean) / √(variance + epsilon) + beta, über jede Gruppe von Kanälen',
    params: {
      groups: {
        label: 'Gruppen',
        doc: 'In wie viele Gruppen die Kanäle geteilt werden; die Zahl muss sie ohne Rest teilen.',
      },
      ...affine,
    },
    ...channelsLast,
    ...sameShape,
  },
  rmsNormalization: {
    doc: 'Bringt die Werte der letzten Achse auf eine Größe (quadratisches Mittel 1) und skaliert sie mit gelernten Werten. Einfacher als die Layer-Normalisierung: Der Mittelwert bleibt.',
    formula: 'y = scale · x / √(Mittel von x² + epsilon)',
    params: { epsilon: affine.epsilon, ...weightRegularizers('Faktoren'), ...activityRegularizers },
    ...lastAxis,
    ...sameShape,
  },
  rescaling: {
    doc: 'Multipliziert jeden Wert mit einer Zahl und addiert eine andere: Aus Pixeln von 0 bis 255 werden Zahlen von 0 bis 1 oder von −1 bis 1.',
    params: {
      scale: { label: 'Faktor', doc: 'Womit jeder Wert multipliziert wird.' },
      offset: { label: 'Versatz', doc: 'Was danach addiert wird.' },
    },
    ...anyShape,
    ...sameShape,
  },
  normalization: {
    doc: 'Zieht von jedem Kanal einen bekannten Mittelwert ab und teilt durch eine bekannte Standardabweichung: So wurden die Bilder eines trainierten Netzes vorbereitet.',
    params: {
      mean: { label: 'Mittelwert', doc: 'Der Mittelwert: einer für alle Kanäle oder einer für jeden.' },
      variance: { label: 'Varianz', doc: 'Die Varianz: eine für alle Kanäle oder eine für jeden.' },
      invert: {
        label: 'Umkehren',
        doc: 'Der umgekehrte Weg: von Werten mit Mittelwert 0 und Varianz 1 zurück zu diesen.',
      },
    },
    ...channelsLast,
    ...sameShape,
  },
} satisfies Partial<LayersWords>;
