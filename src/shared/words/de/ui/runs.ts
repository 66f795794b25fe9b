import type { RunsWords } from '../../ui/runs.ts';
import { bytesText, count, plural } from '../../numbers.ts';

const runsText = (n: number): string => plural(n, 'Lauf', 'Läufe');

export const runs: RunsWords = {
  title: 'Läufe',
  listEmpty: 'Hier stehen die Läufe, der neueste zuerst.',
  emptyTitle: 'Noch keine Läufe',
  emptyText:
    'Jedes Training bleibt als Lauf mit Einstellungen, Kurven und Ergebnis hier, damit sich Läufe vergleichen lassen.',
  goTrain: 'Zum Training',
  chooseText:
    'Ergebnis, Einstellungen und Kurven eines Laufs stehen hier. Mehrere ankreuzen, um sie zu vergleichen.',
  onlyProject: 'Dieses Projekt',
  allProjects: 'Alle Projekte',
  ofProject: 'Läufe von',
  compareRun: (name) => `${name} vergleichen`,
  comparing: (n) => `${runsText(n)} im Vergleich`,
  endCompare: 'Vergleich beenden',
  epochsOf: (done, all) => `${count(done)} von ${plural(all, 'Epoche', 'Epochen')}`,
  noneOfProject: 'Dieses Projekt hat noch keine Läufe.',
  gone: 'Diesen Lauf gibt es nicht mehr.',

  testAccuracy: 'Testgenauigkeit',
  testLoss: 'Testverlust',
  testRows: (rows) => `Gemessen auf ${plural(rows, 'Testzeile', 'Testzeilen')}`,
  notTestedText: 'Ein Lauf wird auf seinen Testzeilen gemessen, wenn er fertig ist.',
  testNow: 'Jetzt testen',
  testing: 'Wird getestet…',
  parameters: 'Parameter',
  time: 'Trainingszeit',
  rate: 'Geschwindigkeit',
  samplesPerSecond: (rate) => `${count(rate)} Zeilen/s`,
  memory: 'Höchster Speicherbedarf',
  bytes: (value) => bytesText(value),
  curves: 'Kurven',
  curvesOf: (name) => `Kurve von ${name}`,
  noCurves: 'Die erste Epoche ist noch nicht zu Ende.',
  noEpoch: 'Keine Epoche ging zu Ende, also gibt es keine Kurven.',
  epoch: 'Epoche',
  overEpochs: (metric) => `${metric} über den Epochen`,
  atEpoch: (epoch) => `Epoche ${count(epoch)}`,
  training: 'Training',
  validation: 'Validierung',
  settings: 'Einstellungen',
  engine: 'Berechnet von',
  precision: { float32: 'float32', bfloat16: 'bfloat16 (gemischt)' },
  engineText: (version, device, threads, shards, precision) =>
    `TensorFlow ${version} auf der ${device.toUpperCase()}, ${plural(threads, 'Thread', 'Threads')}, ${plural(shards, 'Teil', 'Teile')} je Batch, ${precision}`,
  portableText: (version, threads, precision) =>
    `TensorFlow.js ${version}, ${plural(threads, 'Thread', 'Threads')}, ${precision}`,
  names: {
    project: 'Projekt',
    dataset: 'Daten',
    epochs: 'Epochen',
    batchSize: 'Batchgröße',
    optimizer: 'Optimierer',
    learningRate: 'Lernrate',
    seed: 'Startwert',
    started: 'Begonnen',
    checkpoint: 'Checkpoint',
    weights: 'Gewichte',
  },
  checkpointText: (epoch, step, bytes) =>
    `nach Epoche ${count(epoch)}, Schritt ${count(step)}, ${bytesText(bytes)}`,
  weightsDoc:
    'Ein Fingerabdruck aller Parameter und des Zustands des Optimierers. Gleiche Einstellungen und gleicher Startwert ergeben denselben.',
  noCheckpoint: 'noch keiner',
  best: 'am besten',
  resume: 'Fortsetzen',
  use: 'Nutzen',
  network: {
    title: 'Netz',
    doc: 'So, wie der Lauf damit gestartet wurde. Was seither im Projekt geändert wurde, ist nicht darin.',
    layers: 'Schichten im Netz des Laufs',
    layer: 'Schicht',
    setting: 'Einstellung',
    output: 'Ausgang',
  },
  renameTitle: 'Lauf umbenennen',
  menu: (name) => `Mehr zu ${name}`,
  deleteTitle: (name) => `${name} löschen?`,
  deleteText: (bytes) =>
    `Kurven, Ergebnis und Checkpoints${bytes > 0 ? ` (${bytesText(bytes)})` : ''} werden gelöscht. Das lässt sich nicht rückgängig machen.`,
  deleted: (name) => `${name} wurde gelöscht.`,
  openProject: 'Zugehöriges Projekt öffnen',
};
