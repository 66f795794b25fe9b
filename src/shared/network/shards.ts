/** The rule by which a batch is cut on a CPU; the estimate of memory follows it too. */

/**
 * Less than this in a shard and the work around it costs more than it saves: rows, or multiply-adds of one pass. By time
 * of processor, two shards of a small network (784-128-128-10, float32) take 9 % more than the batch whole at 128 rows,
 * 13 % at 64, 20 % at 32 and 25 % at 8.
 */
const SMALLEST_SHARD = { rows: 16, multiplyAdds: 4_000_000 };

/** One shard a thread, where each has rows enough, or heavy ones. `multiplyAdds`: of one row. */
export function shardsByRule(threads: number, batchSize: number, multiplyAdds: number): number {
  const heavy = Math.ceil(SMALLEST_SHARD.multiplyAdds / Math.max(1, multiplyAdds));
  const rows = Math.min(SMALLEST_SHARD.rows, heavy);
  return Math.max(1, Math.min(threads, Math.floor(batchSize / rows)));
}

/** Of one row through all networks. */
export const multiplyAddsOf = (networks: readonly { readonly multiplyAdds: number }[]): number =>
  networks.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
