import type { ImportNoteSentences, ImportReasonSentences } from '../imports.ts';
import { brief } from '../imports.ts';
import { count, plainNumber, plural } from '../numbers.ts';

const LEFT_OUT = 'Sie wurde ausgelassen.';
const rowLeftOut = 'Die Zeile wurde ausgelassen.';
const fileLeftOut = 'Die Datei wurde ausgelassen.';
const entryLeftOut = 'Der Eintrag wurde ausgelassen.';
const columnsText = (n: number): string => plural(n, 'Spalte', 'Spalten');

const KINDS = { images: 'Bildern', tables: 'Tabellen', texts: 'Texten', 'IDX files': 'IDX-Dateien' };

const inSeries = (name: string | null | undefined): string =>
  name === null || name === undefined ? '' : ` in „${brief(name)}“`;

export const importNotes: ImportNoteSentences = {
  raggedRow: (cells, wanted) =>
    `Die Zeile hat ${plural(cells, 'Zelle', 'Zellen')}, die Tabelle aber ${columnsText(wanted)}. ${LEFT_OUT}`,
  quoteNotClosed: () =>
    `Hier öffnet ein Anführungszeichen eine Zelle und wird nie geschlossen. ${rowLeftOut}`,
  targetMissing: (column) => `Die Zeile hat keinen Wert für ${column}, was gelernt werden soll. ${LEFT_OUT}`,
  notANumber: (column, text) =>
    `„${text}“ in ${column} ist keine Zahl, die sich aufbewahren lässt. Der Wert zählt als fehlend.`,
  pixelNotByte: (column, text) => `„${text}“ in ${column} ist keine Helligkeit von 0 bis 255. ${rowLeftOut}`,
  targetNotNumber: (column, text) =>
    `„${text}“ in ${column}, was gelernt werden soll, ist keine Zahl. ${rowLeftOut}`,
  decimalSign: (column, text, number) =>
    `„${text}“ in ${column} kann zweierlei heißen, und nichts in der Datei sagt, was. Gelesen wird ${plainNumber(number)}; wo das falsch ist, das Dezimalzeichen angeben.`,
  columnIsText: (column, values, example) =>
    `Die Spalte ${column} enthält Text mit ${values === null ? 'sehr vielen' : count(values)} verschiedenen Werten, etwa „${brief(example)}“. ${LEFT_OUT}`,
  columnIsDates: (column, example) =>
    `Die Spalte ${column} enthält Datumsangaben wie „${brief(example)}“, die als Zahlen wenig sagen. ${LEFT_OUT}`,
  columnIsDatesOfForms: (column, one, other) =>
    `Die Spalte ${column} enthält Datumsangaben in mehreren Formen („${brief(one)}“, „${brief(other)}“), die nichts in eine Reihenfolge bringt. ${LEFT_OUT} Alle in einer Form schreiben, um sie zu nutzen.`,
  columnIsMixed: (column, numbers, others, text, row) =>
    `Die Spalte ${column} enthält ${plural(numbers, 'Zahl', 'Zahlen')} und ${plural(others, 'anderen Wert', 'andere Werte')}, zuerst „${brief(text)}“ in Zeile ${count(row)}. ${LEFT_OUT} Um sie zu nutzen, angeben, dass sie Zahlen (alles andere gilt als fehlend) oder Kategorien enthält.`,
  unreadableBytes: () =>
    'Die Zeile enthält Bytes, die (in UTF-8) kein Text sind. Sie wurden ausgelassen, der Rest der Zeile bleibt.',
  textCut: (column, tokens, most) =>
    `Der Text in ${column} hat ${plural(tokens, 'Token', 'Tokens')}. Behalten wurden die ersten ${count(most)}.`,
  textMissing: (column) => `Die Zeile hat keinen Text für ${column}. ${LEFT_OUT}`,
  notATime: (column, text) => `„${text}“ in ${column} nennt keine Zeit. ${rowLeftOut}`,
  seriesMissing: (column) =>
    `Die Zeile hat keinen Wert für ${column} und damit keinen Namen ihrer Zeitreihe. ${LEFT_OUT}`,
  momentRepeated: (moment, series) => `${moment} kam${inSeries(series)} schon vor. ${rowLeftOut}`,
  gap: (before, after, series) => `Zwischen ${before} und ${after} fehlen${inSeries(series)} Zeilen.`,
  moreGaps: (n) => `${plural(n, 'weitere Lücke', 'weitere Lücken')} zwischen Zeilen.`,
  valuesMissing: (column, n, filled) =>
    `${plural(n, 'Wert', 'Werte')} von ${column} ${n === 1 ? 'fehlt' : 'fehlen'}${filled ? `; der letzte davor steht an ${n === 1 ? 'seiner' : 'ihrer'} Stelle` : ''}.`,
  columnIsIndex: (column) => `Die Spalte ${column} nummeriert nur die Zeilen. ${LEFT_OUT}`,
  columnIsEmpty: (column) => `Die Spalte ${column} ist leer. ${LEFT_OUT}`,
  otherColumns: (first) => `Die Spalten sind nicht die von ${first}. ${fileLeftOut}`,
  emptyFile: () => `Die Datei ist leer. ${LEFT_OUT}`,
  notRecognised: () => `Die Datei ist von keiner Art, die sich importieren lässt. ${LEFT_OUT}`,
  notUsedWith: (kind) =>
    `Die Datei gehört nicht zu den ${KINDS[kind]}, die hier gefunden wurden. ${LEFT_OUT}`,
  notPicture: () => `Die Datei heißt wie ein Bild, enthält aber etwas anderes. ${LEFT_OUT}`,
  unreadable: (detail) => `Die Datei kann nicht gelesen werden: ${detail}. ${LEFT_OUT}`,
  brokenImage: (detail) => `Das Bild ist defekt: ${detail}. Es wurde ausgelassen.`,
  outsideClassFolders: () => 'Das Bild liegt außerhalb der Klassenordner. Es wurde ausgelassen.',
  linkLeftOut: () => 'Das ist ein Verweis, keine Datei. Er wurde ausgelassen.',
  tooDeep: () => 'Der Ordner ist zu tief verschachtelt. Er wurde ausgelassen.',
  tooManyFiles: (most) => `Es sind mehr als ${count(most)} Dateien. Der Rest wurde ausgelassen.`,
  zipName: (detail) => `Der Name führt aus der ZIP-Datei hinaus (${detail}). ${entryLeftOut}`,
  zipEncrypted: () => 'Der Eintrag ist verschlüsselt. Er wurde ausgelassen.',
  zipMethod: (method) =>
    `Der Eintrag ist mit einem hier unbekannten Verfahren gepackt (${method}). Er wurde ausgelassen.`,
  zipBomb: (ratio) =>
    `Der Eintrag entpackt sich auf das ${count(ratio)}-Fache, wie es nur eine Falle tut. Er wurde ausgelassen.`,
  zipTooLarge: (gigabytes) =>
    `Mit diesem Eintrag entpackt sich die ZIP-Datei auf mehr als ${count(gigabytes)} GB. Er wurde ausgelassen.`,
  zipNested: () =>
    'Eine ZIP-Datei in einer ZIP-Datei oder einem Ordner wird nicht geöffnet. Sie wurde ausgelassen; einzeln ablegen.',
  zipRepeated: () => 'Ein anderer Eintrag heißt ebenso. Dieser wurde ausgelassen.',
  idxTrailing: (bytes) =>
    `Nach dem, was die Datei ankündigt, folgen noch ${plural(bytes, 'Byte', 'Bytes')} oder mehr. Sie wurden ausgelassen.`,
  idxNoLabels: (images) =>
    `Neben ${images} liegt keine Datei mit Klassen, darum wurden die Bilder ausgelassen.`,
  idxNoImages: () => `Die Datei enthält Klassen, aber keine Bilder gehören dazu. ${LEFT_OUT}`,
};

export const importReasons: ImportReasonSentences = {
  answered: (status) => `Der Server antwortete mit ${status}`,
  silent: () => 'Die Verbindung verstummte',
  tooManyFiles: (most) => `Es sind mehr als ${count(most)} Dateien. Jeweils nur einen Teil importieren`,
  idxTruncated: (have, wanted) =>
    `Sie ist abgeschnitten: ${plural(wanted, 'Zeile ist', 'Zeilen sind')} angekündigt und nur ${count(have)} vorhanden. Noch einmal herunterladen oder kopieren`,
  idxMagic: () => 'Sie beginnt nicht wie eine IDX-Datei (zwei Nullbytes, der Typ, die Zahl der Dimensionen)',
  idxHeader: (shape) => `Sie kündigt die unmögliche Form ${shape.join(' × ')} an`,
  idxNotBytes: () => 'Ihre Pixel sind keine ganzen Zahlen von 0 bis 255',
  idxCounts: (images, labelsFile, labels) =>
    `Sie enthält ${plural(images, 'Bild', 'Bilder')}, ${labelsFile} aber ${plural(labels, 'Klasse', 'Klassen')}. Die beiden gehören nicht zusammen`,
  idxShapes: (shape, other, otherShape) =>
    `Ihre Bilder sind ${shape.join(' × ')}, die von ${other} aber ${otherShape.join(' × ')}`,
  idxOnlyLabels: () => 'Sie enthält nur Klassen. Die Datei mit den Bildern dazu ablegen',
  idxAmbiguous: (other) => `Sie spielt dieselbe Rolle wie ${other}. Jeweils nur eine davon importieren`,
  gzipTruncated: () => 'Die komprimierte Datei ist abgeschnitten. Noch einmal herunterladen oder kopieren',
  gzipDamaged: () => 'Die komprimierte Datei ist beschädigt. Noch einmal herunterladen oder kopieren',
  zipDamaged: (detail) => `Die ZIP-Datei ist beschädigt (${detail})`,
  rowTooLong: (line) =>
    `Zeile ${line} ist länger, als eine Zeile einer Tabelle sein kann; das ist keine Tabelle`,
  tooManyQuotes: () => 'Auf mehr als hundert Zeilen bleiben Anführungszeichen offen; das ist keine Tabelle',
  tooManyColumns: (columns, most) =>
    `Sie hat ${columnsText(columns)}; bis zu ${count(most)} lassen sich importieren`,
  notText: () => 'Es ist kein Text',
  noPairs: () => 'Es gibt keine zwei Textspalten, die sich paaren ließen',
  noTime: (column) =>
    column === null
      ? 'Keine Spalte enthält Daten, Jahre oder Zeiten in Folge. Die Spalte nennen, die die Zeit angibt'
      : `Die Spalte ${column} enthält keine Daten, Jahre oder Zeiten`,
  changed: () =>
    'Sie wurde geändert oder wächst noch, während sie gelesen wurde. Erneut importieren, wenn nichts mehr in sie schreibt',
  noNaming: (column) => `Es gibt keine Spalte ${column}, die ihre Zeitreihen benennen könnte`,
  tooManySeries: (column, most) =>
    `Die Spalte ${column} benennt mehr als ${count(most)} Zeitreihen. Eine andere wählen oder keine`,
  tooManyMoments: (most) => `Eine Zeitreihe kann bis zu ${count(most)} Zeilen haben`,
  noColumns: () => 'Keine der Spalten ist brauchbar',
  noTarget: (column) => `Es gibt keine Spalte ${column}, die gelernt werden könnte`,
  tooManyClasses: (column, most) =>
    `Die Spalte ${column} hat mehr als ${count(most)} verschiedene Werte, zu viele für Kategorien`,
  imageColumns: (columns, shape) =>
    `Ein Bild von ${shape.join(' × ')} braucht ${count(shape.reduce((a, b) => a * b, 1))} Zahlenspalten, vorhanden sind ${count(columns)}`,
  noImages: () => 'Nicht ein einziges Bild darin war lesbar',
};
