/**
 * Resampling of pictures. Each pixel of the result is a mixture of up to four pixels: the gradient goes back to those,
 * in the shares that they had, and where TensorFlow's op is missing they are gathered to compute it.
 */
import type { ImageOps, Resampling, Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { withGradient } from '../gradient.ts';

/** Where a place beyond the edge of an axis is read instead: TensorFlow's rules, edge cases and all. */
function folded(tf: Tfjs, place: Tensor, length: number, mode: Resampling['fillMode']): Tensor {
  const inside = (at: Tensor): Tensor => tf.clipByValue(at, 0, length - 1);
  switch (mode) {
    case 'constant':
      return place;
    case 'nearest':
      return inside(place);
    case 'reflect': {
      const period = 2 * length;
      const along = tf.sub(place, tf.mul(tf.floor(tf.div(place, period)), period));
      return inside(tf.minimum(along, tf.sub(period - 1, along)));
    }
    case 'wrap': {
      // Counted in turns of length - 1, moved by turns of length.
      const turns = (at: Tensor): Tensor => tf.floor(tf.div(at, Math.max(1, length - 1)));
      const before = tf.mul(tf.cast(tf.less(place, 0), 'float32'), tf.add(turns(tf.neg(place)), 1));
      const beyond = tf.mul(tf.cast(tf.greater(place, length - 1), 'float32'), turns(place));
      return inside(tf.add(place, tf.mul(tf.sub(before, beyond), length)));
    }
  }
}

/** The pixels along one axis that each place reads, with their shares. */
function pixels(
  tf: Tfjs,
  place: Tensor,
  interpolation: Resampling['interpolation'],
): readonly { readonly at: Tensor; readonly share: Tensor }[] {
  if (interpolation === 'nearest') {
    const at = tf.floor(tf.add(place, 0.5));
    return [{ at, share: tf.onesLike(at) }];
  }
  const low = tf.floor(place);
  const rest = tf.sub(place, low);
  return [
    { at: low, share: tf.sub(1, rest) },
    { at: tf.add(low, 1), share: rest },
  ];
}

interface Read {
  /** Which pixel of all pictures' [n · h · w], the nearest one where it is beyond an edge: int32 [n, h', w']. */
  readonly pixel: Tensor;
  /** Its share in the result, and that again without what is beyond an edge: [n, h', w', 1]. */
  readonly share: Tensor;
  readonly shareInside: Tensor;
}

/** What each pixel of the result is made of: one pixel, or four. */
function reads(
  tf: Tfjs,
  transforms: Tensor,
  [n, h, w]: readonly [number, number, number],
  { interpolation, fillMode, size }: Resampling,
): readonly Read[] {
  const across = tf.reshape(tf.range(0, size[1]), [1, 1, size[1]]);
  const down = tf.reshape(tf.range(0, size[0]), [1, size[0], 1]);
  const factor = (i: number): Tensor => tf.reshape(tf.slice(transforms, [0, i], [n, 1]), [n, 1, 1]);
  const place = (from: number): Tensor =>
    tf.add(tf.add(tf.mul(factor(from), across), tf.mul(factor(from + 1), down)), factor(from + 2));
  const columns = pixels(tf, folded(tf, place(0), w, fillMode), interpolation);
  const rows = pixels(tf, folded(tf, place(3), h, fillMode), interpolation);
  const picture = tf.reshape(tf.mul(tf.range(0, n, 1, 'int32'), tf.scalar(h * w, 'int32')), [n, 1, 1]);
  const within = (at: Tensor, length: number): Tensor =>
    tf.cast(tf.logicalAnd(tf.greaterEqual(at, 0), tf.lessEqual(at, length - 1)), 'float32');
  const index = (at: Tensor, length: number): Tensor => tf.cast(tf.clipByValue(at, 0, length - 1), 'int32');
  return rows.flatMap((row) =>
    columns.map((column) => {
      const share = tf.expandDims(tf.mul(row.share, column.share), -1);
      const inside = tf.expandDims(tf.mul(within(row.at, h), within(column.at, w)), -1);
      const pixel = tf.add(tf.mul(index(row.at, h), tf.scalar(w, 'int32')), index(column.at, w));
      return { pixel: tf.add(picture, pixel), share, shareInside: tf.mul(share, inside) };
    }),
  );
}

type Shape4 = readonly [number, number, number, number];
const total = (tf: Tfjs, parts: readonly Tensor[]): Tensor => parts.reduce((sum, part) => tf.add(sum, part));

/** The gradient for the pictures: `dy` [n, h', w', c] scattered to [n, h, w, c]. */
function scatterBack(tf: Tfjs, dy: Tensor, transforms: Tensor, shape: Shape4, how: Resampling): Tensor {
  const [n, h, w, c] = shape;
  const parts = reads(tf, transforms, [n, h, w], how).map(({ pixel, shareInside }) =>
    tf.scatterND(tf.reshape(pixel, [-1, 1]), tf.reshape(tf.mul(dy, shareInside), [-1, c]), [n * h * w, c]),
  );
  return tf.reshape(total(tf, parts), [n, h, w, c]);
}

/** The result composed of gathered pixels: tfjs' own `image.transform` on WASM reflects wrongly. */
export function gathered(tf: Tfjs, x: Tensor, transforms: Tensor, how: Resampling): Tensor {
  const [n, h, w, c] = x.shape as [number, number, number, number];
  const flat = tf.reshape(x, [n * h * w, c]);
  const parts = reads(tf, transforms, [n, h, w], how).map(({ pixel, share, shareInside }) => {
    const values = tf.reshape(tf.gather(flat, tf.reshape(pixel, [-1])), [n, ...how.size, c]);
    const fill = tf.mul(tf.sub(share, shareInside), how.fillValue);
    return tf.add(tf.mul(values, shareInside), fill);
  });
  return total(tf, parts);
}

export const imageOps = (
  tf: Tfjs,
  read: (x: Tensor, transforms: Tensor, how: Resampling) => Tensor,
): ImageOps => ({
  resample: (x, transforms, how) =>
    withGradient(
      tf,
      [x],
      ([x]) => ({ value: read(x!, transforms, how), saved: [transforms] }),
      (dy, [transforms]) => [scatterBack(tf, dy, transforms!, x.shape as Shape4, how)],
    ),
});
