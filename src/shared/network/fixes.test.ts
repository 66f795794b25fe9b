/** A remedy removes the problem that it is for, whatever else is wrong with the network. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DatasetManifest } from '../data/manifest.ts';
import { layers } from '../kinds/layers/index.ts';
import { recipes } from '../kinds/recipes/index.ts';
import { fixText } from '../words/problems.ts';
import type { Problem, ProblemCode } from '../words/problems.ts';
import { applyEdits } from './apply.ts';
import { checkProject } from './check.ts';
import type { Project } from './document.ts';
import type { Edit } from './edits.ts';
import { insertOn, newEdge, newNode } from './fixes.ts';
import { draw, step } from './starter-drawing.ts';
import type { Step } from './starter-drawing.ts';
import { emptyProject, recipesFor, starterProject } from './starter.ts';
import { book, phrases, pictures, prices, reviews, series, table } from './testing.ts';

const sets = [pictures(8), table(4), prices(), book(), series(2), phrases(), reviews()];
const all = sets.flatMap((data) =>
  recipesFor(data).map((kind) => ({ data, project: starterProject(data, 'First', kind) })),
);

/** Where a problem is: one of another setting or port is another problem. */
const key = ({ code, at, facts }: Problem): string =>
  [code, at.network, at.node, at.param, 'port' in facts ? facts.port : ''].join(' ');
const fixed = (project: Project, problem: Problem): Project => applyEdits(project, problem.fix!.edits);

/** One way to break a network, drawn by numbers. */
type Break = (project: Project, pick: (n: number) => number, data: DatasetManifest) => readonly Edit[];
const breaks: readonly Break[] = [
  ({ networks }, pick) => {
    const network = networks[pick(networks.length)]!;
    const node = network.nodes[pick(network.nodes.length)];
    return node ? [{ edit: 'remove-nodes', network: network.id, nodes: [node.id] }] : [];
  },
  ({ networks }, pick) => {
    const network = networks[pick(networks.length)]!;
    const edge = network.edges[pick(network.edges.length)];
    return edge ? [{ edit: 'remove-edges', network: network.id, edges: [edge.id] }] : [];
  },
  // Any layer anywhere on the way.
  ({ networks }, pick) => {
    const network = networks[pick(networks.length)]!;
    const edge = network.edges[pick(network.edges.length)];
    const { kind, inputs, outputs } = layers[pick(layers.length)]!;
    return edge && inputs.length > 0 && outputs.length > 0 ? insertOn(network, edge, [{ kind }]) : [];
  },
  // An edge from anywhere to anywhere: loops, taken ports.
  ({ networks }, pick) => {
    const network = networks[pick(networks.length)]!;
    const from = network.nodes[pick(network.nodes.length)];
    const to = network.nodes[pick(network.nodes.length)];
    const port = to && layers.find(({ kind }) => kind === to.kind)?.inputs[0];
    return from && to && port && from.kind !== 'output'
      ? [newEdge(network, { node: from.id, port: 'output' }, { node: to.id, port: port.name })]
      : [];
  },
  // Two branches that may not match.
  ({ networks }, pick) => {
    const network = networks[pick(networks.length)]!;
    const edge = network.edges[pick(network.edges.length)];
    const from = network.nodes[pick(network.nodes.length)];
    if (!edge || !from || from.kind === 'output') return [];
    const kind = ['add', 'concatenate', 'multiply'][pick(3)]!;
    const edits = insertOn(network, edge, [{ kind }]);
    const added = edits.find((edit) => edit.edit === 'add-node')!.node;
    return [...edits, newEdge(network, { node: from.id, port: 'output' }, { node: added.id, port: 'input' })];
  },
  ({ networks }, pick) => {
    const network = networks[pick(networks.length)]!;
    const node = network.nodes[pick(network.nodes.length)];
    const names = Object.keys(node?.params ?? {});
    if (!node || names.length === 0) return [];
    const param = names[pick(names.length)]!;
    const values = [-1, 1, 3, 7, 'softmax', 'relu', [3], [5, 5], true, false, 'quantum'];
    return [
      { edit: 'set-param', network: network.id, node: node.id, param, value: values[pick(values.length)] },
    ];
  },
  ({ data }, pick) => [
    { edit: 'set-data', data: { ...data, ...(pick(2) ? { inputs: {} } : { targets: {} }) } },
  ],
  (_project, pick) => [
    { edit: 'set-recipe', recipe: { kind: recipes[pick(recipes.length)]!.kind, params: {} } },
  ],
  ({ networks }, pick) => {
    const network = networks[pick(networks.length)]!;
    const node = newNode(network, { kind: layers[pick(layers.length)]!.kind }, { x: 0, y: 0 });
    return [{ edit: 'add-node', network: network.id, node }];
  },
];

test('a problem’s remedy removes that problem', () => {
  fc.assert(
    fc.property(
      fc.nat(all.length - 1),
      fc.array(fc.array(fc.nat(9999), { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 3 }),
      (which, drawn) => {
        const { data, project } = all[which]!;
        const broken = drawn.reduce((now, [kind, ...numbers]) => {
          let at = 0;
          const pick = (n: number): number => (n === 0 ? 0 : numbers[at++ % numbers.length]! % n);
          return applyEdits(now, breaks[kind! % breaks.length]!(now, pick, data));
        }, project);
        for (const problem of checkProject(broken, data).filter(({ fix }) => fix)) {
          const left = checkProject(fixed(broken, problem), data);
          expect(
            left.map(key).filter((other) => other === key(problem)),
            `${fixText(problem.fix!)}: ${JSON.stringify(problem)}`,
          ).toEqual([]);
        }
      },
    ),
    { numRuns: 400 },
  );
});

const networkOf = (data: DatasetManifest, steps: readonly Step[], recipe = 'supervised'): Project => {
  const network = draw({ id: 'network', name: 'Network' }, steps);
  const ends = (kind: string): string[] =>
    network.nodes.filter((node) => node.kind === kind).map(({ id }) => id);
  const starter = starterProject(data, 'First', recipe);
  const [columns] = Object.values(starter.data.inputs);
  const [target] = Object.values(starter.data.targets);
  return {
    ...starter,
    networks: [network],
    data: {
      ...starter.data,
      inputs: Object.fromEntries(ends('input').map((id) => [id, columns!])),
      targets: target === undefined ? {} : Object.fromEntries(ends('output').map((id) => [id, target])),
    },
  };
};
const chain = (data: DatasetManifest, steps: readonly Step[], recipe?: string): Project =>
  networkOf(data, [...steps, step('output')], recipe);
const image = step('input', { shape: [8, 8, 1] });
const classes = step('dense', { units: 10, activation: 'softmax' });
const text = step('input', { shape: [12], normalise: 'none' });
const two = step('dense', { units: 2, activation: 'softmax' });

describe('the remedy', () => {
  // What is wrong, what the button says, and what is wrong after it (mostly nothing).
  test.each<[string, Project, DatasetManifest, ProblemCode, string, ProblemCode[]]>([
    [
      'dense on a picture',
      chain(pictures(8), [image, classes]),
      pictures(8),
      'rank-wrong',
      'Insert Flatten',
      [],
    ],
    [
      'dense on a huge picture',
      chain(pictures(256), [step('input', { shape: [256, 256, 1] }), classes]),
      pictures(256),
      'rank-wrong',
      'Insert GlobalAveragePooling2D',
      [],
    ],
    [
      'convolutions without a last layer',
      chain(pictures(8), [image, step('conv2D', { filters: 4 })]),
      pictures(8),
      'rank-wrong',
      'Insert GlobalAveragePooling2D',
      ['units-not-classes'],
    ],
    [
      'no last Dense',
      chain(pictures(8), [image, step('conv2D', { filters: 4 }), step('globalAveragePooling2D')]),
      pictures(8),
      'units-not-classes',
      'Insert Dense',
      [],
    ],
    [
      'the number of classes',
      chain(pictures(8), [image, step('flatten'), step('dense', { units: 7 })]),
      pictures(8),
      'units-not-classes',
      'Set units to 10',
      [],
    ],
    [
      'a recurrent layer behind one that gives its last step',
      chain(reviews(), [text, step('embedding'), step('lstm'), step('gru'), two]),
      reviews(),
      'rank-wrong',
      'Set return sequences to on',
      [],
    ],
    [
      'steps where a row is wanted',
      chain(reviews(), [text, step('embedding'), step('lstm', { returnSequences: true }), two]),
      reviews(),
      'rank-wrong',
      'Insert GlobalAveragePooling1D',
      [],
    ],
    [
      'a picture read by an LSTM',
      chain(pictures(8), [image, step('lstm'), classes]),
      pictures(8),
      'rank-wrong',
      'Insert Reshape',
      [],
    ],
    [
      'a convolution behind a row that was a picture',
      chain(pictures(8), [image, step('flatten'), step('conv2D', { filters: 2 }), step('flatten'), classes]),
      pictures(8),
      'rank-wrong',
      'Remove Flatten',
      [],
    ],
    [
      'a vocabulary larger than its embedding',
      chain(reviews(), [text, step('embedding', { inputDim: 9 }), step('globalAveragePooling1D'), two]),
      reviews(),
      'vocabulary-larger',
      'Set input size to 25',
      [],
    ],
    [
      'a window larger than the picture',
      chain(pictures(8), [image, step('conv2D', { kernelSize: [9, 9] }), step('flatten'), classes]),
      pictures(8),
      'window-too-large',
      'Set padding to same',
      [],
    ],
    [
      'a sum of one branch',
      chain(pictures(8), [image, step('flatten'), step('add'), classes]),
      pictures(8),
      'needs-two-inputs',
      'Remove Add',
      [],
    ],
    [
      'a network without an end',
      networkOf(pictures(8), [image, step('flatten'), classes]),
      pictures(8),
      'no-output',
      'Insert Output',
      [],
    ],
    [
      'a network without a beginning',
      chain(table(4), [step('dense', { units: 8 }), step('dense', { units: 3 })]),
      table(4),
      'no-input',
      'Insert Input',
      [],
    ],
  ])('for %s', (_, project, data, code, says, left) => {
    const problem = checkProject(project, data).find((found) => found.code === code)!;
    expect(problem?.fix && fixText(problem.fix)).toBe(says);
    expect(checkProject(fixed(project, problem), data).map((other) => other.code)).toEqual(left);
  });

  const joined = (kind: string, a: Step[], b: Step[]): Project => {
    const start = { ...image, as: 'start' };
    const [first, ...rest] = a;
    const [other, ...others] = b;
    const branch = (steps: Step[], name: string): Step[] =>
      steps.map((each, i) => (i === steps.length - 1 ? { ...each, as: name } : each));
    const network = draw({ id: 'network', name: 'Network' }, [
      start,
      ...branch([{ ...first!, from: { input: 'start' } }, ...rest], 'a'),
      ...branch([{ ...other!, from: { input: 'start' } }, ...others], 'b'),
    ]);
    const last = (kinds: Step[], at: number): string => network.nodes[at + kinds.length]!.id;
    const join = newNode(network, { kind }, { x: 0, y: 900 });
    const behind = ['globalAveragePooling2D', 'flatten'][kind === 'concatenate' ? 1 : 0]!;
    const tail = [newNode(network, { kind: behind }, { x: 0, y: 1000 })];
    const dense = newNode(network, { kind: 'dense', params: { units: 10 } }, { x: 0, y: 1100 });
    const output = newNode(network, { kind: 'output' }, { x: 0, y: 1200 });
    const nodes = [join, ...tail, dense, output];
    const edit: Edit[] = [
      ...nodes.map((node): Edit => ({ edit: 'add-node', network: 'network', node })),
      newEdge(network, { node: last(a, 0), port: 'output' }, { node: join.id, port: 'input' }),
      newEdge(network, { node: last(b, a.length), port: 'output' }, { node: join.id, port: 'input' }),
      ...nodes
        .slice(1)
        .map((node, i) =>
          newEdge(network, { node: nodes[i]!.id, port: 'output' }, { node: node.id, port: 'input' }),
        ),
    ];
    const starter = starterProject(pictures(8), 'First');
    const bound = {
      ...starter.data,
      inputs: { [network.nodes[0]!.id]: ['image'] },
      targets: { [output.id]: 'label' },
    };
    return applyEdits({ ...starter, networks: [network], data: bound }, edit);
  };
  const conv = (filters: number, strides = 1): Step =>
    step('conv2D', { filters, strides: [strides, strides], padding: 'same' });

  test.each<[string, Project, string]>([
    ['more channels', joined('add', [conv(8)], [conv(4), conv(4)]), 'Insert Conv2D'],
    ['half the pixels', joined('add', [conv(4)], [conv(4, 2), conv(4)]), 'Insert AveragePooling2D'],
    ['half the pixels and more channels', joined('add', [conv(4)], [conv(8, 2), conv(8)]), 'Insert Conv2D'],
    [
      'pixels lost at the edge',
      joined('add', [step('conv2D', { filters: 4 })], [conv(4), conv(4)]),
      'Insert ZeroPadding2D',
    ],
    [
      'concatenated sides',
      joined('concatenate', [conv(4)], [conv(8, 2), conv(6)]),
      'Insert AveragePooling2D',
    ],
    [
      'a row and a picture',
      joined('concatenate', [step('flatten'), step('dense', { units: 3 })], [conv(2)]),
      'Insert Flatten',
    ],
  ])('for branches that differ by %s', (_, project, says) => {
    const data = pictures(8);
    const problem = checkProject(project, data).find(({ code }) => code === 'shapes-differ')!;
    expect(problem?.fix && fixText(problem.fix)).toBe(says);
    expect(checkProject(fixed(project, problem), data).map(({ code }) => code)).toEqual([]);
  });

  test('of a taken port keeps the newest edge, of a loop breaks it', () => {
    const starter = starterProject(table(4), 'Table');
    const [network] = starter.networks;
    const [first, second, third] = network!.nodes;
    const edge = (from: string, to: string): Edit =>
      newEdge(network!, { node: from, port: 'output' }, { node: to, port: 'input' });
    const taken = applyEdits(starter, [edge(first!.id, third!.id)]);
    const [problem] = checkProject(taken, table(4));
    expect(problem!.code).toBe('input-taken');
    expect(fixed(taken, problem!).networks[0]!.edges.at(-1)!.from.node).toBe(first!.id);
    const looped = applyEdits(starter, [
      { edit: 'remove-edges', network: 'network', edges: [network!.edges[0]!.id] },
      edge(third!.id, second!.id),
    ]);
    const loop = checkProject(looped, table(4)).find(({ code }) => code === 'cycle')!;
    expect(fixText(loop.fix!)).toBe('Remove the edge');
    expect(checkProject(fixed(looped, loop), table(4)).map(({ code }) => code)).not.toContain('cycle');
  });

  test('for layers that are all frozen, in one network of two as well', () => {
    const frozen = (project: Project, at: number): Project => {
      const network = project.networks[at]!;
      const edits = network.nodes.map(({ id }): Edit => ({
        edit: 'set-trainable',
        network: network.id,
        node: id,
        trainable: false,
      }));
      return applyEdits(project, edits);
    };
    const one = frozen(starterProject(table(4), 'Table'), 0);
    const [problem, ...others] = checkProject(one, table(4));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'nothing-learns', severity: 'error' });
    expect(fixText(problem!.fix!)).toMatch(/^Make (it|\d+ layers) trainable$/);
    expect(checkProject(fixed(one, problem!), table(4))).toEqual([]);
    const two = frozen(starterProject(pictures(8), 'GAN', 'gan'), 1);
    const found = checkProject(two, pictures(8)).filter(({ code }) => code === 'nothing-learns');
    expect(found.map(({ at }) => at.network)).toEqual([two.networks[1]!.id]);
    expect(checkProject(fixed(two, found[0]!), pictures(8))).toEqual([]);
  });

  test('an empty project needs nothing but its ends', () => {
    const empty = emptyProject('Empty');
    for (const problem of checkProject(empty, null).filter(({ code }) => code.startsWith('no-')))
      expect(fixed(empty, problem).networks[0]!.nodes).toHaveLength(1);
  });
});
