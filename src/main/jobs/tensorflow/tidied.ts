import type { Tfjs } from '../../../shared/kinds/ops.ts';

/**
 * What `compute` gives, its tensors freed: plain values and no tensors. They do not leave by tidy, which would walk
 * through all of them.
 */
export function tidied<T>(tf: Tfjs, compute: () => T): T {
  let result: T;
  tf.tidy(() => {
    result = compute();
  });
  return result!;
}
