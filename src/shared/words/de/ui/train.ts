import type { RunState } from '../../../contract/runs.ts';
import type { TrainWords } from '../../ui/train.ts';
import { count, duration, plural } from '../../numbers.ts';

const epochsText = (n: number): string => plural(n, 'Epoche', 'Epochen');

const within: Readonly<Record<RunState, string>> = {
  queued: 'wartet',
  preparing: 'wird vorbereitet',
  training: 'trainiert',
  pausing: 'hält an',
  stopping: 'wird beendet',
  testing: 'wird getestet',
  paused: 'pausiert',
  stopped: 'beendet',
  finished: 'fertig',
  failed: 'fehlgeschlagen',
  interrupted: 'unterbrochen',
};

export const train: TrainWords = {
  train: 'Training starten',
  trainNext: 'Danach trainieren',
  startedElsewhere: (project) => `Ein Lauf von ${project} wurde gestartet.`,
  showRun: 'Lauf zeigen',
  queueDoc:
    'Startet einen weiteren Lauf mit den jetzigen Einstellungen und dem jetzigen Netz, sobald dieser zu Ende ist.',
  pause: 'Pausieren',
  resume: 'Fortsetzen',
  stop: 'Beenden',
  stopDoc: 'Beendet den Lauf hier. Sein Checkpoint bleibt.',
  states: {
    queued: 'Wartet',
    preparing: 'Vorbereitung',
    training: 'Training',
    pausing: 'Hält an',
    stopping: 'Wird beendet',
    testing: 'Test',
    paused: 'Pausiert',
    stopped: 'Beendet',
    finished: 'Fertig',
    failed: 'Fehlgeschlagen',
    interrupted: 'Unterbrochen',
  },
  stateWithin: (state) => within[state],
  stateExplained: {
    queued: 'Ein anderer Lauf trainiert. Dieser beginnt, wenn jener zu Ende ist.',
    preparing: 'TensorFlow lädt die Daten und zeichnet das Netz auf.',
    training: 'Das Netz lernt aus den Trainingszeilen.',
    pausing: 'Der begonnene Schritt wird zu Ende gerechnet und ein Checkpoint geschrieben.',
    stopping: 'Der begonnene Schritt wird zu Ende gerechnet und ein Checkpoint geschrieben.',
    testing: 'Das trainierte Netz wird auf Zeilen gemessen, die es nie gesehen hat.',
    paused: 'Ein Checkpoint ist da; „Fortsetzen“ macht dort weiter.',
    stopped: 'Von Hand beendet. Ein Checkpoint ist da; es kann dort weitergehen.',
    finished: 'Das Training ist vorbei und der Test gemacht.',
    failed: 'Es konnte nicht weitergehen. Der letzte Checkpoint ist da.',
    interrupted:
      'Der Trainingsprozess hat von selbst geendet. „Fortsetzen“ macht beim letzten Checkpoint weiter.',
  },
  epoch: (now, of) => `Epoche ${count(now)} von ${count(of)}`,
  step: (now, of) => `Schritt ${count(now)} von ${count(of)}`,
  left: (seconds) => `noch ${duration(seconds)}`,
  took: (seconds) => `in ${duration(seconds)}`,
  samplesPerSecond: (rate) => `${count(rate)} Zeilen/s`,
  speedDoc: 'Trainingszeilen, die je Sekunde vorwärts und rückwärts durch das Netz laufen.',
  memoryDoc: 'Was der Trainingsprozess an Speicher belegt.',
  progress: 'Fortschritt des Laufs',
  waits: (run) => `${run} wartet`,
  waitsFor: (run, ahead, project) => `${run} wartet auf ${ahead} von ${project}`,
  stopWaiting: 'Nicht mehr warten: der Lauf wird nicht gestartet',
  queued: (n) => (n === 1 ? '1 Lauf wartet' : `${count(n)} Läufe warten`),
  ready: 'Bereit zum Training',
  problemsFirst: (n) => `Zuerst ${plural(n, 'Problem', 'Probleme')} lösen`,
  showProblem: 'Stelle zeigen',
  edited: 'Seither geändert',
  editedDoc:
    'Das Netz oder seine Einstellungen wurden nach dem Start dieses Laufs geändert. Der Lauf behält seine eigene Fassung; die Änderungen gelten ab dem nächsten Lauf.',
  editing: {
    text: (run) =>
      `${run} läuft mit dem Netz weiter, mit dem er gestartet wurde. Änderungen gelten für den nächsten Lauf.`,
    show: 'Netz des Laufs zeigen',
  },
  openRun: 'Alles über diesen Lauf',
  portable:
    'Das native TensorFlow ist nicht installiert, darum trainiert das portable Backend: richtig, aber langsam.',
  portableRun:
    'Dieser Lauf trainiert langsam auf dem portablen Backend. Der nächste benutzt das native TensorFlow.',
  toDoctor: 'Installieren…',
  cannotStart: 'Der Lauf konnte nicht starten',

  settings: {
    title: 'Training',
    epochs: 'Epochen',
    epochsDoc: 'Wie oft das Training alle Trainingszeilen durchläuft.',
    batchSize: 'Batchgröße',
    batchSizeDoc:
      'Zeilen, die ein Schritt gemeinsam betrachtet. Mehr ist ruhiger und schneller und braucht mehr Speicher.',
    learningRate: 'Lernrate',
    learningRateDoc:
      'Wie weit jeder Schritt die Gewichte bewegt. Zu hoch, und der Verlust springt oder explodiert; zu niedrig, und er kriecht.',
    schedule: 'Zeitplan',
    clip: 'Gradienten kappen',
    clipDoc:
      'Verhindert, dass ein einzelner wilder Batch die Gewichte weit fortwirft: begrenzt jede Zahl, die Länge des Gradienten jedes Gewichts oder die Länge aller zusammen.',
    clipLimit: 'Grenze',
    clipLimitDoc: 'Was länger ist, wird darauf gekürzt.',
    mix: 'Bilder mischen',
    mixDoc:
      'mixup blendet jedes Bild in ein anderes über, cutmix klebt ein Stück eines anderen hinein; das Netz muss beide nennen. So lernt es aus mehr, als da ist.',
    mixAlpha: 'Mischung',
    mixAlphaDoc: 'Nahe 0 hat ein Bild fast alles; bei 1 ist jeder Anteil gleich wahrscheinlich.',
    stopEarly: 'Früh beenden',
    stopEarlyDoc:
      'Beendet den Lauf, wenn er auf den Validierungszeilen nicht mehr besser wird, und gibt ihm die Gewichte der besten Epoche.',
    monitor: 'Beobachten',
    monitorDoc: 'Was besser werden muss.',
    patience: 'Geduld',
    patienceDoc: 'Epochen ohne Verbesserung, nach denen der Lauf endet.',
    minDelta: 'Mindeständerung',
    minDeltaDoc: 'Als besser gilt nur, was um mehr als das besser ist.',
    unitEpochs: 'Epochen',
    optimizer: 'Optimierer',
    optimizerDoc: 'Die Regel, die aus Gradienten Schritte macht.',
    seed: 'Startwert',
    seedDoc: 'Wo die Zufallszahlen beginnen. Derselbe Startwert ergibt denselben Lauf, Ziffer für Ziffer.',
    validationFraction: 'Anteil zur Validierung',
    validationFractionDoc:
      'Der Teil der Trainingszeilen, der zurückgehalten wird, um nach jeder Epoche darauf zu messen.',
    testFraction: 'Anteil zum Test',
    testFractionDoc: 'Der Teil aller Zeilen, der zurückgehalten wird, um einmal am Ende darauf zu messen.',
    ownTest: (rows) => `Die Daten bringen einen eigenen Testteil mit: ${rows}.`,
    ownValidation: (rows) => `Die Daten bringen einen eigenen Validierungsteil mit: ${rows}.`,
    unitRows: 'Zeilen',
    unitPart: 'Anteil',
    steps: (perEpoch, all) => `${plural(perEpoch, 'Schritt', 'Schritte')} je Epoche, ${count(all)} insgesamt`,
    rows: (training, validation, test) =>
      `${count(training)} Zeilen zum Trainieren, ${count(validation)} zum Validieren, ${count(test)} zum Testen`,
    newSeed: 'Anderen Startwert ziehen',
    device: 'Einstellungen gelten ab dem nächsten Lauf; ein Lauf behält die, mit denen er gestartet wurde.',
    advanced: 'Einstellungen des Optimierers',
    choices: {
      none: 'nein',
      value: 'je Zahl',
      norm: 'je Gewicht',
      globalNorm: 'insgesamt',
      mixup: 'mixup',
      cutmix: 'cutmix',
      loss: 'Verlust',
    },
  },

  curves: {
    title: 'Kurven',
    loss: 'Verlust',
    measured: {
      discriminatorLoss: 'Verlust des Diskriminators',
      generatorLoss: 'Verlust des Generators',
      realScore: 'Bewertung echter Beispiele',
      fakeScore: 'Bewertung erzeugter Beispiele',
    },
    metric: 'Neben dem Verlust',
    metricDoc: 'Was das zweite Diagramm von dem zeichnet, was in jeder Epoche gemessen wird.',
    lossStep: 'Schritt',
    training: 'Training',
    validation: 'Validierung',
    step: 'Schritt',
    epochAxis: 'Epoche',
    log: 'Logarithmisch',
    logDoc:
      'Den Verlust auf einer logarithmischen Skala zeigen, auf der kleine Änderungen gegen Ende sichtbar bleiben.',
    smooth: 'Glättung',
    smoothDoc: 'Mittel über benachbarte Schritte (exponentieller gleitender Durchschnitt).',
    smoothings: { '0': 'Keine', '0.9': 'Etwas', '0.99': 'Viel' },
    compare: 'Vergleichen',
    compareDoc: 'Die Kurven früherer Läufe neben diesem zeichnen.',
    emptyTitle: 'Noch kein Lauf',
    emptyText:
      '„Training starten“ drücken. Der Verlust jedes Schritts und das Ergebnis jeder Epoche werden hier gezeichnet, sobald sie da sind.',
    waiting: 'Der erste Schritt ist unterwegs.',
    at: (step) => `Schritt ${count(step)}`,
    chart: (metric) => `${metric} über den Schritten des Laufs`,
    zoomHelp:
      'Über einen Abschnitt ziehen, um nur ihn zu sehen. Tasten: Plus und Minus zoomen, Pfeile verschieben, 0 zeigt alles.',
    showAll: 'Alles zeigen',
    save: (chart) => `Kurven speichern: ${chart}`,
    savePng: 'Bild (PNG)',
    saveSvg: 'Zeichnung (SVG)',
    saveCsv: 'Zahlen (CSV)',
  },

  result: {
    title: 'Ergebnis',
    short: (value) => `Testgenauigkeit ${value}`,
    emptyTitle: 'Noch kein Ergebnis',
    emptyText:
      'Ein fertiger Lauf wird auf den Testzeilen gemessen, die er nie gesehen hat. Das Ergebnis steht dann hier.',
    noTestText:
      'Für den Test wurden keine Zeilen zurückgehalten, also lässt sich nichts messen, was der Lauf nicht gesehen hat. „Für den Test zurückgehalten“ über 0 setzen oder mehr Zeilen bringen.',
    rows: (rows) => `gemessen auf ${plural(rows, 'Testzeile', 'Testzeilen')}`,
    firstRows: (rows) => (rows === 1 ? 'auf der ersten Zeile' : `auf den ersten ${count(rows)} Zeilen`),
    trainedFor: (epochs, time) => `${epochsText(epochs)} in ${time}`,
  },

  samples: {
    title: 'Proben',
    epoch: 'Epoche',
    emptyTitle: 'Noch keine Proben',
    emptyText:
      'Nach jeder Epoche macht das Netz aus demselben Anfang etwas, damit man es lernen sieht. Es wird hier gezeigt.',
    download: 'Als PNG herunterladen',
    file: (run, epoch) => `${run}, Epoche ${epoch}.png`,
    says: {
      pictures: 'Dasselbe Rauschen nach jeder Epoche.',
      reconstructions: 'Bilder, aus denen nicht gelernt wird, jedes über dem, was das Netz davon wiedergibt.',
      numbers: 'Dasselbe Rauschen nach jeder Epoche.',
      text: 'Vom selben Anfang, der aus den Daten stammt, mit denselben Zufallszahlen.',
      answers: 'Zeilen, aus denen nicht gelernt wird.',
    },
    source: 'Gefragt',
    answer: 'Antwort',
    target: 'Richtig wäre',
    right: 'Richtig',
    wrong: 'Nicht richtig',
  },

  runs: {
    title: 'Läufe',
    empty: 'Hier stehen die Läufe dieses Projekts.',
    of: 'Lauf',
    delete: 'Lauf löschen',
    deleteTitle: (name) => `${name} löschen?`,
    deleteText: 'Kurven, Checkpoints und Ergebnis werden gelöscht. Das lässt sich nicht rückgängig machen.',
    show: (name) => `${name} zeigen`,
    compare: (name) => `Mit ${name} vergleichen`,
  },

  lossDoc: 'Wie falsch die Antworten sind; Training macht das kleiner.',
};
