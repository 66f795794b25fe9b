import type { UpdatesFailed } from '../contract/updates.ts';
import { plural, power } from './numbers.ts';

/**
 * What can go wrong while the app works, and the sentence for each: what happened, where, and what to do. A failure
 * crosses processes as a value (code and facts); whoever shows it makes the sentence.
 */
import { wordsOf } from './language.ts';
import type { Text } from './said.ts';
import { told } from './told.ts';

export interface FailureFacts {
  'bad-request': { readonly name: string; readonly detail: Text };
  'unknown-request': { readonly name: string };
  'core-unreachable': { readonly detail: Text };
  'not-found': { readonly what: string; readonly name: string };
  'file-unreadable': { readonly path: string; readonly detail: Text };
  'project-invalid': { readonly path: string; readonly detail: Text };
  'project-newer': { readonly path: string; readonly version: number };
  'project-changed-elsewhere': { readonly path: string };
  'project-has-problems': { readonly sentences: readonly Text[] };
  'disk-full': { readonly path: string };
  'nothing-to-import': {
    readonly files: readonly string[];
    /** What all of them are, where that is known. */
    readonly foreign?: ForeignKind;
  };
  'import-failed': { readonly file: string; readonly detail: Text };
  'import-no-rows': {
    readonly file: string;
    /** What was wrong with the first row. */
    readonly why?: { readonly line: number; readonly detail: Text };
  };
  'download-failed': { readonly url: string; readonly detail: Text };
  'download-wrong': { readonly url: string };
  'updates-nowhere': Record<never, never>;
  'updates-failed': { readonly host: string; readonly why: UpdatesFailed };
  'data-in-use': { readonly name: string; readonly runs: number };
  'data-damaged': { readonly name: string; readonly detail: Text };
  'run-not-resumable': { readonly run: string; readonly detail: Text };
  'run-wrong-state': { readonly run: string; readonly state: string; readonly wanted: Text };
  'job-died': { readonly job: string; readonly detail: Text };
  'no-checkpoint': { readonly run: string };
  'checkpoint-damaged': { readonly path: string };
  'loss-not-finite': {
    readonly step: number;
    /** false: it happened before the run's first checkpoint. */
    readonly kept?: false;
    /** The first layer that had such numbers, where it was found, and what they were. */
    readonly at?: { readonly layer: string; readonly what: 'input' | 'output' | 'weights' | 'loss' };
  };
  'export-differs': { readonly node: string; readonly difference: number; readonly allowed: number };
  'export-failed': { readonly detail: Text };
  'port-taken': { readonly port: number };
  'database-newer': { readonly version: number };
  'tensorflow-missing': { readonly detail: Text };
  'tensorflow-install-failed': { readonly detail: Text };
  'precision-unavailable': { readonly precision: string; readonly why: 'portable' | 'processor' };
  'out-of-memory': { readonly detail: Text };
  'machine-busy': Record<never, never>;
  /** A fault of the program, told so that it can be reported. */
  internal: { readonly name: string; readonly detail: Text };
  'wrong-usage': { readonly detail: Text };
}
export type FailureCode = keyof FailureFacts;
export type Failure = {
  [C in FailureCode]: { readonly code: C; readonly facts: FailureFacts[C] };
}[FailureCode];

/** Builds a failure with its facts checked against its code. */
export const failure = <C extends FailureCode>(code: C, facts: FailureFacts[C]): Failure =>
  ({ code, facts }) as Failure;

/** A failure on its way out of a handler or job: caught where requests are answered and sent as a value. */
export class Failed extends Error {
  readonly failure: Failure;
  constructor(cause: Failure) {
    super(failureText(cause));
    this.failure = cause;
  }
}

/** What is told of anything that was caught: the failure that it carries, else what `otherwise` makes of its words. */
export const failureOf = (error: unknown, otherwise: (detail: string) => Failure): Failure =>
  error instanceof Failed ? error.failure : otherwise(error instanceof Error ? error.message : String(error));

/** A fault of the program in what is called `name`. */
export const faultIn =
  (name: string) =>
  (detail: string): Failure =>
    failure('internal', { name, detail });

export const coreUnreachable = (detail: Text): Failure => failure('core-unreachable', { detail });

const updatesFailed: Readonly<Record<UpdatesFailed, (host: string) => string>> = {
  offline: (host) =>
    `${host} could not be reached. It may be that this machine has no network now; nothing else needs it.`,
  slow: (host) => `${host} did not answer in time. Try again later.`,
  busy: (host) => `${host} answers no more questions from here for now. Try again in an hour.`,
  none: (host) => `${host} lists no release yet.`,
  wrong: (host) => `What ${host} answered is not a list of releases that can be read.`,
};

const whereNotFinite = {
  input: (layer: string) => `The data of ${layer} holds such numbers.`,
  output: (layer: string) => `The first such numbers came out of ${layer}.`,
  weights: (layer: string) => `The first such numbers were the weights of ${layer}, after the step before.`,
  loss: (layer: string) => `All layers gave finite numbers; it was the loss of ${layer} itself.`,
} as const;

/** Files that are no data to us, by what a person can do about them. */
const foreignFiles = wordsOf('foreignFiles', {
  workbook: 'Save the sheet of a workbook as CSV, and import that.',
  document: 'Save a document as plain text (.txt), or its tables as CSV, and import that.',
  model:
    'This looks like a trained model, not like data. Neuroloom writes model files and reads none: draw the network, and import the data that it is to learn from.',
  numpy:
    'Write the rows of a NumPy array as CSV (numpy.savetxt with delimiter=","), its pictures as PNG files, and import those.',
  json: 'Write the records of JSON as a table (in Python: pandas.read_json(…).to_csv(…)), and import that.',
  records: 'Write its table as CSV with the program that made it, and import that.',
  photo: 'Save pictures of this kind as JPEG or PNG, and import those.',
  notPicture:
    'It is named like a picture, but it holds text: look into it with a text editor, as it may say why the picture could not be sent, and get the picture again. Where the text itself is wanted, let its name end in .txt.',
  recording: 'Of sound and video, save single pictures or a table of measurements, and import those.',
  page: 'This is a web page, not the file that it speaks of: open its address in a browser, log in where it asks, save the file itself, and import that.',
  zeros:
    'It holds zero bytes, as no text does: it was cut short or damaged while it was written. Write or download it again.',
  archive: 'Of archives only zip files are opened: unpack it, and import the folder.',
});
export type ForeignFileWords = typeof foreignFiles;
export type ForeignKind = keyof ForeignFileWords;

export type FailureSentences = { readonly [C in FailureCode]: (facts: FailureFacts[C]) => string };

const failureSentences = wordsOf<FailureSentences>('failures', {
  'bad-request': (f) => `The request ${f.name} was not understood: ${told(f.detail)}.`,
  'unknown-request': (f) => `There is no request named ${f.name}.`,
  'core-unreachable': (f) => `Neuroloom's core does not answer: ${told(f.detail)}. Start Neuroloom again.`,
  'not-found': (f) => `There is no ${f.what} "${f.name}".`,
  'file-unreadable': (f) => `${f.path} cannot be read: ${told(f.detail)}.`,
  'project-invalid': (f) =>
    `${f.path} is not a project that can be opened: ${told(f.detail)}. The file was left as it is.`,
  'project-newer': (f) =>
    `${f.path} was saved by a newer Neuroloom (format ${f.version}). Update Neuroloom to open it; the file was left as it is.`,
  'project-changed-elsewhere': (f) =>
    `${f.path} was changed in another window. Its newer version is shown; nothing was overwritten.`,
  'project-has-problems': (f) => `The network cannot be trained yet. ${f.sentences.map(told).join(' ')}`,
  'disk-full': (f) =>
    `The disk is full, so ${f.path} could not be written. Free some space and try again; nothing else was lost.`,
  'nothing-to-import': (f) =>
    [
      f.files.length === 1
        ? `${f.files[0]} cannot be read as data.`
        : `None of these files can be read as data: ${f.files.join(', ')}.`,
      f.foreign === undefined
        ? 'Tables (CSV, TSV), texts, pictures (JPEG, PNG, WebP, …), IDX files, and folders or zip files of them can.'
        : foreignFiles[f.foreign],
    ].join(' '),
  'import-failed': (f) => `${f.file} could not be imported: ${told(f.detail)}.`,
  'import-no-rows': (f) =>
    `${f.file} holds no row that can be used.${f.why ? ` Line ${f.why.line}: ${told(f.why.detail)}` : ''}`,
  // A reason that only another version knows is told as an answer that cannot be read.
  'updates-nowhere': () => 'This build knows no place that lists releases, so it cannot look for newer ones.',
  'updates-failed': ({ host, why }) => (updatesFailed[why] ?? updatesFailed.wrong)(host),
  'download-failed': (f) =>
    `${f.url} could not be downloaded: ${told(f.detail)}. What came so far is kept and gone on from: check the network and try again, or bring the files yourself.`,
  'download-wrong': (f) =>
    `What came from ${f.url} is not the file that is expected: its contents have another hash. It was deleted and nothing was imported. Try again, or bring the files yourself.`,
  'data-in-use': (f) =>
    `${f.name} belongs to ${plural(f.runs, 'run')}. Delete ${f.runs === 1 ? 'that run' : 'those runs'} first.`,
  'data-damaged': (f) => `The data set ${f.name} is damaged: ${told(f.detail)}. Import it again.`,
  'run-not-resumable': (f) => `${f.run} cannot go on: ${told(f.detail)}.`,
  'run-wrong-state': (f) => `${f.run} is ${f.state}; only a run that is ${told(f.wanted)} can do this.`,
  'job-died': (f) => `The ${f.job} process ended by itself. Its last words: ${told(f.detail)}`,
  'no-checkpoint': (f) => `${f.run} has no checkpoint yet. Train at least one epoch first.`,
  'checkpoint-damaged': (f) => `The checkpoint ${f.path} is damaged: its contents do not match its hash.`,
  'loss-not-finite': (f) =>
    [
      `The loss became infinite or not a number at step ${f.step}.`,
      ...(f.at ? [whereNotFinite[f.at.what](f.at.layer)] : []),
      f.at?.what === 'input'
        ? 'Import the data without them.'
        : 'Lower the learning rate, clip the gradients, or normalise the inputs.',
      f.kept === false
        ? 'It happened before the first checkpoint, so none is kept.'
        : 'The last good checkpoint is kept.',
    ].join(' '),
  'export-differs': (f) =>
    `The exported file computes something else than the network: first at ${f.node}, by ${power(f.difference)} where ${power(f.allowed)} is allowed. Nothing was exported.`,
  'export-failed': (f) => `The export failed: ${told(f.detail)}.`,
  'port-taken': (f) =>
    `Port ${f.port} is in use by another program. Choose another with --port, or leave it out.`,
  'database-newer': (f) =>
    `This workspace was last used by a newer Neuroloom (database version ${f.version}). Update Neuroloom; nothing was changed.`,
  'tensorflow-missing': (f) => `TensorFlow is not there: ${told(f.detail)}`,
  'tensorflow-install-failed': (f) => `Native TensorFlow could not be installed: ${told(f.detail)}`,
  'machine-busy': () =>
    'A run trains or waits, and both would be slower. Pause it or let it end, then try again.',
  'precision-unavailable': (f) =>
    `${f.precision} is not there: ${f.why === 'portable' ? 'the portable backend computes' : 'on this processor TensorFlow multiplies well'} in float32 only. Train with --precision float32.`,
  'out-of-memory': (f) => `There was not enough memory: ${told(f.detail)}`,
  internal: (f) =>
    `Something went wrong inside Neuroloom (${f.name}): ${told(f.detail)}. Nothing was lost; logs/core.log in the workspace says more.`,
  'wrong-usage': (f) => told(f.detail),
});

/** The sentence for a failure. */
export function failureText(cause: Failure): string {
  const sentence = failureSentences[cause.code] as (facts: Failure['facts']) => string;
  return sentence(cause.facts);
}
