import type { WatchedValues } from '../../../contract/watch.ts';
import { measured, shortCount, wholePercent } from '../../numbers.ts';
import type { PicturesWords } from '../../ui/pictures.ts';

const mean = ({ statistics }: WatchedValues): string =>
  statistics.mean === null ? 'kein endlicher Wert' : `Mittelwert ${measured(statistics.mean)}`;
const spread = ({ statistics: { min, max, zeros, notFinite } }: WatchedValues): readonly string[] => [
  ...(min === null || max === null ? [] : [`von ${measured(min)} bis ${measured(max)}`]),
  ...(zeros > 0 ? [`${wholePercent(zeros)} Nullen`] : []),
  ...(notFinite > 0 ? [`${notFinite} nicht endlich`] : []),
];

export const pictures: PicturesWords = {
  label: 'Bilder auf den Schichten',
  choices: {
    none: 'Keine Bilder',
    output: 'Ausgaben',
    activations: 'Aktivierungen',
    weights: 'Gewichte',
    gradients: 'Gradienten',
  },
  hints: {
    none: 'Während eines Laufs wird nichts betrachtet.',
    output: 'Wie die Werte verteilt sind, die jede Schicht ergibt.',
    activations: 'Was jede Schicht aus einer Zeile macht: Blau unter null, Orange darüber.',
    weights: 'Wie die Gewichte jeder Schicht verteilt sind.',
    gradients: 'Wie groß die Gradienten jedes Gewichts im Mittel sind, von einem Hundertmillionstel bis 1.',
  },
  legend: {
    output: 'Wie oft jeder Wert vorkommt, vom kleinsten bis zum größten.',
    activations: 'Eine Zeile, bis zum ± daneben.',
    weights: 'Wie oft jeder Wert vorkommt, vom kleinsten bis zum größten.',
    gradients: 'Mittlere Größe, in Zehnerpotenzen von 10⁻⁸ bis 1.',
  },
  waiting: 'zu sehen, während ein Lauf trainiert',
  step: (step) => `Schritt ${shortCount(step)}`,
  noWeights: 'keine Gewichte',
  notTrained: 'nicht trainiert',
  noPicture: 'kein Bild von so vielen Achsen',
  output: (values) => `Ausgabe: ${[mean(values), ...spread(values)].join(', ')}`,
  activations: (values, scale) =>
    `Aktivierungen einer Zeile, Blau bis ${measured(-scale)} und Orange bis ${measured(scale)}; von allen Zeilen ${[mean(values), ...spread(values)].join(', ')}`,
  weights: (weights) =>
    weights.map((values) => `${values.name}: ${[mean(values), ...spread(values)].join(', ')}`).join('; '),
  gradients: (gradients) =>
    gradients
      .map(({ name, statistics: { magnitude } }) =>
        magnitude === null
          ? `Gradient von ${name}: nicht endlich`
          : `Gradient von ${name}: im Mittel ${measured(magnitude)}`,
      )
      .join('; '),
};
