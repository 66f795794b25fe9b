import type { Column } from '../../data/manifest.ts';
import { shapeText } from '../../kinds/shape.ts';
import { bytesText, count, duration, plural, THIN } from '../numbers.ts';

/** Words of the Data room. */
export const data = {
  title: 'Data',
  importShort: 'Import…',
  list: 'Data sets',
  emptyTitle: 'No data yet',
  emptyText: 'Import files, and they become a data set here: typed columns that any project can learn from.',
  pickTitle: 'Bring your data',
  pickText: 'Drop files or a folder here. They stay on this machine.',
  pickKinds: [
    { name: 'Images', text: 'A folder or a zip with one folder for each class' },
    { name: 'Tables', text: 'CSV or TSV: one row for each sample, types are found out' },
    { name: 'IDX', text: 'The four files of MNIST and its relatives, packed or not' },
  ],
  chooseFiles: 'Choose files…',
  chooseFolder: 'Choose a folder…',
  chooseOther: 'Choose a data set on the left, or import another.',

  uploading: (file: string) => `Copying ${file}`,
  uploadingAll: (sent: number, total: number) => `${bytesText(sent)} of ${bytesText(total)}`,
  looking: 'Looking at the files…',
  previewTitle: 'Check before importing',
  previewKinds: { idx: 'IDX files', table: 'Table', images: 'Images in class folders' },
  /** What data is called whose files have no folder to be named after. */
  kindNames: { idx: 'IDX images', table: 'Table', images: 'Images' },
  previewFacts: (files: number, bytes: number, rows: number | null) =>
    `${plural(files, 'file')}, ${bytesText(bytes)}${rows === null ? '' : `, ${plural(rows, 'row')}`}`,
  name: 'Name',
  header: 'The first line holds the names of the columns',
  target: 'Target',
  targetDoc: 'The column that a network learns to give. It can be changed later.',
  noTarget: 'None',
  column: 'Column',
  columnName: (index: number) => `Name of column ${index + 1}`,
  columnType: (name: string) => `Type of ${name}`,
  type: 'Type',
  types: { number: 'Number', category: 'Category', skip: 'Leave out' },
  typesDoc: {
    number: 'A measured value',
    category: 'One of a few names',
    skip: 'Not imported',
  },
  firstRows: 'First rows',
  asImage: (shape: readonly number[]) =>
    `Read the ${count(shape[0]! * shape[1]!)} numbers of a row as an image`,
  asImageDoc: 'Each row becomes one picture, so that convolutions can be used.',
  imageHeight: 'Height',
  imageWidth: 'Width',
  imageBrightest: 'Brightest value',
  imageBrightestDoc: 'The number that stands for white.',
  imageMisfit: (cells: number, columns: number) =>
    `${count(cells)} pixels do not fit ${plural(columns, 'number column')}.`,
  classes: (n: number) => plural(n, 'class', 'classes'),
  moreClasses: (n: number) => `and ${count(n)} more`,
  problems: (n: number) => plural(n, 'problem'),
  problemsText: 'These rows or files are left out; everything else is imported.',
  problemPlace: (file: string, line: number | undefined) =>
    line === undefined ? file : `${file}, line ${count(line)}`,
  moreProblems: (n: number) => `${count(n)} more are not listed.`,
  startImport: (rows: number | null) => (rows === null ? 'Import' : `Import ${plural(rows, 'row')}`),
  discard: 'Discard',

  importing: (name: string) => `Importing ${name}`,
  importRate: (rows: number, perSecond: number) => `${plural(rows, 'row')}, ${count(perSecond)} rows/s`,
  reading: 'Reading…',
  importLeft: (seconds: number | null) => (seconds === null ? '' : `${duration(seconds)} left`),
  importStates: {
    running: 'Importing',
    done: 'Imported',
    failed: 'Not imported',
    cancelled: 'Cancelled',
  },
  importedAs: (name: string) => `${name} was imported.`,
  cancelImport: 'Cancel the import',
  cancelled: (name: string) => `The import of ${name} was cancelled. Nothing of it is kept.`,
  showData: 'Show the data',
  dismiss: 'Dismiss',

  rows: (n: number) => plural(n, 'row'),
  facts: 'About this data',
  factImported: 'Imported',
  sources: {
    idx: 'IDX files',
    table: 'Table',
    images: 'Images',
    text: 'Text',
    pairs: 'Pairs of texts',
    series: 'Time series',
  },
  sourceFiles: (n: number) => plural(n, 'file'),
  size: (bytes: number) => bytesText(bytes),
  splits: { train: 'Training', validation: 'Validation', test: 'Test' },
  splitsDoc: {
    train: 'The rows that the weights are learned from.',
    validation: 'Rows kept back to measure on after each epoch.',
    test: 'Rows that are measured on once, at the end, and never learned from.',
  },
  splitPart: (rows: number, part: number) =>
    `${plural(rows, 'row')}, ${Number((part * 100).toFixed(1))}${THIN}%`,
  noTestSplit: 'These files bring no test split; a run holds some rows back by its seed.',
  classesTitle: 'Classes',
  showClass: (name: string, rows: number) => `Show only ${name}, ${plural(rows, 'row')}`,
  allClasses: 'All classes',
  samplesTitle: 'Samples',
  rowsTitle: 'Rows',
  sampleLabel: (row: number, name: string | null) => `Row ${count(row)}${name === null ? '' : `: ${name}`}`,
  rowNumber: 'Row',
  missing: 'missing',
  columnsTitle: 'Columns',
  columnSummary: (column: Column): string => {
    if (column.type === 'image') return `image ${shapeText(column.shape)}`;
    if (column.type === 'category') return plural(column.classes.length, 'class', 'classes');
    if (column.type === 'tokens')
      return `${plural(column.length, 'token')} of ${count(column.vocabulary.length)}`;
    return 'number';
  },
  statistics: { min: 'Smallest', mean: 'Mean', max: 'Largest', standardDeviation: 'Standard deviation' },
  missingValues: (n: number) => `${count(n)} missing`,
  isTarget: 'target',
  range: (min: string, max: string) => `${min} to ${max}`,
  meanOf: (mean: string, deviation: string) => `mean ${mean} ± ${deviation}`,
  use: 'Use in this project',
  inUse: 'This project learns from it',
  newProject: 'New project with it',
  menu: 'More about this data set',
  renameTitle: 'Rename the data set',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteText: (bytes: number) =>
    `Its ${bytesText(bytes)} are deleted from this machine. Your own files stay where they are. This cannot be undone.`,
  deleted: (name: string) => `${name} was deleted.`,
  gone: 'This data set is not here any more.',
  nothingInSplit: 'No rows in this split.',
};
export type DataWords = typeof data;
