/** The columns of a data set in memory, laid out as inputs and targets need them. */
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { flatFeatures, rowBytes } from '../../../shared/data/manifest.ts';
import type { Column, DatasetManifest } from '../../../shared/data/manifest.ts';
import { splitRows } from '../../../shared/data/split.ts';
import type { RowSplit } from '../../../shared/data/split.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import type { Plan, PlannedInput } from './plan.ts';

/** Raw features of all rows of the data set: an image's bytes, or numbers with categories one-hot; NaN is missing. */
export interface InputData {
  readonly features: number;
  readonly values: Uint8Array | Float32Array;
}
/** A category's index (-1: missing) or a number (NaN: missing) for all rows. */
export type TargetData = Int32Array | Float32Array;

export interface ModelData {
  readonly rows: number;
  /** Emptied once the data is resident in a session. */
  readonly inputs: Map<string, InputData>;
  readonly targets: ReadonlyMap<string, TargetData>;
  /** Rows without a target are in no split. */
  readonly split: RowSplit;
}

/** The part of the machine's memory that resident data may take: it lies in memory twice while it is handed over. */
const SHARE_OF_MEMORY = 0.3;

/**
 * Reads what the plan needs. Throws `Failed` 'out-of-memory' where it would take too much of the machine's memory,
 * 'data-damaged' where a column's file has another length than the manifest says.
 */
export async function loadData(
  plan: Plan,
  manifest: DatasetManifest,
  folder: string,
  settings: TrainingSettings,
): Promise<ModelData> {
  const bytes = residentBytes(plan, manifest.rows);
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  if (bytes > memory * SHARE_OF_MEMORY) {
    const mega = (n: number): string => `${Math.round(n / 1e6).toLocaleString('en')} MB`;
    throw new Failed(
      failure('out-of-memory', {
        detail: `the data takes ${mega(bytes)}, and ${mega(memory * SHARE_OF_MEMORY)} of this machine's memory is what a run may use for it. Train on fewer rows or smaller pictures.`,
      }),
    );
  }
  const inputs = new Map<string, InputData>();
  for (const input of plan.inputs) inputs.set(input.node, await readInput(input, manifest, folder));
  const targets = new Map<string, TargetData>();
  for (const { node, column } of plan.outputs) {
    const file = await readColumn(column, manifest, folder);
    targets.set(node, column.type === 'category' ? new Int32Array(file) : new Float32Array(file));
  }
  return {
    rows: manifest.rows,
    inputs,
    targets,
    split: withTargets(splitRows(manifest, settings), [...targets.values()]),
  };
}

function residentBytes(plan: Plan, rows: number): number {
  const perRow = plan.inputs.reduce((sum, input) => sum + featuresOf(input) * (isImage(input) ? 1 : 4), 0);
  return rows * (perRow + 4 * plan.outputs.length);
}

const isImage = (input: PlannedInput): boolean => input.columns[0]!.type === 'image';
export const featuresOf = (input: PlannedInput): number =>
  input.columns.reduce((sum, column) => sum + flatFeatures(column), 0);

async function readColumn(column: Column, manifest: DatasetManifest, folder: string): Promise<ArrayBuffer> {
  const path = join(folder, column.file);
  const damaged = (detail: string): Failed =>
    new Failed(failure('data-damaged', { name: manifest.name, detail }));
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch (error) {
    throw damaged(
      `${column.file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    );
  }
  const wanted = manifest.rows * rowBytes(column);
  if (file.length !== wanted) throw damaged(`${column.file} has ${file.length} bytes in place of ${wanted}`);
  // readFile's small buffers are slices of a pool; typed arrays want memory of their own.
  return file.byteLength === file.buffer.byteLength && file.byteOffset === 0
    ? (file.buffer as ArrayBuffer)
    : (file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
}

async function readInput(input: PlannedInput, manifest: DatasetManifest, folder: string): Promise<InputData> {
  const features = featuresOf(input);
  if (isImage(input))
    return { features, values: new Uint8Array(await readColumn(input.columns[0]!, manifest, folder)) };
  const values = new Float32Array(manifest.rows * features);
  let at = 0;
  for (const column of input.columns) {
    const file = await readColumn(column, manifest, folder);
    if (column.type === 'category') {
      const indices = new Int32Array(file);
      for (let row = 0; row < indices.length; row++)
        if (indices[row]! >= 0) values[row * features + at + indices[row]!] = 1;
      at += column.classes.length;
    } else {
      const numbers = column.type === 'tokens' ? new Int32Array(file) : new Float32Array(file);
      const width = flatFeatures(column);
      for (let i = 0; i < numbers.length; i++)
        values[Math.floor(i / width) * features + at + (i % width)] = numbers[i]!;
      at += width;
    }
  }
  return { features, values };
}

function withTargets(split: RowSplit, targets: readonly TargetData[]): RowSplit {
  const known = (row: number): boolean =>
    targets.every((target) =>
      target instanceof Int32Array ? target[row]! >= 0 : Number.isFinite(target[row]!),
    );
  const only = (rows: Int32Array): Int32Array => rows.filter(known);
  return { train: only(split.train), validation: only(split.validation), test: only(split.test) };
}

/** Raw features of some rows, [rows × features]. */
export function gatherFeatures({ features, values }: InputData, rows: ArrayLike<number>): Float32Array {
  const gathered = new Float32Array(rows.length * features);
  for (let i = 0; i < rows.length; i++) {
    gathered.set(values.subarray(rows[i]! * features, (rows[i]! + 1) * features), i * features);
  }
  return gathered;
}
