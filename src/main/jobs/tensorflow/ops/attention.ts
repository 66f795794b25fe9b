/** Dot-product attention with one gradient written by hand, over the batched product and softmax of a backend. */
import type { AttentionOps, Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { withGradient } from '../gradient.ts';

interface Backend {
  readonly tf: Tfjs;
  /** Over the last axis. */
  softmax(x: Tensor): Tensor;
  /** a [b, i, j] · b [b, j, k] -> [b, i, k]; the one that is named has its last two axes the other way round. */
  product(a: Tensor, b: Tensor, transposed?: 'a' | 'b'): Tensor;
}

/** What a score becomes where attention is not allowed: its weight is then 0. */
const FORBIDDEN = -1e9;

export const attentionOps = ({ tf, softmax, product }: Backend): AttentionOps => ({
  attention(query, key, value, { heads, causal, mask, keep }) {
    const [n, steps] = query.shape as [number, number];
    /** [n, t, heads · d] as [n · heads, t, d], and back. */
    const apart = (x: Tensor): Tensor => {
      const [, t, wide] = x.shape as [number, number, number];
      const d = wide / heads;
      return tf.reshape(tf.transpose(tf.reshape(x, [n, t, heads, d]), [0, 2, 1, 3]), [n * heads, t, d]);
    };
    const together = (x: Tensor): Tensor => {
      const [, t, d] = x.shape as [number, number, number];
      return tf.reshape(tf.transpose(tf.reshape(x, [n, heads, t, d]), [0, 2, 1, 3]), [n, t, heads * d]);
    };
    const allowed = allowedOf(tf, steps, key.shape[1]!, causal, mask);
    const forHeads = allowed && perHead(tf, allowed, n, heads);
    // Adding is enough where each step may attend to some other; only masks can leave one with none, whose scores
    // must then all be the same, and without a gradient.
    const masked = mask ? forHeads : null;
    const forbid = forHeads && tf.mul(tf.sub(1, forHeads), FORBIDDEN);
    return withGradient(
      tf,
      [query, key, value],
      (inputs) => {
        const [q, k, v] = inputs.map(apart) as [Tensor, Tensor, Tensor];
        const scores = product(q, k, 'b');
        const left = masked ? tf.mul(scores, masked) : scores;
        const weights = softmax(forbid ? tf.add(left, forbid) : left);
        const y = product(keep ? tf.mul(weights, keep) : weights, v);
        const extra = [keep, masked].filter((tensor) => tensor !== null);
        return { value: together(y), saved: [q, k, v, weights, y, ...extra] };
      },
      (dy, [q, k, v, weights, y, ...extra]) => {
        const kept = keep && extra[0]!;
        const shown = masked && extra.at(-1)!;
        const d = apart(dy);
        const used = kept ? tf.mul(weights!, kept) : weights!;
        const dUsed = product(d, v!, 'b');
        const dWeights = kept ? tf.mul(dUsed, kept) : dUsed;
        // The sum of dWeights · weights over the keys is that of d · y over the values, which are fewer.
        const dScores = tf.mul(tf.sub(dWeights, tf.sum(tf.mul(d, y!), -1, true)), weights!);
        const dLeft = shown ? tf.mul(dScores, shown) : dScores;
        return [product(dLeft, k!), product(dLeft, q!, 'a'), product(used, d, 'a')].map(together);
      },
    );
  },
});

/** 1 where attention is allowed: the mask, and nothing that lies ahead where it is causal. [n or 1, t or 1, s] */
function allowedOf(tf: Tfjs, t: number, s: number, causal: boolean, mask: Tensor | null): Tensor | null {
  if (!causal) return mask;
  const rows = tf.reshape(tf.range(0, t, 1, 'int32'), [1, t, 1]);
  const columns = tf.reshape(tf.range(0, s, 1, 'int32'), [1, 1, s]);
  const past = tf.cast(tf.greaterEqual(rows, columns), 'float32');
  return mask ? tf.mul(past, mask) : past;
}

/** [n, …] repeated for each head: [n · heads, …]; one that is the same for all rows stays as it is. */
function perHead(tf: Tfjs, allowed: Tensor, n: number, heads: number): Tensor {
  const [rows, t, s] = allowed.shape as [number, number, number];
  if (rows === 1) return allowed;
  return tf.reshape(tf.tile(tf.expandDims(allowed, 1), [1, heads, 1, 1]), [n * heads, t, s]);
}
