import { beforeAll, expect, test } from 'vitest';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { randomValues } from '../export/contract/contract.fixture.ts';
import { expectClose } from '../train/trainer.fixture.ts';
import { attribute } from './binding.ts';
import { withOwnGradients } from './bias-gradients.ts';
import { loadTensorFlow } from './engine.ts';
import type { NativeTensorFlow } from './native.ts';
import type { GraphNode } from './precision.ts';
import { createSession } from './session.ts';

const T = attribute.type('T', 'float32');
const node = (name: string, op: string, ...inputs: string[]): GraphNode => ({
  name,
  op,
  inputs,
  attributes: [T, attribute.string('padding', 'SAME')],
});

test('the gradient of a filter comes from a node of its own, for whoever reads it', () => {
  let count = 0;
  const nodes = withOwnGradients(
    [
      node('cut', 'SplitV', 'dy:0', 'sizes:0', 'axis:0'),
      node('a', 'Conv2DBackpropFilter', 'x:0', 'shape:0', 'cut:0'),
      node('b', 'Conv2DBackpropInput', 'shape:0', 'kernel:0', 'cut:1', '^a'),
      node('c', 'Conv2DBackpropFilter', 'x:0', 'shape:0', 'cut:1'),
      node('d', 'BiasAddGrad', 'cut:0'),
      node('e', 'BiasAddGrad', 'cut:1'),
      node('f', 'BiasAddGrad', 'cut:2'),
    ],
    () => `own${count++}`,
  );
  expect(nodes.map(({ name, op, inputs }) => `${name} = ${op}(${inputs.join(', ')})`)).toEqual([
    'cut = SplitV(dy:0, sizes:0, axis:0)',
    'own0 = Snapshot(cut:0)',
    'a = Conv2DBackpropFilter(x:0, shape:0, own0:0)',
    'own1 = Snapshot(cut:1)',
    'b = Conv2DBackpropInput(shape:0, kernel:0, own1:0, ^a)',
    'c = Conv2DBackpropFilter(x:0, shape:0, own1:0)',
    'd = BiasAddGrad(own0:0)',
    'e = BiasAddGrad(own1:0)',
    'f = BiasAddGrad(cut:2)',
  ]);
  expect(nodes[1]!.attributes).toEqual([T]);
});

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

/** Which nodes TensorFlow pairs differs from session to session: without the Snapshots a third of them are wrong. */
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
