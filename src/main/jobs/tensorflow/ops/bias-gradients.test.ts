import { beforeAll, expect, test } from 'vitest';
import type { Tensor } from '../../../../shared/kinds/ops.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { randomValues } from '../../export/contract/contract.fixture.ts';
import { expectClose } from '../../train/trainer.fixture.ts';
import { loadTensorFlow } from '../engine.ts';
import type { NativeTensorFlow } from '../native.ts';
import { createSession } from '../session.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  native = (await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 })) as NativeTensorFlow;
});

const BRANCHES = [0, 1, 2];
const WINDOW = { padding: 'same', strides: [1, 1], dilation: [1, 1] } as const;
const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ['x', [2, 4, 4, 3]],
  ...BRANCHES.map((i): [string, Shape] => [`kernel ${i}`, [3, 3, 3, 2]]),
  ...BRANCHES.map((i): [string, Shape] => [`bias ${i}`, [2]]),
]);

/** The gradients of the kernels and biases of convolutions side by side, whose values are joined, one after another. */
function gradientsOf({ tf, ops }: NativeTensorFlow, values: readonly Tensor[]): Tensor {
  const loss = (x: Tensor, ...weights: Tensor[]): Tensor => {
    const branches = BRANCHES.map((i) => ops.convolution(x, weights[i]!, weights[3 + i]!, WINDOW));
    return tf.sum(tf.square(tf.concat(branches, -1)));
  };
  const [, ...gradients] = tf.grads(loss as never)([...values]);
  return tf.concat(gradients.map((gradient) => tf.reshape(gradient, [-1])));
}

/** Which nodes TensorFlow pairs differs from session to session: without the nodes between a third of them are wrong. */
test('biases of convolutions side by side get their own gradients in every session', () => {
  const { tf } = native;
  const wanted = tf.tidy(() => {
    const values = [...SHAPES].map(([name, shape]) => tf.tensor(randomValues(shape, name), [...shape]));
    return gradientsOf(native, values).dataSync();
  });
  const traced = (): Float32Array => {
    const session = createSession(native);
    for (const [name, shape] of SHAPES)
      session.addVariable(name, shape, 'float32', randomValues(shape, name));
    session.trace('gradients', [], (_, scope) =>
      gradientsOf(
        native,
        [...SHAPES.keys()].map((name) => scope.variable(name)),
      ),
    );
    session.load();
    const gradients = session.run('gradients', []) as Float32Array;
    session.close();
    return gradients;
  };
  const first = traced();
  expectClose(first, wanted, 'the first session');
  for (let i = 0; i < 30; i++) expect(traced()).toEqual(first);
});
