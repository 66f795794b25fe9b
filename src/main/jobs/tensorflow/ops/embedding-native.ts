import type { EmbeddingOps } from '../../../../shared/kinds/ops.ts';
import { attribute } from '../binding.ts';
import { withGradient } from '../gradient.ts';
import type { Executor } from './weighted-native.ts';

/** Gathers rows of the table; its gradient adds up what came back for each. */
export const nativeEmbedding = ({ tf, op }: Executor): EmbeddingOps => ({
  embed: (tokens, table) =>
    withGradient(
      tf,
      [tokens, table],
      ([tokens, table]) => {
        const ids = tf.cast(tokens!, 'int32');
        const attributes = [
          attribute.type('Tparams', 'float32'),
          attribute.type('Tindices', 'int32'),
          attribute.type('Taxis', 'int32'),
          attribute.int('batch_dims', 0),
        ];
        // tfjs' own gather looks at every index, which a trace cannot.
        const gathered = op('GatherV2', attributes, [table!, ids, tf.scalar(0, 'int32')]);
        return { value: gathered, saved: [tokens!, ids, table!] };
      },
      (dy, [tokens, ids, table]) => {
        const [rows, width] = table!.shape as [number, number];
        const types = [
          attribute.type('T', 'float32'),
          attribute.type('Tindices', 'int32'),
          attribute.type('Tnumsegments', 'int32'),
        ];
        const given = [tf.reshape(dy, [-1, width]), tf.reshape(ids!, [-1]), tf.scalar(rows, 'int32')];
        // A token is a name, not an amount: nothing lies between two of them.
        return [tf.zerosLike(tokens!), op('UnsortedSegmentSum', types, given)];
      },
    ),
});
