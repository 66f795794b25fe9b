/** What layers that join branches share. */
import type { Signal, Tensor, Tfjs } from '../../define.ts';

/** A step of the joined signal is valid where it is valid in every branch that has a mask. */
export function joinMasks(tf: Tfjs, signals: readonly Signal[]): { readonly mask?: Tensor } {
  const masks = signals.flatMap(({ mask }) => (mask ? [mask] : []));
  const [first, ...others] = masks;
  return first ? { mask: others.reduce<Tensor>((joined, mask) => tf.mul(joined, mask), first) } : {};
}
