/**
 * The jobs' contract. A job is one process with one task: it gets a `start`, may get commands, sends events and ends.
 * Frames go over file descriptor 3, a duplex pipe; when it closes the job's parent is gone and the job ends too
 * (a training job writes a checkpoint first). Standard output and error are kept as the job's last words.
 */
import type { Project } from '../network/document.ts';
import type { DatasetManifest, ImportProblem } from '../data/manifest.ts';
import type { Failure } from '../words/failures.ts';
import type { ImportOptions, ImportPreview, Prediction } from './core.ts';
import type { Generated, GenerateRequest } from './generate.ts';
import type { Probe, ProbeRequest } from './probe.ts';
import type { Watched } from './watch.ts';
import type { Engine, EngineRequest, Evaluation, Metric, Progress, RunSample } from './runs.ts';

export interface ImportFile {
  readonly path: string;
  /** As the person knows it. */
  readonly name: string;
}
/** A file to be fetched before the import, to the path of the import file of the same name. */
export interface ImportDownload {
  readonly name: string;
  readonly url: string;
  /** About what the network carries, in bytes: for the progress. */
  readonly packed: number;
  /** Of the gunzipped contents: no more is taken, nothing else is imported. */
  readonly bytes: number;
  readonly sha256: string;
}
export type ImportCommand =
  | { readonly type: 'preview'; readonly files: readonly ImportFile[]; readonly options: ImportOptions }
  | {
      readonly type: 'start';
      readonly files: readonly ImportFile[];
      readonly downloads?: readonly ImportDownload[];
      readonly options: ImportOptions;
      readonly id: string;
      readonly name: string | null;
      /** An empty folder to write into; the core renames it into place, or removes it. */
      readonly folder: string;
    }
  | { readonly type: 'cancel' };
export type ImportEvent =
  | { readonly type: 'preview'; readonly preview: ImportPreview }
  | {
      readonly type: 'progress';
      readonly fraction: number;
      readonly rows: number;
      readonly problems: number;
      readonly newProblems: readonly ImportProblem[];
    }
  /** Everything is written and synced, manifest included. */
  | { readonly type: 'done'; readonly manifest: DatasetManifest }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly failure: Failure };

export interface CheckpointFile {
  readonly path: string;
  /** sha256 of the whole file, hex; checked before a run goes on. */
  readonly sha256: string;
}
export interface TrainStart {
  readonly type: 'start';
  readonly run: string;
  readonly project: Project;
  readonly manifest: DatasetManifest;
  /** The data set's folder. */
  readonly data: string;
  /** Folder to write new checkpoints into, under a temporary name. */
  readonly checkpoints: string;
  /** Milliseconds from one checkpoint to the next at least, where epochs end and at the steps between; 0: each has one. */
  readonly checkpointEvery: { readonly epochs: number; readonly steps: number };
  readonly request: EngineRequest;
  /** Set when the run started before: used as it is. */
  readonly engine: Engine | null;
  readonly resume: CheckpointFile | null;
}
export type TrainCommand =
  | TrainStart
  | { readonly type: 'pause' }
  | { readonly type: 'stop' }
  /** Whether somebody watches: looks are told from then on. Nobody does at the start. */
  | { readonly type: 'watch'; readonly on: boolean }
  /** The core has renamed and registered the checkpoint (or failed to: `failure`). */
  | { readonly type: 'checkpoint-kept'; readonly step: number; readonly failure: Failure | null };
export type TrainEvent =
  | { readonly type: 'engine'; readonly engine: Engine; readonly parameters: number }
  | { readonly type: 'state'; readonly state: 'preparing' | 'training' | 'testing' }
  /** At most ten a second. Metrics come before the progress that shows them. */
  | { readonly type: 'metrics'; readonly metrics: readonly Metric[] }
  | { readonly type: 'progress'; readonly progress: Progress }
  /** What the network makes after an epoch; its bytes are a PNG where that is pictures. */
  | { readonly type: 'sample'; readonly sample: RunSample }
  /** Its bytes are the counts and pictures. */
  | { readonly type: 'watched'; readonly watched: Watched }
  /**
   * Written aside and synced at `path`; the core renames it to `<step>.safetensors` and registers it in one
   * transaction. `weights`: sha256 over parameters and optimizer state alone.
   */
  | {
      readonly type: 'checkpoint';
      readonly path: string;
      readonly step: number;
      readonly epoch: number;
      readonly bytes: number;
      readonly sha256: string;
      readonly weights: string;
    }
  | {
      readonly type: 'ended';
      readonly how: 'finished' | 'paused' | 'stopped';
      readonly step: number;
      readonly epoch: number;
      readonly seconds: number;
      readonly samplesPerSecond: number;
      readonly weights: string;
      readonly test: Evaluation | null;
    }
  | { readonly type: 'failed'; readonly failure: Failure };

/** The train job's other task: steps of a project for so many seconds, with nothing kept. */
export interface TrialCommand extends Pick<TrainStart, 'project' | 'manifest' | 'data' | 'request'> {
  readonly type: 'trial';
  readonly seconds: number;
}
export type TrialEvent =
  | { readonly type: 'trial'; readonly engine: Engine; readonly samplesPerSecond: number }
  | { readonly type: 'failed'; readonly failure: Failure };

/** A run's frozen project with its data and weights: what inspect and export work on. */
export interface ModelSource {
  readonly project: Project;
  readonly manifest: DatasetManifest;
  readonly data: string;
  readonly checkpoint: CheckpointFile;
  readonly engine: Engine;
}
export type InspectQuestion =
  | {
      readonly type: 'evaluate';
      readonly id: number;
      readonly model: ModelSource;
      readonly split: 'train' | 'validation' | 'test';
    }
  | {
      readonly type: 'predict';
      readonly id: number;
      readonly model: ModelSource;
      readonly rows: readonly number[];
      readonly files: readonly ImportFile[];
    }
  | {
      readonly type: 'predict-table';
      readonly id: number;
      readonly model: ModelSource;
      readonly files: readonly ImportFile[];
    }
  | {
      readonly type: 'probe';
      readonly id: number;
      readonly model: ModelSource;
      readonly request: ProbeRequest;
    }
  | {
      readonly type: 'generate';
      readonly id: number;
      readonly model: ModelSource;
      readonly request: GenerateRequest;
    };
export type InspectCommand =
  | InspectQuestion
  /** Ends the writing that the question of this number asked for; what is written so far is its answer. */
  | { readonly type: 'cancel'; readonly id: number };
export type InspectEvent =
  | { readonly type: 'evaluation'; readonly id: number; readonly evaluation: Evaluation }
  | { readonly type: 'predictions'; readonly id: number; readonly predictions: readonly Prediction[] }
  /** Its bytes are the table; `answered` of its rows have an answer. */
  | {
      readonly type: 'table';
      readonly id: number;
      readonly table: { readonly rows: number; readonly answered: number };
    }
  /** Its bytes are the tensors' values. */
  | { readonly type: 'probe'; readonly id: number; readonly probe: Probe }
  /** More of a text that is being written; its answer follows. */
  | { readonly type: 'written'; readonly id: number; readonly text: string }
  /** Its bytes are a PNG where pictures were made. */
  | { readonly type: 'generated'; readonly id: number; readonly generated: Generated }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure };

export type ExportCommand = {
  readonly type: 'start';
  readonly model: ModelSource;
  readonly format: 'keras' | 'onnx';
  /** The file to write, aside and renamed once it is proved. */
  readonly path: string;
};
export type ExportEvent =
  | {
      readonly type: 'done';
      readonly path: string;
      readonly bytes: number;
      readonly proof: { readonly runtime: string; readonly rows: number; readonly difference: number };
    }
  | { readonly type: 'failed'; readonly failure: Failure };
