/** How rows are cut among shards: rounding depends on it, so whoever evaluates a run cuts as its training did. */
import type { Engine } from '../../../shared/contract/runs.ts';

/** How a batch is cut: sizes that differ by one at most, never more parts than rows. */
export function shardSizes(rows: number, shards: number): readonly number[] {
  const parts = Math.max(1, Math.min(shards, rows));
  return Array.from({ length: parts }, (_, i) => Math.floor(rows / parts) + (i < rows % parts ? 1 : 0));
}

/**
 * The pieces in which a run's engine evaluates at most `batch` rows, one after the other: the native one as its trace is
 * (always whole, filled up with the first row and cut among the shards), the portable one as it comes.
 */
export function evaluationPieces(
  rows: Int32Array,
  batch: number,
  { backend, shards }: Pick<Engine, 'backend' | 'shards'>,
): readonly Int32Array[] {
  if (backend === 'portable') return [rows];
  const full = new Int32Array(batch).fill(rows[0] ?? 0);
  full.set(rows);
  let from = 0;
  return shardSizes(batch, shards).map((size) => full.subarray(from, (from += size)));
}

/** Puts together what was computed for the pieces: each [values x piece], the result [values x rows]. */
export function joinPieces(
  parts: readonly Float32Array[],
  pieces: readonly Int32Array[],
  rows: number,
): Float32Array {
  const count = parts[0]!.length / pieces[0]!.length;
  const joined = new Float32Array(count * rows);
  let from = 0;
  for (const [p, part] of parts.entries()) {
    const size = pieces[p]!.length;
    const used = Math.min(size, rows - from);
    // What follows only fills the batch up.
    if (used <= 0) break;
    for (let i = 0; i < count; i++) joined.set(part.subarray(i * size, i * size + used), i * rows + from);
    from += size;
  }
  return joined;
}
