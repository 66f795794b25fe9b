/** Convolutions that are dilated or in groups: by one op, and as TensorFlow has to compute them where it lacks that op. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ConvolutionOps, DilatedWindow, Tensor } from '../../../../shared/kinds/ops.ts';
import { randomValues } from '../../export/contract/contract.fixture.ts';
import { expectClose } from '../../train/trainer.fixture.ts';
import { loadTensorFlow } from '../engine.ts';
import type { NativeTensorFlow } from '../native.ts';
import { createSession } from '../session.ts';
import { nativeConvolution } from './convolution-native.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  native = (await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 })) as NativeTensorFlow;
});

interface Case {
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  readonly window: DilatedWindow;
}
const cases: readonly (readonly [string, Case])[] = [
  [
    'groups',
    {
      x: [2, 6, 5, 4],
      kernel: [3, 2, 2, 6],
      window: { padding: 'same', strides: [1, 1], dilation: [1, 1] },
    },
  ],
  [
    'groups with strides',
    {
      x: [2, 7, 6, 6],
      kernel: [2, 3, 2, 3],
      window: { padding: 'same', strides: [2, 2], dilation: [1, 1] },
    },
  ],
  [
    'groups of few channels with strides',
    {
      x: [2, 7, 6, 4],
      kernel: [3, 3, 2, 2],
      window: { padding: 'valid', strides: [2, 2], dilation: [1, 1] },
    },
  ],
  [
    'dilated groups',
    {
      x: [2, 7, 8, 4],
      kernel: [2, 3, 2, 4],
      window: { padding: 'valid', strides: [1, 1], dilation: [3, 2] },
    },
  ],
  [
    'groups of time steps',
    { x: [2, 9, 6], kernel: [3, 3, 4], window: { padding: 'same', strides: [2], dilation: [1] } },
  ],
  [
    'dilated',
    {
      x: [2, 7, 8, 3],
      kernel: [2, 3, 3, 4],
      window: { padding: 'same', strides: [1, 1], dilation: [2, 3] },
    },
  ],
  [
    'groups of volumes',
    {
      x: [1, 4, 4, 3, 4],
      kernel: [2, 2, 2, 2, 6],
      window: { padding: 'same', strides: [1, 1, 1], dilation: [1, 1, 1] },
    },
  ],
];

/** The value, and the gradients of input, kernel and bias, one after another. */
function everything({ tf }: NativeTensorFlow, { convolution }: ConvolutionOps, of: Case): Tensor {
  const made = (shape: readonly number[], stream: string): Tensor =>
    tf.tensor(randomValues(shape, stream), [...shape]);
  const inputs = [made(of.x, 'x'), made(of.kernel, 'kernel'), made([of.kernel.at(-1)!], 'bias')];
  const run = (x: Tensor, kernel: Tensor, bias: Tensor): Tensor => convolution(x, kernel, bias, of.window);
  const value = run(inputs[0]!, inputs[1]!, inputs[2]!);
  const gradients = tf.grads(run)(inputs, tf.cos(tf.reshape(tf.range(0, value.size), value.shape)));
  return tf.concat([value, ...gradients].map((each) => tf.reshape(each, [-1])));
}

describe.each(cases)('%s', (_, of) => {
  const convolutions = (general: boolean): ConvolutionOps =>
    nativeConvolution({ ...native, hasGeneralConvolutions: () => general, hasTiles: () => true }, 'float32');
  const eager = (general: boolean): Float32Array =>
    native.tf.tidy(() => everything(native, convolutions(general), of).dataSync()) as Float32Array;
  const traced = (precision: 'float32' | 'bfloat16'): Float32Array => {
    const session = createSession(native);
    session.trace('all', [], () => everything(native, convolutions(true), of), precision);
    session.load();
    const values = session.run('all', []) as Float32Array;
    session.close();
    return values;
  };

  test('op by op, without the op for it', () => expectClose(eager(true), eager(false), 'everything'));
  test('traced', () => expectClose(traced('float32'), eager(false), 'everything'));
  test('traced in bfloat16', () => expectClose(traced('bfloat16'), eager(false), 'everything', 2e-2));
});

const columns = (width: number, size: number, across: number, padding: 'same' | 'valid'): Case => ({
  x: [2, 6, width, 1],
  kernel: [2, size, 1, 5],
  window: { padding, strides: [1, across], dilation: [1, 1] },
});
/** oneDNN reads beyond such pictures; a second channel of zeros keeps it from it. */
describe.each([
  columns(1, 4, 3, 'same'),
  columns(2, 4, 3, 'same'),
  columns(4, 3, 5, 'same'),
  columns(5, 5, 2, 'valid'),
  columns(5, 4, 3, 'valid'),
])('one channel, one column of windows: $x, $kernel, $window', ({ x, kernel, window }) => {
  test('as with a channel beside it', () => {
    const { tf } = native;
    const { convolution } = nativeConvolution(
      { ...native, hasGeneralConvolutions: () => true, hasTiles: () => true },
      'float32',
    );
    tf.tidy(() => {
      const [picture, weights] = [x, kernel].map((shape) => tf.tensor(randomValues(shape, 'x'), [...shape]));
      const beside = (value: Tensor, axis: number): Tensor => tf.concat([value, tf.zerosLike(value)], axis);
      const run = (x: Tensor, kernel: Tensor): Tensor => convolution(x, kernel, null, window);
      const wide = (x: Tensor, kernel: Tensor): Tensor =>
        convolution(beside(x, 3), beside(kernel, 2), null, window);
      const all = (of: typeof run): Float32Array => {
        const value = of(picture!, weights!);
        const gradients = tf.grads(of)([picture!, weights!], tf.cos(value));
        return tf.concat([value, ...gradients].map((each) => tf.reshape(each, [-1]))).dataSync<'float32'>();
      };
      expectClose(all(run), all(wide), 'everything');
    });
  });
});

/** Of convolutions with strides, in the ops of a trace in bfloat16: run op by op they are float32. */
describe.each<{
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly [number, number];
  readonly padding: 'same' | 'valid';
}>([
  { x: [2, 14, 14, 32], kernel: [4, 4, 32, 64], strides: [2, 2], padding: 'same' },
  { x: [1, 15, 19, 32], kernel: [4, 4, 32, 64], strides: [2, 2], padding: 'valid' },
  { x: [3, 9, 18, 15], kernel: [3, 8, 15, 64], strides: [3, 4], padding: 'valid' },
  { x: [2, 33, 43, 10], kernel: [7, 8, 10, 64], strides: [4, 4], padding: 'same' },
  { x: [2, 1, 40, 64], kernel: [1, 4, 64, 70], strides: [1, 2], padding: 'same' },
])('the kernel’s gradient by products: $x, $kernel, $padding', ({ x, kernel, strides, padding }) => {
  test('as by the op for it', () => {
    const { tf } = native;
    const window = { padding, strides, dilation: [1, 1] };
    const filters = kernel.at(-1)!;
    const gradient = (
      hasTiles: boolean,
    ): readonly [values: Float32Array, ops: ReadonlyMap<string, number>] => {
      const { convolution } = nativeConvolution(
        { ...native, hasGeneralConvolutions: () => true, hasTiles: () => hasTiles },
        'bfloat16',
      );
      const session = createSession(native);
      const run = (): Tensor => {
        const [picture, weights] = [x, kernel].map((shape) =>
          tf.reshape(
            tf.sin(
              tf.range(
                0,
                shape.reduce((a, b) => a * b),
              ),
            ),
            [...shape],
          ),
        );
        const of = (weights: Tensor): Tensor => convolution(picture!, weights, tf.zeros([filters]), window);
        const value = of(weights!);
        return tf.grad(of)(weights!, tf.cos(tf.reshape(tf.range(0, value.size), value.shape)));
      };
      session.trace('gradient', [], run);
      session.load();
      const values = session.run('gradient', []) as Float32Array;
      const ops = new Map(session.counts);
      session.close();
      return [values, ops];
    };
    const [byProducts, few] = gradient(false);
    const [byOp, one] = gradient(true);
    expect(few.has('Conv2DBackpropFilter')).toBe(false);
    expect(one.get('Conv2DBackpropFilter')).toBe(1);
    expectClose(byProducts, byOp, 'gradient');
  });
});
