/** What must hold for layers that draw random numbers while training, as tests that either backend runs. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import type { Tensor } from '../../../../shared/kinds/ops.ts';
import { layerOf, layers } from '../../../../shared/kinds/layers/index.ts';
import { defaults } from '../../../../shared/kinds/params.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { computedRandom } from '../../tensorflow/random.ts';
import { randomValues } from './contract.fixture.ts';

/** One pass of a layer on one input [rows, …]. */
function passOf(
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

  describe('augmentations', () => {
    /** Three rows, four columns: all values differ, so a moved pixel shows. */
    const ramp = (pictures: number, [height, width, channels]: readonly [number, number, number]) => {
      const size = height * width * channels;
      const values = Float32Array.from({ length: pictures * size }, (_, i) => ((i % size) + 1) / size);
      return { shape: [pictures, height, width, channels], values };
    };
    const pictures = (values: readonly number[], count: number): number[][] => {
      const size = values.length / count;
      return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size));
    };
    const many = ramp(40, [6, 5, 1]);
    const original = pictures([...many.values], 40)[0]!;

    it.each([
      ['randomFlip', {}],
      ['randomRotation', {}],
      ['randomZoom', {}],
      ['randomTranslation', {}],
      ['randomCrop', { height: 4, width: 3 }],
      ['randomContrast', {}],
      ['randomBrightness', {}],
      ['randomErasing', {}],
    ])('%s changes each picture in its own way, and in another step otherwise', (kind, params) => {
      const values = passOf(runtime, kind, params, many);
      expect(values.every(Number.isFinite)).toBe(true);
      expect(new Set(pictures(values, 40).map(String)).size).toBeGreaterThan(3);
      expect(values).not.toEqual(passOf(runtime, kind, params, many, { step: 1 }));
    });
    it.each([
      ['randomRotation', { factor: [0, 0] }],
      ['randomZoom', { heightFactor: [0, 0] }],
      ['randomTranslation', { heightFactor: [0, 0], widthFactor: [0, 0] }],
      ['randomCrop', { height: 6, width: 5 }],
      ['randomBrightness', { factor: [0, 0] }],
      ['randomErasing', { factor: [0, 0] }],
    ])('%s of nothing changes nothing', (kind, params) => {
      expect(passOf(runtime, kind, params, many)).toEqual([...many.values]);
    });
    it('a picture flipped twice alike is itself', () => {
      for (const mode of ['horizontal', 'vertical', 'horizontal_and_vertical']) {
        const once = passOf(runtime, 'randomFlip', { mode }, many);
        const twice = passOf(runtime, 'randomFlip', { mode }, { ...many, values: Float32Array.from(once) });
        expect(once).not.toEqual([...many.values]);
        expect(twice).toEqual([...many.values]);
      }
    });
    it('a flip mirrors rows or columns, about half of the time', () => {
      const mirrored = Array.from({ length: 6 }, (_, row) => original.slice(row * 5, row * 5 + 5).reverse());
      const found = pictures(passOf(runtime, 'randomFlip', { mode: 'horizontal' }, many), 40);
      const flipped = found.filter((picture) => String(picture) === String(mirrored.flat()));
      expect(found.every((p) => [String(original), String(mirrored.flat())].includes(String(p)))).toBe(true);
      expect(flipped.length).toBeGreaterThan(10);
      expect(flipped.length).toBeLessThan(30);
    });
    it('a half turn puts the last pixel first', () => {
      const params = { factor: [0.5, 0.5], interpolation: 'nearest' };
      const [turned] = pictures(passOf(runtime, 'randomRotation', params, many), 40);
      expect(turned).toEqual([...original].reverse());
    });
    it('a crop is a part of the picture, from every place', () => {
      const size = { height: 5, width: 4 };
      const corners = pictures(passOf(runtime, 'randomCrop', size, many), 40).map((picture) => {
        const top = original.indexOf(picture[0]!);
        picture.forEach((value, i) => expect(value).toBe(original[top + Math.floor(i / 4) * 5 + (i % 4)]));
        return top;
      });
      expect(new Set(corners)).toEqual(new Set([0, 1, 5, 6]));
      const [inside] = pictures(passOf(runtime, 'randomCrop', size, many, { training: false }), 40);
      expect(inside![0]).toBe(original[0]);
    });
    it('a picture of one value stays so when it is moved', () => {
      const grey = filled([10, 6, 5, 2], 0.5);
      for (const kind of ['randomRotation', 'randomZoom', 'randomTranslation'])
        for (const value of passOf(runtime, kind, {}, grey)) expect(value).toBeCloseTo(0.5, 6);
    });
    it('contrast keeps the mean, within what it was given', () => {
      const params = { factor: [0.5, 0.5], valueRange: [-9, 9] };
      const factors = pictures(passOf(runtime, 'randomContrast', params, many), 40).map((picture) => {
        expect(mean(picture)).toBeCloseTo(mean(original), 5);
        return deviation(picture) / deviation(original);
      });
      expect(Math.min(...factors)).toBeGreaterThan(0.49);
      expect(Math.max(...factors)).toBeLessThan(1.51);
      expect(Math.max(...factors) - Math.min(...factors)).toBeGreaterThan(0.6);
    });
    it('brightness adds the same to all pixels, and never leaves the range', () => {
      const params = { factor: [-0.1, 0.1], valueRange: [-9, 9] };
      for (const picture of pictures(passOf(runtime, 'randomBrightness', params, many), 40)) {
        const added = picture.map((value, i) => value - original[i]!);
        expect(deviation(added)).toBeLessThan(1e-5);
        expect(Math.abs(added[0]!)).toBeLessThanOrEqual(1.8);
      }
      const values = passOf(runtime, 'randomBrightness', { factor: [-0.5, 0.5] }, many);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...values)).toBeLessThanOrEqual(1);
    });
    it('erasing covers a rectangle of the size that was asked for, and nothing else', () => {
      const large = ramp(60, [20, 20, 1]);
      const first = pictures([...large.values], 60)[0]!;
      const params = { factor: [1, 1], scale: [0.25, 0.25], fill: 'value', fillValue: 0 };
      for (const picture of pictures(passOf(runtime, 'randomErasing', params, large), 60)) {
        const covered = picture.flatMap((value, i) => (value === first[i] ? [] : [i]));
        for (const i of covered) expect(picture[i]).toBe(0);
        const rows = new Set(covered.map((i) => Math.floor(i / 20)));
        const columns = new Set(covered.map((i) => i % 20));
        expect([9, 10, 11]).toContain(rows.size);
        expect(covered.length).toBe(rows.size * columns.size);
      }
      const half = pictures(passOf(runtime, 'randomErasing', { factor: [0.5, 0.5] }, large), 60);
      const touched = half.filter((picture) => String(picture) !== String(first)).length;
      expect(touched).toBeGreaterThan(15);
      expect(touched).toBeLessThan(45);
    });
  });
}
