import type { Tensor, Tfjs } from '../../../shared/kinds/define.ts';

/**
 * A function with a gradient written by hand, for tfjs' autodiff. `gradient` sees nothing but `saved`: other tensors
 * of `forward` are freed by then. It answers one gradient for each input. Integer tensors are not inputs: close over
 * them in `forward`.
 */
export function withGradient(
  tf: Tfjs,
  inputs: readonly Tensor[],
  forward: (inputs: readonly Tensor[]) => { readonly value: Tensor; readonly saved: readonly Tensor[] },
  gradient: (dy: Tensor, saved: readonly Tensor[]) => readonly Tensor[],
): Tensor {
  const run = (
    ...given: unknown[]
  ): { value: Tensor; gradFunc: (dy: Tensor, saved: Tensor[]) => Tensor | Tensor[] } => {
    const save = given.pop() as (saved: readonly Tensor[]) => void;
    const { value, saved } = forward(given as Tensor[]);
    save(saved);
    return {
      value,
      gradFunc: (dy, kept) => {
        const gradients = gradient(dy, kept);
        return gradients.length === 1 ? gradients[0]! : [...gradients];
      },
    };
  };
  return tf.customGrad(run as Parameters<Tfjs['customGrad']>[0])(...inputs);
}

/** A function of one tensor whose gradient needs nothing but dy and the function's input, or its output. */
export const withGradientOf = (
  tf: Tfjs,
  needs: 'input' | 'output',
  x: Tensor,
  forward: (x: Tensor) => Tensor,
  gradient: (dy: Tensor, saved: Tensor) => Tensor,
): Tensor =>
  withGradient(
    tf,
    [x],
    ([x]) => {
      const value = forward(x!);
      return { value, saved: [needs === 'input' ? x! : value] };
    },
    (dy, [saved]) => [gradient(dy, saved!)],
  );

/** Gives a tensor that was kept through a function's end to the scope it is now used in. */
export function handOver(tf: Tfjs, kept: Tensor): Tensor {
  const copy = tf.clone(kept);
  kept.dispose();
  return copy;
}
