import { bytesText, count, percent, plural } from '../numbers.ts';

/** Words of the Use room. */
export const use = {
  title: 'Use',
  listEmpty: 'Runs that have a checkpoint are listed here.',
  emptyTitle: 'Nothing to use yet',
  emptyText:
    'When a run has a checkpoint, its network can be tried on new data here, and taken away as a file.',
  goTrain: 'Go to Train',
  chooseRun: 'Trained networks',
  exportTitle: 'Take it away',
  exportText:
    'The file holds the network, its weights, how its inputs are prepared, and the names of its classes.',
  formats: {
    keras: {
      name: 'Keras',
      file: '.keras',
      text: 'Opens in Keras 3 with keras.saving.load_model, to train on or to use in Python.',
    },
    onnx: {
      name: 'ONNX',
      file: '.onnx',
      text: 'Runs anywhere ONNX Runtime does: Python, C++, phones, browsers.',
    },
  },
  export: (name: string) => `Export ${name}`,
  exporting: 'Writing the file and reading it back…',
  again: 'Export again',
  proof: (runtime: string, rows: number, difference: string) =>
    `Read back by ${runtime}: ${plural(rows, 'real row')} compared, largest difference ${difference}.`,
  proofDoc:
    'The exported file was opened by another program and given the same rows. An export that computes something else fails.',
  noProof: 'Written, but not compared with another runtime.',
  download: 'Download',
  showInFolder: 'Show in folder',
  size: (bytes: number) => bytesText(bytes),
  failed: 'Nothing was exported.',

  predictTitle: 'Try it',
  predictText: 'What the network says about rows that you choose.',
  source: 'Try it on',
  sources: { rows: 'Rows of the data', files: 'My own files' },
  split: 'Rows from',
  another: 'Other rows',
  actual: 'Actual',
  predicted: 'Predicted',
  right: 'right',
  wrong: (actual: string) => `wrong: it is ${actual}`,
  rightOf: (right: number, all: number) => `${count(right)} of ${count(all)} shown here are right.`,
  probability: (name: string, part: number) => `${name}: ${percent(part)}`,
  percent: (part: number) => percent(part),
  row: (row: number) => `Row ${count(row)}`,
  rows: (first: number, last: number) => `Rows ${count(first)}–${count(last)}`,
  /** Of a network with several outputs. */
  outputOf: (source: string, output: string) => `${source} · ${output}`,
  dropTitle: 'Drop files to try',
  dropText: 'Images, or a table with the same columns as the training data.',
  chooseFiles: 'Choose files…',
  saveTable: 'Save as a table',
  saveTableDoc: 'Your own columns, then what the network says of each row, as CSV.',
  firstShown: (shown: number, all: number) => `Here are the first ${count(shown)} of ${count(all)} answers.`,
  tableName: (name: string) => `${name} predictions.csv`,
  moreColumns: (n: number) => `and ${plural(n, 'more column')}`,
  predicting: 'Asking the network…',
  noData: 'The data of this run is not here any more, so only your own files can be tried.',
  classShare: 'How sure it is, for each class',

  generate: {
    texts: {
      text: 'The network goes on from what you write, token by token.',
      answers: 'What the network turns a text into, the likeliest first.',
      samples: 'Samples that the network makes of noise: none of them is in the data.',
    },
    prompts: { text: 'Beginning', answers: 'Text' },
    write: { text: 'Write on', answers: 'Answer' },
    stop: 'Stop',
    draw: 'Draw samples',
    newNoise: 'New noise',
    length: 'Length',
    lengthDoc: 'Tokens to write.',
    temperature: 'Temperature',
    temperatureDoc: '0 always takes the likeliest token; higher is bolder.',
    topK: 'Top-k',
    topKDoc: 'Draws among so many likeliest tokens; 0: all.',
    topP: 'Top-p',
    topPDoc: 'Draws among the likeliest tokens of this probability together.',
    seed: 'Seed',
    seedDoc: 'The same seed writes the same.',
    beam: 'Beam',
    beamDoc: 'Answers followed side by side.',
    unknown: (pieces: readonly string[]) =>
      `The vocabulary does not know ${pieces.slice(0, 10).join(' ')}${pieces.length > 10 ? ' …' : ''}.`,
    grid: (samples: number) => `A grid of ${plural(samples, 'sample')}`,
    reconstructions: (samples: number) =>
      `${plural(samples, 'picture')} of the data, each over what the network gives back of it`,
    table: (samples: number) => `A table of ${plural(samples, 'sample')}`,
    rowsOf: (classes: readonly string[]) => `Rows from the top: ${classes.join(', ')}.`,
  },
};
export type UseWords = typeof use;
