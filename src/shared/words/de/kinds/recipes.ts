import type { recipes as kinds } from '../../../kinds/recipes/index.ts';
import type { RolesWords } from '../../kinds.ts';
import type { WordsOf } from './types.ts';

const direct = {
  roles: { network: { label: 'Netz', doc: 'Von den Eingaben zu den Ausgaben.' } },
} as const;

const stride = (doc: string) => ({ label: 'Schrittweite', doc });

export const recipes = {
  supervised: {
    label: 'Überwacht',
    doc: 'Lernt eine Zielspalte aus anderen Spalten: eine Klasse oder eine Zahl. Mehrere Eingaben und Ausgaben werden zusammen trainiert.',
    ...direct,
  },
  autoencoder: {
    doc: 'Lernt, was hereinkommt, durch eine enge Mitte wiederzugeben, die so zu einer kurzen Beschreibung davon wird. Ein Ziel ist nicht nötig.',
    ...direct,
  },
  variationalAutoencoder: {
    label: 'Variational Autoencoder',
    doc: 'Ein Autoencoder, dessen Mitte eine Wolke normalverteilter Zahlen ist, gezogen von einer Sampling-Schicht: Jeder Punkt der Wolke lässt sich zu etwas Neuem dekodieren.',
    ...direct,
  },
  languageModel: {
    label: 'Sprachmodell',
    doc: 'Lernt, welches Zeichen, Wort oder Token als Nächstes kommt, an jeder Stelle eines Textes zugleich. Es schreibt dann, indem es eines nach dem anderen zieht.',
    params: {
      stride: stride(
        'Tokens vom Anfang eines Beispiels bis zu dem des nächsten; 0 ist die Länge eines Beispiels, sodass eine Epoche den Text einmal liest.',
      ),
    },
    ...direct,
  },
  sequenceToSequence: {
    label: 'Sequenz zu Sequenz',
    doc: 'Lernt, eine Folge von Tokens in eine andere zu verwandeln. Eine Eingabe liest die Quelle, die andere, was bisher geschrieben wurde; die Ausgabe ist an jeder Stelle das nächste Token.',
    ...direct,
  },
  timeSeries: {
    label: 'Zeitreihe',
    doc: 'Lernt die nächsten Werte einer Spalte aus einem Fenster der Zeilen davor. Die Länge der Eingabe ist das Fenster, die der Ausgabe der Horizont.',
    params: {
      stride: stride('Zeilen vom Anfang eines Fensters bis zu dem des nächsten.'),
      gap: { label: 'Lücke', doc: 'Zeilen zwischen dem Fenster und dem ersten vorherzusagenden Wert.' },
    },
    ...direct,
  },
  gan: {
    doc: 'Zwei Netze gegeneinander: Der Generator macht aus Rauschen Proben, der Diskriminator unterscheidet sie von echten, und beide werden besser.',
    params: {
      objective: {
        label: 'Zielfunktion',
        doc: 'standard: Kreuzentropie von echt und gemacht; leastSquares: quadrierter Abstand von 1 und 0; wasserstein: Differenz der Bewertungen, mit Gradient Penalty.',
      },
      discriminatorSteps: {
        label: 'Schritte des Diskriminators',
        doc: 'Aktualisierungen des Diskriminators für jede des Generators; 5 ist mit wasserstein üblich.',
      },
      labelSmoothing: {
        label: 'Label Smoothing',
        doc: 'Wie weit unter 1 das Label einer echten Probe liegt, damit sich der Diskriminator nicht zu sicher wird.',
      },
      gradientPenalty: {
        label: 'Gradient Penalty',
        doc: 'Gewicht der Strafe, die die Steigung des Diskriminators bei 1 hält.',
      },
    },
    roles: {
      generator: {
        label: 'Generator',
        doc: 'Von Rauschen zu einer Probe. Eingaben ohne Spalten werden mit Rauschen gespeist.',
      },
      discriminator: {
        label: 'Diskriminator',
        doc: 'Von einer Probe zu einer Zahl: wie echt sie aussieht.',
      },
    },
  },
} satisfies WordsOf<typeof kinds, { readonly roles: RolesWords }>;
