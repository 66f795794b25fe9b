import type { LayersWords } from './types.ts';
import { anyShape, input, output, picture, rate, sameShape } from './parts.ts';

const keepByChannel = 'y = x · keep / (1 − rate), ein keep für jeden Kanal eines Beispiels';

export const regularisation = {
  dropout: {
    doc: 'Setzt im Training zufällig Werte auf null, damit sich das Netz auf keinen einzelnen verlässt; sonst ändert sie nichts.',
    formula: 'y = x · keep / (1 − rate), keep = 1 mit Wahrscheinlichkeit 1 − rate, sonst 0',
    params: rate,
    ...anyShape,
    ...sameShape,
  },
  sampling: {
    doc: 'Zieht für jedes Paar aus Mittelwert und Varianz eine normalverteilte Zahl und addiert zum Verlust, wie weit sie von 0 und 1 entfernt sind: die Mitte eines Variational Autoencoders.',
    params: {
      weight: {
        label: 'Gewicht der Divergenz',
        doc: 'Multipliziert die Divergenz (Beta): Mehr macht die Mitte runder und die Kopien unschärfer.',
      },
    },
    inputs: {
      mean: 'Die Mitte jeder Wolke.',
      logVariance: 'Der Logarithmus ihrer Varianz, in derselben Form.',
    },
    ...output('Im Training eine Ziehung, sonst der Mittelwert.'),
  },
  spatialDropout1D: {
    doc: 'Setzt im Training zufällig ganze Merkmale auf null, für alle Zeitschritte zugleich; sonst ändert sie nichts.',
    formula: keepByChannel,
    params: rate,
    ...input('Zeitschritte aus Zahlen: Zeit × Merkmale.'),
    ...sameShape,
  },
  spatialDropout2D: {
    doc: 'Setzt im Training zufällig ganze Kanäle von Bildern auf null: Benachbarte Pixel gleichen sich zu sehr, um sie einzeln wegzulassen. Sonst ändert sie nichts.',
    formula: keepByChannel,
    params: rate,
    ...picture,
    ...sameShape,
  },
  gaussianNoise: {
    doc: 'Addiert im Training normalverteiltes Rauschen zu jedem Wert, damit das Netz die Beispiele nicht auswendig lernen kann; sonst ändert sie nichts.',
    formula: 'y = x + Rauschen mit Mittelwert 0 und dieser Standardabweichung',
    params: {
      stddev: { label: 'Standardabweichung', doc: 'Standardabweichung des Rauschens.' },
    },
    ...anyShape,
    ...sameShape,
  },
  gaussianDropout: {
    doc: 'Multipliziert im Training jeden Wert mit normalverteiltem Rauschen um den Mittelwert 1: eine sanfte Form von Dropout, bei der nie ein Wert verloren geht. Sonst ändert sie nichts.',
    formula: 'y = x · Rauschen mit Mittelwert 1 und Standardabweichung √(rate / (1 − rate))',
    params: { rate: { label: 'Rate', doc: 'So stark wie ein Dropout mit dieser Rate.' } },
    ...anyShape,
    ...sameShape,
  },
} satisfies Partial<LayersWords>;
