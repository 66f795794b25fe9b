import { describe, expect, test } from 'vitest';
import { problemText } from '../words/problems.ts';
import type { Column, DatasetManifest } from '../data/manifest.ts';
import { applyEdit, applyEdits } from './apply.ts';
import { canTrain, checkProject } from './check.ts';
import type { Network, Project } from './document.ts';
import { samplesFirst } from './ends.ts';
import type { Edit } from './edits.ts';
import { estimateMemory } from './memory.ts';
import { matchesData } from './match.ts';
import { newEdge, newNode } from './fixes.ts';
import { draw, input, OUTPUT, step } from './starter-drawing.ts';
import { emptyProject, starterProject } from './starter.ts';
import { trainingSize } from './samples.ts';
import { pictures, prices, series, table } from './testing.ts';

const codes = (project: Project, data = pictures(28)): string[] =>
  checkProject(project, data).map((problem) => problem.code);
const network = 'network';
const starter = starterProject(pictures(28), 'Pictures');

describe('starterProject', () => {
  test.each([
    ['large pictures', pictures(224)],
    ['pictures', pictures(28)],
    ['tiny pictures', pictures(8)],
    ['pictures of one pixel', pictures(1)],
    ['a table', table(4)],
    ['a table with a number to predict', prices()],
  ])('fits %s and has no problem', (_, data) => {
    const project = starterProject(data, 'First');
    expect(checkProject(project, data)).toEqual([]);
    expect(matchesData(project, data)).toBe(true);
  });
});

describe('checkProject', () => {
  test('an empty canvas says what it needs', () => {
    expect(checkProject(emptyProject('Empty'), null).map(problemText)).toEqual([
      'The network has no input. Drag Input from the palette.',
      'The network has no output. Drag Output from the palette and connect the last layer to it.',
      'Choose the data to train on.',
    ]);
  });

  test('the wrong number of classes is on the last layer, and its fix sets it right', () => {
    const sevens = pictures(28, 7);
    const [problem, ...others] = checkProject(starter, sevens);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'units-not-classes', at: { node: 'dense-2', param: 'units' } });
    expect(problemText(problem!)).toBe(
      'Dense 2 has 10 units, but label has 7 classes: one unit a class is needed.',
    );
    expect(checkProject(applyEdits(starter, problem!.fix!.edits), sevens)).toEqual([]);
  });

  test('a loss that is not for the target is told, and its fix lets the app choose', () => {
    const output = starter.networks[0]!.nodes.find((node) => node.kind === 'output')!;
    const wrong = applyEdits(starter, [
      {
        edit: 'set-param',
        network: starter.networks[0]!.id,
        node: output.id,
        param: 'loss',
        value: 'meanSquaredError',
      },
    ]);
    const [problem, ...others] = checkProject(wrong, pictures(28));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'loss-not-target', at: { node: output.id, param: 'loss' } });
    expect(checkProject(applyEdits(wrong, problem!.fix!.edits), pictures(28))).toEqual([]);
  });

  test('one unit with a sigmoid tells two classes apart, by a loss of its own', () => {
    const two = pictures(28, 2);
    const set = (node: string, param: string, value: unknown): Edit => ({
      edit: 'set-param',
      network: starter.networks[0]!.id,
      node,
      param,
      value,
    });
    const output = starter.networks[0]!.nodes.find((node) => node.kind === 'output')!;
    const one = applyEdits(starter, [set('dense-2', 'units', 1), set('dense-2', 'activation', 'sigmoid')]);
    expect(checkProject(one, two)).toEqual([]);
    expect(checkProject(one, pictures(28, 3)).map(({ code }) => code)).toEqual(['units-not-classes']);
    const ofEach = applyEdits(one, [set(output.id, 'loss', 'sparseCategoricalCrossentropy')]);
    const [wrong] = checkProject(ofEach, two);
    expect(wrong).toMatchObject({ code: 'loss-wants-each-class', at: { node: output.id, param: 'loss' } });
    expect(checkProject(applyEdits(ofEach, wrong!.fix!.edits), two)).toEqual([]);
    const [sure] = checkProject(applyEdits(one, [set('dense-2', 'activation', 'softmax')]), two);
    expect(sure).toMatchObject({
      code: 'single-without-sigmoid',
      severity: 'error',
      at: { node: 'dense-2' },
    });
    expect(checkProject(applyEdits(one, sure!.fix!.edits), two)).toEqual([]);
  });

  describe('what an output is told about its classes', () => {
    const output = starter.networks[0]!.nodes.find((node) => node.kind === 'output')!;
    const told = (params: Record<string, unknown>): Project =>
      applyEdits(
        starter,
        Object.entries(params).map(([param, value]): Edit => ({
          edit: 'set-param',
          network: starter.networks[0]!.id,
          node: output.id,
          param,
          value,
        })),
      );
    const own = (classWeight: Record<string, number>) => ({ classWeights: 'own', classWeight });

    test.each([
      [{ k: 2 }],
      [{ k: 9 }],
      // Nobody asked for the usual one.
      [{ k: 5 }],
      [own({})],
      [own({ 3: 0, 4: 2.5 })],
      // What is chosen does not count.
      [{ classWeight: { elsewhere: 2 } }],
    ])('%o fits', (params) => {
      expect(checkProject(told(params), pictures(28))).toEqual([]);
    });

    test.each([
      [{ k: 10 }, 'k', 'a number below that of the classes, 10, is needed'],
      [own({ elsewhere: 2, 1: 3 }), 'classWeight', 'label has no class "elsewhere"'],
      [
        own(Object.fromEntries(Array.from({ length: 10 }, (_, i) => [String(i), 0]))),
        'classWeight',
        'the weight of one class at least must be above 0',
      ],
      [own({ 1: -1 }), 'classWeight', 'at least 0 is needed'],
    ])('%o does not, and says why', (params, param, reason) => {
      const project = told(params);
      const [problem, ...others] = checkProject(project, pictures(28));
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ code: 'param-invalid', at: { node: output.id, param } });
      expect(problemText(problem!)).toContain(reason);
      expect(checkProject(applyEdits(project, problem!.fix!.edits), pictures(28))).toEqual([]);
    });
  });

  test('pictures of another size are on the input, and its fix sets it right', () => {
    const larger = pictures(32);
    const problem = checkProject(starter, larger).find(({ code }) => code === 'input-shape-not-data')!;
    expect(problem.at).toMatchObject({ node: 'input-1', param: 'shape' });
    expect(checkProject(applyEdits(starter, problem.fix!.edits), larger)).toEqual([]);
  });

  test('a dense layer on a picture offers to insert Flatten', () => {
    const flatten = starter.networks[0]!.nodes.find((node) => node.kind === 'flatten')!;
    const pool = starter.networks[0]!.edges.find((edge) => edge.to.node === flatten.id)!.from;
    const without = applyEdits(starter, [
      { edit: 'remove-nodes', network, nodes: [flatten.id] },
      {
        edit: 'add-edge',
        network,
        edge: { id: 'direct', from: pool, to: { node: 'dense-1', port: 'input' } },
      },
    ]);
    const problem = checkProject(without, pictures(28)).find(({ code }) => code === 'rank-wrong')!;
    expect(problem.at.node).toBe('dense-1');
    expect(checkProject(applyEdits(without, problem.fix!.edits), pictures(28))).toEqual([]);
  });

  test('of two networks one makes what the other judges, by one number', () => {
    const data = pictures(8);
    const project = starterProject(data, 'GAN', 'gan');
    const [generator, discriminator] = project.networks;
    const broken = (of: Network, param: string, value: unknown): Project => {
      const last = of.nodes.findLast(({ params }) => param in params)!;
      return applyEdits(project, [{ edit: 'set-param', network: of.id, node: last.id, param, value }]);
    };
    const wide = broken(generator!, 'filters', 3);
    const [differs, ...others] = checkProject(wide, data);
    expect(others).toEqual([]);
    expect(differs).toMatchObject({
      code: 'sample-not-judged',
      at: { network: generator!.id },
      facts: { shape: [8, 8, 3], wants: [8, 8, 1] },
    });
    expect(checkProject(applyEdits(wide, differs!.fix!.edits), data)).toEqual([]);
    const two = broken(discriminator!, 'units', 2);
    const [score] = checkProject(two, data);
    expect(score).toMatchObject({ code: 'score-not-one', at: { network: discriminator!.id } });
    expect(checkProject(applyEdits(two, score!.fix!.edits), data)).toEqual([]);
  });

  test('what both networks are told is no sample, whichever is drawn first', () => {
    const bound: Project = {
      ...emptyProject('GAN'),
      networks: [
        draw({ id: 'g', name: 'G' }, [input([3], 'none')], 'g-'),
        draw({ id: 'd', name: 'D' }, [input([3], 'none'), input([3], 'none')], 'd-'),
      ],
    };
    const [[told], [first, second]] = bound.networks.map(({ nodes }) => nodes.map(({ id }) => id)) as [
      [string],
      [string, string],
    ];
    const inputs = { [told]: ['label'], [first]: ['label'], [second]: ['x'] };
    const project = { ...bound, data: { ...bound.data, inputs } };
    const of = (network: number, ids: string[]): readonly string[] =>
      samplesFirst(project, project.networks[network]!, ids, (id) => id);
    expect(of(1, [first, second])).toEqual([second, first]);
    expect(of(0, [told])).toEqual([told]);
  });

  test('windows that no training row is long enough for are told with their rows', () => {
    const data = series();
    const project = starterProject(data, 'Series');
    const gap = (rows: number): Project => ({
      ...project,
      recipe: { kind: 'timeSeries', params: { gap: rows } },
    });
    const { rows, reach } = trainingSize(project, data);
    const spare = rows - reach;
    expect(checkProject(gap(spare), data)).toEqual([]);
    expect(trainingSize(gap(spare), data)).toMatchObject({ rows, samples: 1, reach: rows });
    const [problem, ...others] = checkProject(gap(spare + 1), data);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'window-too-long', facts: { rows, reach: rows + 1 } });
  });

  test('a network without anything to learn cannot train, whatever learns beside its way', () => {
    const bare = draw({ id: network, name: 'Bare' }, [
      input([28, 28, 1], 'unit'),
      step('flatten'),
      step('dropout'),
      OUTPUT,
    ]);
    const project = { ...emptyProject('Bare'), networks: [bare] };
    const said = (of: Project): string[] => checkProject(of, null).map(({ code }) => code);
    expect(said(project)).toEqual(['nothing-learns', 'dataset-missing']);
    const [, flat] = bare.nodes;
    const aside = newNode(bare, { kind: 'dense' }, { x: 300, y: 0 });
    const beside = applyEdits(project, [
      { edit: 'add-node', network, node: aside },
      newEdge(bare, { node: flat!.id, port: 'output' }, { node: aside.id, port: 'input' }),
    ]);
    expect(said(beside)).toEqual(['not-connected-to-output', 'nothing-learns', 'dataset-missing']);
  });

  test('a loop, a loose branch, an unknown layer and a wrong setting are each named', () => {
    const edge = (id: string, from: string, to: string): Edit => ({
      edit: 'add-edge',
      network,
      edge: { id, from: { node: from, port: 'output' }, to: { node: to, port: 'input' } },
    });
    const node = (id: string, kind: string, params: Record<string, unknown> = {}): Edit => ({
      edit: 'add-node',
      network,
      node: { id, kind, name: id, params, position: { x: 0, y: 0 }, trainable: true },
    });
    const loose = applyEdits(starter, [node('spare', 'dropout'), edge('to-spare', 'dense-1', 'spare')]);
    expect(codes(loose)).toEqual(['not-connected-to-output']);
    expect(canTrain(checkProject(loose, pictures(28)))).toBe(true);

    const looped = applyEdits(starter, [
      node('a', 'dropout'),
      node('b', 'dropout'),
      edge('1', 'a', 'b'),
      edge('2', 'b', 'a'),
    ]);
    expect(codes(looped)).toContain('cycle');

    expect(codes(applyEdit(starter, node('new', 'quantumLayer')))).toContain('unknown-kind');

    const wrong: Edit = { edit: 'set-param', network, node: 'dense-1', param: 'units', value: -3 };
    const [problem] = checkProject(applyEdit(starter, wrong), pictures(28));
    expect(problem).toMatchObject({ code: 'param-invalid', at: { node: 'dense-1', param: 'units' } });
    expect(canTrain([problem!])).toBe(false);
  });
});

describe('losses and last activations', () => {
  const numbers = starterProject(prices(), 'Prices');
  const codesOf = (project: Project): string[] => codes(project, prices());
  const output = numbers.networks[0]!.nodes.find(({ kind }) => kind === 'output')!.id;
  const last = numbers.networks[0]!.edges.find(({ to }) => to.node === output)!.from.node;
  const set = (project: Project, node: string, param: string, value: unknown): Project =>
    applyEdit(project, { edit: 'set-param', network, node, param, value });
  const fixed = (project: Project, data: DatasetManifest): string[] =>
    codes(applyEdits(project, checkProject(project, data)[0]!.fix!.edits), data);

  test('a loss for numbers does not fit classes, nor one for classes a number', () => {
    const classes = set(starter, 'output-1', 'loss', 'meanSquaredError');
    const [problem] = checkProject(classes, pictures(28));
    expect(problem).toMatchObject({ code: 'loss-not-target', at: { node: 'output-1', param: 'loss' } });
    expect(problemText(problem!)).toBe(
      'Mean squared error is not for classes, which label holds. Choose another loss for Output.',
    );
    expect(fixed(classes, pictures(28))).toEqual([]);
    const number = set(numbers, output, 'loss', 'sparseCategoricalCrossentropy');
    expect(codesOf(number)).toEqual(['loss-not-target']);
    expect(fixed(number, prices())).toEqual([]);
  });

  test('softmax cannot predict a number', () => {
    const project = set(numbers, last, 'activation', 'softmax');
    const [problem] = checkProject(project, prices());
    expect(problem).toMatchObject({ code: 'softmax-on-number', at: { node: last, param: 'activation' } });
    expect(canTrain([problem!])).toBe(false);
    expect(fixed(project, prices())).toEqual([]);
  });

  test('an activation that cannot reach the target, or spoils cross-entropy, is advised against', () => {
    const column = prices().columns[1]! as Extract<Column, { type: 'number' }>;
    const statistics = { min: -3, max: 8, mean: 1, standardDeviation: 2 };
    const wide = { ...prices(), columns: [prices().columns[0]!, { ...column, statistics }] };
    for (const [activation, found] of [
      ['sigmoid', ['activation-limits-target']],
      ['relu', ['activation-limits-target']],
      ['leakyRelu', []],
      ['linear', []],
    ] as const) {
      expect(codes(set(numbers, last, 'activation', activation), wide), activation).toEqual(found);
    }
    const sigmoid = set(numbers, last, 'activation', 'sigmoid');
    expect(codesOf(sigmoid), 'in deviations').toEqual(['activation-limits-target']);
    expect(codesOf(set(sigmoid, output, 'normalise', 'none'))).toEqual([]);
    const relu = set(starter, 'dense-2', 'activation', 'relu');
    expect(codes(relu)).toEqual(['activation-before-crossentropy']);
    expect(canTrain(checkProject(relu, pictures(28)))).toBe(true);
    expect(fixed(relu, pictures(28))).toEqual([]);
    expect(codes(set(starter, 'dense-2', 'activation', 'linear'))).toEqual([]);
  });
});

describe('memory', () => {
  const few = { edit: 'set-training', training: { batchSize: 32 } } as const;
  const data = pictures(224);
  const project = applyEdit(starterProject(data, 'Large'), {
    edit: 'set-training',
    training: { batchSize: 512 },
  });
  const machine = { free: 64e9, memory: 64e9, cores: 2 };
  const { total } = estimateMemory(project, data, machine);

  test('what does not fit says how much it takes, how much there is, and the batch that fits', () => {
    expect(checkProject(project, data, { ...machine, free: total })).toEqual([]);
    const room = { ...machine, free: total * 0.6 };
    const [problem, ...others] = checkProject(project, data, room);
    expect(others).toEqual([]);
    const { largest } = problem!.facts as { largest: number };
    const needed = estimateMemory(project, data, room).total;
    expect(problem).toMatchObject({ code: 'memory-short', facts: { needed, batchSize: 512 } });
    expect(problemText(problem!)).toMatch(
      /^A step with a batch of 512 takes about .* A batch of \d+ fits\.$/,
    );
    expect(estimateMemory(project, data, room, largest).total).toBeLessThanOrEqual(room.free);
    expect(estimateMemory(project, data, room, largest + 1).total).toBeGreaterThan(room.free);
    expect(canTrain(checkProject(applyEdits(project, problem!.fix!.edits), data, room))).toBe(true);
  });

  test('where no batch fits there is no fix', () => {
    const [problem] = checkProject(project, data, { ...machine, free: 1e8 });
    expect(problem).toMatchObject({ code: 'memory-short', facts: { largest: 0 } });
    expect(problem!.fix).toBeUndefined();
    expect(problemText(problem!)).toContain('Not even one row at a time fits');
  });

  test('data that does not fit is streamed, which is said and takes little', () => {
    const rows = 1_000_000;
    const large = { ...data, rows, splits: { ...data.splits, train: [0, rows] as [number, number] } };
    const small = { ...machine, free: 14e9, memory: 16e9 };
    const [advice, ...others] = checkProject(applyEdit(project, few), large, small);
    expect(others).toEqual([]);
    expect(advice).toMatchObject({
      code: 'data-streamed',
      severity: 'advice',
      facts: { streamed: rows * 224 * 224 },
    });
    expect(problemText(advice!)).toMatch(/^50\sGB of the data is more than a run keeps/);
    const estimate = estimateMemory(applyEdit(project, few), large, small);
    // The classes are in memory: 4 bytes a row, more than once.
    expect(estimate.data).toBeLessThan(3e8);
    expect(estimate.total).toBeLessThan(small.free);
    // What is free counts too: beside the steps, not all of a share that would fit the machine.
    expect(estimateMemory(project, data, { ...machine, free: total - 1 }).streamed).toBeGreaterThan(0);
    expect(estimateMemory(project, data, machine).streamed).toBe(0);
  });

  test('a larger batch, a stateful optimizer and a batch that is recorded whole take more', () => {
    const of = (training: Partial<Project['training']>, cores = 2): number =>
      estimateMemory(applyEdit(project, { edit: 'set-training', training }), data, { ...machine, cores })
        .total;
    expect(of({ batchSize: 1024 })).toBeGreaterThan(of({}));
    expect(of({ optimizer: { kind: 'adam', params: {} } })).toBeGreaterThan(
      of({ optimizer: { kind: 'sgd', params: {} } }),
    );
    expect(of({}, 1)).toBeGreaterThan(of({}, 2));
    // Of shards that run side by side each has gradients of its own.
    expect(of({}, 8)).toBeGreaterThan(of({}, 2));
  });
});

describe('what is held out', () => {
  const data = table(4);
  const held = (validationFraction: number, testFraction: number): Project =>
    applyEdit(starterProject(data, 'Held out'), {
      edit: 'set-training',
      training: { validationFraction, testFraction },
    });

  test('all of the rows leave none to train on; the remedy leaves most', () => {
    const project = held(0.9, 0.9);
    const [problem, ...others] = checkProject(project, data);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'nothing-to-train-on', severity: 'error' });
    expect(problemText(problem!)).toBe(
      'No row is left to train on: of 150 rows a part of 0.9 is held out to validate and 0.9 to test.',
    );
    expect(checkProject(applyEdits(project, problem!.fix!.edits), data)).toEqual([]);
  });

  test('most of the rows is no problem', () => expect(checkProject(held(0.45, 0.45), data)).toEqual([]));
});
