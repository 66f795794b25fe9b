import type { optimizers as kinds } from '../../../kinds/optimizers/index.ts';
import type { WordsOf } from './types.ts';

const weightDecay = {
  label: 'Weight Decay',
  doc: 'Zieht jedes Gewicht in jedem Schritt um diesen Anteil der Lernrate gegen 0; 0 schaltet es ab.',
};
const epsilon = {
  label: 'Epsilon',
  doc: 'Hält den Schritt endlich, wo Gradienten fast 0 sind.',
};
const beta1 = (doc: string) => ({ label: 'Beta 1', doc });
const beta2 = (doc: string) => ({ label: 'Beta 2', doc });

const forgetsMean = 'Wie langsam der Mittelwert der Gradienten vergisst.';

const adamParams = {
  beta1: beta1(forgetsMean),
  beta2: beta2('Wie langsam der Mittelwert ihrer Quadrate vergisst.'),
  epsilon,
  weightDecay,
} as const;

const momentum = (doc: string) => ({ label: 'Momentum', doc });
const rho = { label: 'Rho', doc: 'Wie langsam der Mittelwert der quadrierten Gradienten vergisst.' };

export const optimizers = {
  sgd: {
    doc: 'Bewegt jedes Gewicht gegen seinen Gradienten. Mit Momentum behält er einen Teil der letzten Bewegung und rollt über kleine Unebenheiten hinweg.',
    params: {
      momentum: momentum('Der Anteil der letzten Bewegung, der behalten wird; 0,9 ist üblich.'),
      nesterov: {
        label: 'Nesterov',
        doc: 'Blickt entlang der behaltenen Bewegung voraus, bevor er korrigiert.',
      },
      weightDecay,
    },
  },
  adam: {
    doc: 'Gibt jedem Gewicht einen eigenen Schritt, aus Mittelwert und Größe seiner letzten Gradienten. Eine gute erste Wahl.',
    params: adamParams,
  },
  adamW: {
    doc: 'Adam, der außerdem Gewichte gegen 0 zieht, was große Netze davon abhält, sich dem Rauschen anzupassen. Üblich für Transformer.',
    formula: 'w ← w − η λ w, dann wie Adam',
    params: adamParams,
  },
  adamax: {
    doc: 'Adam, der Gradienten nach ihrem größten Betrag der letzten Zeit bemisst: ruhiger, wo Gradienten selten sind, wie bei Embeddings.',
    params: { ...adamParams, beta2: beta2('Wie langsam der größte Betrag der Gradienten verblasst.') },
  },
  nadam: {
    doc: 'Adam, der entlang seines Momentums vorausblickt, wie es das Verfahren von Nesterov tut; am Anfang oft ein wenig schneller.',
    params: adamParams,
  },
  rmsprop: {
    doc: 'Teilt jeden Gradienten durch seine Größe der letzten Zeit, sodass sich alle Gewichte ähnlich schnell bewegen. Seit Langem üblich für rekurrente Netze.',
    params: {
      rho,
      momentum: momentum('Der Anteil der letzten Bewegung, der behalten wird.'),
      epsilon,
      centered: {
        label: 'Zentriert',
        doc: 'Teilt durch die Standardabweichung der Gradienten statt durch ihre Größe.',
      },
      weightDecay,
    },
  },
  adagrad: {
    doc: 'Gewichte, die sich viel bewegt haben, machen immer kleinere Schritte: gut, wo manche Eingaben selten sind. Braucht eine größere Lernrate.',
    params: {
      initialAccumulatorValue: {
        label: 'Anfangssumme',
        doc: 'Womit die Summe der quadrierten Gradienten beginnt: Größer macht die ersten Schritte kleiner.',
      },
      epsilon,
      weightDecay,
    },
  },
  adadelta: {
    doc: 'Leitet die Größe seiner Schritte aus der Größe der letzten ab. Seine eigene Formel verlangt eine Lernrate von 1.',
    params: { rho, epsilon, weightDecay },
  },
  lion: {
    doc: 'Bewegt jedes Gewicht um denselben Betrag, nach oben oder unten, und behält eine Zahl je Gewicht, wo Adam zwei behält. Braucht ein Drittel bis ein Zehntel der Lernrate von Adam.',
    params: {
      beta1: beta1('Wie viel der behaltene Mittelwert für die Richtung zählt.'),
      beta2: beta2(forgetsMean),
      weightDecay,
    },
  },
} satisfies WordsOf<typeof kinds>;
