/** What the command line says. Sentences about failures are in failures.ts. */
import type { Probe, ProbeTensor } from '../contract/probe.ts';
import type { RunState } from '../contract/runs.ts';
import { measureOf } from '../kinds/metrics/index.ts';
import { bytesText, count, duration, measured, percent, plural, power } from './numbers.ts';

/** Of a metric's name, whatever stands before it: `validation/recall`, `test Species/recall`. */
const isPart = (name: string): boolean => measureOf(/\S*$/.exec(name)![0])?.part ?? false;

const lossText = (loss: number | null): string => (loss === null ? 'not finite' : measured(loss));

/** Of a GAN's networks, each with its own. */
const lossesText = (losses: Probe['losses']): string =>
  losses.length < 2 ? '' : ` (${losses.map(({ role, loss }) => `${role} ${lossText(loss)}`).join(', ')})`;

export const commandWords = {
  about: 'Neuroloom: draw a neural network, train it on your own data and machine, take it away as a file.',
  usage: 'Usage',
  commands: 'Commands',
  options: 'Options',
  everywhere: 'On every command',
  more: 'More about one command: neuroloom COMMAND --help',
  exitCodes:
    'Exit codes: 0 done; 1 it failed, and one sentence says why; 2 wrong usage; 143 (130 for Ctrl-C) ended by a signal, with a checkpoint written.',

  summaries: {
    import: 'Imports files as a data set',
    datasets: 'Lists the data sets',
    train: 'Trains, validates each epoch, tests at the end',
    evaluate: 'Metrics, confusion matrix, scores by class',
    predict: 'What the model says of new files',
    generate: 'Writes text, answers sequences, draws samples',
    probe: 'What flows through each layer, and its gradients',
    export: 'Writes and proves a model file',
    runs: 'Lists the runs',
    serve: 'Serves the window to a browser, prints one URL',
    doctor: 'What is here, what is missing, and how to get it',
  },
  flags: {
    workspace:
      'Folder that holds data sets, runs and projects (default: NEUROLOOM_HOME, else Neuroloom in your home)',
    json: 'Prints one JSON object a line',
    help: 'Prints this help',
    version: 'Prints the version',
    name: 'Name of the new data set (default: from its files)',
    target: 'Column to learn',
    as: 'What files of text are (default: what they look like)',
    tokenizer: 'How text becomes tokens (default: characters of a whole text, words of texts in a table)',
    vocabulary: 'The most tokens of a vocabulary',
    time: 'Column of dates, years or times that a series is in the order of',
    series: 'Column that names the series of a table that holds several (default: found by itself)',
    predictTo: 'Writes a table (CSV): the files’ own columns, then what the network says of each row',
    oneSeries: 'All rows are one series, whatever is found',
    decimal: 'Decimal sign of numbers that could have either (default: told by the file)',
    fill: 'Missing numbers of a series become the last one before',
    data: 'Data set to train on, by name or id (default: the one that fits the project)',
    epochs: 'Passes over the training rows, instead of the project’s own',
    batch: 'Rows in a step, instead of the project’s own',
    seed: 'Seed of every random number of the run, instead of the project’s own',
    threads: 'Threads that TensorFlow computes with (default: by rule)',
    shards: 'Parts that each batch is computed in (default: by rule)',
    precision:
      'What training steps multiply in: float32 (default), or bfloat16 (mixed, faster where the processor has it)',
    backend: 'TensorFlow’s own library, or the portable one that needs nothing installed',
    resume: 'Goes on with a run from its last checkpoint; its own settings and data are kept',
    split: 'Rows to evaluate',
    node: 'One layer, by name (default: all of them)',
    rows: 'Rows of the batch that is looked at (default: 64)',
    probeSplit: 'Rows to look at',
    training: 'As in training: dropout drops, batch normalisation uses the batch’s own statistics',
    prompt: 'Text to go on from, or to turn into another',
    length: 'Tokens to write (default: 200)',
    temperature: 'How bold the draws are: 0 takes the likeliest token, 1 (default) the network’s own odds',
    topK: 'Draws among the likeliest so many tokens',
    topP: 'Draws among the likeliest tokens of this probability together',
    generateSeed: 'The same seed makes the same (default: 0)',
    beam: 'Answers that are followed side by side (default: 1, the likeliest token each time)',
    lengthPower:
      'How much longer answers are favoured: 0 not at all, 1 (default) by the mean of their tokens',
    sourceRows: 'Rows of the data set to answer, counted from 1, such as 1,4-9',
    samples: 'Samples in the grid, or in each row of it where there are classes',
    toFile: 'File to write: a PNG of pictures, else text',
    format: 'Kind of file',
    to: 'Folder to write into',
    port: 'Port to listen on (default: 7878, or any that is free)',
    listen: 'Address to listen on (default: 127.0.0.1, this machine only)',
    bundle:
      'Writes what helps others to help you (versions, machine, checks, log) to a file, instead of showing it',
    host: 'Name that browsers call this machine by; needed for each name when listening for other machines',
  },

  unknownCommand: (name: string) => `There is no command ${name}. neuroloom --help lists them.`,
  noCommand: 'Which command? neuroloom --help lists them.',
  missingArgument: (command: string, argument: string) =>
    `${command} needs ${argument}. See neuroloom ${command} --help.`,
  extraArgument: (command: string, argument: string) =>
    `${command} does not take "${argument}". See neuroloom ${command} --help.`,
  unknownOption: (command: string, option: string) =>
    `${command} has no option ${option}. See neuroloom ${command} --help.`,
  needsValue: (option: string) => `${option} needs a value.`,
  takesNoValue: (option: string) => `${option} takes no value.`,
  notInteger: (option: string, value: string, min: number, max: number) =>
    `${option} wants a whole number from ${min} to ${max}, not "${value}".`,
  notNumber: (option: string, value: string, min: number, max: number) =>
    `${option} wants a number from ${min} to ${max}, not "${value}".`,
  notRows: (value: string) => `--rows wants row numbers counted from 1, such as 1,4-9, not "${value}".`,
  picturesNeedFile: 'These are pictures, which want a file: add --to FILE.png.',
  notChoice: (option: string, value: string, choices: readonly string[]) =>
    `${option} wants one of ${choices.join(', ')}, not "${value}".`,
  missingOption: (command: string, option: string) =>
    `${command} needs ${option}. See neuroloom ${command} --help.`,
  resumeKeepsSettings: (option: string) =>
    `A run that goes on keeps its own settings: leave ${option} out, or start a new run.`,
  resumeOrProject:
    'train needs a project, or a run to go on with: neuroloom train PROJECT.neuroloom, or --resume RUN.',
  listenNeedsHost:
    'Listening for other machines needs the names that browsers call this one by: add --host NAME, once for each.',
  severalRuns: (given: string, ids: readonly string[]) =>
    `"${given}" could be any of the runs ${ids.join(', ')}. Write more of its id.`,
  severalData: (given: string, ids: readonly string[]) =>
    `"${given}" could be any of the data sets ${ids.join(', ')}. Use an id.`,
  severalLayers: (given: string, ids: readonly string[]) =>
    `"${given}" could be any of the layers ${ids.join(', ')}. Use an id, or write the network before the name, as probe shows it.`,
  layerOf: (network: string, layer: string) => `${network}: ${layer}`,
  dataMissing: (project: string, wants: string) =>
    `No data set here fits "${project}", which wants ${wants}. Import it first: neuroloom import FILES…; or name one: --data NAME.`,
  dataAmbiguous: (project: string, names: readonly string[]) =>
    `Several data sets fit "${project}": ${names.join(', ')}. Choose one: --data NAME.`,
  dataUnfit: (name: string, project: string, wants: string) =>
    `The data set ${name} does not fit "${project}", which wants ${wants}.`,
  anyData: 'columns that its inputs and outputs are bound to; open it in the window and choose them',

  importing: (name: string, rows: number, perSecond: number) =>
    `Importing ${name}: ${count(rows)} rows, ${count(perSecond)} rows/s`,
  imported: (name: string, rows: number, series: number | null, bytes: number) =>
    `Imported ${name}: ${plural(rows, 'row')}${series === null ? '' : ` of ${plural(series, 'series', 'series')}`}, ${bytesText(bytes)}.`,
  importProblems: (n: number) => `${plural(n, 'remark')} on what was left out or looks odd:`,
  problemsMore: (n: number) => `… and ${count(n)} more.`,
  importCancelled: 'The import was cancelled. Nothing of it is kept.',

  trainingStarted: (run: string, data: string, where: string) => `${run} trains on ${data}${where}.`,
  queued: (run: string) => `${run} waits for its turn.`,
  epoch: (epoch: number, epochs: number) => `Epoch ${epoch}/${epochs}`,
  trainingBar: (epoch: number, epochs: number, perSecond: number, left: number) =>
    `epoch ${epoch}/${epochs}  ${count(perSecond)} samples/s  ${duration(left)} left`,
  pausing: 'Writing a checkpoint, then leaving. Once more leaves at once.',
  resumeHint: (run: string) => `Go on with: neuroloom train --resume ${run}`,
  ended: (run: string, state: RunState, seconds: number, perSecond: number) =>
    `${run} is ${state} after ${duration(seconds)} (${count(perSecond)} samples/s).`,
  endedOther: (run: string, state: RunState) => `${run} is ${state}.`,

  /** `rows`: how many of the rows it is of, where that are not all. */
  metric: (name: string, value: number, rows?: number) =>
    `${name} ${isPart(name) ? percent(value) : measured(value)}${
      rows === undefined ? '' : ` (of the first ${plural(rows, 'row')})`
    }`,
  evaluated: (run: string, split: string, rows: number) => `${run} on ${plural(rows, `${split} row`)}:`,
  confusionTitle: 'Confusion matrix (rows: actual, columns: predicted)',
  classColumns: ['Class', 'Rows', 'Precision', 'Recall', 'F1'],
  predicted: (source: string, output: string | null, answer: string) =>
    `${source}${output === null ? '' : ` ${output}`}: ${answer}`,
  predictedTable: (path: string, rows: number, answered: number) =>
    `${path}: ${plural(rows, 'row')}${answered < rows ? `, ${count(answered)} of them with an answer` : ''}`,
  unknownPieces: (pieces: readonly string[]) =>
    `The vocabulary does not know ${pieces
      .slice(0, 10)
      .map((piece) => JSON.stringify(piece))
      .join(', ')}${pieces.length > 10 ? ', …' : ''}.`,
  answered: (source: string, target: string | null) =>
    target === null ? `${source}:` : `${source} (${target}):`,
  answer: (text: string, score: number, ended: boolean) =>
    `${text}${ended ? '' : '…'}  (${score.toFixed(3)})`,
  probed: (
    run: string,
    step: number,
    rows: number,
    split: string,
    { loss, losses }: Pick<Probe, 'loss' | 'losses'>,
  ) =>
    `${run} after step ${count(step)}, ${plural(rows, `${split} row`)}: loss ${lossText(loss)}${lossesText(losses)}`,
  probeColumns: {
    layer: 'Layer',
    tensor: 'Tensor',
    shape: 'Shape',
    mean: 'Mean',
    deviation: 'Deviation',
    min: 'Min',
    max: 'Max',
    zeros: 'Zeros',
    silent: 'Silent',
  },
  probeTensor: ({ name, what, pass }: Pick<ProbeTensor, 'name' | 'what' | 'pass'>) =>
    `${what === 'gradient' ? 'gradient by ' : ''}${name}${pass ? ` (${pass})` : ''}`,
  exported: (path: string, bytes: number) => `${path} (${bytesText(bytes)})`,
  proved: (runtime: string, rows: number, difference: number) =>
    `Read back by ${runtime}: ${plural(rows, 'row')} compared, largest difference ${power(difference)}.`,

  noDatasets: 'No data sets yet. Import one: neuroloom import FILES…',
  noRuns: 'No runs yet. Train one: neuroloom train PROJECT.neuroloom',
  datasetColumns: { name: 'Name', rows: 'Rows', columns: 'Columns', size: 'Size', id: 'Id' },
  runColumns: {
    name: 'Name',
    project: 'Project',
    data: 'Data',
    state: 'State',
    epochs: 'Epochs',
    accuracy: 'Test',
    time: 'Time',
    id: 'Id',
  },

  diagnosed: (path: string) =>
    `${path} tells of the program and this machine, not of your projects and data. Look at it before you pass it on.`,

  serving: (url: string) => `Neuroloom is at ${url}`,
  servingHint:
    'The address holds a key: keep it to yourself. Ctrl-C ends the server; runs are asked about in the window.',
  checkStates: { ok: 'ok', missing: 'missing', note: 'note' },
} as const;
