/** What must hold for every layer kind, without TensorFlow. The forward functions: src/main/jobs/export/contract. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inferNetwork } from '../../network/infer.ts';
import type { NodeFacts } from '../../network/infer.ts';
import { problemText } from '../../words/problems.ts';
import type { Misfit } from '../../words/problems.ts';
import { activations } from '../activations/index.ts';
import type { AnyLayer } from '../define.ts';
import { defaults, paramsSchema } from '../params.ts';
import type { Params } from '../params.ts';
import type { Shape } from '../shape.ts';
import { sizeOf } from '../shape.ts';
import { conv2D } from './conv-2d.ts';
import { depthwiseConv2D } from './depthwise-conv-2d.ts';
import { layerOf, layers } from './index.ts';
import { lstm } from './lstm.ts';
import { maxPooling2D } from './max-pooling-2d.ts';

/** What a kind answers; a composite is asked through a network that holds it, in which its parts are put together. */
function answerOf(
  kind: AnyLayer,
  params: Readonly<Record<string, unknown>>,
  inputs: readonly Shape[],
): Pick<NodeFacts, 'outputs' | 'weights' | 'multiplyAdds'> | { readonly misfit: Misfit } {
  if (!kind.expand) {
    const answer = kind.infer(params, inputs);
    if ('misfit' in answer) return answer;
    return {
      ...answer,
      weights: kind.weights(params, inputs),
      multiplyAdds: kind.multiplyAdds(params, inputs),
    };
  }
  const place = { name: 'Layer', position: { x: 0, y: 0 }, trainable: true };
  const ends = inputs.map((shape, i) => ({ ...place, id: `in${i}`, kind: 'input', params: { shape } }));
  const { byId, problems } = inferNetwork({
    id: 'network',
    name: 'Network',
    nodes: [...ends, { ...place, id: 'node', kind: kind.kind, params: { ...params } }],
    edges: ends.map(({ id }, i) => ({
      id: `e${i}`,
      from: { node: id, port: 'output' },
      to: { node: 'node', port: kind.inputs[i]!.name },
    })),
  });
  return byId.get('node') ?? { misfit: problems[0]! };
}

const folder = import.meta.dirname;
const all: readonly AnyLayer[] = layers;
const kebab = (kind: string): string => kind.replaceAll(/([a-z]|(?<=\d)D)(?=[A-Z0-9])/g, '$1-').toLowerCase();
const kindFiles = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts') && entry.name !== 'index.ts')
    .map((entry) => entry.name)
    .sort();

describe('the lists', () => {
  it('hold every file of their folder', () => {
    expect(all.map(({ kind }) => `${kebab(kind)}.ts`).sort()).toEqual(kindFiles(folder));
    expect(activations.map(({ kind }) => `${kebab(kind)}.ts`).sort()).toEqual(
      kindFiles(`${folder}/../activations`),
    );
  });
  it('name each Keras class once', () => {
    const classes = all.flatMap(({ fromKeras }) => (fromKeras ? [fromKeras.className] : []));
    expect(new Set(classes).size).toBe(classes.length);
    expect(new Set(activations.map(({ keras }) => keras)).size).toBe(activations.length);
  });
});

describe.each(all.map((kind) => [kind.kind, kind] as const))('%s', (name, kind) => {
  const examples = kind.examples.map((example) => ({
    ...example,
    params: { ...defaults(kind.params), ...example.params } as Record<string, unknown>,
  }));

  it('is found by its name and says what it is', () => {
    expect(layerOf(name)).toBe(kind);
    expect(kind.label).toMatch(/^[A-Z]/);
    expect(kind.doc).toMatch(/^[A-Z].*\.$/);
    for (const port of [...kind.inputs, ...kind.outputs]) expect(port.doc).toMatch(/^[A-Z].*\.$/);
    for (const param of Object.values(kind.params as Params)) expect(param.doc).toMatch(/\.$/);
    expect(existsSync(`${folder}/../../../../node_modules/@lucide/svelte/dist/icons/${kind.icon}.js`)).toBe(
      true,
    );
  });

  it('accepts its defaults and its examples, and no unknown parameter', () => {
    const schema = paramsSchema(kind.params);
    expect(schema.parse({})).toEqual(defaults(kind.params));
    for (const example of examples) expect(schema.parse(example.params)).toEqual(example.params);
    expect(schema.safeParse({ nonsense: 1 }).success).toBe(false);
  });

  it('infers what its examples say', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const { params, inputs, outputs } of examples) {
      const answer = answerOf(kind, params, inputs);
      if ('misfit' in answer) throw new Error(problemText(answer.misfit));
      expect(answer.outputs).toEqual(outputs);
      expect(outputs.length).toBe(kind.outputs.length);
      expect(answer.multiplyAdds).toBeGreaterThanOrEqual(0);
      expect(typeof kind.summary(params)).toBe('string');
    }
  });

  it('answers any inputs that its ports allow with shapes or a sentence', () => {
    const odd: Shape[] = [[], [1], [3], [2, 3], [1, 1, 1], [2, 9, 3], [1, 2, 3, 4], [2, 2, 2, 2, 2]];
    const pairs = odd.flatMap((a) => odd.map((b) => [a, b]));
    const many = kind.inputs.some((port) => port.many);
    const singles = odd.map((a) => [a]);
    const counts = [[[]], singles, pairs];
    const needed = kind.inputs.filter((port) => !port.optional).length;
    const cases = many ? [...singles, ...pairs] : counts.slice(needed, kind.inputs.length + 1).flat();
    for (const inputs of cases) {
      for (const { params } of examples) {
        const answer = answerOf(kind, params, inputs);
        if ('misfit' in answer) {
          expect(problemText(answer.misfit)).toMatch(/^[A-Z].*\.$/);
          continue;
        }
        for (const shape of answer.outputs)
          expect(shape.every((n) => Number.isInteger(n) && n >= 1)).toBe(true);
        for (const weight of Object.values(answer.weights))
          expect(weight.shape.every((n) => Number.isInteger(n) && n >= 1)).toBe(true);
      }
    }
  });

  it('comes back from what it writes for Keras', () => {
    if (kind.expand) return expect(kind.fromKeras).toBeNull();
    for (const { params, inputs } of examples) {
      const written = kind.keras(params, inputs);
      if (!written) {
        expect(kind.fromKeras).toBeNull();
        continue;
      }
      const { className, wrapper } = kind.fromKeras!;
      expect([className, wrapper]).toContain(written.className);
      // Through JSON, as the file has it.
      const config = JSON.parse(JSON.stringify(written.config)) as Record<string, unknown>;
      const kwargs = written.call?.kwargs ?? {};
      const read = paramsSchema(kind.params).parse(kind.fromKeras!.params(config, kwargs));
      // Normalisation is the app's own; it travels in the metadata.
      expect({ ...read, normalise: params['normalise'] }).toEqual({
        ...params,
        normalise: params['normalise'],
        // What a file has no place for.
        ...(written.regularizers && { l1: 0, l2: 0 }),
      });
      const names = [...written.weights, ...Object.values(written.parts ?? {}).flat()].filter(
        (name) => !(name in (written.constants ?? {})),
      );
      expect(names.sort()).toEqual(Object.keys(kind.weights(params, inputs)).sort());
    }
  });
});

describe('windows', () => {
  const conv = (params: Partial<Parameters<typeof conv2D.infer>[0]>, shape: Shape) =>
    conv2D.infer({ ...defaults(conv2D.params), ...params }, [shape]);
  const pool = (params: Partial<Parameters<typeof maxPooling2D.infer>[0]>, shape: Shape) =>
    maxPooling2D.infer({ ...defaults(maxPooling2D.params), ...params }, [shape]);

  it('refuse one that does not fit without padding', () => {
    expect(conv({ kernelSize: [5, 5] }, [4, 9, 1])).toEqual({
      misfit: { code: 'window-too-large', facts: { layer: 'Conv2D', window: [5, 5], shape: [4, 9, 1] } },
    });
    expect(conv({ kernelSize: [5, 5], padding: 'same' }, [4, 9, 1])).toEqual({ outputs: [[4, 9, 32]] });
    // Dilated by 3, a filter of 3 spans 7 pixels.
    expect(conv({ dilation: [3, 3] }, [7, 7, 1])).toEqual({ outputs: [[1, 1, 32]] });
    expect(conv({ dilation: [3, 3] }, [6, 7, 1])).toMatchObject({ misfit: { code: 'window-too-large' } });
    expect(pool({ poolSize: [3, 3] }, [2, 2, 4])).toMatchObject({ misfit: { code: 'window-too-large' } });
  });
  it('refuse unequal strides where each channel has filters of its own', () => {
    const params = { ...defaults(depthwiseConv2D.params), strides: [2, 1] };
    expect(depthwiseConv2D.infer(params, [[9, 9, 1]])).toEqual({
      misfit: { code: 'strides-unequal', facts: { layer: 'DepthwiseConv2D' } },
    });
  });
  it('refuse strides together with dilation', () => {
    expect(conv({ strides: [2, 1], dilation: [1, 2] }, [9, 9, 1])).toEqual({
      misfit: { code: 'strides-with-dilation', facts: { layer: 'Conv2D' } },
    });
  });
  it('refuse groups that do not divide channels or filters', () => {
    expect(conv({ groups: 4 }, [9, 9, 6])).toEqual({
      misfit: { code: 'groups-uneven', facts: { layer: 'Conv2D', groups: 4, channels: 6 } },
    });
    expect(conv({ groups: 3, filters: 4 }, [9, 9, 6])).toEqual({
      misfit: { code: 'filters-uneven', facts: { layer: 'Conv2D', groups: 3, filters: 4 } },
    });
  });
  it('count what is left over at the edge only with padding', () => {
    expect(pool({}, [5, 7, 1])).toEqual({ outputs: [[2, 3, 1]] });
    expect(pool({ padding: 'same' }, [5, 7, 1])).toEqual({ outputs: [[3, 4, 1]] });
  });
});

describe('work and weights', () => {
  /** Multiply-adds, then the sizes of its weights. */
  const counts = (kind: string, params: Record<string, unknown>, shape: Shape): number[] => {
    const layer = layerOf(kind)!;
    const all = { ...defaults(layer.params as Params), ...params };
    const weights = Object.values(layer.weights(all, [shape]));
    return [layer.multiplyAdds(all, [shape]), ...weights.map((weight) => sizeOf(weight.shape))];
  };

  it.each([
    // 10 - 3 + 1 places.
    ['conv1D', { filters: 4 }, [10, 2], [8 * 3 * 2 * 4, 3 * 2 * 4, 4]],
    ['conv1D', { filters: 4, padding: 'causal', strides: [3] }, [10, 2], [4 * 3 * 2 * 4, 3 * 2 * 4, 4]],
    ['conv2D', { filters: 4, padding: 'same' }, [5, 6, 2], [30 * 9 * 2 * 4, 9 * 2 * 4, 4]],
    ['conv3D', { filters: 4, useBias: false }, [3, 4, 5, 2], [6 * 27 * 2 * 4, 27 * 2 * 4]],
    // Every input value meets every filter once.
    ['conv1DTranspose', { filters: 4, strides: [2] }, [5, 2], [5 * 2 * 3 * 4, 3 * 4 * 2, 4]],
    ['conv2DTranspose', { filters: 4, strides: [2, 2] }, [5, 6, 2], [30 * 2 * 9 * 4, 9 * 4 * 2, 4]],
    ['depthwiseConv2D', { depthMultiplier: 2 }, [5, 6, 3], [12 * 9 * 6, 9 * 3 * 2, 6]],
    ['separableConv2D', { filters: 4, depthMultiplier: 2 }, [5, 6, 3], [12 * (9 * 6 + 6 * 4), 54, 24, 4]],
    ['maxPooling2D', {}, [4, 4, 3], [0]],
    ['averagePooling1D', {}, [6, 3], [3 * 3 * 2]],
    ['globalAveragePooling1D', {}, [6, 3], [18]],
    ['upSampling2D', { interpolation: 'bilinear' }, [2, 2, 3], [4 * 4 * 4 * 3]],
  ] as const)('of %s %o on %o are %o', (kind, params, shape, expected) => {
    expect(counts(kind, params, shape)).toEqual(expected);
  });
});

describe('what Keras has and this version has not', () => {
  const regularizer = (l2: number) => ({ class_name: 'L2', config: { l2 } });
  it.each([
    ['conv1D', { data_format: 'channels_first' }],
    ['conv2DTranspose', { output_padding: [1, 1] }],
    ['separableConv2D', { depthwise_regularizer: regularizer(0.1), pointwise_regularizer: regularizer(0.2) }],
    ['depthwiseConv2D', { depthwise_regularizer: { class_name: 'OrthogonalRegularizer', config: {} } }],
    ['maxPooling1D', { data_format: 'channels_first' }],
    ['globalMaxPooling2D', { keepdims: true }],
    ['upSampling2D', { interpolation: 'bicubic' }],
  ] as const)('is refused for %s: %o', (kind, config) => {
    expect(layerOf(kind)!.fromKeras!.params(config, {})).toBeNull();
  });
});

describe('layers that change shapes', () => {
  const misfit = (kind: string, params: Record<string, unknown>, shape: Shape) => {
    const answer = layerOf(kind)!.infer(params, [shape]);
    return 'misfit' in answer ? answer.misfit.code : answer.outputs;
  };
  it('refuse what does not fit', () => {
    expect(misfit('reshape', { targetShape: [5] }, [2, 3])).toBe('reshape-size');
    expect(misfit('reshape', { targetShape: [4, -1] }, [2, 3])).toBe('reshape-size');
    expect(misfit('reshape', { targetShape: [-1, -1] }, [2, 3])).toBe('reshape-size');
    expect(misfit('permute', { dims: [1, 1] }, [2, 3])).toBe('axes-not-each-once');
    expect(misfit('permute', { dims: [2, 1] }, [2, 3, 4])).toBe('axes-not-each-once');
    expect(misfit('cropping1D', { cropping: [1, 2] }, [3, 2])).toBe('cropped-away');
    expect(misfit('cropping2D', { cropping: [0, 0, 2, 2] }, [9, 4, 1])).toBe('cropped-away');
  });
  it('take what does', () => {
    expect(misfit('reshape', { targetShape: [3, -1] }, [2, 3])).toEqual([[3, 2]]);
    expect(misfit('reshape', { targetShape: [] }, [1])).toEqual([[]]);
    expect(misfit('cropping1D', { cropping: [1, 1] }, [3, 2])).toEqual([[1, 2]]);
  });
});

describe('recurrent layers', () => {
  const params = { ...defaults(lstm.params), units: 3 };

  it('start from a state and a cell of their units, or from neither', () => {
    expect(lstm.infer(params, [[4, 2], [3]])).toEqual({
      misfit: { code: 'state-missing', facts: { layer: 'LSTM' } },
    });
    expect(lstm.infer(params, [[4, 2], [3], [2]])).toEqual({
      misfit: { code: 'state-differs', facts: { layer: 'LSTM', wants: [3], shape: [2] } },
    });
    // In both directions, side by side.
    const both = lstm.infer({ ...params, direction: 'both', merge: 'sum' }, [[4, 2], [6], [6]]);
    expect(both).toEqual({ outputs: [[3], [6], [6]] });
  });

  it('are read with the regularizers that both kernels have alike, whatever number Keras gives each object', () => {
    const { config } = lstm.keras({ ...params, l1: 0.01 }, [[4, 2]])!;
    const numbered = (name: string, id: number) => ({ ...(config[name] as object), shared_object_id: id });
    const read = (recurrent: object) =>
      lstm.fromKeras!.params(
        {
          ...config,
          kernel_regularizer: numbered('kernel_regularizer', 1),
          recurrent_regularizer: recurrent,
        },
        {},
      );
    expect(read(numbered('recurrent_regularizer', 2))).toMatchObject({ l1: 0.01, l2: 0 });
    expect(read({ class_name: 'L2', config: { l2: 0.01 } })).toBeNull();
  });

  it('are written with both layers of a Bidirectional, so that Keras has none to make while it reads', () => {
    const { config, states } = lstm.keras({ ...params, direction: 'both' }, [[4, 2]])!;
    for (const written of [config, states!.returned])
      expect(written).toMatchObject({
        layer: { class_name: 'LSTM', config: { units: 3, go_backwards: false } },
        backward_layer: { class_name: 'LSTM', config: { units: 3, go_backwards: true } },
      });
  });

  it('are read from a Bidirectional as Keras saves it, whose layers differ in nothing but direction', () => {
    const { config } = lstm.keras({ ...params, direction: 'both', returnSequences: true }, [[4, 2]])!;
    const forward = config['layer'] as { readonly config: Record<string, unknown> };
    const saved = (changes: Record<string, unknown>) => ({
      ...config,
      layer: { ...forward, config: { ...forward.config, zero_output_for_mask: true } },
      backward_layer: { ...forward, config: { ...forward.config, go_backwards: true, ...changes } },
    });
    const read = (given: Record<string, unknown>) => lstm.fromKeras!.params(given, {});
    expect(read(saved({}))).toMatchObject({ direction: 'both', merge: 'concat', units: 3 });
    expect(read(saved({ units: 4 }))).toBeNull();
    expect(read({ ...config, merge_mode: null })).toBeNull();
    // By itself it would show zeros in masked steps, which only a Bidirectional does here.
    expect(read({ ...forward.config, zero_output_for_mask: true })).toBeNull();
  });
});
