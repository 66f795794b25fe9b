import { describe, expect, test } from 'vitest';
import type { AnyInitializer, AnyLayer } from '../../define.ts';
import { initializers } from '../../initializers/index.ts';
import { defaults, paramsSchema, shownParams } from '../../params.ts';
import type { Param, Params } from '../../params.ts';
import { layers } from '../index.ts';
import { dense } from '../dense.ts';
import { lstm } from '../lstm.ts';
import { readInitializer } from './initializers.ts';

const all = initializers as readonly AnyInitializer[];
const ownOf = (kind: AnyInitializer): string[] => Object.keys(kind.params as Params);
/** Every layer's choice of an initializer, and which it offers. */
const choices = (layers as readonly AnyLayer[]).flatMap(({ kind, params }) =>
  Object.entries(params as Params)
    .filter(([name]) => name.endsWith('Initializer'))
    .map(([name, { control }]) => ({
      kind,
      name,
      params: params as Params,
      options: control.type === 'choice' ? control.options : [],
    })),
);
const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

test.for(choices)(
  '$kind shows under its $name what the chosen one can be told',
  ({ name, params, options }) => {
    expect(options.length).toBeGreaterThan(10);
    for (const kind of all.filter(({ kind }) => options.includes(kind))) {
      const shown = shownParams(params, { [name]: kind.kind }).map(([shown]) => shown);
      const own = shown.filter((shown) => shown.startsWith(name));
      expect(own).toEqual(
        expect.arrayContaining([name, ...ownOf(kind).map((own) => `${name}${capital(own)}`)]),
      );
      expect(own).toHaveLength(1 + ownOf(kind).length);
    }
  },
);

describe('what is chosen', () => {
  test('fills the weights, told only what is its own', () => {
    const params = paramsSchema(dense.params).parse({
      kernelInitializer: 'randomNormal',
      kernelInitializerStddev: 0.5,
      kernelInitializerGain: 3,
    }) as ReturnType<typeof defaults<typeof dense.params>>;
    expect(dense.weights(params, [[4]])['kernel']).toMatchObject({
      initializer: 'randomNormal',
      initializerParams: { mean: 0, stddev: 0.5 },
    });
    expect(dense.keras(params, [[4]])!.config['kernel_initializer']).toMatchObject({
      class_name: 'RandomNormal',
      config: { mean: 0, stddev: 0.5, seed: null },
    });
  });

  test('is another for each of a layer’s kernels', () => {
    const params = {
      ...defaults(lstm.params),
      kernelInitializer: 'constant',
      kernelInitializerValue: 0.25,
      recurrentInitializer: 'orthogonal',
      recurrentInitializerGain: 2,
    } as const;
    const { kernel, recurrentKernel } = lstm.weights(params, [[3, 2]]);
    expect(kernel!.initializerParams).toEqual({ value: 0.25 });
    expect(recurrentKernel!.initializerParams).toEqual({ gain: 2 });
    const config = JSON.parse(JSON.stringify(lstm.keras(params, [[3, 2]])!.config)) as Record<
      string,
      unknown
    >;
    expect(lstm.fromKeras!.params(config, {})).toMatchObject({
      kernelInitializer: 'constant',
      kernelInitializerValue: 0.25,
      recurrentInitializer: 'orthogonal',
      recurrentInitializerGain: 2,
    });
  });

  test('comes back from Keras with what it was told, and without what this version does not know', () => {
    const read = (class_name: string, config: Record<string, unknown>) =>
      readInitializer('kernelInitializer', { class_name, config });
    for (const kind of all) {
      const params = defaults(kind.params as Record<string, Param<unknown>>);
      expect(read(capital(kind.kind), params)).toEqual({
        kernelInitializer: kind.kind,
        ...Object.fromEntries(
          Object.entries(params).map(([own, value]) => [`kernelInitializer${capital(own)}`, value]),
        ),
      });
    }
    expect(read('Constant', { value: [1, 2] })).toEqual({ kernelInitializer: 'constant' });
    expect(read('STFT', { side: 'real' })).toEqual({ kernelInitializer: 'glorotUniform' });
    expect(readInitializer('kernelInitializer', null)).toEqual({ kernelInitializer: 'glorotUniform' });
  });
});

test('a layer that was stored without a word about them is what it was', () => {
  const params = paramsSchema(dense.params).parse({ units: 3, kernelInitializer: 'randomUniform' });
  expect(params).toMatchObject({ kernelInitializerMinval: -0.05, kernelInitializerMaxval: 0.05 });
});
