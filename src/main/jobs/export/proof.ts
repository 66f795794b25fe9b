/** A file that was written is read back and run on rows of the data set: only one that computes the same is kept. */
import { sizeOf } from '../../../shared/kinds/shape.ts';
import { exportReasons } from '../../../shared/words/exports.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import type { BatchValues } from '../model/forward-rows.ts';
import type { LoadedModel } from '../model/model.ts';
import { agrees, compare } from './compare.ts';
import { prepare } from './metadata.ts';
import type { PreparedRows } from './pass.ts';
import type { ExportPlan } from './plan.ts';

/** Every output port's values, by node id; an output layer's are the prediction. */
export type NodeValues = Readonly<Record<string, readonly BatchValues[]>>;

/** A file as another runtime, or our own reader, has read it back. */
export interface Reading {
  /** What ran it, for the person. */
  readonly runtime: string;
  /** The output layers' values; with `everyValue` those of all layers. */
  run(prepared: PreparedRows, rows: number, everyValue: boolean): Promise<NodeValues>;
  close(): Promise<void>;
}

export interface Proof {
  readonly runtime: string;
  readonly rows: number;
  readonly difference: number;
}

const MOST_ROWS = 256;
const FEWEST_ROWS = 8;
/** Multiply-adds that a proof may take: some ten seconds in WebAssembly on one thread. */
const MOST_WORK = 2e10;
/** Values of the largest signal that are held at once. */
const MOST_VALUES = 8e6;

/** Rows to compare on: spread over the test rows, or over those of another split where there are none. */
export function proofRows(model: Pick<LoadedModel, 'rowsOf' | 'inferred'>): Int32Array {
  const splits = (['test', 'validation', 'train'] as const).map((split) => model.rowsOf(split));
  const rows = splits.find(({ length }) => length > 0) ?? new Int32Array();
  const affordable = Math.floor(MOST_WORK / Math.max(1, model.inferred.multiplyAdds));
  const count = Math.min(rows.length, MOST_ROWS, Math.max(FEWEST_ROWS, affordable));
  return Int32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!);
}

/** Rejects with `Failed` 'export-differs' and the first layer whose values are not those of the network. */
export async function prove(
  plan: ExportPlan,
  model: Pick<LoadedModel, 'rowsOf' | 'inferred' | 'forwardRows' | 'rawRows' | 'preprocessing'>,
  reading: Reading,
): Promise<Proof> {
  const rows = proofRows(model);
  if (rows.length === 0) throw new Failed(failure('export-failed', { detail: exportReasons.noRows }));
  const largest = Math.max(...plan.nodes.flatMap(({ outputs }) => outputs.map(sizeOf)));
  const atOnce = Math.max(1, Math.min(64, Math.floor(MOST_VALUES / largest)));
  const run = async (everyValue: boolean, chosen: Int32Array): Promise<NodeValues> => {
    const parts: NodeValues[] = [];
    for (let from = 0; from < chosen.length; from += atOnce) {
      const part = chosen.subarray(from, from + atOnce);
      parts.push(await reading.run(preparedRows(model, part), part.length, everyValue));
    }
    return joinRows(parts);
  };
  const { outputs } = model.forwardRows(rows);
  const found = await run(false, rows);
  const compared = plan.outputs.map(({ facts: { node } }) => ({
    node,
    ...compare(found[node.id]?.[0], outputs[node.id]!),
  }));
  const wrong = compared.find((comparison) => !agrees(comparison));
  if (wrong) {
    const few = rows.subarray(0, atOnce);
    const first = firstDifference(plan, model.forwardRows(few, { nodes: 'all' }).nodes, await run(true, few));
    const { node, difference, allowed } = first ?? wrong;
    throw new Failed(failure('export-differs', { node: node.name, difference, allowed }));
  }
  return {
    runtime: reading.runtime,
    rows: rows.length,
    difference: Math.max(...compared.map(({ difference }) => difference)),
  };
}

function firstDifference(plan: ExportPlan, expected: NodeValues, found: NodeValues) {
  for (const { node } of plan.nodes) {
    for (const [port, values] of (expected[node.id] ?? []).entries()) {
      const comparison = compare(found[node.id]?.[port], values);
      if (!agrees(comparison)) return { node, ...comparison };
    }
  }
  return undefined;
}

function preparedRows(model: Pick<LoadedModel, 'rawRows' | 'preprocessing'>, rows: Int32Array): PreparedRows {
  return Object.fromEntries(
    Object.entries(model.rawRows(rows)).map(([node, raw]) => [
      node,
      prepare(raw, model.preprocessing.inputs[node]!),
    ]),
  );
}

function joinRows(parts: readonly NodeValues[]): NodeValues {
  return Object.fromEntries(
    Object.keys(parts[0]!).map((node) => [
      node,
      parts[0]![node]!.map(({ shape }, port) => {
        const values = new Float32Array(
          parts.reduce((sum, part) => sum + part[node]![port]!.values.length, 0),
        );
        let at = 0;
        for (const part of parts) {
          values.set(part[node]![port]!.values, at);
          at += part[node]![port]!.values.length;
        }
        return { shape, values };
      }),
    ]),
  );
}
