/** Every layer's training pass against Keras itself: gradients of inputs and weights, and moving averages. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import type { Tensor } from '../../../../shared/kinds/ops.ts';
import { kerasParts } from '../../../../shared/kinds/keras-parts.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { agrees, compare } from '../compare.ts';
import {
  contextOf,
  nativeRuntime,
  randomInputs,
  randomValues,
  tensorsOf,
} from '../contract/contract.fixture.ts';
import { exampleNetwork, furnish } from '../contract/networks.fixture.ts';
import { planExport } from '../plan.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { kerasPython, runPython } from './keras-venv.fixture.ts';
import { writeKeras } from './write.ts';

const ROWS = 4;
const folder = mkdtempSync(join(tmpdir(), 'neuroloom-gradients-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Keras draws random numbers in its own way; what is left of the contract covers the layers that use them. */
const cases = (layers as readonly AnyLayer[])
  .filter(({ group }) => group !== 'end' && group !== 'regularisation' && group !== 'augmentation')
  .filter(({ expand }) => !expand)
  .flatMap((kind) => kind.examples.map((example, i) => ({ name: `${kind.kind} ${i + 1}`, kind, example })))
  .filter(({ example }) =>
    ['dropout', 'recurrentDropout'].every((name) => !(example.params as Record<string, unknown>)?.[name]),
  )
  // A file has no place for the regularizers of a root mean square's scale.
  .filter(({ kind, example }) => kind.kind !== 'rmsNormalization' || !('l1' in (example.params ?? {})))
  // Keras has no Sampling, and has weights of the positions that we have not.
  .filter(({ kind }) => kind.kind !== 'sampling' && kind.kind !== 'positionEmbedding');

type Case = (typeof cases)[number];

/** The layer between inputs and an output, with everything that both sides compute from. */
function material({ name, kind, example }: Case) {
  const network = exampleNetwork(kind, example);
  const { inferred, weights } = furnish(network, 11);
  const facts = inferred.byId.get(`n${example.inputs.length}`)!;
  return {
    facts,
    plan: planExport(network, inferred),
    weights,
    values: example.inputs.map((shape, i) => randomInputs([ROWS, ...shape], `${name}/${i}`, example.tokens)),
    upstream: randomValues([ROWS, ...example.outputs[0]!], `${name}/upstream`),
    /** In Keras' order. */
    names: kerasParts(facts.kind.keras(facts.params, facts.inputs)!).flatMap(([, names]) => names),
  };
}
type Material = ReturnType<typeof material>;

function ours(
  runtime: TensorFlowRuntime,
  given: Material,
): { gradients: Float32Array[]; moved: Float32Array[] } {
  const { facts, weights, values, upstream, names } = given;
  const { tf } = runtime;
  const trainable = names.filter((name) => facts.weights[name]!.trainable);
  const own = weights[facts.node.id]!;
  const forward = (tensors: readonly Tensor[]) => {
    const changed = Object.fromEntries(trainable.map((name, i) => [name, tensors[values.length + i]!]));
    const signals = values.map((_, i) => ({ value: tensors[i]! }));
    const all = { ...tensorsOf(runtime, own), ...changed };
    return facts.kind.forward(contextOf(runtime, true), facts.params, all, signals);
  };
  const objective = (...tensors: Tensor[]): Tensor => {
    const { outputs, penalty, rowPenalty } = forward(tensors);
    const sum = tf.sum(tf.mul(outputs[0]!.value, tf.tensor(upstream, outputs[0]!.value.shape)));
    // Keras takes the mean over the rows of what each adds.
    const terms = [...(penalty ? [penalty] : []), ...(rowPenalty ? [tf.mean<Tensor>(rowPenalty)] : [])];
    return terms.reduce((total, term) => tf.add(total, term), sum);
  };
  const start = (): Tensor[] => [
    ...values.map((value, i) => tf.tensor(value, [ROWS, ...facts.inputs[i]!])),
    ...trainable.map((name) => tf.tensor(own[name]!.values, [...own[name]!.shape])),
  ];
  const read = (tensor: Tensor): Float32Array => tensor.dataSync<'float32'>().slice();
  let result: { gradients: Float32Array[]; moved: Float32Array[] } = { gradients: [], moved: [] };
  tf.tidy(() => {
    const gradients = tf.grads(objective)(start()).map(read);
    const updates = forward(start()).updates ?? {};
    result = {
      gradients,
      moved: names.filter((name) => name in updates).map((name) => read(updates[name]!)),
    };
  });
  return result;
}

it('has the gradients and moving averages that Keras has', { timeout: 1_200_000 }, async ({ skip }) => {
  const keras = await kerasPython();
  if ('missing' in keras) return skip(keras.missing);
  const runtime = await nativeRuntime();
  const metadata = { format: 'neuroloom-model-1' as const, inputs: [], outputs: [], epoch: 0, step: 0 };
  const prepared = await Promise.all(
    cases.map(async (one, i) => {
      const given = material(one);
      const own = join(folder, String(i));
      mkdirSync(own);
      const file = { name: 'network', date: new Date() };
      writeFileSync(join(own, 'model.keras'), await writeKeras(given.plan, given.weights, metadata, file));
      writeFileSync(
        join(own, 'rows.json'),
        JSON.stringify(given.facts.inputs.map((shape) => [ROWS, ...shape])),
      );
      given.values.forEach((values, input) => writeFileSync(join(own, `input-${input}.f32`), values));
      writeFileSync(join(own, 'upstream.f32'), given.upstream);
      return { name: one.name, own, given };
    }),
  );
  await runPython(
    keras.python,
    'gradients.py',
    prepared.map(({ own }) => own),
  );
  for (const { name, own, given } of prepared) {
    const { gradients, moved } = ours(runtime, given);
    const check = (kind: string, values: readonly Float32Array[]): void =>
      values.forEach((found, i) => {
        const file = readFileSync(join(own, `${kind}-${i}.f32`));
        const expected = new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
        const shape = [expected.length];
        const compared = compare({ shape: [found.length], values: found }, { shape, values: expected });
        expect(agrees(compared), `${name}, ${kind} ${i}: ${JSON.stringify(compared)}`).toBe(true);
      });
    check('gradient', gradients);
    check('moved', moved);
    expect(moved.length).toBe(
      Object.values(given.facts.weights).filter(({ trainable }) => !trainable).length,
    );
  }
});
