/** The contract of every layer kind, as tests that either backend runs: one over all kinds. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyLayer, Forward, Signal } from '../../../../shared/kinds/define.ts';
import type { Tensor } from '../../../../shared/kinds/ops.ts';
import { defineLayer } from '../../../../shared/kinds/define.ts';
import { endsMask } from '../../../../shared/kinds/masks.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { add } from '../../../../shared/kinds/layers/add.ts';
import { concatenate } from '../../../../shared/kinds/layers/concatenate.ts';
import { maximum } from '../../../../shared/kinds/layers/maximum.ts';
import { multiply } from '../../../../shared/kinds/layers/multiply.ts';
import { conv1D } from '../../../../shared/kinds/layers/conv-1d.ts';
import { dense } from '../../../../shared/kinds/layers/dense.ts';
import { globalAveragePooling1D } from '../../../../shared/kinds/layers/global-average-pooling-1d.ts';
import { defaults } from '../../../../shared/kinds/params.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { sizeOf } from '../../../../shared/kinds/shape.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import {
  contextOf,
  biasesOf,
  kernelsOf,
  randomInputs,
  randomValues,
  randomWeights,
  tensorsOf,
} from './contract.fixture.ts';

const ROWS = 3;

/** No kind here has two outputs yet; the contract must carry them all the same. */
const halves = defineLayer({
  kind: 'halves',
  label: 'Halves',
  group: 'core',
  icon: 'split',
  doc: 'Cuts the last axis in two.',
  params: {},
  inputs: [{ name: 'input', doc: 'Any shape.' }],
  outputs: [
    { name: 'first', doc: 'The first half.' },
    { name: 'second', doc: 'The second half.' },
  ],
  summary: () => '',
  infer: (_params, [x]) => {
    const half = [...x!.slice(0, -1), x!.at(-1)! / 2];
    return { outputs: [half, half] };
  },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ tf }, _params, _weights, [x]) => ({
    outputs: tf.split(x!.value, 2, -1).map((value) => ({ ...x!, value })),
  }),
  keras: () => null,
  fromKeras: null,
  onnx: () => [],
  examples: [
    {
      inputs: [[4, 6]],
      outputs: [
        [4, 3],
        [4, 3],
      ],
    },
  ],
});

/** Composites compute nothing themselves: what they are made of is in the list. */
const kinds = [...(layers as readonly AnyLayer[]), halves].filter(({ expand }) => !expand);
const cases = kinds.flatMap((kind) =>
  kind.examples.map((example, i) => {
    const params = { ...defaults(kind.params), ...example.params } as Record<string, unknown>;
    // An input layer hands on the prepared batch, which is given as its only signal.
    const inputs: readonly Shape[] = kind.kind === 'input' ? example.outputs : example.inputs;
    return { name: `${kind.kind} ${i + 1}`, kind, params, inputs, example };
  }),
);

/** Far enough above float32's rounding, near enough for a straight line. */
const STEP = 2 ** -7;

/** Declares the tests; `load` is called once. */
export function testLayers(load: () => Promise<TensorFlowRuntime>): void {
  let runtime: TensorFlowRuntime;
  beforeAll(async () => {
    runtime = await load();
  });

  describe.each(cases)('$name', ({ name, kind, params, inputs, example }) => {
    const specs = kind.weights(params, example.inputs);
    const weights = randomWeights(specs, name);
    const values = inputs.map((shape, i) =>
      randomInputs([ROWS, ...shape], `${name}/input/${i}`, example.tokens),
    );

    /** One pass on fresh tensors; `use` reads what it needs before they are freed. */
    function pass<R>(training: boolean, use: (result: Forward, inputs: readonly Signal[]) => R): R {
      const { tf } = runtime;
      tf.engine().startScope();
      try {
        const signals = inputs.map((shape, i) => ({ value: tf.tensor(values[i]!, [ROWS, ...shape]) }));
        return use(
          kind.forward(contextOf(runtime, training), params, tensorsOf(runtime, weights), signals),
          signals,
        );
      } finally {
        tf.engine().endScope();
      }
    }

    it.each([false, true])(
      'gives the shapes it infers, finite, and leaves no tensor (training: %s)',
      (training) => {
        const before = runtime.tf.memory().numTensors;
        const outputs = pass(training, ({ outputs }) =>
          outputs.map(({ value }) => ({ shape: value.shape, values: [...value.dataSync<'float32'>()] })),
        );
        expect(outputs.map(({ shape }) => shape)).toEqual(example.outputs.map((shape) => [ROWS, ...shape]));
        expect(outputs.every(({ values }) => values.every(Number.isFinite))).toBe(true);
        expect(runtime.tf.memory().numTensors).toBe(before);
      },
    );

    it('uses exactly the weights that it declares', () => {
      const used = new Set<string>();
      for (const training of [false, true]) {
        runtime.tf.tidy(() => {
          const watched = new Proxy(tensorsOf(runtime, weights), {
            get: (target, key) => {
              used.add(String(key));
              return Reflect.get(target, key) as Tensor;
            },
          });
          const signals = inputs.map((shape, i) => ({
            value: runtime.tf.tensor(values[i]!, [ROWS, ...shape]),
          }));
          kind.forward(contextOf(runtime, training), params, watched, signals);
        });
      }
      // A layer may look for a weight that its parameters switched off, and find none.
      expect([...used].filter((key) => key in specs).sort()).toEqual(Object.keys(specs).sort());
    });

    it('updates non-trainable weights only, and only while training', () => {
      expect(pass(false, ({ updates }) => updates ?? {})).toEqual({});
      const updates = pass(true, ({ updates }) =>
        Object.entries(updates ?? {}).map(([weight, value]) => [weight, value.shape] as const),
      );
      const moving = Object.entries(specs).filter(([, spec]) => !spec.trainable);
      expect(Object.fromEntries(updates)).toEqual(
        Object.fromEntries(moving.map(([weight, spec]) => [weight, spec.shape])),
      );
    });

    it('adds the penalty that its parameters ask for', () => {
      const term = (values: Iterable<number>, l1: string, l2: string): number =>
        [...values].reduce(
          (sum, w) => sum + Number(params[l1] ?? 0) * Math.abs(w) + Number(params[l2] ?? 0) * w * w,
          0,
        );
      const { penalty, rowPenalty, output } = pass(true, ({ penalty, rowPenalty, outputs }) => ({
        penalty: penalty && { shape: penalty.shape, value: penalty.dataSync()[0]! },
        rowPenalty: rowPenalty && {
          shape: rowPenalty.shape,
          value: runtime.tf.sum(rowPenalty).dataSync()[0]!,
        },
        output: [...(outputs[0]?.value.dataSync<'float32'>() ?? [])],
      }));
      const expected =
        kernelsOf(weights).reduce((sum, values) => sum + term(values, 'l1', 'l2'), 0) +
        biasesOf(weights).reduce((sum, values) => sum + term(values, 'biasL1', 'biasL2'), 0);
      if (expected === 0) expect(penalty).toBeUndefined();
      else {
        expect(penalty!.shape).toEqual([]);
        expect(penalty!.value).toBeCloseTo(expected, 4);
      }
      // Of attention the queries, keys and values count too: Keras' own numbers are in its fixtures.
      if (kind.kind === 'multiHeadAttention') return;
      const active = term(output, 'activityL1', 'activityL2');
      if (active > 0) {
        expect(rowPenalty!.shape).toEqual([ROWS]);
        expect(rowPenalty!.value).toBeCloseTo(active, 3);
      }
    });

    it('hands a mask on as it is wherever its time steps remain', () => {
      const { tf } = runtime;
      // Masking makes one of its own.
      if (!inputs.every((shape) => shape.length === 2) || kind.kind === 'masking') return;
      tf.tidy(() => {
        const signals = inputs.map((shape, i) => ({
          value: tf.tensor(values[i]!, [ROWS, ...shape]),
          mask: tf.tile(tf.tensor([1, 1, 0], [ROWS, 1]), [1, shape[0]!]),
        }));
        const { outputs } = kind.forward(
          contextOf(runtime, true),
          params,
          tensorsOf(runtime, weights),
          signals,
        );
        outputs.forEach((output, port) => {
          const remain = example.outputs[port]!.length === 2 && !endsMask(kind);
          expect(output.mask === undefined).toBe(!remain);
          if (remain) expect([...output.mask!.dataSync()]).toEqual([...signals[0]!.mask.dataSync()]);
        });
      });
    });

    it('has the gradients that finite differences show', () => {
      if (example.outputs.length === 0) return;
      const { tf } = runtime;
      const names = Object.keys(specs).filter((weight) => specs[weight]!.trainable);
      const start = [...values, ...names.map((weight) => weights[weight]!.values)];
      const shapes = [
        ...inputs.map((shape) => [ROWS, ...shape]),
        ...names.map((weight) => specs[weight]!.shape),
      ];
      /** A number that depends on every output and on the penalty. */
      const objective = (...given: Tensor[]): Tensor => {
        const signals = inputs.map((_, i) => ({ value: given[i]! }));
        const own = { ...tensorsOf(runtime, weights) };
        names.forEach((weight, i) => (own[weight] = given[inputs.length + i]!));
        const result = kind.forward(contextOf(runtime, true), params, own, signals);
        const { outputs, penalty, rowPenalty } = result;
        const terms = outputs.map(({ value }, port) =>
          tf.sum(tf.mul(value, tf.tensor(randomValues(value.shape, `${name}/output/${port}`), value.shape))),
        );
        return [...terms, ...(penalty ? [penalty] : []), ...(rowPenalty ? [tf.sum(rowPenalty)] : [])].reduce(
          (sum, term) => tf.add(sum, term),
        );
      };
      const tensors = (of: readonly Float32Array[]): Tensor[] =>
        of.map((v, i) => tf.tensor(v, [...shapes[i]!]));
      const before = tf.memory().numTensors;
      const gradients = tf.tidy(() =>
        tf
          .grads(objective)(tensors(start))
          .map((gradient) => gradient.dataSync<'float32'>().slice()),
      );
      const at = (changed: number, index: number, by: number): number =>
        tf.tidy(() => {
          const moved = start.map((v, i) => (i === changed ? v.slice() : v));
          moved[changed]![index]! += by;
          return objective(...tensors(moved)).dataSync()[0]!;
        });
      start.forEach((of, tensor) => {
        // A token is a name, not an amount: nothing lies between two of them.
        if (example.tokens !== undefined && tensor < inputs.length) return;
        const step = Math.max(1, Math.floor(of.length / 7));
        for (let index = 0; index < of.length; index += step) {
          const difference = (at(tensor, index, STEP) - at(tensor, index, -STEP)) / (2 * STEP);
          const gradient = gradients[tensor]![index]!;
          expect(
            Math.abs(gradient - difference),
            `tensor ${tensor}, value ${index}: ${gradient}, ${difference}`,
          ).toBeLessThan(0.02 * Math.max(1, Math.abs(gradient)));
        }
      });
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  describe('layers that join branches', () => {
    it('keep a step that any branch has, if all have a mask', () => {
      const { tf } = runtime;
      tf.tidy(() => {
        const value = tf.ones([1, 3, 2]);
        const one = { value, mask: tf.tensor([[1, 1, 0, 0]]) };
        const other = { value, mask: tf.tensor([[0, 1, 1, 0]]) };
        const context = contextOf(runtime, true);
        for (const kind of [add, maximum]) {
          const { outputs } = kind.forward(context, {}, {}, [one, other]);
          expect([...outputs[0]!.mask!.dataSync()]).toEqual([1, 1, 1, 0]);
          expect(kind.forward(context, {}, {}, [one, { value }]).outputs[0]!.mask).toBeUndefined();
        }
        // Side by side a step needs every branch.
        const { outputs } = concatenate.forward(context, {}, {}, [one, { value }, other]);
        expect([...outputs[0]!.mask!.dataSync()]).toEqual([0, 1, 0, 0]);
      });
    });
    it('have the gradients of their formulas where a branch is as wide as one value', () => {
      const { tf } = runtime;
      tf.tidy(() => {
        const a = tf.tensor([
          [
            [1, 2],
            [3, 4],
          ],
        ]);
        const b = tf.tensor([[[5, 7]]]);
        const product = (...[a, b]: Tensor[]): Tensor =>
          multiply.forward(contextOf(runtime, true), {}, {}, [{ value: a! }, { value: b! }]).outputs[0]!
            .value;
        const [da, db] = tf.grads(product)([a, b]);
        expect([...da!.dataSync()]).toEqual([5, 7, 5, 7]);
        expect([...db!.dataSync()]).toEqual([4, 6]);
      });
    });
  });

  describe('globalAveragePooling1D', () => {
    it('takes the mean of the steps that are not masked', () => {
      const { tf } = runtime;
      tf.tidy(() => {
        const value = tf.tensor([
          [
            [1, 10],
            [3, 20],
            [100, 100],
          ],
          [
            [5, 6],
            [7, 8],
            [9, 10],
          ],
        ]);
        const mask = tf.tensor([
          [1, 1, 0],
          [0, 0, 0],
        ]);
        const pass = (signal: Signal): Forward =>
          globalAveragePooling1D.forward(contextOf(runtime, true), {}, {}, [signal]);
        expect([...pass({ value, mask }).outputs[0]!.value.dataSync()]).toEqual([2, 15, 0, 0]);
        const gradient = tf.grad((x) => tf.sum(pass({ value: x, mask }).outputs[0]!.value))(value);
        expect([...gradient.dataSync()]).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0]);
      });
    });
  });

  describe('conv1D with causal padding', () => {
    it('lets no output see a later step', () => {
      const { tf } = runtime;
      const params = {
        ...defaults(conv1D.params),
        filters: 1,
        kernelSize: [3],
        dilation: [2],
        padding: 'causal' as const,
      };
      tf.tidy(() => {
        const weights = { kernel: tf.ones([3, 1, 1]), bias: tf.zeros([1]) };
        const after = (steps: number[]): number[] => {
          const signal = { value: tf.tensor(steps, [1, steps.length, 1]) };
          const { outputs } = conv1D.forward(contextOf(runtime, true), params, weights, [signal]);
          return [...outputs[0]!.value.dataSync()];
        };
        expect(after([1, 10, 100, 1000, 10_000])).toEqual([1, 10, 101, 1010, 10_101]);
        expect(after([1, 10, 100, 0, 0]).slice(0, 3)).toEqual([1, 10, 101]);
      });
    });
  });

  describe('dense', () => {
    it('computes what its formula says', () => {
      const { tf } = runtime;
      const params = { ...defaults(dense.params), units: 2, activation: 'relu' as const };
      tf.tidy(() => {
        const weights = {
          kernel: tf.tensor([
            [1, -1],
            [2, 0],
            [0, 3],
          ]),
          bias: tf.tensor([0.5, -100]),
        };
        const { outputs } = dense.forward(contextOf(runtime, false), params, weights, [
          { value: tf.tensor([[1, 2, 3]]) },
        ]);
        expect([...outputs[0]!.value.dataSync()]).toEqual([5.5, 0]);
        expect(sizeOf(outputs[0]!.value.shape)).toBe(2);
      });
    });
  });
}
