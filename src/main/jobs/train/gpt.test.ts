/** A small GPT from layer kinds: positions, four blocks normalised first, a last normalisation and a dense head. */
import { beforeAll, expect, test } from 'vitest';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { initialValues } from '../../../shared/kinds/initializers/index.ts';
import type { NetworkNode } from '../../../shared/network/document.ts';
import { expandNetwork } from '../../../shared/network/expand.ts';
import { inferNetwork } from '../../../shared/network/infer.ts';
import { randomStream } from '../../../shared/random.ts';
import { forwardNetwork } from '../model/forward.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { noRandom } from '../tensorflow/random.ts';
import { createSession } from '../tensorflow/session.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('The tests of the traced step need native TensorFlow');
  native = runtime;
});

const [ROWS, STEPS, WORDS, WIDTH, RATE] = [4, 8, 11, 16, 0.3];

const layers: readonly (readonly [kind: string, params?: Record<string, unknown>])[] = [
  // Tokens come one-hot: a product with a kernel then looks up its rows.
  ['input', { shape: [STEPS, WORDS] }],
  ['dense', { units: WIDTH, useBias: false }],
  ['positionEmbedding'],
  ...Array.from(
    { length: 4 },
    () =>
      [
        'transformerDecoder',
        { numHeads: 4, intermediateDim: 4 * WIDTH, activation: 'gelu', normalizeFirst: true },
      ] as const,
  ),
  ['layerNormalization', { epsilon: 1e-5 }],
  ['dense', { units: WORDS }],
  ['output'],
];
const nodes = layers.map(([kind, params = {}], i): NetworkNode => ({
  id: `${kind}-${i}`,
  kind,
  name: `${kind} ${i}`,
  params,
  position: { x: 0, y: 0 },
  trainable: true,
}));
const edges = nodes.slice(1).map((to, i) => ({
  id: `e${i}`,
  from: { node: nodes[i]!.id, port: 'output' },
  to: { node: to.id, port: 'input' },
}));
const inferred = inferNetwork(expandNetwork({ id: 'gpt', name: 'GPT', nodes, edges }));
const weights = inferred.order.flatMap(({ node, weights }) =>
  Object.entries(weights).map(([weight, spec]) => ({
    name: `${node.id}/${weight}`,
    node: node.id,
    weight,
    spec,
    trainable: true,
  })),
);

/** Each row repeats a few tokens, so that the next one can be learned. */
const random = randomStream(3, 'tokens');
const tokens = Int32Array.from({ length: ROWS * (STEPS + 1) }, (_, i) => {
  const [row, step] = [Math.floor(i / (STEPS + 1)), i % (STEPS + 1)];
  return (row * 3 + (step % 3) * (row + 1)) % WORDS;
});
const first = (shift: number): Int32Array =>
  Int32Array.from({ length: ROWS * STEPS }, (_, i) => {
    const [row, step] = [Math.floor(i / STEPS), i % STEPS];
    return tokens[row * (STEPS + 1) + step + shift]!;
  });
const [given, wanted] = [first(0), first(1)];
const initial = weights.map(({ name, spec }) =>
  initialValues(spec, 1, name).map((value) => (spec.initializer === 'zeros' ? 0.1 * random.normal() : value)),
);

/** The loss over all steps of all rows, and what one step of gradient descent makes of the weights. */
function step(values: readonly Tensor[], x: Tensor, y: Tensor): { loss: Tensor; moved: readonly Tensor[] } {
  const { tf, ops } = native;
  const byName = new Map(weights.map(({ name }, i) => [name, values[i]!]));
  const loss = (): Tensor => {
    const hot = tf.cast(tf.oneHot(x, WORDS), 'float32');
    const context = { tf, ops, training: true, random: noRandom, shard: 0 };
    const pass = forwardNetwork(
      context,
      { inferred, weights, outputs: [] },
      byName,
      new Map([['input-0', hot]]),
    );
    const [output] = pass.outputs.values();
    const logits = tf.reshape(output!.prediction, [ROWS * STEPS, WORDS]);
    return tf.mean(ops.sparseSoftmaxCrossEntropy(logits, tf.reshape(y, [ROWS * STEPS])));
  };
  const { value, grads } = tf.engine().gradients(loss as never, [...values], undefined as never, true);
  return { loss: value, moved: values.map((weight, i) => tf.sub(weight, tf.mul(grads[i]!, RATE))) };
}

const COUNT = 30;

test('its traced step equals the eager one, and it learns', () => {
  const { tf } = native;
  const session = createSession(native);
  weights.forEach(({ name, spec }, i) => session.addVariable(name, spec.shape, 'float32', initial[i]));
  const feed = { shape: [ROWS, STEPS], dtype: 'int32' } as const;
  session.trace('step', [feed, feed], ([x, y], scope) => {
    const { loss, moved } = step(
      weights.map(({ name }) => scope.variable(name)),
      x!,
      y!,
    );
    weights.forEach(({ name }, i) => scope.assign(name, moved[i]!));
    return loss;
  });
  session.load();
  const traced = Array.from({ length: COUNT }, () => session.run('step', [given, wanted])[0]!);

  const eager = tf.tidy(() => {
    let values: readonly Tensor[] = weights.map(({ spec }, i) => tf.tensor(initial[i]!, [...spec.shape]));
    const [x, y] = [given, wanted].map((ids) => tf.tensor2d(ids, [ROWS, STEPS], 'int32'));
    return Array.from({ length: COUNT }, () => {
      const { loss, moved } = step(values, x!, y!);
      values = moved;
      return loss.dataSync()[0]!;
    });
  });
  traced.forEach((loss, i) => expect(Math.abs(loss - eager[i]!), `step ${i}`).toBeLessThanOrEqual(1e-5));
  expect(traced[0]).toBeGreaterThan(1.5);
  expect(traced.at(-1)).toBeLessThan(0.5);
  session.close();
});

test('no step of it sees what comes after', () => {
  const { tf, ops } = native;
  const logits = (ids: Int32Array): Float32Array =>
    tf.tidy(() => {
      const x = tf.cast(tf.oneHot(tf.tensor2d(ids, [ROWS, STEPS], 'int32'), WORDS), 'float32');
      const byName = new Map(
        weights.map(({ name, spec }, i) => [name, tf.tensor(initial[i]!, [...spec.shape])]),
      );
      const context = { tf, ops, training: false, random: noRandom, shard: 0 };
      const pass = forwardNetwork(
        context,
        { inferred, weights, outputs: [] },
        byName,
        new Map([['input-0', x]]),
      );
      return new Float32Array([...pass.outputs.values()][0]!.prediction.dataSync());
    });
  const changed = given.slice();
  changed[5] = (changed[5]! + 1) % WORDS;
  const [before, after] = [logits(given), logits(changed)];
  const rowOf = (values: Float32Array, at: number): number[] => [
    ...values.subarray(at * WORDS, (at + 1) * WORDS),
  ];
  for (let at = 0; at < 5; at++) expect(rowOf(after, at)).toEqual(rowOf(before, at));
  expect(rowOf(after, 5)).not.toEqual(rowOf(before, 5));
  expect(rowOf(after, 7)).not.toEqual(rowOf(before, 7));
});
