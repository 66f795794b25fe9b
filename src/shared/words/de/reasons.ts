/** Why something cannot be done: what follows after the colon of a failure. */
import { shapeText } from '../../kinds/shape.ts';
import type { CoreSentences, FileReasonSentences } from '../core.ts';
import type { ExportSentences } from '../exports.ts';
import type { GenerateSentences } from '../generating.ts';
import { count, plural } from '../numbers.ts';
import type { PredictSentences } from '../predictions.ts';

export const predictions: PredictSentences = {
  notAPicture: () => 'Das ist kein Bild, das Modell erwartet aber Bilder',
  brokenPicture: (detail) => `Das Bild ist nicht lesbar (${detail})`,
  notATable: () => 'Das ist keine Tabelle, das Modell erwartet aber Zeilen einer Tabelle',
  otherPictures: (shape, wanted) =>
    `Die Bilder sind ${shapeText(shape)}, das Modell erwartet aber ${shapeText(wanted)}`,
  columnsMissing: (names) =>
    `Es ${names.length === 1 ? 'fehlt die Spalte' : 'fehlen die Spalten'} ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`,
  raggedRow: (line, cells, wanted) => `Zeile ${line} hat ${plural(cells, 'Zelle', 'Zellen')} statt ${wanted}`,
  notANumber: (line, column, text) => `„${text}“ in ${column}, Zeile ${line}, ist keine Zahl`,
  unknownCategory: (line, column, text) =>
    `„${text}“ in ${column}, Zeile ${line}, ist keine der Kategorien, die das Modell kennt`,
  notATime: (row, column, text) => `„${text}“ in ${column} nennt keine Zeit (${row})`,
  wholeText: (column) =>
    `${column} ist ein ganzer Text, von dem ein Modell Fenster sieht, nicht Zeilen einer Tabelle`,
  severalInputs: () => 'Das Modell hat mehrere Eingaben; ihm lassen sich nur Zeilen des Datensatzes zeigen',
  noRows: () => 'sie hat keine Zeilen',
  tooFew: (rows, wanted) =>
    `Es ${rows === 1 ? 'ist' : 'sind'} ${plural(rows, 'Zeile', 'Zeilen')}, das Modell liest aber ${wanted} auf einmal`,
  makes: () =>
    'Das Modell erzeugt selbst etwas und beantwortet keine Zeilen: stattdessen etwas erzeugen lassen',
  tooMany: (most) => `Es sind mehr als ${count(most)} Zeilen. Jeweils nur einen Teil zeigen`,
};

export const generating: GenerateSentences = {
  makesNothing: (recipe) =>
    `Ein Netz mit dem Lernverfahren „${recipe}“ erzeugt nichts Neues. Sprachmodelle, Sequenz zu Sequenz, GANs und Variations-Autoencoder tun es.`,
  needsPrompt: () => 'Dieses Sprachmodell schreibt einen Text weiter: mindestens ein Token vorgeben.',
  needsSource: () => 'Einen Text angeben, aus dem ein anderer werden soll, oder Zeilen des Datensatzes.',
  severalInputs: (names) =>
    `Das Netz liest mehr als einen Text: ${names.join(', ')}. Stattdessen Zeilen des Datensatzes angeben.`,
  otherInputs: () =>
    'Das Netz liest noch etwas anderes als den Text, den es schreibt; ein Anfang allein genügt nicht.',
  looksAhead: (window) =>
    `Das Netz sieht auch auf spätere Tokens, die beim Schreiben noch nicht da sind. Einen Anfang von mindestens ${window} Tokens vorgeben, so lang wie die gelernten Texte, oder seine Attention kausal machen und rekurrente Schichten nur vorwärts lesen lassen.`,
  looksAheadAlways: () =>
    'Das Netz sieht auch auf spätere Tokens, die beim Schreiben noch nicht da sind. Die Attention über dem Geschriebenen kausal machen und rekurrente Schichten darüber nur vorwärts lesen lassen.',
  noStart: (column) =>
    `Die Texte von ${column} haben kein Token, mit dem sie anfangen; so gibt es nichts, womit das Schreiben beginnt.`,
  noSampling: () =>
    'Das Netz hat keine Sampling-Schicht mit einer Ausgabe, also keine Mitte, aus der sich ziehen ließe.',
};

export const exportReasons: ExportSentences = {
  noRows: 'Der Datensatz hat keine Zeile zum Vergleichen',
};

export const fileReasons: FileReasonSentences = {
  ENOENT: 'Sie ist nicht da',
  EACCES: 'Der Zugriff ist verweigert. Den Eigentümer darum bitten oder einen eigenen Ort nehmen',
  EPERM: 'Der Zugriff ist verweigert. Den Eigentümer darum bitten oder einen eigenen Ort nehmen',
  EROFS: 'Die Platte ist schreibgeschützt',
  EISDIR: 'Es ist ein Ordner',
  ENOTDIR: 'Ein Ordner des Pfads ist eine Datei',
  EIO: 'Die Platte meldet einen Fehler',
  ENOTFILE: 'Das ist weder eine Datei noch ein Ordner',
};

export const core: CoreSentences = {
  tooLarge: (megabytes) => `Sie ist größer als ${megabytes} MB`,
  notProjectName: 'Ihr Name endet nicht auf .neuroloom',
  notJson: 'Ihr Inhalt ist kein JSON',
  notProject: 'Sie enthält kein Projekt von Neuroloom',
  noVersion: 'Ihre Version fehlt',
  idTwice: (id) => `Die Id ${id} steht für zwei Dinge`,
  idWithin: (id) => `Die Id ${id} ist die einer Schicht in einer anderen`,
  keyProto: 'Ein Schlüssel heißt __proto__',
  tooDeep: 'Ihr Inhalt ist zu tief verschachtelt',
  interruptedByEnd: 'Neuroloom wurde währenddessen beendet',
  endedBySignal: (signal) =>
    signal === 'SIGKILL'
      ? 'Er wurde abgeschossen (SIGKILL); das System tut das, wenn der Speicher ausgeht'
      : `Er wurde durch ${signal} beendet`,
  endedWithCode: (code) => `Er endete mit Code ${code} und sagte nichts`,
  dataGone: (name) => `Sein Datensatz ${name} ist nicht mehr da`,
  dataChanged: (name) => `Sein Datensatz ${name} ist nicht der, mit dem er trainiert wurde`,
  noRows: 'Keine Zeile davon bleibt zum Trainieren übrig',
  fileShort: (file) => `${file} hat die falsche Länge`,
  fileHash: 'Sein Inhalt passt nicht zu seinem Hash',
  cancelled: 'Es wurde abgebrochen',
  notAbsolute: 'Der Ordner muss vom Wurzelverzeichnis an genannt sein',
  stateUnderWay: 'im Gang',
  stateResumable: 'pausiert, beendet, fehlgeschlagen oder unterbrochen',
  stateEnded: 'zu Ende',
  connectionLost: 'Die Verbindung ist abgerissen',
  windowClosing: 'Das Fenster wird geschlossen',
  uploadCut: 'Das Hochladen brach ab',
};
