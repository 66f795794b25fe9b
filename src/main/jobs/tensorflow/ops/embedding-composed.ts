import type { EmbeddingOps, Tfjs } from '../../../../shared/kinds/ops.ts';
import { withGradient } from '../gradient.ts';

/** As `embedding-native.ts`; WebAssembly adds rows up by ScatterNd. */
export const composedEmbedding = (tf: Tfjs): EmbeddingOps => ({
  embed: (tokens, table) =>
    withGradient(
      tf,
      [tokens, table],
      ([tokens, table]) => {
        const ids = tf.cast(tokens!, 'int32');
        return { value: tf.gather(table!, ids), saved: [tokens!, ids, table!] };
      },
      (dy, [tokens, ids, table]) => {
        const width = table!.shape[1]!;
        const rows = tf.reshape(dy, [-1, width]);
        const added = tf.scatterND(tf.reshape(ids!, [-1, 1]), rows, table!.shape as [number, number]);
        return [tf.zerosLike(tokens!), added];
      },
    ),
});
