import { shapeText } from '../../kinds/shape.ts';
import { kindNameText } from '../kinds.ts';
import { bytesText, count, measured, plainNumber, plural } from '../numbers.ts';
import { problemText, settingNames as settings } from '../problems.ts';
import type { FixSentences, NamedWords, ProblemSentences, SettingNames, WantedWords } from '../problems.ts';
import { reasonText } from '../values.ts';
import { advice } from './advice.ts';

const listed = (names: readonly string[]): string => names.join(' und ');

export const settingNames: SettingNames = {
  optimizer: 'Optimierer',
  schedule: 'Zeitplan',
  earlyStopping: 'Früh beenden',
  mix: 'Bilder mischen',
};

export const problems: ProblemSentences = {
  ...advice,
  'nothing-to-train-on': (f) =>
    `Zum Lernen bleibt keine Zeile: Von ${plural(f.rows, 'Zeile', 'Zeilen')} wird ein Teil von ${plainNumber(f.validation)} zur Validierung zurückgehalten und ${plainNumber(f.test)} für den Test.`,
  'input-not-connected': (f) =>
    `${f.layer} braucht etwas am Anschluss ${f.port}. Von der Schicht davor eine Kante dorthin ziehen.`,
  'input-taken': (f) =>
    `Der Anschluss ${f.port} von ${f.layer} nimmt eine Kante auf und hat mehrere. Eine entfernen oder sie mit Add oder Concatenate zusammenführen.`,
  'rank-wrong': (f) => `${f.layer} erwartet ${f.wants}, bekommt aber ${shapeText(f.shape)}.`,
  'shapes-differ': (f) =>
    `${f.layer} führt Zweige ${f.axis ? 'derselben Form bis auf die letzte Achse' : 'derselben Form'} zusammen, bekommt aber ${f.shapes.map(shapeText).join(' und ')}.`,
  'window-too-large': (f) =>
    `${f.layer} hat ein Fenster von ${shapeText(f.window)}, größer als der Eingang von ${shapeText(f.shape)}. Ein kleineres wählen oder das Padding „same“.`,
  'axis-missing': (f) =>
    `${f.layer} nennt Achse ${f.axis}, bekommt aber ${shapeText(f.shape)} mit ${plural(f.shape.length, 'Achse', 'Achsen')}.`,
  'products-differ': (f) =>
    `${f.layer} multipliziert entlang Achse ${f.axes[0]} des ersten und Achse ${f.axes[1]} des zweiten Eingangs, die gleich lang sein müssen, bekommt aber ${f.shapes.map(shapeText).join(' und ')}.`,
  'filters-uneven': (f) =>
    `${f.layer} teilt die ${f.filters} Filter in ${f.groups} gleich große Gruppen. Eine Zahl von Gruppen wählen, die sie teilt.`,
  'groups-uneven': (f) =>
    `${f.layer} teilt die Kanäle in ${f.groups} gleich große Gruppen, bekommt aber ${f.channels}. Eine Zahl von Gruppen wählen, die sie teilt.`,
  'statistics-differ': (f) =>
    `${f.layer} hat ${f.means} Mittelwerte und ${f.variances} Varianzen für ${f.channels} Kanäle. Einen Wert für alle Kanäle angeben oder einen je Kanal.`,
  'crop-too-large': (f) =>
    `${f.layer} schneidet ${shapeText(f.size)} aus, mehr als der Eingang von ${shapeText(f.shape)} hat.`,
  'needs-two-inputs': (f) =>
    `${f.layer} führt zwei oder mehr Zweige zusammen. Noch eine Kante dorthin ziehen.`,
  'state-missing': (f) =>
    `${f.layer} beginnt mit einem Zustand und einer Zelle gemeinsam. Beide verbinden oder keinen.`,
  'state-differs': (f) =>
    `${f.layer} beginnt mit ${shapeText(f.wants)} Zahlen je Zeile, bekommt aber ${shapeText(f.shape)}.`,
  'strides-with-dilation': (f) =>
    `${f.layer} hat Schrittweite und Dilatation über 1, was TensorFlow nicht berechnen kann. Eine davon auf 1 setzen.`,
  'strides-unequal': (f) =>
    `${f.layer} bewegt den Filter senkrecht und waagerecht gleich weit; anderes berechnet TensorFlow nicht. Beide Schrittweiten auf dieselbe Zahl setzen.`,
  'cropped-away': (f) =>
    `${f.layer} schneidet den ganzen Eingang von ${shapeText(f.shape)} weg. Weniger abschneiden.`,
  'reshape-size': (f) =>
    `${f.layer} kann ${shapeText(f.shape)} nicht als ${shapeText(f.target)} auslegen: Beide müssen gleich viele Zahlen haben. Eine Seite darf -1 sein und nimmt, was übrig bleibt.`,
  'axes-not-each-once': (f) =>
    `${f.layer} muss jede Achse des Eingangs von ${shapeText(f.shape)} einmal nennen, ab 1 gezählt, nennt aber ${f.axes.join(', ') || 'keine'}.`,
  'keys-not-values': (f) =>
    `${f.layer} erwartet einen Schlüssel je Wert, bekommt aber ${f.keys} Schlüssel und ${f.values} Werte.`,
  'group-too-large': (f) =>
    `${f.layer} enthält mehr als ${count(f.layers)} Schichten oder mehr als ${f.depth} Gruppen ineinander.`,
  'weights-differ': (f) =>
    `${f.layer} kann die Gewichte zwischen den Wiederholungen nicht teilen: Ihre Formen wären verschieden. Die Gruppe muss die Form ergeben, die sie annimmt; sonst nicht teilen.`,
  inside: (f) => `In ${f.layer}: ${problemText(f.problem)}`,
  cycle: (f) =>
    `${f.layer} ist Teil einer Schleife. Ein vorwärtsgerichtetes Netz hat keine: eine Kante der Schleife entfernen.`,
  'no-input': () => 'Das Netz hat keine Eingabe. Input aus der Palette hineinziehen.',
  'no-output': () =>
    'Das Netz hat keine Ausgabe. Output aus der Palette hineinziehen und die letzte Schicht damit verbinden.',
  'nothing-learns': (f) =>
    f.frozen > 0
      ? `In ${f.network} kann nichts lernen: Jede Schicht mit Gewichten ist eingefroren. Eine trainierbar machen.`
      : `In ${f.network} kann nichts lernen: Zwischen Eingabe und Ausgabe hat keine Schicht Gewichte. Eine einfügen, etwa Dense.`,
  'unknown-kind': (f) =>
    `Diese Version kennt keine Schicht „${f.kind}“. Den Knoten entfernen oder das Projekt mit einem neueren Neuroloom öffnen.`,
  'param-invalid': (f) => `${f.layer}, Einstellung ${f.param}: ${reasonText(f.reason)}.`,
  'setting-invalid': (f) =>
    `Einstellungen zum Training, ${settings[f.setting]}, ${[f.of, f.param ?? []].flat().map(kindNameText).join(', ')}: ${reasonText(f.reason)}.`,
  'units-not-classes': (f) =>
    f.classes === 1
      ? `${f.layer} hat ${plural(f.units, 'Einheit', 'Einheiten')}, aber ${f.column} ist eine einzige Zahl: Nötig ist eine Einheit.`
      : `${f.layer} hat ${plural(f.units, 'Einheit', 'Einheiten')}, aber ${f.column} hat ${f.classes} Klassen: Nötig ist eine Einheit je Klasse.`,
  'target-missing': (f) => `${f.layer} hat noch kein Ziel. Die Spalte wählen, die gelernt werden soll.`,
  'target-is-tokens': (f) =>
    `${f.layer} kann ${f.column} nicht lernen, weil diese Spalte Text enthält. Eine Spalte mit Klassen oder Zahlen wählen.`,
  'loss-not-target': (f) =>
    `${f.loss} ist nicht für ${f.target === 'category' ? 'Klassen' : 'eine Zahl'} gemacht, wie ${f.column} sie enthält. Für ${f.layer} einen anderen Verlust wählen.`,
  'loss-wants-each-class': (f) =>
    `${f.loss} erwartet eine Einheit für jede der zwei Klassen von ${f.column}, aber ${f.layer} bekommt eine. Binäre Kreuzentropie wählen oder der letzten Schicht zwei Einheiten geben.`,
  'input-column-missing': (f) =>
    `${f.layer} hat noch keine Daten. Die Spalten wählen, aus denen die Eingabe gespeist wird.`,
  'input-shape-not-data': (f) =>
    `${f.layer} ist auf ${shapeText(f.shape)} eingestellt, die Daten sind aber ${shapeText(f.data)}.`,
  'unknown-recipe': (f) =>
    `Diese Version kennt kein Lernverfahren „${f.kind}“. Das Projekt mit einem neueren Neuroloom öffnen oder ein anderes wählen.`,
  'order-not-recipe': (f) =>
    f.wants === 'time'
      ? `${f.recipe} lernt aus Zeilen, die zeitlich aufeinander folgen, und die Zeilen von „${f.data}“ haben keine Reihenfolge. Die Daten als Text oder Zeitreihe importieren.`
      : `${f.recipe} lernt aus Zeilen, die für sich stehen, und die von „${f.data}“ folgen zeitlich aufeinander. Ein anderes Lernverfahren wählen oder die Daten als Tabelle importieren.`,
  'networks-missing': (f) =>
    `${f.recipe} braucht ${f.roles.length} Netze (${f.roles.join(', ')}), das Projekt hat aber ${f.found}.`,
  'output-not-input': (f) =>
    `${f.layer} ergibt ${shapeText(f.shape)}, muss aber die Eingabe wiedergeben, also ${shapeText(f.input)}.`,
  'sample-not-judged': (f) =>
    `${f.layer} ergibt ${shapeText(f.shape)}, aber ${f.judge} beurteilt Beispiele von ${shapeText(f.wants)}: Beides muss gleich sein.`,
  'score-not-one': (f) =>
    `${f.layer} ergibt ${shapeText(f.shape)}, muss aber eine Zahl je Beispiel ergeben: wie echt es aussieht.`,
  'target-not-spanned': (f) =>
    `${f.layer} lernt ${f.column}, eine Klasse: Dieses Lernverfahren lernt Zahlen oder Tokens, die aufeinander folgen.`,
  'tokens-wanted': (f) =>
    `${f.layer} liest ${f.columns.join(', ') || 'keine Spalte'}, dieses Lernverfahren erwartet dort aber eine einzelne Spalte mit Tokens.`,
  'span-too-long': (f) =>
    `${f.layer} braucht ${f.wants} Tokens von ${f.column}, die Zeilen haben aber ${f.has}. Die Eingabe kürzer machen.`,
  'units-not-vocabulary': (f) =>
    `${f.layer} bekommt ${shapeText(f.shape)}, aber ${f.column} hat ${f.tokens} Tokens: An jeder Stelle ist ein Wert für jedes nötig.`,
  'vocabulary-larger': (f) =>
    `${f.layer} kennt ${count(f.size)} Tokens, aber ${f.column} hat ${count(f.tokens)}: Nötig ist eine Zeile für jedes.`,
  'not-connected-to-output': (f) =>
    `${f.layer} führt zu keiner Ausgabe und lernt darum nichts. Verbinden oder löschen.`,
  'dataset-missing': (f) =>
    f.name
      ? `Der Datensatz „${f.name}“ ist nicht hier. Einen anderen wählen oder ihn neu importieren.`
      : 'Die Daten wählen, mit denen trainiert werden soll.',
  'softmax-on-number': (f) =>
    `${f.layer} endet in softmax, das einen einzelnen Wert immer zu 1 macht, aber ${f.column} ist eine Zahl. Keine Aktivierung benutzen.`,
  'activation-before-crossentropy': (f) =>
    `${f.layer} endet in ${f.activation}, aber die Kreuzentropie erwartet die Wahrscheinlichkeiten von softmax oder einfache Werte.`,
  'single-without-sigmoid': (f) =>
    `${f.layer} endet in ${f.activation}, aber die eine Einheit unterscheidet die zwei Klassen von ${f.column} durch eine Wahrscheinlichkeit. Sigmoid benutzen oder zwei Einheiten mit softmax.`,
  'activation-limits-target': (f) =>
    `${f.layer} endet in ${f.activation} und kann nicht alle Werte von ${f.column} ergeben, die${f.deviations ? ', als Abweichungen vom Mittelwert,' : ''} von ${measured(f.low)} bis ${measured(f.high)} reichen. Keine Aktivierung benutzen.`,
  'data-streamed': (f) =>
    `${bytesText(f.streamed)} der Daten sind mehr, als ein Lauf im Speicher dieses Rechners hält: Sie werden während des Laufs von der Platte gelesen. Die Zahlen bleiben dieselben, Bit für Bit.`,
  'window-too-long': (f) =>
    `Ein Beispiel geht über ${plural(f.reach, 'Zeile', 'Zeilen')}, vom Anfang des Fensters bis zum letzten gelernten Wert; zum Lernen bleiben ${count(f.rows)}. Das Fenster, die Lücke oder den Horizont verkürzen.`,
  'memory-short': (f) =>
    `Ein Schritt mit einem Batch von ${count(f.batchSize)} braucht etwa ${bytesText(f.needed)} Speicher, frei sind ${bytesText(f.free)}. ${
      f.largest > 0
        ? `Ein Batch von ${count(f.largest)} passt.`
        : 'Nicht einmal eine einzelne Zeile passt: kleinere oder weniger Schichten benutzen.'
    }`,
};

export const wanted: WantedWords = {
  sequence: 'eine Sequenz (Zeitschritte × Kanäle)',
  image: 'Bilder (Höhe × Breite × Kanäle)',
  volume: 'Volumen (Tiefe × Höhe × Breite × Kanäle)',
  row: 'eine Reihe von Zahlen',
  features: 'eine Reihe von Zahlen, oder eine je Zeitschritt',
  axis: 'mindestens eine Achse mit Zahlen',
  steps: 'Zeitschritte (Zeit × Merkmale)',
};

export const named: NamedWords = {
  input: 'die Eingabe',
  parameter: 'ein Parameter',
  learningRate: 'Lernrate',
  batchSize: 'Batchgröße',
  validationPart: 'Anteil zur Validierung',
  activations: 'Aktivierungen',
  size: 'Größe',
  on: 'ein',
  off: 'aus',
  usual: 'die Vorgabe',
  loss: 'den Verlust',
  heads: (n) => plural(n, 'Kopf', 'Köpfe'),
  groups: (n) => plural(n, 'Gruppe', 'Gruppen'),
  causal: 'kausal',
  cosine: 'Kosinus',
  flips: {
    horizontal_and_vertical: 'waagerecht, senkrecht',
    horizontal: 'waagerecht',
    vertical: 'senkrecht',
  },
  positions: { learned: 'gelernt', sinusoidal: 'sinusförmig' },
};

export const fixes: FixSentences = {
  unfreeze: (f) =>
    f.layers === 1 ? 'Trainierbar machen' : `${count(f.layers)} Schichten trainierbar machen`,
  'hold-out-less': () => 'Je einen Teil von 0,15 zurückhalten',
  insert: (f) => `${listed(f.layers)} einfügen`,
  set: (f) => `${f.param} auf ${f.value} setzen`,
  connect: (f) => `Mit ${f.from} verbinden`,
  'remove-layer': (f) => `${f.layer} entfernen`,
  'remove-edges': (f) => (f.edges === 1 ? 'Die Kante entfernen' : `${count(f.edges)} Kanten entfernen`),
  'set-loss': () => 'Den Verlust von Neuroloom wählen lassen',
  'set-shape': () => 'Die Form der Daten übernehmen',
  'set-linear': () => 'Keine Aktivierung benutzen',
  'set-softmax': () => 'Softmax benutzen',
  'set-sigmoid': () => 'Sigmoid benutzen',
  'set-batch-size': (f) => `Einen Batch von ${count(f.largest)} benutzen`,
  'set-columns': (f) =>
    `Aus ${f.columns.length > 3 ? `${f.columns.length} Spalten` : f.columns.join(', ')} speisen`,
  'set-target': (f) => `${f.column} lernen`,
  'set-recipe': (f) => `Als ${f.recipe} trainieren`,
  'add-networks': (f) => `${listed(f.networks)} hinzufügen`,
};
