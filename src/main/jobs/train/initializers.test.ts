/** Initializers against Keras': the numbers are others, how they are spread is not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { initialValues, initializers } from '../../../shared/kinds/initializers/index.ts';
import { kerasParts } from '../../../shared/kinds/keras-parts.ts';
import { layerOf } from '../../../shared/kinds/layers/index.ts';
import { paramsSchema } from '../../../shared/kinds/params.ts';
import type { Params } from '../../../shared/kinds/params.ts';
import { chooseOptimizer } from './optimize.ts';
import { chainProject, dataInMemory, imageManifest } from './project.fixture.ts';
import { initialState } from './trainer.ts';

interface Case {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly shape: number[];
  readonly mean: number;
  readonly deviation: number;
  readonly largest: number;
}
const file = join(import.meta.dirname, 'fixtures', 'keras-initializers.json');
interface Told {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly input: number[];
  /** In Keras' order. */
  readonly vectors: readonly { readonly shape: number[]; readonly values: number[] }[];
}
const { initializers: cases, vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
  initializers: Case[];
  vectors: Told[];
};

test('there is a case of each', () => {
  expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(initializers.map(({ kind }) => kind)));
});

test.for(cases)('$kind $params $shape', ({ kind, params, shape, ...keras }) => {
  const spec = { shape, initializer: kind, initializerParams: params, trainable: true };
  const values = initialValues(spec, 7, 'weight');
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  // Both are samples: their means part by about √(2 / n) deviations, their deviations by less.
  const error = Math.sqrt(2 / values.length) * Math.max(keras.deviation, 1e-9);
  expect(Math.abs(mean - keras.mean)).toBeLessThan(4 * error);
  expect(Math.abs(deviation - keras.deviation)).toBeLessThan(4 * error);
  // The ends are sharp for all but plain normal numbers and rotations.
  const sharp =
    kind !== 'randomNormal' && kind !== 'orthogonal' && params['distribution'] !== 'untruncated_normal';
  expect(Math.abs(largest - keras.largest)).toBeLessThan((sharp ? 0.005 : 0.3) * keras.largest + 1e-9);
});

test.for(vectors)(
  '$kind $params has the vectors that Keras has',
  ({ kind: name, params, input, vectors }) => {
    const kind = layerOf(name)!;
    const told = paramsSchema(kind.params as Params).parse(params);
    const specs = kind.weights(told, [input]);
    const names = kerasParts(kind.keras(told, [input])!)
      .flatMap(([, own]) => own)
      .filter((weight) => !/kernel|moving/i.test(weight));
    const ours = names.map((weight) => ({
      shape: specs[weight]!.shape,
      values: [...initialValues(specs[weight]!, 7, weight)],
    }));
    expect(ours).toEqual(vectors);
  },
);

test('a run starts from what its layers are told', () => {
  const manifest = imageManifest([2, 2, 1], { rows: 4, testRows: 1, classes: 2 });
  const params = {
    units: 2,
    kernelInitializer: 'constant',
    kernelInitializerValue: 0.25,
    biasInitializer: 'constant',
    biasInitializerValue: -0.5,
  };
  const project = chainProject([2, 2, 1], [['flatten'], ['dense', params]], manifest);
  const { plan } = dataInMemory(project, manifest);
  const state = initialState(plan, chooseOptimizer(project.training), 3);
  const valuesOf = (name: string): number[] => [
    ...state.get(plan.weights.find(({ weight }) => weight === name)!.name)!.values,
  ];
  expect(valuesOf('kernel')).toEqual(Array.from({ length: 8 }, () => 0.25));
  expect(valuesOf('bias')).toEqual([-0.5, -0.5]);
});
