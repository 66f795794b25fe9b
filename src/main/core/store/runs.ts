/** Runs as rows. */
import type {
  Engine,
  EngineRequest,
  Evaluation,
  RunState,
  RunSummary,
} from '../../../shared/contract/runs.ts';
import { engineRequestSchema } from '../../../shared/contract/runs.ts';
import { projectSchema } from '../../../shared/network/document.ts';
import type { Project } from '../../../shared/network/document.ts';
import type { Failure } from '../../../shared/words/failures.ts';
import { checkpointsOf } from './checkpoints.ts';
import type { Store } from './database.ts';

interface RunRow {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly project: string;
  readonly project_path: string | null;
  readonly dataset: string;
  readonly dataset_name: string;
  readonly dataset_hash: string;
  readonly seed: number;
  readonly request: string;
  readonly engine: string | null;
  readonly parameters: number;
  readonly state: RunState;
  readonly failure: string | null;
  readonly created: string;
  readonly queued: number | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly latest: string;
  readonly test: string | null;
  readonly seconds: number;
  readonly samples_per_second: number;
  readonly peak_bytes: number;
  readonly job_pid: number | null;
}

/** A run with what the core needs to start it again. */
export interface StoredRun {
  readonly id: string;
  readonly project: Project;
  readonly dataset: { readonly id: string; readonly name: string; readonly hash: string };
  readonly request: EngineRequest;
  readonly engine: Engine | null;
  readonly state: RunState;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly jobPid: number | null;
}

export interface NewRun {
  readonly id: string;
  readonly project: Project;
  readonly projectPath: string | null;
  readonly dataset: { readonly id: string; readonly name: string; readonly hash: string };
  readonly request: EngineRequest;
}

/** What can change in a run. `undefined`: left as it is. */
export interface RunChange {
  readonly name?: string;
  readonly state?: RunState;
  readonly failure?: Failure | null;
  readonly engine?: Engine;
  readonly parameters?: number;
  readonly queued?: number | null;
  readonly started?: string;
  readonly ended?: string | null;
  readonly latest?: Readonly<Record<string, number>>;
  readonly test?: Evaluation;
  readonly seconds?: number;
  readonly samplesPerSecond?: number;
  readonly peakBytes?: number;
  readonly jobPid?: number | null;
}

const columns: Readonly<Record<keyof RunChange, string>> = {
  name: 'name',
  state: 'state',
  failure: 'failure',
  engine: 'engine',
  parameters: 'parameters',
  queued: 'queued',
  started: 'started',
  ended: 'ended',
  latest: 'latest',
  test: 'test',
  seconds: 'seconds',
  samplesPerSecond: 'samples_per_second',
  peakBytes: 'peak_bytes',
  jobPid: 'job_pid',
};

const parse = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));

/** Adds a run at the end of the queue; it takes the next number for its name. */
export function insertRun(store: Store, run: NewRun, name: (number: number) => string): void {
  store.transaction('durable', () => {
    const number = store.db.prepare('SELECT coalesce(max(number), 0) + 1 FROM runs').pluck().get() as number;
    store.db
      .prepare(
        `INSERT INTO runs (id, number, name, project, project_path, dataset, dataset_name, dataset_hash, seed, request, state, created, queued)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)`,
      )
      .run(
        run.id,
        number,
        name(number),
        JSON.stringify(run.project),
        run.projectPath,
        run.dataset.id,
        run.dataset.name,
        run.dataset.hash,
        run.project.training.seed,
        JSON.stringify(run.request),
        new Date().toISOString(),
        nextQueued(store),
      );
  });
}

/** The place behind all runs that wait. */
export const nextQueued = (store: Store): number =>
  store.db.prepare('SELECT coalesce(max(queued), 0) + 1 FROM runs').pluck().get() as number;

export function updateRun(
  store: Store,
  id: string,
  change: RunChange,
  how: 'flushed' | 'durable' = 'durable',
): void {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return;
  const set = entries.map(([key]) => `${columns[key as keyof RunChange]} = ?`).join(', ');
  const values = entries.map(([, value]) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
  );
  store.transaction(how, () => store.db.prepare(`UPDATE runs SET ${set} WHERE id = ?`).run(...values, id));
}

export const deleteRun = (store: Store, id: string): void =>
  store.transaction('durable', () => {
    store.db.prepare('DELETE FROM exports WHERE run = ?').run(id);
    store.db.prepare('DELETE FROM runs WHERE id = ?').run(id);
  });

export function storedRun(store: Store, id: string): StoredRun | null {
  const row = store.db.prepare<[string], RunRow>('SELECT * FROM runs WHERE id = ?').get(id);
  return row ? fromRow(row) : null;
}

/** Runs in one of these states, those that wait longest first. */
export function runsInState(store: Store, states: readonly RunState[]): readonly StoredRun[] {
  const marks = states.map(() => '?').join(', ');
  return store.db
    .prepare<RunState[], RunRow>(`SELECT * FROM runs WHERE state IN (${marks}) ORDER BY queued, number`)
    .all(...states)
    .map(fromRow);
}

function fromRow(row: RunRow): StoredRun {
  return {
    id: row.id,
    // What a newer version added takes its defaults.
    project: projectSchema.parse(JSON.parse(row.project)),
    dataset: { id: row.dataset, name: row.dataset_name, hash: row.dataset_hash },
    request: engineRequestSchema.parse(JSON.parse(row.request)),
    engine: parse<Engine>(row.engine),
    state: row.state,
    seconds: row.seconds,
    peakBytes: row.peak_bytes,
    jobPid: row.job_pid,
  };
}

export const runIds = (store: Store): readonly string[] =>
  store.db.prepare('SELECT id FROM runs').pluck().all() as string[];

export const countRunsOf = (store: Store, dataset: string): number =>
  store.db.prepare('SELECT count(*) FROM runs WHERE dataset = ?').pluck().get(dataset) as number;

export function runSummary(store: Store, id: string): RunSummary | null {
  const row = store.db.prepare<[string], RunRow>('SELECT * FROM runs WHERE id = ?').get(id);
  return row ? summary(store, row) : null;
}

/** All runs, newest first. */
export const runSummaries = (store: Store): readonly RunSummary[] =>
  store.db
    .prepare<[], RunRow>('SELECT * FROM runs ORDER BY number DESC')
    .all()
    .map((row) => summary(store, row));

function summary(store: Store, row: RunRow): RunSummary {
  const project = JSON.parse(row.project) as Project;
  const { training } = project;
  const checkpoint = checkpointsOf(store, row.id)[0];
  return {
    id: row.id,
    name: row.name,
    project: project.name,
    projectPath: row.project_path,
    dataset: { id: row.dataset, name: row.dataset_name },
    state: row.state,
    failure: parse<Failure>(row.failure),
    created: row.created,
    started: row.started,
    ended: row.ended,
    epochs: training.epochs,
    batchSize: training.batchSize,
    learningRate: training.learningRate,
    optimizer: training.optimizer.kind,
    seed: row.seed,
    parameters: row.parameters,
    engine: parse<Engine>(row.engine),
    checkpoint: checkpoint
      ? {
          step: checkpoint.step,
          epoch: checkpoint.epoch,
          bytes: checkpoint.bytes,
          weights: checkpoint.weights,
        }
      : null,
    latest: JSON.parse(row.latest) as Record<string, number>,
    test: parse<Evaluation>(row.test),
    seconds: row.seconds,
    samplesPerSecond: row.samples_per_second,
    peakBytes: row.peak_bytes,
  };
}
