/** The machine as every process sees it: what it has, what is taken now, and what a trial found. */
import type { MachineRoom } from '../network/memory.ts';
import type { Failure } from '../words/failures.ts';
import type { EngineRequest, Precision } from './runs.ts';

export interface MachineReport {
  readonly processor: string;
  /** Threads the system runs side by side, and cores that compute. */
  readonly threads: number;
  readonly cores: number;
  /** Instruction sets that TensorFlow uses; null where the system does not tell. */
  readonly features: readonly string[] | null;
  readonly gpus: readonly { readonly name: string; readonly memoryBytes: number; readonly driver: string }[];
  readonly memoryBytes: number;
  /** The library that trains; null: the portable backend does. */
  readonly library: { readonly version: string; readonly device: 'cpu' | 'gpu' } | null;
}

export interface MachineNow {
  readonly freeBytes: number;
  /** What the next run may take: runs that are under way have ended by then. */
  readonly room: MachineRoom;
  readonly training: readonly {
    readonly run: string;
    readonly name: string;
    readonly memoryBytes: number;
    /** Threads kept busy since the question before; null at the first, and where the system does not tell. */
    readonly busyThreads: number | null;
  }[];
  /** What the person asked for; the next run uses it. */
  readonly request: EngineRequest;
}

export interface TrialChoice {
  readonly threads: number;
  readonly shards: number;
  readonly precision: Precision;
  /** A run would use it unless asked otherwise. */
  readonly byRule: boolean;
  /** null: not tried yet, or it failed. */
  readonly samplesPerSecond: number | null;
  readonly failure: Failure | null;
}
/** Short trainings of one project with several engines, one after the other. Nothing of them is kept. */
export interface Trial {
  readonly state: 'running' | 'done' | 'cancelled';
  readonly project: string;
  readonly choices: readonly TrialChoice[];
}
