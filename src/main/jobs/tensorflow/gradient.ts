import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';

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
interface KernelRunner {
  runKernelFunc(kernel: {
    forwardFunc(backend: unknown, save: (saved: readonly Tensor[]) => void): Tensor[];
    backwardsFunc(dys: Tensor | readonly Tensor[], saved: readonly Tensor[]): Record<string, () => Tensor>;
    inputs: Record<string, Tensor>;
  }): Tensor[];
}

/**
 * The same for a function of several outputs, which `tf.customGrad` cannot express: `gradient` gets a gradient for each
 * of them, zeros for one that the loss does not depend on.
 */
export function withGradients(
  tf: Tfjs,
  inputs: readonly Tensor[],
  forward: (inputs: readonly Tensor[]) => {
    readonly values: readonly Tensor[];
    readonly saved: readonly Tensor[];
  },
  gradient: (dys: readonly Tensor[], saved: readonly Tensor[]) => readonly Tensor[],
): readonly Tensor[] {
  // What `customGrad` itself calls.
  return (tf.engine() as unknown as KernelRunner).runKernelFunc({
    forwardFunc: (_backend, save) => {
      const { values, saved } = forward(inputs);
      save(saved);
      return [...values];
    },
    backwardsFunc: (dys, saved) => {
      const gradients = gradient(Array.isArray(dys) ? (dys as Tensor[]) : [dys as Tensor], saved);
      return Object.fromEntries(gradients.map((value, i) => [String(i), () => value]));
    },
    inputs: Object.fromEntries(inputs.map((input, i) => [String(i), input])),
  });
}

/**
 * The gradient of a function of one tensor by tfjs' own autodiff, for use inside a gradient: there a plain `tf.grad`
 * would drop the tape that is being walked.
 */
export function nestedGradient(tf: Tfjs, f: (x: Tensor) => Tensor, x: Tensor, dy: Tensor): Tensor {
  const { state } = tf.engine();
  const tape = state.activeTape;
  try {
    return tf.grad(f)(x, dy);
  } finally {
    state.activeTape = tape;
  }
}

/** Gives a tensor that was kept through a function's end to the scope it is now used in. */
export function handOver(tf: Tfjs, kept: Tensor): Tensor {
  const copy = tf.clone(kept);
  kept.dispose();
  return copy;
}
