/** What the hand-written gradients are for: few ops a step, and those that TensorFlow has for the purpose. */
import { beforeAll, expect, test } from 'vitest';
import type { Ops, Tensor } from '../../../../shared/kinds/ops.ts';
import { loadTensorFlow } from '../engine.ts';
import type { NativeTensorFlow } from '../native.ts';
import { createSession } from '../session.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('These tests need native TensorFlow');
  native = runtime;
});

/** The ops of a traced gradient, without feeds and constants. */
function opsOf(run: (ops: Ops, x: Tensor) => Tensor): readonly string[] {
  const session = createSession(native);
  try {
    session.trace('gradient', [{ shape: [4, 6], dtype: 'float32' }], ([x]) =>
      native.tf.grad((x: Tensor) => run(native.ops, x))(x!, native.tf.ones([4, 6])),
    );
    const aside = new Set(['Placeholder', 'Const', 'Identity', 'Fill']);
    return [...session.counts].flatMap(([op, count]) =>
      aside.has(op) ? [] : Array.from({ length: count }, () => op),
    );
  } finally {
    session.close();
  }
}

test.for([
  ['relu', 'Relu'],
  ['relu6', 'Relu6'],
  ['elu', 'Elu'],
  ['selu', 'Selu'],
  ['softsign', 'Softsign'],
  ['sigmoid', 'Sigmoid'],
  ['tanh', 'Tanh'],
] as const)('%s is one op forward and one back', ([name, op]) => {
  expect(opsOf((ops, x) => ops[name](x))).toEqual([op, `${op}Grad`]);
});

test('leaky ReLU too, whatever its slope', () => {
  expect(opsOf((ops, x) => ops.leakyRelu(x, 0.2))).toEqual(['LeakyRelu', 'LeakyReluGrad']);
});

test.for([
  ['softplus', 3],
  ['gelu', 12],
  ['logSoftmax', 5],
] as const)('%s takes at most %d ops', ([name, most]) => {
  expect(opsOf((ops, x) => ops[name](x)).length).toBeLessThanOrEqual(most);
});

test('layer normalisation takes at most 20 ops', () => {
  const found = opsOf((ops, x) => ops.layerNorm(x, native.tf.ones([6]), native.tf.zeros([6]), 1e-3));
  expect(found.length, found.join(' ')).toBeLessThanOrEqual(20);
});
