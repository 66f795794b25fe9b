/**
 * The gradient of a strided convolution's kernel as products of matrices. oneDNN's own op for it is half as fast in
 * bfloat16 as its others, no faster than in float32, where the processor has no AMX. Here each pixel of a stride's block
 * becomes a channel, so that the strides are one, and the gradient gets zeros until it is as wide as the picture. In rows
 * of pixels, a kernel's place is then a shift, and rows cut from the front or the back of a matrix are no copy. The pixels
 * of all pictures' first lines come first, then those of their second ones: so the gradient needs no zeros below.
 */
import type { Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { geometry } from './windows.ts';
import type { Pair, PictureWindow } from './windows.ts';

/**
 * When products are faster: with fewer channels of a block or fewer filters, they are too small; and by more than
 * `growth`, too much of them is zeros, of the gradient and of a kernel that ends within a block. Without strides the
 * places are many, each product smaller, and nothing is won.
 */
const WORTH = { channels: 128, filters: 64, growth: 1.4 };

interface Blocks {
  /** Blocks that the kernel reaches over. */
  readonly reach: Pair;
  /** Blocks of the picture. */
  readonly of: Pair;
}

function blocksOf([kh, kw]: Pair, { strides }: PictureWindow, [oh, ow]: Pair): Blocks {
  const reach: Pair = [Math.ceil(kh / strides[0]), Math.ceil(kw / strides[1])];
  return { reach, of: [oh + reach[0] - 1, ow + reach[1] - 1] };
}

const sizeOfPicture = ({ shape }: Tensor): Pair => [shape[1]!, shape[2]!];

/** Of a convolution that is neither dilated nor in groups, whose output has the gradient `dy`. */
export function isFasterByProducts(kernel: readonly number[], window: PictureWindow, dy: Tensor): boolean {
  const [kh, kw, c, filters] = kernel as [number, number, number, number];
  const size = sizeOfPicture(dy);
  const { reach, of } = blocksOf([kh, kw], window, size);
  const stride = window.strides[0] * window.strides[1];
  const growth = (of[1] * reach[0] * reach[1] * stride) / (size[1] * kh * kw);
  const large = stride * c >= WORTH.channels && filters >= WORTH.filters;
  return stride > 1 && large && growth <= WORTH.growth;
}

/** x [n, h, w, c] and dy [n, h', w', o] -> `kernel`, [kh, kw, c, o]. `product`: of a's transpose and b. */
export function kernelGradientByProducts(
  tf: Tfjs,
  x: Tensor,
  dy: Tensor,
  kernel: readonly number[],
  window: PictureWindow,
  product: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  const [n, , , c] = x.shape as [number, number, number, number];
  const [kh, kw, , filters] = kernel as [number, number, number, number];
  const [sh, sw] = window.strides;
  const { reach, of } = blocksOf([kh, kw], window, sizeOfPicture(dy));
  const [[top], [left]] = geometry(x.shape, [kh, kw], window).pads;

  const picture = fitted(tf, x, [top, left], [of[0] * sh, of[1] * sw]);
  const blocks = tf.transpose(tf.reshape(picture, [n, of[0], sh, of[1], sw * c]), [1, 0, 3, 2, 4]);
  const line = n * of[1];
  const rows = tf.reshape(blocks, [of[0] * line, sh * sw * c]);
  const wide = tf.pad(dy, [
    [0, 0],
    [0, 0],
    [0, reach[1] - 1],
    [0, 0],
  ]);
  /** All behind the last pixel of the gradient is zeros. */
  const count = dy.shape[1]! * line - (reach[1] - 1);
  const gradient = tf.slice(tf.reshape(tf.transpose(wide, [1, 0, 2, 3]), [-1, filters]), 0, count);

  const places = Array.from({ length: reach[0] * reach[1] }, (_, place) => {
    const at = Math.floor(place / reach[1]) * line + (place % reach[1]);
    return product(tf.slice(rows, at, count), gradient);
  });
  const byBlock = tf.reshape(tf.stack(places), [...reach, sh, sw, c, filters]);
  const whole = tf.reshape(tf.transpose(byBlock, [0, 2, 1, 3, 4, 5]), [
    reach[0] * sh,
    reach[1] * sw,
    c,
    filters,
  ]);
  return tf.slice(whole, 0, [kh, kw, c, filters]);
}

/** A picture with zeros before it, and zeros behind or without what is too much there. */
function fitted(tf: Tfjs, x: Tensor, before: Pair, size: Pair): Tensor {
  const [n, h, w, c] = x.shape as [number, number, number, number];
  const [height, width] = [Math.min(h, size[0] - before[0]), Math.min(w, size[1] - before[1])];
  const cut = height < h || width < w ? tf.slice(x, 0, [n, height, width, c]) : x;
  const around: [number, number][] = [
    [0, 0],
    [before[0], size[0] - before[0] - height],
    [before[1], size[1] - before[1] - width],
    [0, 0],
  ];
  return around.flat().some((zeros) => zeros > 0) ? tf.pad(cut, around) : cut;
}
