/**
 * The core's contract: every request a client can make and every event it can hear, once. The schemas check what
 * comes in, in the core, for every carrier; answers are the core's own and carry only their type.
 */
import { z } from 'zod';
import { projectSchema } from '../network/document.ts';
import type { Project } from '../network/document.ts';
import type { NetworkDrawing } from '../network/drawing.ts';
import type { DatasetManifest, ImportProblem } from '../data/manifest.ts';
import type { Failure } from '../words/failures.ts';
import type { Text } from '../words/said.ts';
import { generateRequestSchema } from './generate.ts';
import type { Generated } from './generate.ts';
import { probeRequestSchema } from './probe.ts';
import type { Probe } from './probe.ts';
import type { Updates } from './updates.ts';
import type { Watched } from './watch.ts';
import type { MachineNow, MachineReport, Trial } from './machine.ts';
import { measuredEach } from '../runs/series.ts';
import type { PackedSeries } from '../runs/packed.ts';
import { engineRequestSchema } from './runs.ts';
import type { Evaluation, Metric, Progress, RunSample, RunSummary, SampleEpoch } from './runs.ts';

interface Request<S extends z.ZodType, R> {
  readonly input: S;
  /** Only a type: the shape of the answer's head. */
  readonly output: R;
}
const request =
  <R>() =>
  <S extends z.ZodType>(input: S): Request<S, R> => ({ input, output: undefined as R });

const id = z.string().min(1).max(200);
const none = z.strictObject({});
const path = z.string().min(1).max(4096);

/** Of what was before, in an average that a curve is drawn as. */
const weight = z.number().min(0).max(0.999).default(0);

/** A file on the machine that the core runs on, or one that a browser uploaded. */
const sourceSchema = z.union([z.strictObject({ path }), z.strictObject({ upload: id })]);
export type Source = z.infer<typeof sourceSchema>;

/** What files of text can be read as. */
export const importForms = ['table', 'text', 'pairs', 'series'] as const;
export type ImportForm = (typeof importForms)[number];
export const tokenizerKinds = ['characters', 'words', 'bpe'] as const;
/** Tokens that a vocabulary may have. */
export const VOCABULARY_LIMITS = { min: 2, max: 65_536 } as const;

/** What stands before the decimals of a number. */
export const decimalSigns = ['point', 'comma'] as const;
export type DecimalSign = (typeof decimalSigns)[number];

/** How to read files, where the person corrects what was inferred. */
export const importOptionsSchema = z.strictObject({
  /** What files of text are; default: what they look like. */
  as: z.enum(importForms).optional(),
  /** How text becomes tokens; default: characters for a whole text, words for the texts of a table. */
  tokenizer: z.enum(tokenizerKinds).optional(),
  /** The most tokens of a vocabulary. */
  vocabulary: z.number().int().min(VOCABULARY_LIMITS.min).max(VOCABULARY_LIMITS.max).optional(),
  /** The column that a series is in the order of; default: the first of dates, years or times. */
  time: z.string().optional(),
  /** The column that names the series of a table that holds several; null: it holds one; default: whichever is found. */
  series: z.string().nullable().optional(),
  /** Whether a missing number of a series becomes the last one before it. */
  fill: z.boolean().optional(),
  header: z.boolean().optional(),
  /** The decimal sign of a table's numbers that could be read with either. */
  decimal: z.enum(decimalSigns).optional(),
  /** New names and types by column index of the file. 'skip' leaves the column out. */
  columns: z
    .array(
      z.strictObject({
        index: z.number().int().min(0),
        name: z.string().min(1).max(500).optional(),
        type: z.enum(['number', 'category', 'text', 'skip']).optional(),
      }),
    )
    .optional(),
  /** Name of the target column; null: none. */
  target: z.string().nullable().optional(),
  /** Treat a table's numeric columns as one image of this shape (digits: [8, 8, 1]). */
  image: z
    .strictObject({
      shape: z.tuple([z.number().int().min(1), z.number().int().min(1), z.number().int().min(1).max(4)]),
      scale: z.number().positive(),
    })
    .optional(),
  /** Side in pixels that differing images are resized to; default: the first image's size, at most 256. */
  imageSize: z.tuple([z.number().int().min(1).max(1024), z.number().int().min(1).max(1024)]).optional(),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

export interface ProjectEntry {
  readonly path: string;
  readonly name: string;
  readonly modified: string;
  readonly description: string;
  readonly networks: number;
  readonly nodes: number;
  readonly problem: Failure | null;
}
export interface OpenProject {
  readonly path: string;
  readonly project: Project;
  /** Changes with every save; a save names the one it started from. */
  readonly revision: string;
}
/** What samples are for, in the order in which the gallery shows them. */
export const sampleGroups = ['tables', 'pictures', 'sequences', 'text', 'making'] as const;
export type SampleGroup = (typeof sampleGroups)[number];
export interface Sample {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly group: SampleGroup;
  /** When to use a network such as this one. */
  readonly when: string;
  readonly drawings: readonly NetworkDrawing[];
  /** 'ready': its data is here or ships with the app; 'files': the person brings the files; 'download': on request. */
  readonly data: 'ready' | 'files' | 'download';
  /** Where its data can be had, asked for by `samples.download`; null where nothing is to be downloaded. */
  readonly download: {
    /** The host's name. */
    readonly from: string;
    readonly bytes: number;
    /** The import that fetches it now. */
    readonly import: string | null;
  } | null;
}
/** What a look at files found, before anything is imported. */
export interface ImportPreview {
  readonly kind: DatasetManifest['source']['kind'];
  /** What else the files can be read as, `kind` among them; none where they can be one thing only. */
  readonly forms: readonly ImportForm[];
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly rows: number | null;
  readonly table: {
    readonly header: boolean;
    /** How numbers are read that nothing in the file tells the decimal sign of; null where there are none. */
    readonly decimal: DecimalSign | null;
    readonly columns: readonly {
      readonly index: number;
      readonly name: string;
      /** 'skip': left out unless the options say otherwise. */
      readonly type: 'number' | 'category' | 'text' | 'skip';
      readonly examples: readonly string[];
      /** What the numbers of its cells stand for, where the file names its classes beside them. */
      readonly classNames?: Readonly<Record<string, string>>;
    }[];
    readonly rows: readonly (readonly string[])[];
  } | null;
  readonly text: {
    readonly beginning: string;
    /** Different characters in the first part of the text. */
    readonly characters: number;
  } | null;
  /** The column that a series is in the order of, of those that could be it; and the one that names several series. */
  readonly time: {
    readonly column: string;
    readonly columns: readonly string[];
    readonly series: string | null;
    readonly naming: readonly string[];
  } | null;
  readonly classes: readonly string[];
  readonly target: string | null;
  readonly problems: readonly ImportProblem[];
}
export interface ImportState {
  readonly id: string;
  readonly name: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** 0 … 1 */
  readonly fraction: number;
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly secondsLeft: number | null;
  readonly problems: number;
  readonly firstProblems: readonly ImportProblem[];
  readonly dataset: string | null;
  readonly failure: Failure | null;
}
export interface ExportState {
  readonly id: string;
  readonly run: string;
  readonly format: 'keras' | 'onnx';
  readonly state: 'running' | 'done' | 'failed';
  readonly path: string | null;
  readonly bytes: number;
  /** Rows compared and the largest difference seen when the file was read back. */
  readonly proof: { readonly runtime: string; readonly rows: number; readonly difference: number } | null;
  readonly failure: Failure | null;
}
/** One line of the doctor's report. */
export interface Check {
  readonly name: Text;
  readonly state: 'ok' | 'missing' | 'note';
  readonly says: Text;
  readonly remedy: Text | null;
  /** What a window can do about it itself. */
  readonly action?: 'install-tensorflow';
}
/** An installation of native TensorFlow that this core began. */
export interface TensorFlowInstall {
  readonly state: 'running' | 'done' | 'failed';
  /** What it does now, or what came of it. */
  readonly text: Text;
  /** 0 … 1 of the step that `text` names; null where its end is not known. */
  readonly fraction: number | null;
  readonly failure: Failure | null;
}
/** What a network says of one column. */
export interface ColumnAnswer {
  readonly name: string;
  /** Class probabilities, or a number (of a window, one for each of its rows) in the column's own unit. */
  readonly values: readonly number[];
  readonly classes: readonly string[] | null;
  readonly best: string | null;
}
export interface Answer {
  /** Class probabilities, or one value for a numeric target; of a series, one for each moment of its horizon. */
  readonly values: readonly number[];
  readonly classes: readonly string[] | null;
  readonly best: string | null;
  /** Of a network that gives a table's columns back: what it says of each, `values` being those of all. */
  readonly columns: readonly ColumnAnswer[] | null;
}
export interface Prediction extends Answer {
  /** The file, with the line where it is a table; of a window the lines of its first row and its last. */
  readonly source: string;
  /** The name of its series, where the data holds several. */
  readonly series: string | null;
  /** When the last row was that it read, as the file writes it. */
  readonly moment: string | null;
  /** Whose answer it is, of a network with several outputs; null of one with one. */
  readonly output: string | null;
}

export const requests = {
  'workspace.info': request<{
    path: string;
    version: string;
    pid: number;
    /** Whether this build knows a place that lists releases. */
    releases: boolean;
  }>()(none),
  'workspace.usage': request<readonly { name: string; path: string; bytes: number }[]>()(none),
  'settings.get': request<Readonly<Record<string, unknown>>>()(none),
  'settings.set': request<void>()(
    z.strictObject({ key: z.string().regex(/^[a-z][\w.-]{0,99}$/), value: z.json() }),
  ),
  /** Asks the list of releases on the network; only for a person who asked for it. */
  'updates.check': request<Updates>()(none),
  'machine.report': request<MachineReport>()(none),
  /** Asked again and again: what is in use since the question before. */
  'machine.now': request<MachineNow>()(none),
  /** Tries several engines on a project; `trial.changed` tells how far it is. The start of a run ends it. */
  'trial.start': request<Trial>()(z.strictObject({ project: projectSchema })),
  'trial.cancel': request<void>()(none),
  /** The last one since the core started. */
  'trial.state': request<Trial | null>()(none),
  'doctor.report': request<readonly Check[]>()(none),
  /** One text about program and machine for whoever helps; nothing of projects and data. */
  'doctor.diagnostics': request<string>()(none),
  /** Whether native TensorFlow is there, and the last installation begun since the core started. */
  'tensorflow.state': request<{ native: boolean; install: TensorFlowInstall | null }>()(none),
  /** Begins an installation; one that is under way goes on. `tensorflow.changed` tells how far it is. */
  'tensorflow.install': request<TensorFlowInstall>()(none),

  'projects.list': request<readonly ProjectEntry[]>()(none),
  'projects.samples': request<readonly Sample[]>()(none),
  /** From a sample (its data is imported or matched), from a data set (a network that fits it), or empty. */
  'projects.create': request<OpenProject>()(
    z.strictObject({
      name: z.string().min(1).max(200),
      sample: id.optional(),
      dataset: id.optional(),
      /** With a data set: a recipe that suits it; without one, the app proposes. */
      recipe: id.optional(),
    }),
  ),
  'projects.open': request<OpenProject>()(z.strictObject({ path })),
  /** Answers the new revision, or fails with 'project-changed-elsewhere'. */
  'projects.save': request<{ revision: string }>()(
    z.strictObject({ path, project: projectSchema, revision: z.string() }),
  ),
  'projects.delete': request<void>()(z.strictObject({ path })),

  'datasets.list': request<readonly DatasetManifest[]>()(none),
  'datasets.get': request<DatasetManifest>()(z.strictObject({ id })),
  /**
   * Rows of a data set, as bytes: for each column in order its rows' bytes as they are on disk, one after the other.
   * `rows` are the indices read (a page of one split, optionally only those of one class of the target). `moments`:
   * where the rows' moments begin, float64, of a series that keeps them.
   */
  'datasets.rows': request<{
    rows: readonly number[];
    total: number;
    columns: readonly { name: string; from: number; bytes: number }[];
    moments: number | null;
  }>()(
    z.strictObject({
      id,
      split: z.enum(['train', 'validation', 'test']),
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(1000),
      category: z.strictObject({ column: z.string(), index: z.number().int().min(0) }).optional(),
    }),
  ),
  'datasets.rename': request<void>()(z.strictObject({ id, name: z.string().min(1).max(200) })),
  'datasets.delete': request<void>()(z.strictObject({ id })),

  'import.preview': request<ImportPreview>()(
    z.strictObject({
      sources: z.array(sourceSchema).min(1).max(10_000),
      options: importOptionsSchema.default({}),
    }),
  ),
  'import.start': request<{ id: string }>()(
    z.strictObject({
      sources: z.array(sourceSchema).min(1).max(10_000),
      name: z.string().min(1).max(200).optional(),
      options: importOptionsSchema.default({}),
    }),
  ),
  'import.cancel': request<void>()(z.strictObject({ id })),
  /** Fetches a sample's data from the network and imports it: an import like others, answered by its id. */
  'samples.download': request<{ id: string }>()(z.strictObject({ sample: id })),
  'import.list': request<readonly ImportState[]>()(none),
  /** Where a browser's upload goes; the server streams the PUT into it. Answers the bytes already there, to go on from. */
  'uploads.begin': request<{ upload: string; received: number; path: string }>()(
    z.strictObject({ name: z.string().min(1).max(500), bytes: z.number().int().min(0), group: id, key: id }),
  ),

  'runs.list': request<readonly RunSummary[]>()(none),
  'runs.get': request<{ run: RunSummary; project: Project }>()(z.strictObject({ run: id })),
  'runs.start': request<{ run: string }>()(
    z.strictObject({
      project: projectSchema,
      path: path.nullable().default(null),
      /** Absent: the setting 'runs.engine', else by rule. */
      engine: engineRequestSchema.optional(),
    }),
  ),
  'runs.pause': request<void>()(z.strictObject({ run: id })),
  'runs.resume': request<void>()(z.strictObject({ run: id })),
  'runs.stop': request<void>()(z.strictObject({ run: id })),
  'runs.rename': request<void>()(z.strictObject({ run: id, name: z.string().min(1).max(200) })),
  'runs.delete': request<void>()(z.strictObject({ run: id })),
  /** From now on this client hears looks at the run while it trains ('run.watched'), or no longer. */
  'runs.watch': request<void>()(z.strictObject({ run: id, on: z.boolean() })),
  /**
   * Metrics after a step, oldest first and all of a step together: the first few thousand, the rest of which is asked for
   * after the last of them (`everyMetric`).
   */
  'runs.metrics': request<readonly Metric[]>()(
    z.strictObject({ run: id, afterStep: z.number().int().default(-1) }),
  ),
  /**
   * A run's curves as they are drawn, in few points however long it is, with their numbers as bytes (`unpacked`).
   * 'run.metrics' tells what to go on with.
   */
  'runs.curves': request<readonly PackedSeries[]>()(
    z.strictObject({ run: id, of: z.enum(measuredEach).default('any'), weight }),
  ),
  /** A stretch of one curve, from one step to another, in as many points as the whole has; none where it has no values. */
  'runs.stretch': request<readonly PackedSeries[]>()(
    z.strictObject({ run: id, name: z.string(), weight, from: z.number(), to: z.number() }),
  ),
  /** The epochs after which a network that makes something has made some, oldest first. */
  'runs.samples': request<readonly SampleEpoch[]>()(z.strictObject({ run: id })),
  /** What it made then; pictures come as the bytes of one PNG. */
  'runs.sample': request<RunSample>()(z.strictObject({ run: id, epoch: z.number().int().min(1) })),
  /** `runs.cancel` of its `stream` ends what takes long: the answer has what is measured so far. */
  'runs.evaluate': request<Evaluation>()(
    z.strictObject({ run: id, split: z.enum(['train', 'validation', 'test']), stream: id.optional() }),
  ),
  'runs.predict': request<readonly Prediction[]>()(
    z.strictObject({
      run: id,
      rows: z.array(z.number().int().min(0)).max(1000).optional(),
      sources: z.array(sourceSchema).max(1000).optional(),
    }),
  ),
  /** The same as a table (CSV, its bytes): the files' own columns, then what the network says of each row. */
  'runs.predictTable': request<{ rows: number; answered: number }>()(
    z.strictObject({ run: id, sources: z.array(sourceSchema).min(1).max(1000) }),
  ),
  /**
   * Outputs of a network's nodes, and gradients of the loss by what they give, take and weigh, with the values as bytes
   * (`Probe`). `checkpoint`: the step of one that is kept; absent: the newest, also of a run that trains.
   */
  'runs.probe': request<Probe>()(
    probeRequestSchema.extend({ run: id, checkpoint: z.number().int().min(0).optional() }),
  ),
  /**
   * What a language model, a sequence-to-sequence network, a GAN or a variational autoencoder makes; pictures come as the
   * bytes of one PNG. A text is told by 'generate.written' as it is written, where the client has named a `stream`.
   */
  'runs.generate': request<Generated>()(generateRequestSchema.extend({ run: id, stream: id.optional() })),
  /** Ends the writing or the evaluation of a stream; its answer is what there is so far. */
  'runs.cancel': request<void>()(z.strictObject({ stream: id })),
  /** `to`: a folder; absent: the workspace's exports. */
  'runs.export': request<ExportState>()(
    z.strictObject({ run: id, format: z.enum(['keras', 'onnx']), to: path.optional() }),
  ),
  /** The bytes of an exported file, for a browser's download. */
  'exports.read': request<{ name: string }>()(z.strictObject({ id })),

  /** Asked before the last window closes: do runs go on? The core ends by itself when no client and no run is left. */
  'core.runsOnClose': request<{ active: number; answer: 'ask' | 'continue' | 'pause' }>()(none),
} as const;

export type Requests = typeof requests;
export type RequestName = keyof Requests;
export type Input<N extends RequestName> = z.input<Requests[N]['input']>;
export type Parsed<N extends RequestName> = z.output<Requests[N]['input']>;
export type Output<N extends RequestName> = Requests[N]['output'];

/** Events tell what changed; they steer nothing. Every client hears all of them, but those that it must ask for. */
export interface Events {
  'run.changed': RunSummary;
  'run.deleted': { readonly run: string };
  'run.progress': Progress;
  /** Numbers already in the database. */
  'run.metrics': { readonly run: string; readonly metrics: readonly Metric[] };
  /** Of the epoch that has just ended; it is in the database. */
  'run.sample': { readonly run: string } & SampleEpoch;
  /** Asked for by 'runs.watch'. Its bytes are the counts and pictures. */
  'run.watched': Watched;
  'generate.written': { readonly stream: string; readonly text: string };
  'import.changed': ImportState;
  'tensorflow.changed': TensorFlowInstall;
  'trial.changed': Trial;
  'datasets.changed': Record<never, never>;
  'projects.changed': { readonly path: string; readonly revision: string };
  'export.changed': ExportState;
}
export type EventName = keyof Events;

/** Heads of the frames between a client and the core. Bytes ride with a request, a reply or an event. */
export type ClientHead = {
  readonly type: 'request';
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
};
export type CoreHead =
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly ok: false; readonly failure: Failure }
  | { readonly type: 'event'; readonly name: EventName; readonly payload: unknown };

/** What every client (window, server, command line) holds. Rejects with `Failed`. */
export interface CoreClient {
  request<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** The same where the answer carries bytes. */
  requestBytes<N extends RequestName>(
    name: N,
    input: Input<N>,
  ): Promise<{ value: Output<N>; bytes: Uint8Array }>;
  on<E extends EventName>(event: E, listener: (payload: Events[E], bytes: Uint8Array) => void): () => void;
  onClose(listener: () => void): void;
  close(): void;
}
