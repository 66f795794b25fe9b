import type { schedules as kinds } from '../../../kinds/schedules/index.ts';
import type { WordsOf } from './types.ts';

const unit = 'Epochen';

const warmupEpochs = {
  label: 'Aufwärmphase',
  doc: 'Die Rate steigt über so viele Epochen von 0 an, bevor der Zeitplan beginnt; Teile einer Epoche zählen. 0: keine.',
  unit,
};
const alpha = {
  label: 'Niedrigster Anteil',
  doc: 'Der Anteil der Lernrate, der am tiefsten Punkt der Kurve übrig ist.',
};
const factor = { label: 'Faktor', doc: 'Was nach jedem Absenken von der Rate übrig ist.' };

export const schedules = {
  constant: {
    label: 'Konstant',
    doc: 'Vom ersten Schritt bis zum letzten dieselbe Lernrate.',
    params: { warmupEpochs },
  },
  step: {
    label: 'Stufen',
    doc: 'Multipliziert die Lernrate alle paar Epochen mit einem Faktor.',
    formula: 'η · Faktor^⌊Epoche / alle⌋',
    params: {
      every: { label: 'Alle', doc: 'Epochen zwischen zwei Absenkungen.', unit },
      factor,
      warmupEpochs,
    },
  },
  exponential: {
    label: 'Exponentieller Abfall',
    doc: 'Senkt die Lernrate mit jedem Schritt ein wenig, in jeder Epoche um denselben Anteil.',
    formula: 'η · Abfall^(Epoche / über)',
    params: {
      decayRate: { label: 'Abfall', doc: 'Was nach den unten genannten Epochen von der Rate übrig ist.' },
      decayEpochs: { label: 'Über', doc: 'Wie viele Epochen das dauert.', unit },
      staircase: {
        label: 'In Stufen',
        doc: 'Sinkt auf einmal am Ende dieser Epochen und nicht Schritt für Schritt.',
      },
      warmupEpochs,
    },
  },
  cosine: {
    label: 'Kosinusabfall',
    doc: 'Senkt die Lernrate über den ganzen Lauf: am Anfang langsam, in der Mitte schnell, am Ende langsam.',
    formula: 'η · (α + (1−α) · ½ (1 + cos(π · Schritt/Schritte)))',
    params: { alpha, warmupEpochs },
  },
  cosineRestarts: {
    label: 'Kosinus mit Neustarts',
    doc: 'Kosinusabfall, der immer wieder nach oben springt, jedes Mal für länger, um ein Tal für ein anderes zu verlassen.',
    formula: 'Kosinusabfall über die ersten Epochen; dann tMul mal so viele, vom mMul-Fachen der Rate aus, …',
    params: {
      firstEpochs: { label: 'Erster Abstieg', doc: 'Epochen des ersten Abstiegs.', unit },
      tMul: { label: 'Länger um', doc: 'Um welchen Faktor jeder Abstieg länger ist als der vorige.' },
      mMul: {
        label: 'Neustart bei',
        doc: 'Der Anteil der letzten Anfangsrate, den die nächste hat.',
      },
      alpha,
      warmupEpochs,
    },
  },
  oneCycle: {
    label: 'Ein Zyklus',
    doc: 'Steigt bis zur Lernrate und fällt weit unter den Anfang, einmal im Lauf: oft der schnellste Weg zu einem guten Netz.',
    formula: 'von η/div hinauf zu η, dann hinunter zu η/(div · final)',
    params: {
      peakAt: { label: 'Gipfel bei', doc: 'Der Anteil des Laufs, nach dem die Rate am höchsten ist.' },
      div: { label: 'Anfangsteiler', doc: 'Um welchen Faktor die erste Rate kleiner ist.' },
      finalDiv: {
        label: 'Endteiler',
        doc: 'Um welchen Faktor die letzte Rate kleiner ist als die erste.',
      },
    },
  },
  reduceOnPlateau: {
    label: 'Bei Stillstand senken',
    doc: 'Senkt die Lernrate, wenn der Validierungsverlust einige Epochen lang nicht gefallen ist.',
    formula: 'η ← Faktor · η nach so vielen Epochen ohne niedrigeren Verlust',
    params: {
      factor,
      patience: {
        label: 'Geduld',
        doc: 'Epochen ohne niedrigeren Verlust, bevor die Rate sinkt.',
        unit,
      },
      minDelta: {
        label: 'Kleinste Änderung',
        doc: 'Ein Verlust gilt als niedriger, wenn er es um mehr als das ist.',
      },
      cooldown: { label: 'Pause', doc: 'Epochen nach einem Absenken, in denen keine gezählt wird.', unit },
      lowest: {
        label: 'Niedrigster Anteil',
        doc: 'Die Rate fällt nie unter diesen Anteil der Lernrate.',
      },
      warmupEpochs,
    },
  },
} satisfies WordsOf<typeof kinds>;
