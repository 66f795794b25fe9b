/** Runs as every process sees them. */
import { z } from 'zod';
import type { Failure } from '../words/failures.ts';
import type { Generated } from './generate.ts';

/**
 * queued → preparing → training → finished
 * training → paused | stopped (by the person), failed (said why), interrupted (the process died). Paused, stopped,
 * interrupted and failed runs go on from their checkpoint.
 */
export type RunState =
  | 'queued'
  | 'preparing'
  | 'training'
  | 'pausing'
  | 'stopping'
  | 'testing'
  | 'paused'
  | 'stopped'
  | 'finished'
  | 'failed'
  | 'interrupted';

export const RUN_ENDED: readonly RunState[] = ['paused', 'stopped', 'finished', 'failed', 'interrupted'];

export const backendSchema = z.enum(['auto', 'native', 'portable']);

/**
 * What a training step computes in. 'bfloat16' is mixed: products and convolutions multiply in bfloat16; weights, the
 * optimizer, losses and every evaluation stay float32, so that a run's figures are those of the model it leaves.
 */
export const precisionSchema = z.enum(['float32', 'bfloat16']);
export type Precision = z.infer<typeof precisionSchema>;

/** Asked for by the person; null means by rule. */
export const engineRequestSchema = z.strictObject({
  backend: backendSchema.default('auto'),
  threads: z.number().int().min(1).max(1024).nullable().default(null),
  shards: z.number().int().min(1).max(1024).nullable().default(null),
  precision: precisionSchema.default('float32'),
});
export type EngineRequest = z.infer<typeof engineRequestSchema>;

/** What was decided at the first start, kept with the run and used again on resume and repeat: rounding depends on it. */
export const engineSchema = z.strictObject({
  backend: z.enum(['native', 'portable']),
  /** "2.21.0" of TensorFlow, or tfjs' version for the portable backend. */
  version: z.string(),
  threads: z.number().int(),
  shards: z.number().int(),
  precision: precisionSchema,
  device: z.enum(['cpu', 'gpu']),
  /** Training steps that one call into TensorFlow takes, at most; one where it is missing. It changes no number. */
  stepsPerCall: z.number().int().min(1).optional(),
});
export type Engine = z.infer<typeof engineSchema>;

/** One number of a run. Names: 'loss' (every step), and each epoch 'epoch/loss', 'epoch/accuracy', 'validation/loss', 'validation/accuracy', …; 'epoch/learningRate' where a schedule changes it. */
export interface Metric {
  readonly step: number;
  readonly name: string;
  readonly value: number;
}

export interface Progress {
  readonly run: string;
  /** The epoch that is going on, from 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
  /** Resident memory of the training process. */
  readonly memoryBytes: number;
}

/** Result of an evaluation. `confusion[actual][predicted]` counts rows; null for a numeric target. */
export interface Evaluation {
  readonly rows: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** How many rows a metric is of, where they are not all: the first. */
  readonly rowsOf?: Readonly<Record<string, number>>;
  readonly confusion: {
    readonly classes: readonly string[];
    readonly counts: readonly (readonly number[])[];
  } | null;
}

/** An epoch after which a network's sample was kept. */
export interface SampleEpoch {
  readonly epoch: number;
  readonly step: number;
}
/** What the network made after that epoch, from the same start every time. */
export interface RunSample extends SampleEpoch {
  readonly made: Generated;
}

export interface RunSummary {
  readonly id: string;
  /** "Run 3" until renamed. */
  readonly name: string;
  readonly project: string;
  readonly projectPath: string | null;
  readonly dataset: { readonly id: string; readonly name: string };
  readonly state: RunState;
  readonly failure: Failure | null;
  readonly created: string;
  readonly started: string | null;
  readonly ended: string | null;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly optimizer: string;
  readonly seed: number;
  readonly parameters: number;
  readonly engine: Engine | null;
  readonly checkpoint: {
    readonly step: number;
    readonly epoch: number;
    readonly bytes: number;
    readonly weights: string;
  } | null;
  /** Last value of each metric but 'loss'. */
  readonly latest: Readonly<Record<string, number>>;
  readonly test: Evaluation | null;
  readonly seconds: number;
  readonly samplesPerSecond: number;
  readonly peakBytes: number;
}
