import type { UseWords } from '../../ui/use.ts';
import { bytesText, count, percent, plural } from '../../numbers.ts';

const samplesText = (n: number): string => plural(n, 'Probe', 'Proben');

export const use: UseWords = {
  title: 'Nutzen',
  listEmpty: 'Hier stehen die Läufe, die einen Checkpoint haben.',
  emptyTitle: 'Noch kein Netz zum Nutzen',
  emptyText:
    'Hat ein Lauf einen Checkpoint, so lässt sich sein Netz hier an neuen Daten ausprobieren und als Datei mitnehmen.',
  goTrain: 'Zum Training',
  chooseRun: 'Trainierte Netze',
  exportTitle: 'Mitnehmen',
  exportText:
    'Die Datei enthält das Netz, seine Gewichte, die Vorbereitung seiner Eingaben und die Namen seiner Klassen.',
  formats: {
    keras: {
      name: 'Keras',
      file: '.keras',
      text: 'Öffnet sich in Keras 3 mit keras.saving.load_model, zum Weitertrainieren oder Anwenden in Python.',
    },
    onnx: {
      name: 'ONNX',
      file: '.onnx',
      text: 'Läuft überall, wo ONNX Runtime läuft: Python, C++, Telefone, Browser.',
    },
  },
  export: (name) => `Als ${name} exportieren`,
  exporting: 'Die Datei wird geschrieben und zurückgelesen…',
  again: 'Noch einmal exportieren',
  proof: (runtime, rows, difference) =>
    `Zurückgelesen von ${runtime}: ${plural(rows, 'echte Zeile', 'echte Zeilen')} verglichen, größter Unterschied ${difference}.`,
  proofDoc:
    'Ein anderes Programm hat die exportierte Datei geöffnet und dieselben Zeilen bekommen. Ein Export, der etwas anderes berechnet, schlägt fehl.',
  noProof: 'Geschrieben, aber nicht mit einem anderen Programm verglichen.',
  download: 'Herunterladen',
  showInFolder: 'Im Ordner zeigen',
  size: (bytes) => bytesText(bytes),
  failed: 'Es wurde nichts exportiert.',

  predictTitle: 'Ausprobieren',
  predictText: 'Was das Netz zu ausgewählten Zeilen sagt.',
  source: 'Woran ausprobieren',
  sources: { rows: 'Zeilen der Daten', files: 'Eigene Dateien' },
  split: 'Zeilen aus',
  another: 'Andere Zeilen',
  actual: 'Tatsächlich',
  predicted: 'Vorhergesagt',
  right: 'richtig',
  wrong: (actual) => `falsch: es ist ${actual}`,
  rightOf: (right, all) =>
    `Von den ${count(all)} gezeigten ${right === 1 ? 'ist' : 'sind'} ${count(right)} richtig.`,
  probability: (name, part) => `${name}: ${percent(part)}`,
  percent: (part) => percent(part),
  row: (row) => `Zeile ${count(row)}`,
  rows: (first, last) => `Zeilen ${count(first)}–${count(last)}`,
  outputOf: (source, output) => `${source} · ${output}`,
  dropTitle: 'Dateien zum Ausprobieren ablegen',
  dropText: 'Bilder oder eine Tabelle mit denselben Spalten wie die Trainingsdaten.',
  chooseFiles: 'Dateien auswählen…',
  saveTable: 'Als Tabelle speichern',
  saveTableDoc: 'Die eigenen Spalten, dann, was das Netz zu jeder Zeile sagt, als CSV.',
  firstShown: (shown, all) => `Hier stehen die ersten ${count(shown)} von ${count(all)} Antworten.`,
  tableName: (name) => `${name} Vorhersagen.csv`,
  moreColumns: (n) => `und ${plural(n, 'weitere Spalte', 'weitere Spalten')}`,
  predicting: 'Das Netz wird gefragt…',
  noData: 'Die Daten dieses Laufs sind nicht mehr da; ausprobieren lassen sich nur eigene Dateien.',
  classShare: 'Wie sicher es ist, für jede Klasse',

  generate: {
    texts: {
      text: 'Das Netz schreibt den Anfang weiter, Token für Token.',
      answers: 'Was das Netz aus einem Text macht, das Wahrscheinlichste zuerst.',
      samples: 'Proben, die das Netz aus Rauschen macht: Keine davon ist in den Daten.',
    },
    prompts: { text: 'Anfang', answers: 'Text' },
    write: { text: 'Weiterschreiben', answers: 'Antworten' },
    stop: 'Anhalten',
    draw: 'Proben ziehen',
    newNoise: 'Neues Rauschen',
    length: 'Länge',
    lengthDoc: 'So viele Tokens werden geschrieben.',
    temperature: 'Temperatur',
    temperatureDoc: 'Bei 0 immer das wahrscheinlichste Token; höher ist mutiger.',
    topK: 'Top-k',
    topKDoc: 'Zieht aus so vielen wahrscheinlichsten Tokens; 0: aus allen.',
    topP: 'Top-p',
    topPDoc: 'Zieht aus den wahrscheinlichsten Tokens, die zusammen diese Wahrscheinlichkeit haben.',
    seed: 'Startwert',
    seedDoc: 'Derselbe Startwert schreibt dasselbe.',
    beam: 'Beam',
    beamDoc: 'So viele Antworten werden nebeneinander verfolgt.',
    unknown: (pieces) =>
      `Nicht im Vokabular: ${pieces.slice(0, 10).join(' ')}${pieces.length > 10 ? ' …' : ''}.`,
    grid: (samples) => `Ein Raster aus ${samplesText(samples)}`,
    reconstructions: (samples) =>
      `${plural(samples, 'Bild', 'Bilder')} der Daten, jedes über dem, was das Netz davon wiedergibt`,
    table: (samples) => `Eine Tabelle aus ${samplesText(samples)}`,
    rowsOf: (classes) => `Zeilen von oben: ${classes.join(', ')}.`,
  },
};
