import { lossParams } from '../losses.ts';
import { metrics } from '../metrics.ts';
import type { LayersWords } from './types.ts';
import {
  activation,
  activityRegularizers,
  anyShape,
  initializer,
  input,
  kernel,
  output,
  sameShape,
  vectorInitializer,
  weightRegularizers,
} from './parts.ts';

export const core = {
  input: {
    doc: 'Wo die Daten hereinkommen: ein Bild oder eine Zeile einer Tabelle.',
    params: {
      shape: {
        label: 'Form',
        doc: 'Form eines Beispiels: Höhe, Breite und Kanäle eines Bildes oder die Anzahl der Spalten.',
      },
      normalise: {
        label: 'Normalisieren',
        doc: 'unit: von 0 bis 1 (Bilder: durch 255 geteilt); symmetric: von -1 bis 1; standard: Mittelwert 0 und Standardabweichung 1; gemessen an den Trainingszeilen.',
      },
    },
    ...output('Die Zeilen des Datensatzes.'),
  },
  output: {
    doc: 'Was das Netz vorhersagt. Das Training vergleicht es mit der Zielspalte.',
    params: {
      loss: {
        label: 'Verlust',
        doc: 'Wie weit eine Vorhersage von ihrem Ziel entfernt ist. auto: Kreuzentropie für Klassen, mittlerer quadratischer Fehler für Zahlen.',
      },
      ...lossParams,
      normalise: {
        label: 'Normalisieren',
        doc: 'standard: Eine Zahl wird als ihr Abstand vom Mittelwert in Standardabweichungen gelernt, gemessen an den Trainingszeilen; in diesen steht also auch der Verlust. Vorhersagen, Metriken und Exporte bleiben in der Einheit der Spalte. Nur für Zahlen.',
      },
      classWeights: {
        label: 'Klassengewichte',
        doc: 'balanced: Zeilen einer seltenen Klasse zählen im Training mehr, sodass alle Klassen gleich viel zählen; ebenso seltene Tokens. own: Jede Klasse zählt, wie Sie es angeben. Nicht für Zahlen.',
      },
      classWeight: {
        label: 'Gewicht je Klasse',
        doc: 'Wie oft eine Zeile der Klasse im Verlust eines Trainingsschritts zählt. Mit 0 lehrt die Klasse nichts.',
      },
      ...metrics.topKCategoricalAccuracy.params,
    },
    ...input('Die Vorhersage.'),
  },
  dense: {
    doc: 'Jede Ausgabe ist eine gewichtete Summe aller Eingaben, danach kommt eine Aktivierung. Auch vollständig verbunden (fully connected) genannt.',
    params: { units: { label: 'Einheiten', doc: 'Anzahl der Ausgaben.' }, ...kernel },
    ...input('Eine Reihe von Zahlen, oder eine je Zeitschritt.'),
    ...output('Eine Zahl je Einheit.'),
  },
  embedding: {
    doc: 'Gibt jedem Token, einer ganzen Zahl wie der eines Wortes, eine gelernte Reihe von Zahlen. Die erste Schicht der meisten Netze, die Text lesen.',
    params: {
      inputDim: {
        label: 'Eingabegröße',
        doc: 'Anzahl der verschiedenen Tokens: Jedes ist mindestens 0 und kleiner als diese Zahl.',
      },
      outputDim: { label: 'Ausgabegröße', doc: 'Anzahl der Zahlen, die für ein Token stehen.' },
      maskZero: {
        label: 'Null maskieren',
        doc: 'Token 0 füllt Sequenzen auf: Rekurrente Schichten hinter dieser überspringen es.',
      },
      ...initializer('embeddingsInitializer', 'Reihen', {
        label: 'Initialisierer',
        doc: 'Wie die Reihen vor dem Training gefüllt werden.',
      }),
      ...weightRegularizers('Zahlen aller Reihen'),
      ...activityRegularizers,
    },
    ...input('Tokens: ganze Zahlen.'),
    ...output('Eine Reihe von Zahlen je Token.'),
  },
  activation: {
    doc: 'Wendet eine Funktion auf jeden Wert an. Erst dadurch kann ein Netz mehr lernen als Geraden.',
    params: { activation: activation('Die Funktion.') },
    ...anyShape,
    ...sameShape,
  },
  leakyReLU: {
    doc: 'Eine ReLU, die negative Werte zu einem Teil ihrer Größe durchlässt, sodass eine Einheit nie aufhören kann zu lernen. Üblich in Netzen, die Bilder beurteilen.',
    formula: 'y = x für x ≥ 0, sonst Steigung · x',
    params: {
      negativeSlope: { label: 'Negative Steigung', doc: 'Wie viel von einem negativen Wert übrig bleibt.' },
    },
    ...anyShape,
    ...sameShape,
  },
  prelu: {
    doc: 'Eine Leaky ReLU, die lernt, wie viel von jedem negativen Wert sie durchlässt.',
    formula: 'y = x für x ≥ 0, sonst alpha · x',
    params: {
      sharedAxes: {
        label: 'Gemeinsame Achsen',
        doc: 'Achsen, entlang derer eine Steigung für alle Werte gilt; 1 und 2 sind Höhe und Breite eines Bildes. Keine: eine Steigung für jeden Wert.',
      },
      ...vectorInitializer(
        'alphaInitializer',
        'Steigungen',
        'Wie die Steigungen vor dem Training gefüllt werden.',
      ),
      ...weightRegularizers('Steigungen'),
      ...activityRegularizers,
    },
    ...anyShape,
    ...sameShape,
  },
} satisfies Partial<LayersWords>;
