/**
 * Normalisation of each sample by its own statistics. One gradient serves all three: with n the normalised values, r
 * the factor and d the gradient of n, it is r (d - mean(d) - n mean(d n)), where without centring mean(d) is left out.
 */
import type { NormalisationOps, Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { sameShape } from '../../../../shared/kinds/shape.ts';
import { withGradient } from '../gradient.ts';

interface Normalising {
  readonly x: Tensor;
  readonly gamma: Tensor | null;
  readonly beta: Tensor | null;
  readonly epsilon: number;
  /** The shape in which `axes` hold what is normalised together. */
  readonly shape: readonly number[];
  readonly axes: readonly number[];
  readonly centre: boolean;
}

/** How a backend reduces. */
interface Reductions {
  /** The mean over these axes, which stay with length 1. */
  mean(x: Tensor, axes: readonly number[]): Tensor;
  /** The sum over all axes but the last. */
  sumOfRows(x: Tensor): Tensor;
}

export function normalisationOps(tf: Tfjs, { mean: meanOver, sumOfRows }: Reductions): NormalisationOps {
  const normalise = ({ x, gamma, beta, epsilon, shape, axes, centre }: Normalising): Tensor => {
    const mean = (values: Tensor): Tensor => meanOver(values, axes);
    const apart = !sameShape(shape, x.shape);
    const together = (values: Tensor): Tensor => (apart ? tf.reshape(values, [...shape]) : values);
    const back = (values: Tensor): Tensor => (apart ? tf.reshape(values, x.shape) : values);
    return withGradient(
      tf,
      [x, ...(gamma ? [gamma] : []), ...(beta ? [beta] : [])],
      ([x]) => {
        const given = together(x!);
        const centred = centre ? tf.sub(given, mean(given)) : given;
        const factor = tf.rsqrt(tf.add(mean(tf.square(centred)), epsilon));
        const normal = tf.mul(centred, factor);
        const scaled = gamma ? tf.mul(back(normal), gamma) : back(normal);
        return {
          value: beta ? tf.add(scaled, beta) : scaled,
          saved: [normal, factor, ...(gamma ? [gamma] : [])],
        };
      },
      (dy, [normal, factor, gamma]) => {
        const d = together(gamma ? tf.mul(dy, gamma) : dy);
        const level = centre ? tf.sub(d, mean(d)) : d;
        return [
          back(tf.mul(factor!, tf.sub(level, tf.mul(normal!, mean(tf.mul(d, normal!)))))),
          ...(gamma ? [sumOfRows(tf.mul(dy, back(normal!)))] : []),
          ...(beta ? [sumOfRows(dy)] : []),
        ];
      },
    );
  };
  const overLast = (x: Tensor): Pick<Normalising, 'x' | 'shape' | 'axes'> => ({
    x,
    shape: x.shape,
    axes: [x.rank - 1],
  });

  return {
    layerNorm: (x, gamma, beta, epsilon) => normalise({ ...overLast(x), gamma, beta, epsilon, centre: true }),
    rmsNorm: (x, scale, epsilon) =>
      normalise({ ...overLast(x), gamma: scale, beta: null, epsilon, centre: false }),
    groupNorm(x, groups, gamma, beta, epsilon) {
      const [rows, channels] = [x.shape[0]!, x.shape.at(-1)!];
      const shape = [rows, x.size / rows / channels, groups, channels / groups];
      return normalise({ x, gamma, beta, epsilon, shape, axes: [1, 3], centre: true });
    },
  };
}
