/** What must hold for layers that draw random numbers while training, as tests that either backend runs. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyLayer, Tensor } from '../../../../shared/kinds/define.ts';
import { layerOf, layers } from '../../../../shared/kinds/layers/index.ts';
import { defaults } from '../../../../shared/kinds/params.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { computedRandom } from '../../tensorflow/random.ts';
import { randomValues } from './contract.fixture.ts';

/** One pass of a layer on one input [rows, …]. */
export function passOf(
  runtime: TensorFlowRuntime,
  kind: string,
  params: Record<string, unknown>,
  values: { readonly shape: Shape; readonly values: Float32Array },
  { training = true, step = 0 } = {},
): number[] {
  const { tf, ops } = runtime;
  const layer = layerOf(kind)!;
  return tf.tidy(() => {
    const random = computedRandom(runtime, 1, step)('node', 0);
    const x = tf.tensor(values.values, [...values.shape]);
    const all = { ...defaults(layer.params), ...params };
    const { outputs } = layer.forward({ tf, ops, random, training }, all, {}, [{ value: x }]);
    return [...(outputs[0]!.value as Tensor).dataSync()];
  });
}

const filled = (shape: Shape, value: number) => ({
  shape,
  values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value),
});
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - middle) ** 2)));
};

/** Declares the tests; `load` is called once. */
export function testRandomLayers(load: () => Promise<TensorFlowRuntime>): void {
  let runtime: TensorFlowRuntime;
  beforeAll(async () => {
    runtime = await load();
  });

  const cases = (layers as readonly AnyLayer[])
    .filter(({ group }) => group === 'regularisation' || group === 'augmentation')
    .flatMap((layer) =>
      layer.examples.map((example, i) => ({
        name: `${layer.kind} ${i + 1}`,
        kind: layer.kind,
        params: example.params as Record<string, unknown>,
        given: {
          shape: [4, ...example.inputs[0]!],
          values: randomValues([4, ...example.inputs[0]!], layer.kind).map(Math.abs),
        },
        out: example.outputs[0]!,
      })),
    );
  describe.each(cases)('$name', ({ kind, params, given, out }) => {
    it('repeats itself for the same step', () => {
      expect(passOf(runtime, kind, params, given)).toEqual(passOf(runtime, kind, params, given));
    });
    it('changes nothing outside training', () => {
      if (String(out) !== String(given.shape.slice(1))) return;
      expect(passOf(runtime, kind, params, given, { training: false })).toEqual([...given.values]);
    });
  });

  it.each(['dropout', 'spatialDropout1D', 'gaussianNoise', 'gaussianDropout'])(
    '%s draws other numbers in another step',
    (kind) => {
      const ones = filled([2, 20, 20], 1);
      expect(passOf(runtime, kind, {}, ones)).not.toEqual(passOf(runtime, kind, {}, ones, { step: 1 }));
    },
  );
  it('dropout sets its part to zero and keeps the mean', () => {
    const values = passOf(runtime, 'dropout', { rate: 0.2 }, filled([50, 200], 2));
    expect(new Set(values)).toEqual(new Set([0, 2.5]));
    expect(Math.abs(mean(values) - 2)).toBeLessThan(0.05);
  });
  it.each([
    ['spatialDropout1D', [20, 6, 50]],
    ['spatialDropout2D', [20, 2, 3, 50]],
  ] as const)('%s keeps or drops whole channels', (kind, shape) => {
    const values = passOf(runtime, kind, { rate: 0.2 }, filled(shape, 2));
    expect(Math.abs(mean(values) - 2)).toBeLessThan(0.15);
    const kept = new Set<number>();
    for (let row = 0; row < 20; row++)
      for (let channel = 0; channel < 50; channel++) {
        const places = Array.from({ length: 6 }, (_, place) => values[(row * 6 + place) * 50 + channel]!);
        expect(new Set(places).size).toBe(1);
        kept.add(places[0]!);
      }
    expect(kept).toEqual(new Set([0, 2.5]));
  });
  it('Gaussian noise has the deviation that it is given', () => {
    const values = passOf(runtime, 'gaussianNoise', { stddev: 0.3 }, filled([50, 200], 2));
    expect(Math.abs(mean(values) - 2)).toBeLessThan(0.02);
    expect(Math.abs(deviation(values) - 0.3)).toBeLessThan(0.01);
  });
  it('Gaussian dropout multiplies by noise of mean 1, as wide as dropout’s', () => {
    const values = passOf(runtime, 'gaussianDropout', { rate: 0.2 }, filled([50, 200], 2));
    expect(Math.abs(mean(values) - 2)).toBeLessThan(0.04);
    expect(Math.abs(deviation(values) - 2 * Math.sqrt(0.25))).toBeLessThan(0.03);
  });
}
