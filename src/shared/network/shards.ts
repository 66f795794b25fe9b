/** The rule by which a batch is cut on a CPU; the estimate of memory follows it too. */

/** Fewer rows than this in a shard and the work around it costs more than it saves. */
const SMALLEST_SHARD = 16;

/** One shard a thread, where each has rows enough. */
export const shardsByRule = (threads: number, batchSize: number): number =>
  Math.max(1, Math.min(threads, Math.floor(batchSize / SMALLEST_SHARD)));
