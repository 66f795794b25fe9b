import type { HomeWords } from '../../ui/home.ts';
import { bytesText, plural } from '../../numbers.ts';

export const home: HomeWords = {
  title: 'Neuroloom',
  text: 'Ein neuronales Netz zeichnen, eigene Daten darauf ablegen und es auf diesem Rechner trainieren.',
  dropTitle: 'Mit eigenen Daten beginnen',
  dropText:
    'Dateien oder einen Ordner hier ablegen: Bilder in Klassenordnern, ein ZIP davon, Tabellen, Texte oder IDX.',
  chooseFiles: 'Dateien auswählen…',
  chooseFolder: 'Ordner auswählen…',
  newProject: 'Neues Projekt',
  openProject: 'Öffnen…',
  openProjectDoc: 'Eine .neuroloom-Datei öffnen',
  recent: 'Zuletzt geöffnete Projekte',
  recentEmpty: 'Hier stehen die Projekte, die angelegt oder geöffnet wurden.',
  samples: 'Beispiele',
  samplesDoc: 'Vollständige Netze mit ihren Daten, bereit zum Trainieren und zum Zerlegen.',
  templates: 'Vorlagen',
  templatesDoc:
    'Ein vollständiges Netz für jede Art von Aufgabe. Jede Vorlage öffnet sich als eigenes Projekt mit ihren Daten, bereit zum Trainieren und Ändern.',
  allTemplates: (n) => `Alle ${plural(n, 'Vorlage', 'Vorlagen')}`,
  fromTemplate: 'Mit einer Vorlage beginnen…',
  sampleGroups: {
    tables: 'Tabellen von Zahlen',
    pictures: 'Bilder unterscheiden',
    sequences: 'Sequenzen und Zeitreihen',
    text: 'Texte lesen und schreiben',
    making: 'Bilder erzeugen',
  },
  samplesEmpty: 'Es sind keine Beispiele installiert.',
  sampleData: {
    ready: 'Daten enthalten',
    files: 'Ohne Daten: eigene Dateien auswählen',
    download: 'Daten werden auf Wunsch heruntergeladen',
  },
  downloadTitle: (sample) => `Daten für ${sample} herunterladen?`,
  downloadText: (bytes, from) =>
    `${bytesText(bytes)} von ${from} herunterladen? Sonst wird nichts gesendet oder geholt. Was ankommt, wird mit einem bekannten Hash geprüft und importiert; das Projekt lässt sich auch ohne Daten öffnen, um die Dateien selbst beizusteuern.`,
  download: (bytes) => `${bytesText(bytes)} herunterladen`,
  openWithout: 'Ohne Daten öffnen',
  downloading: (sample) => `Daten für ${sample} werden heruntergeladen und importiert`,
  cancelDownload: 'Herunterladen abbrechen',
  downloaded: (sample) => `Die Daten für ${sample} sind da. Das Beispiel kann geöffnet werden.`,
  layers: (n) => plural(n, 'Schicht', 'Schichten'),
  menu: (name) => `Mehr zu ${name}`,
  deleteTitle: (name) => `${name} löschen?`,
  deleteText:
    'Die Projektdatei wird gelöscht. Läufe und Daten bleiben. Das lässt sich nicht rückgängig machen.',
  deleted: (name) => `${name} wurde gelöscht.`,
  createTitle: 'Neues Projekt',
  createText: 'Aus welchen Daten soll es lernen?',
  createName: 'Name',
  createData: 'Daten',
  createEmpty: 'Noch keine: eine leere Zeichenfläche',
  createRecipe: 'Lernverfahren',
  createImport: 'Zuerst Daten importieren…',
  create: 'Anlegen',
  proposed: (layers, parameters) =>
    `Beginnt mit einem Netz, das zu diesen Daten passt: ${plural(layers, 'Schicht', 'Schichten')}, ${plural(parameters, 'Parameter', 'Parameter')}. Alles daran lässt sich ändern.`,
  untitled: 'Unbenannt',
  rowsOf: (rows) => plural(rows, 'Zeile', 'Zeilen'),
};
