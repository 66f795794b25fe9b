/** The rules by which a batch is cut on a CPU and steps are taken together; the estimate of memory follows them too. */

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

/**
 * A call takes about a twentieth of a millisecond before and after its steps, in which the cores have nothing to do: that
 * matters where a step takes half of one, and steps are taken together until a call has this many multiply-adds of
 * forward passes. More of them would save little more, and TensorFlow plans each of a call's steps anew at a run's start.
 * A GPU waits longer at a call's end, for numbers that are fetched and the next step's first operations, and computes a
 * hundred times as much meanwhile: on an H100 eight steps of the bench's mlp a call take 1.1 ms each where one takes 1.9,
 * of its cnn 1.7 instead of 2.5, of its LSTM 3.7 instead of 4.6.
 */
const CALL = { multiplyAdds: { cpu: 128_000_000, gpu: 12_800_000_000 }, steps: 8 };

/** `multiplyAdds`: of one row. */
export function stepsByRule(device: 'cpu' | 'gpu', batchSize: number, multiplyAdds: number): number {
  const step = Math.max(1, batchSize * multiplyAdds);
  return Math.max(1, Math.min(CALL.steps, Math.floor(CALL.multiplyAdds[device] / step)));
}

/** Several steps are one call as long as it has fewer nodes: TensorFlow plans a large graph for long before it starts. */
export const MOST_NODES = 5000;

/** Of one row through all networks. */
export const multiplyAddsOf = (networks: readonly { readonly multiplyAdds: number }[]): number =>
  networks.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
