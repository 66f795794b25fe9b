import type { UpdatesFailed } from '../../contract/updates.ts';
import type { FailureSentences, ForeignFileWords } from '../failures.ts';
import { plural, power } from '../numbers.ts';
import { told } from '../told.ts';
import { train } from './ui/train.ts';

const whereNotFinite = {
  input: (layer: string) => `Die Daten von ${layer} enthalten solche Zahlen.`,
  output: (layer: string) => `Die ersten solchen Zahlen kamen aus ${layer}.`,
  weights: (layer: string) =>
    `Die ersten solchen Zahlen waren die Gewichte von ${layer} nach dem Schritt davor.`,
  loss: (layer: string) => `Alle Schichten ergaben endliche Zahlen; es war der Verlust von ${layer} selbst.`,
};

/** What failures name; others stay as they are. */
const THINGS: Readonly<Record<string, string>> = {
  'category column': 'Kategoriespalte',
  'complete upload': 'vollständig hochgeladene Datei',
  'data set': 'Datensatz',
  'download of': 'Download für',
  export: 'Export',
  import: 'Import',
  layer: 'Schicht',
  project: 'Projekt',
  row: 'Zeile',
  run: 'Lauf',
  sample: 'Beispiel',
  'checkpoint of step': 'Checkpoint von Schritt',
  'sample of epoch': 'Probe von Epoche',
};
const STATES: Readonly<Record<string, string>> = train.states;
const JOBS: Readonly<Record<string, string>> = {
  training: 'Training',
  import: 'Import',
  export: 'Export',
  inspect: 'Untersuchung',
  trial: 'Messung',
};

export const foreignFiles: ForeignFileWords = {
  workbook: 'Das Blatt einer Arbeitsmappe als CSV speichern und das importieren.',
  document: 'Ein Dokument als reinen Text (.txt) speichern oder seine Tabellen als CSV, und das importieren.',
  model:
    'Das sieht nach einem trainierten Modell aus, nicht nach Daten. Neuroloom schreibt Modelldateien und liest keine: das Netz zeichnen und die Daten importieren, aus denen es lernen soll.',
  numpy:
    'Die Zeilen eines NumPy-Arrays als CSV schreiben (numpy.savetxt mit einem Komma als delimiter), seine Bilder als PNG-Dateien, und das importieren.',
  json: 'Die Datensätze der JSON-Datei als Tabelle schreiben (in Python: pandas.read_json(…).to_csv(…)) und das importieren.',
  records: 'Die Tabelle mit dem Programm, das sie gemacht hat, als CSV schreiben und das importieren.',
  photo: 'Bilder dieser Art als JPEG oder PNG speichern und die importieren.',
  notPicture:
    'Sie heißt wie ein Bild, enthält aber Text: mit einem Texteditor hineinsehen, denn vielleicht sagt er, warum das Bild nicht kam, und das Bild noch einmal holen. Wo der Text selbst gewünscht ist, den Namen auf .txt enden lassen.',
  recording:
    'Von Ton und Video einzelne Bilder oder eine Tabelle von Messwerten speichern und die importieren.',
  page: 'Das ist eine Webseite, nicht die Datei, von der sie spricht: die Adresse im Browser öffnen, sich anmelden, wo verlangt, die Datei selbst speichern und die importieren.',
  zeros:
    'Sie enthält Nullbytes, wie kein Text: Sie wurde beim Schreiben abgeschnitten oder beschädigt. Sie noch einmal schreiben oder herunterladen.',
  archive: 'Von Archiven werden nur ZIP-Dateien geöffnet: entpacken und den Ordner importieren.',
};

const updatesFailed: Readonly<Record<UpdatesFailed, (host: string) => string>> = {
  offline: (host) =>
    `${host} ist nicht erreichbar. Vielleicht hat dieser Rechner gerade keine Verbindung; nichts sonst braucht eine.`,
  slow: (host) => `${host} hat nicht rechtzeitig geantwortet. Später noch einmal versuchen.`,
  busy: (host) =>
    `${host} beantwortet von hier aus vorerst keine Fragen mehr. In einer Stunde noch einmal versuchen.`,
  none: (host) => `${host} nennt noch keine Veröffentlichung.`,
  wrong: (host) => `Was ${host} geantwortet hat, ist keine lesbare Liste von Veröffentlichungen.`,
};

export const failures: FailureSentences = {
  'bad-request': (f) => `Die Anfrage ${f.name} wurde nicht verstanden: ${told(f.detail)}.`,
  'unknown-request': (f) => `Es gibt keine Anfrage namens ${f.name}.`,
  'core-unreachable': (f) =>
    `Der Kern von Neuroloom antwortet nicht: ${told(f.detail)}. Neuroloom neu starten.`,
  'not-found': (f) => `Nicht gefunden: ${THINGS[f.what] ?? f.what} „${f.name}“.`,
  'file-unreadable': (f) => `${f.path} kann nicht gelesen werden: ${told(f.detail)}.`,
  'project-invalid': (f) =>
    `${f.path} ist kein Projekt, das sich öffnen lässt: ${told(f.detail)}. Die Datei blieb, wie sie ist.`,
  'project-newer': (f) =>
    `${f.path} wurde mit einem neueren Neuroloom gespeichert (Format ${f.version}). Zum Öffnen Neuroloom aktualisieren; die Datei blieb, wie sie ist.`,
  'project-changed-elsewhere': (f) =>
    `${f.path} wurde in einem anderen Fenster geändert. Gezeigt wird die neuere Fassung; nichts wurde überschrieben.`,
  'project-has-problems': (f) =>
    `Das Netz kann noch nicht trainiert werden. ${f.sentences.map(told).join(' ')}`,
  'disk-full': (f) =>
    `Die Platte ist voll, darum konnte ${f.path} nicht geschrieben werden. Platz schaffen und noch einmal versuchen; sonst ging nichts verloren.`,
  'nothing-to-import': (f) =>
    [
      f.files.length === 1
        ? `${f.files[0]} lässt sich nicht als Daten lesen.`
        : `Keine dieser Dateien lässt sich als Daten lesen: ${f.files.join(', ')}.`,
      f.foreign === undefined
        ? 'Tabellen (CSV, TSV), Texte, Bilder (JPEG, PNG, WebP, …), IDX-Dateien und Ordner oder ZIP-Dateien davon lassen sich lesen.'
        : foreignFiles[f.foreign],
    ].join(' '),
  'import-failed': (f) => `${f.file} konnte nicht importiert werden: ${told(f.detail)}.`,
  'import-no-rows': (f) =>
    `${f.file} enthält keine brauchbare Zeile.${f.why ? ` Zeile ${f.why.line}: ${told(f.why.detail)}` : ''}`,
  'updates-nowhere': () =>
    'Diese Fassung kennt keinen Ort, der Veröffentlichungen aufführt; nach neueren suchen kann sie nicht.',
  'updates-failed': ({ host, why }) => (updatesFailed[why] ?? updatesFailed.wrong)(host),
  'download-failed': (f) =>
    `${f.url} konnte nicht heruntergeladen werden: ${told(f.detail)}. Was schon da ist, bleibt und wird fortgesetzt: das Netzwerk prüfen und noch einmal versuchen oder die Dateien selbst beisteuern.`,
  'download-wrong': (f) =>
    `Von ${f.url} kam nicht die erwartete Datei: Ihr Inhalt hat einen anderen Hash. Sie wurde gelöscht, und nichts wurde importiert. Noch einmal versuchen oder die Dateien selbst beisteuern.`,
  'data-in-use': (f) =>
    `${f.name} gehört zu ${plural(f.runs, 'Lauf', 'Läufen')}. ${f.runs === 1 ? 'Diesen' : 'Diese'} zuerst löschen.`,
  'data-damaged': (f) =>
    `Der Datensatz ${f.name} ist beschädigt: ${told(f.detail)}. Die Daten neu importieren.`,
  'run-not-resumable': (f) => `${f.run} kann nicht weitergehen: ${told(f.detail)}.`,
  'run-wrong-state': (f) =>
    `${f.run} ist im Zustand „${STATES[f.state] ?? f.state}“; möglich ist das nur, wenn er ${told(f.wanted)} ist.`,
  'job-died': (f) =>
    `Der Prozess „${JOBS[f.job] ?? f.job}“ hat von selbst geendet. Seine letzten Worte: ${told(f.detail)}`,
  'no-checkpoint': (f) => `${f.run} hat noch keinen Checkpoint. Zuerst mindestens eine Epoche trainieren.`,
  'checkpoint-damaged': (f) =>
    `Der Checkpoint ${f.path} ist beschädigt: Sein Inhalt passt nicht zu seinem Hash.`,
  'loss-not-finite': (f) =>
    [
      `In Schritt ${f.step} wurde der Verlust unendlich oder keine Zahl mehr.`,
      ...(f.at ? [whereNotFinite[f.at.what](f.at.layer)] : []),
      f.at?.what === 'input'
        ? 'Die Daten ohne solche Zahlen importieren.'
        : 'Die Lernrate senken, die Gradienten kappen oder die Eingaben normalisieren.',
      f.kept === false
        ? 'Es geschah vor dem ersten Checkpoint, darum ist keiner erhalten.'
        : 'Der letzte gute Checkpoint ist erhalten.',
    ].join(' '),
  'export-differs': (f) =>
    `Die exportierte Datei berechnet etwas anderes als das Netz: zuerst bei ${f.node}, um ${power(f.difference)}, wo ${power(f.allowed)} erlaubt ist. Es wurde nichts exportiert.`,
  'export-failed': (f) => `Der Export ist fehlgeschlagen: ${told(f.detail)}.`,
  'port-taken': (f) =>
    `Port ${f.port} wird von einem anderen Programm benutzt. Mit --port einen anderen wählen oder die Angabe weglassen.`,
  'database-newer': (f) =>
    `Dieser Arbeitsbereich wurde zuletzt von einem neueren Neuroloom benutzt (Datenbankversion ${f.version}). Neuroloom aktualisieren; es wurde nichts geändert.`,
  'tensorflow-missing': (f) => `TensorFlow ist nicht da: ${told(f.detail)}`,
  'tensorflow-install-failed': (f) =>
    `Das native TensorFlow konnte nicht installiert werden: ${told(f.detail)}`,
  'machine-busy': () =>
    'Ein Lauf trainiert oder wartet, und beides würde langsamer. Ihn pausieren oder zu Ende gehen lassen, dann noch einmal versuchen.',
  'precision-unavailable': (f) =>
    `${f.precision} gibt es hier nicht: ${f.why === 'portable' ? 'Das portable Backend rechnet' : 'Auf diesem Prozessor multipliziert TensorFlow gut'} nur in float32. Mit float32 trainieren.`,
  'out-of-memory': (f) => `Der Speicher reichte nicht: ${told(f.detail)}`,
  internal: (f) =>
    `In Neuroloom ist etwas schiefgegangen (${f.name}): ${told(f.detail)}. Nichts ging verloren; logs/core.log im Arbeitsbereich sagt mehr.`,
  'wrong-usage': (f) => told(f.detail),
};
