import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyLayer } from '../kinds/define.ts';
import { layerOf, layers } from '../kinds/layers/index.ts';
import { optimizers } from '../kinds/optimizers/index.ts';
import type { Params } from '../kinds/params.ts';
import type { Shape } from '../kinds/shape.ts';
import type { Network, NetworkEdge, Project } from '../network/document.ts';
import { starterProject } from '../network/starter.ts';
import { node, pictures, table } from '../network/testing.ts';
import { codeWords } from '../words/code.ts';
import { codeLanguages, codeOf } from './index.ts';
import { variableNames } from './python.ts';
import { samples } from './samples.fixture.ts';
import { tokens } from './tokens.ts';
import { torchLayer } from './torch/layers.ts';
import { WIDTH, wrapped } from './wrap.ts';

const textOf = (code: ReturnType<typeof codeOf>): string => code.map(({ text }) => text).join('\n');

describe.each(codeLanguages)('%s', (language) => {
  test.for(samples)('writes every layer of $name, each under its node', ({ project, manifest }) => {
    for (const network of project.networks) {
      const code = codeOf(language, project, network, manifest);
      const written = new Set(code.map(({ node }) => node));
      for (const { id, kind } of network.nodes)
        if (kind !== 'output' && !(kind === 'sampling' && language === 'keras'))
          expect(written).toContain(id);
      expect(textOf(code)).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  test('trains as the project asks', () => {
    const manifest = table(4);
    const project: Project = starterProject(manifest, 'Table');
    const trained = { ...project.training, epochs: 7, batchSize: 24, learningRate: 0.025 };
    const text = textOf(codeOf(language, { ...project, training: trained }, project.networks[0]!, manifest));
    for (const said of ['7', '24', '0.025', 'Adam']) expect(text).toContain(said);
    expect(text).toMatch(/sparse_categorical_crossentropy|F.cross_entropy/);
  });

  test('counts classes as the output is told', () => {
    const manifest = table(4);
    const project = starterProject(manifest, 'Table');
    const written = (params: Record<string, unknown>): string => {
      const [network] = project.networks;
      const nodes = network!.nodes.map((node) => (node.kind === 'output' ? { ...node, params } : node));
      const told = { ...network!, nodes };
      return textOf(codeOf(language, { ...project, networks: [told] }, told, manifest));
    };
    expect(written({})).not.toMatch(/\bweights|top_/);
    const own = written({ classWeights: 'own', classWeight: { c: 2.5 }, k: 2 });
    const balanced = written({ classWeights: 'balanced' });
    if (language === 'keras') {
      expect(own).toContain('keras.metrics.SparseTopKCategoricalAccuracy(k=2, name="top_2_accuracy")');
      expect(own).toContain('class_weight={0: 1, 1: 1, 2: 2.5}');
      expect(balanced).toContain('weights = class_weights(y, 3)');
      expect(balanced).toContain('class_weight=dict(enumerate(weights))');
    } else {
      expect(own).toContain('weights = torch.tensor([1.0, 1.0, 2.5])');
      expect(own).toContain('(weights[y] * F.cross_entropy(prediction, y, reduction="none")).mean()');
      expect(balanced).toContain('weights = class_weights(y, 3)');
    }
  });

  test('names a layer with a problem in a comment, and writes the rest', () => {
    const project = starterProject(pictures(8), 'Pictures');
    const [network] = project.networks;
    const broken = {
      ...network!,
      nodes: network!.nodes.map((node) =>
        node.kind === 'dense' ? { ...node, params: { units: -1 } } : node,
      ),
    };
    const dense = broken.nodes.find(({ kind }) => kind === 'dense')!;
    const code = codeOf(language, { ...project, networks: [broken] }, broken, null);
    expect(textOf(code)).toContain(`# ${codeWords.missing(dense.name)}`);
    expect(code.map(({ node }) => node)).toContain(network!.nodes[0]!.id);
  });
});

test('PyTorch code exists for every kind but the ends and composites', () => {
  const missing = layers
    .filter((kind) => kind.group !== 'end' && !('expand' in kind && kind.expand))
    .filter((kind) => {
      const [example] = kind.examples;
      const params = {
        ...Object.fromEntries(Object.entries(kind.params).map(([name, { default: value }]) => [name, value])),
        ...example!.params,
      };
      const x = example!.inputs.map((_, i) => `x${i}`);
      const place = {
        params,
        inputs: example!.inputs,
        outputs: example!.outputs,
        x,
        name: 'y',
        self: 'self.y',
        read: new Set<string>(),
        masks: x.map(() => null),
        masked: false,
        mask: 'y_mask',
      };
      return torchLayer(kind.kind, place) === undefined;
    });
  expect(missing.map(({ kind }) => kind)).toEqual([]);
});

describe('weights that are filled as one chose', () => {
  /** The lines that name an initial value, of a network of one layer told so. */
  const lines = (
    language: 'keras' | 'torch',
    kind: string,
    params: Record<string, unknown>,
    shape: Shape,
  ) => {
    const project = starterProject(pictures(8), 'Pictures');
    const edge = (from: string, to: string, port: string): NetworkEdge => ({
      id: from,
      from: { node: from, port: 'output' },
      to: { node: to, port },
    });
    const first = layerOf(kind)!.inputs[0]!.name;
    const network: Network = {
      ...project.networks[0]!,
      nodes: [node('x', 'input', { shape }), node('layer', kind, params), node('y', 'output')],
      edges: [edge('x', 'layer', first), edge('layer', 'y', 'input')],
    };
    return textOf(codeOf(language, { ...project, networks: [network] }, network, null))
      .replaceAll(/\(\n\s+(.*)\n\s+\)/g, '($1)')
      .split('\n')
      .map((text) => text.trim())
      .filter((text) => /nn\.init|initializer/.test(text));
  };

  test('Keras is told what is not its default', () => {
    const keras = (params: Record<string, unknown>): string => lines('keras', 'dense', params, [4]).join();
    expect(keras({})).toBe('');
    expect(keras({ kernelInitializer: 'randomNormal' })).toContain('kernel_initializer="random_normal"');
    expect(keras({ kernelInitializer: 'randomNormal', kernelInitializerStddev: 0.5 })).toContain(
      'kernel_initializer=keras.initializers.RandomNormal(stddev=0.5)',
    );
    // Keras cannot make a constant of its name alone.
    expect(keras({ kernelInitializer: 'constant' })).toContain('keras.initializers.Constant(value=0)');
  });

  test.for([
    ['dense', {}, [4], []],
    [
      'dense',
      { kernelInitializer: 'constant', kernelInitializerValue: 0.5 },
      [4],
      ['constant_(self.layer.weight, 0.5)'],
    ],
    // Fans of 8 and 32.
    [
      'dense',
      { kernelInitializer: 'heUniform' },
      [8],
      ['uniform_(self.layer.weight, -0.8660254, 0.8660254)'],
    ],
    [
      'conv2D',
      { kernelInitializer: 'truncatedNormal', kernelInitializerMean: 1, kernelInitializerStddev: 0.25 },
      [8, 8, 3],
      ['trunc_normal_(self.layer.weight, 1, 0.25, 0.5, 1.5)'],
    ],
    [
      'separableConv2D',
      { kernelInitializer: 'ones' },
      [8, 8, 3],
      ['ones_(self.layer_depthwise.weight)', 'ones_(self.layer.weight)'],
    ],
    ['embedding', { embeddingsInitializerMaxval: 1 }, [4], ['uniform_(self.layer.weight, -0.05, 1)']],
    [
      'lstm',
      { recurrentInitializer: 'identity', recurrentInitializerGain: 2, direction: 'both' },
      [4, 3],
      ['eye_(self.layer.weight_hh_l0).data.mul_(2)', 'eye_(self.layer.weight_hh_l0_reverse).data.mul_(2)'],
    ],
    ['dense', { biasInitializer: 'ones' }, [4], ['ones_(self.layer.bias)']],
    ['dense', { biasInitializer: 'ones', useBias: false }, [4], []],
    // The gate that forgets starts with ones, and PyTorch's second bias with zeros.
    [
      'lstm',
      { units: 2, biasInitializer: 'randomNormal' },
      [4, 3],
      [
        'normal_(self.layer.bias_ih_l0[0:2], 0, 0.05)',
        'ones_(self.layer.bias_ih_l0[2:4])',
        'normal_(self.layer.bias_ih_l0[4:8], 0, 0.05)',
        'zeros_(self.layer.bias_hh_l0)',
      ],
    ],
    [
      'gru',
      { units: 2, biasInitializer: 'constant', biasInitializerValue: 0.5 },
      [4, 3],
      ['constant_(self.layer.bias_ih_l0, 0.5)', 'constant_(self.layer.bias_hh_l0, 0.5)'],
    ],
    [
      'multiHeadAttention',
      { biasInitializer: 'ones' },
      [4, 3],
      ['query', 'key', 'value', 'output'].map((part) => `ones_(self.layer.${part}.bias)`),
    ],
    ['batchNormalization', { gammaInitializer: 'zeros' }, [4], ['zeros_(self.layer.weight)']],
    [
      'prelu',
      { alphaInitializer: 'constant', alphaInitializerValue: 0.25 },
      [4],
      ['constant_(self.layer, 0.25)'],
    ],
  ] as const)('PyTorch fills %s told %o', ([kind, params, shape, expected]) => {
    expect(lines('torch', kind, params, shape)).toEqual(expected.map((call) => `nn.init.${call}`));
  });

  test('every layer that has a choice can be filled in PyTorch by each', () => {
    for (const layer of layers as readonly AnyLayer[]) {
      for (const [name, { control }] of Object.entries(layer.params as Params)) {
        if (!name.endsWith('Initializer') || control.type !== 'choice') continue;
        const usual = (layer.params as Params)[name]!.default as unknown;
        for (const option of control.options.filter((option) => option !== usual)) {
          const [{ inputs, params }] = layer.examples as [AnyLayer['examples'][number]];
          const found = lines('torch', layer.kind, { ...params, [name]: option }, inputs[0]!);
          expect(found.length, `${layer.kind} ${option}`).toBeGreaterThan(0);
          for (const line of found)
            expect(line).toMatch(/^nn\.init\.\w+_\(self\.layer[\w.]*(\[\d+:\d+\])?(, -?[\de.-]+)*\)$/);
        }
      }
    }
  });
});

test('every optimizer is written', () => {
  const manifest = table(4);
  const project = starterProject(manifest, 'Table');
  for (const { kind } of optimizers)
    for (const language of codeLanguages) {
      const training = { ...project.training, optimizer: { kind, params: {} } };
      const text = textOf(codeOf(language, { ...project, training }, project.networks[0]!, manifest));
      expect(text.toLowerCase()).toMatch(new RegExp(`(optim(izers)?\\.|= )${kind.toLowerCase()}\\(`));
    }
});

test('variables are unique names of Python', () => {
  const given = ['ReLU 1', 'Leaky ReLU', 'readFirst', 'Größe'].map((name) => ({ id: name, name }));
  expect([...variableNames(given).values()]).toEqual(['relu_1', 'leaky_relu', 'read_first', 'gro_e']);

  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), (names) => {
      const variables = [...variableNames(names.map((name, i) => ({ id: String(i), name }))).values()];
      expect(new Set(variables).size).toBe(names.length);
      for (const variable of variables) expect(variable).toMatch(/^[a-z][a-z0-9_]*$/);
    }),
  );
});

test('the parts of a line are the line', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      expect(
        tokens(line)
          .map(({ text }) => text)
          .join(''),
      ).toBe(line);
    }),
  );
  expect(tokens('x = f("a # b")  # c').map(({ type }) => type)).toEqual([
    'plain',
    'string',
    'plain',
    'comment',
  ]);
});

test('lines are as long as black leaves them, but where a name or text is longer', () => {
  for (const { project, manifest } of samples)
    for (const network of project.networks)
      for (const { text } of codeOf('torch', project, network, manifest))
        if (!text.includes('#') && !text.includes('"""'))
          expect(text.length, text).toBeLessThanOrEqual(WIDTH);
});

test('a long line is broken in its widest brackets', () => {
  expect(wrapped('x = f(1)(2)')).toEqual(['x = f(1)(2)']);
  const [inner, outer] = ['"a, (b"', 'c'].map((text) => text.repeat(5));
  expect(wrapped(`    name = call(${inner!}, ${outer!}, deep=more(1, 2), other="words")(given)`)).toEqual([
    '    name = call(',
    `        ${inner!}, ${outer!}, deep=more(1, 2), other="words"`,
    '    )(given)',
  ]);
  const many = Array.from({ length: 30 }, (_, i) => `value_${i}`);
  expect(wrapped(`f(${many.join(', ')})`)).toEqual(['f(', ...many.map((value) => `    ${value},`), ')']);
});
