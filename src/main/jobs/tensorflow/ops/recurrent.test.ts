/** The LSTM as mixed precision has it, beside the one that is held to Keras: the same function and gradients. */
import { beforeAll, expect, test } from 'vitest';
import type { Ops, RecurrentRun, Tensor } from '../../../../shared/kinds/ops.ts';
import { loadTensorFlow } from '../engine.ts';
import type { NativeTensorFlow } from '../native.ts';
import { createSession } from '../session.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('These tests need native TensorFlow');
  native = runtime;
});

const [N, STEPS, INPUTS, UNITS] = [3, 5, 4, 6];
type Form = Pick<RecurrentRun, 'backward' | 'sequences'> & {
  readonly bias: boolean;
  readonly masked: boolean;
  readonly started: boolean;
};
const plain: Form = { bias: true, masked: false, started: false, backward: false, sequences: false };

function wave(shape: number[], phase: number): Tensor {
  const { tf } = native;
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.reshape(tf.sin(tf.add(tf.range(0, size), phase)), shape);
}

/** The output of a run and the gradients of everything that it is made of. */
function valuesOf({ lstm }: Ops, form: Form): readonly Float32Array[] {
  const { tf } = native;
  return tf.tidy(() => {
    const given = [
      wave([N, STEPS, INPUTS], 1),
      wave([INPUTS, 4 * UNITS], 2),
      wave([UNITS, 4 * UNITS], 3),
      ...(form.bias ? [wave([4 * UNITS], 4)] : []),
      ...(form.started ? [wave([N, UNITS], 5), wave([N, UNITS], 6)] : []),
    ];
    const run = (...[x, kernel, recurrentKernel, ...others]: Tensor[]): Tensor =>
      lstm({
        x: x!,
        kernel: kernel!,
        recurrentKernel: recurrentKernel!,
        bias: form.bias ? others[0]! : null,
        states: form.started ? others.slice(-2) : [],
        mask: form.masked
          ? tf.tensor2d(
              [
                [1, 1, 1, 1, 1],
                [1, 1, 0, 1, 0],
                [0, 1, 1, 0, 0],
              ],
              [N, STEPS],
            )
          : null,
        recurrentDropout: null,
        activation: 'tanh',
        recurrentActivation: 'sigmoid',
        resetAfter: true,
        backward: form.backward,
        sequences: form.sequences,
      }).output;
    const output = run(...given);
    const gradients = tf.grads(run)(given, tf.cos(tf.reshape(tf.range(0, output.size), output.shape)));
    return [output, ...gradients].map((tensor) => new Float32Array(tensor.dataSync()));
  });
}

test.for<[string, Form]>([
  ['plain', plain],
  ['without a bias', { ...plain, bias: false }],
  ['every state, from given ones', { ...plain, sequences: true, started: true }],
  ['backward', { ...plain, backward: true }],
  ['backward, masked', { ...plain, sequences: true, backward: true, masked: true }],
])('%s', ([, form]) => {
  const [wanted, found] = [native.ops, native.opsIn('bfloat16')].map((ops) => valuesOf(ops, form));
  expect(found!.length).toBe(wanted!.length);
  for (const [i, values] of found!.entries()) {
    const largest = Math.max(1, ...wanted![i]!.map(Math.abs));
    values.forEach((value, k) => expect(Math.abs(value - wanted![i]![k]!)).toBeLessThan(1e-5 * largest));
  }
});

test('in bfloat16 each gradient is that of float32 to a hundredth, also a bias’ over many rows', () => {
  const { tf } = native;
  const [n, steps] = [200, 40];
  const session = createSession(native);
  for (const precision of ['float32', 'bfloat16'] as const) {
    const { lstm } = native.opsIn(precision);
    const gradients = (): Tensor => {
      const given = [
        wave([INPUTS, 4 * UNITS], 2),
        wave([UNITS, 4 * UNITS], 3),
        tf.mul(wave([4 * UNITS], 4), 0.5),
      ];
      const run = (...[kernel, recurrentKernel, bias]: Tensor[]): Tensor =>
        lstm({
          x: wave([n, steps, INPUTS], 1),
          kernel: kernel!,
          recurrentKernel: recurrentKernel!,
          bias: bias!,
          states: [],
          mask: null,
          recurrentDropout: null,
          activation: 'tanh',
          recurrentActivation: 'sigmoid',
          resetAfter: true,
          backward: false,
          sequences: true,
        }).output;
      return tf.concat(
        tf
          .grads(run)(given, tf.ones([n, steps, UNITS]))
          .map((gradient) => tf.reshape(gradient, [-1])),
      );
    };
    session.trace(precision, [], gradients, precision);
  }
  session.load();
  const [wide, mixed] = [session.run('float32', []), session.run('bfloat16', [])];
  session.close();
  const sizes = [INPUTS * 4 * UNITS, UNITS * 4 * UNITS, 4 * UNITS];
  let from = 0;
  for (const size of sizes) {
    const wanted = wide.slice(from, from + size);
    const largest = Math.max(...wanted.map(Math.abs));
    wanted.forEach((value, i) => expect(Math.abs(mixed[from + i]! - value)).toBeLessThan(1e-2 * largest));
    from += size;
  }
});
