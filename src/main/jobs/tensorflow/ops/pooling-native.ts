/** Pooling by TensorFlow's own ops. */
import type { Tensor } from '../../../../shared/kinds/ops.ts';
import { attribute } from '../binding.ts';
import type { OpAttribute } from '../binding.ts';
import { withGradient } from '../gradient.ts';
import type { PictureOps } from './convolution.ts';
import { shapeTensor, windowAttributes } from './pictures-native.ts';
import { NHWC } from './weighted-native.ts';
import type { Executor } from './weighted-native.ts';
import type { Pair, PictureWindow } from './windows.ts';

export function nativePooling({ tf, op }: Executor): Pick<PictureOps, 'maxPool' | 'averagePool'> {
  /** A pooling op and its gradient op, whose inputs `gradient` chooses. */
  const pool = (
    name: string,
    x: Tensor,
    window: PictureWindow & { readonly size: Pair },
    gradient: (attributes: OpAttribute[], dy: Tensor, x: Tensor, y: Tensor) => Tensor,
  ): Tensor => {
    const attributes = [...windowAttributes(window), NHWC, attribute.int('ksize', [1, ...window.size, 1])];
    return withGradient(
      tf,
      [x],
      ([x]) => {
        const value = op(name, attributes, [x!]);
        return { value, saved: [x!, value] };
      },
      (dy, [x, y]) => [gradient(attributes, dy, x!, y!)],
    );
  };
  return {
    maxPool: (x, window) =>
      pool('MaxPool', x, window, (attributes, dy, x, y) => op('MaxPoolGrad', attributes, [x, y, dy])),
    averagePool: (x, window) =>
      pool('AvgPool', x, window, (attributes, dy, x) =>
        op('AvgPoolGrad', attributes, [shapeTensor(tf, x.shape), dy]),
      ),
  };
}
