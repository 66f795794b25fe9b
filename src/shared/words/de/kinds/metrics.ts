import type { metrics as kinds } from '../../../kinds/metrics/index.ts';
import type { WordsOf } from './types.ts';

/** With what is measured beside the metrics. */
export const metrics = {
  accuracy: {
    label: 'Genauigkeit',
    doc: 'Der Anteil der Zeilen, deren wahrscheinlichste Klasse die richtige ist.',
  },
  topKCategoricalAccuracy: {
    label: 'Top-k-Genauigkeit',
    doc: 'Der Anteil der Zeilen, deren richtige Klasse unter den k wahrscheinlichsten ist.',
    params: {
      k: {
        label: 'Top-k-Genauigkeit',
        doc: 'Eine Vorhersage gilt hier als richtig, wenn ihre Klasse unter so vielen wahrscheinlichsten ist. 5 wird bei mehr als 10 Klassen gemessen, eine andere Zahl überall, wo es mehr Klassen als diese gibt. Nur für Klassen.',
      },
    },
  },
  perplexity: {
    label: 'Perplexität',
    doc: 'Zwischen wie vielen gleich wahrscheinlichen Tokens das Netz so gut wie unentschieden ist; 1 ist sicher und richtig.',
  },
  precision: {
    doc: 'Von den Zeilen, die einer Klasse zugeordnet wurden, der Anteil, der zu ihr gehört; der Mittelwert über die Klassen.',
  },
  recall: {
    doc: 'Von den Zeilen einer Klasse der Anteil, der erkannt wurde; der Mittelwert über die Klassen.',
  },
  f1Score: {
    doc: 'Precision und Recall in einer Zahl, hoch nur, wo es beide sind; der Mittelwert über die Klassen.',
  },
  auc: {
    doc: 'Wie oft eine Zeile einer Klasse für diese höher bewertet wird als eine Zeile einer anderen: 1 ist vollkommen, 0,5 ist Zufall; der Mittelwert über die Klassen.',
  },
  meanAbsoluteError: {
    label: 'Mittlerer absoluter Fehler',
    doc: 'Wie weit die Vorhersagen im Mittel danebenliegen, in der Einheit des Ziels.',
  },
  meanSquaredError: {
    label: 'Mittlerer quadratischer Fehler',
    doc: 'Der Mittelwert der quadrierten Differenzen; seine Quadratwurzel ist in der Einheit des Ziels.',
  },
  rootMeanSquaredError: {
    label: 'Wurzel des mittleren quadratischen Fehlers',
    doc: 'Die Größe eines üblichen Fehlers, in der Einheit des Ziels; große Fehler zählen mehr.',
  },
  r2Score: {
    doc: 'Wie viel besser als immer den Mittelwert zu nennen: 1 ist vollkommen, 0 ist nicht besser, unter 0 ist schlechter.',
  },
  exactMatch: {
    label: 'Exakte Übereinstimmung',
    doc: 'Der Anteil der Zeilen, deren ganze Antwort richtig ist, Token für Token geschrieben, jedes Mal mit dem wahrscheinlichsten.',
  },
} satisfies WordsOf<readonly [...typeof kinds, { readonly kind: 'exactMatch' }]>;
