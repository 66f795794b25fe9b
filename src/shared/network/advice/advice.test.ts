import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DatasetManifest } from '../../data/manifest.ts';
import { problemText } from '../../words/problems.ts';
import type { Problem, ProblemCode } from '../../words/problems.ts';
import { applyEdits } from '../apply.ts';
import { canTrain, checkProject } from '../check.ts';
import type { Project, TrainingSettings } from '../document.ts';
import { dense, draw, input, OUTPUT, step } from '../starter-drawing.ts';
import type { Step } from '../starter-drawing.ts';
import { recipesFor, starterProject } from '../starter.ts';
import { book, phrases, pictures, prices, reviews, series, table } from '../testing.ts';
import { adviseProject, dismissEdits, undismissed } from './index.ts';

const few: DatasetManifest = {
  ...pictures(28),
  rows: 300,
  splits: { train: [0, 300], validation: [300, 300], test: [300, 300] },
};
const sets = [
  pictures(28),
  pictures(64),
  pictures(224),
  few,
  table(4),
  prices(),
  book(),
  series(2),
  phrases(),
  reviews(),
];
/** With plain spaces. */
const saying = (problem: Problem): string => problemText(problem).replaceAll('\u202f', ' ');
const codes = (found: readonly Problem[]): ProblemCode[] => found.map(({ code }) => code);

test.each(sets.flatMap((data) => recipesFor(data).map((kind) => [data.name, kind, data] as const)))(
  'a new project on %s by %s needs none',
  (_, kind, data) => {
    expect(adviseProject(starterProject(data, 'First', kind), data)).toEqual([]);
  },
);

/** The first project of a data set with other layers, or other settings. */
function projectOf(
  data: DatasetManifest,
  steps: readonly Step[] | null,
  training: Partial<TrainingSettings> = {},
): Project {
  const starter = starterProject(data, 'First');
  return {
    ...starter,
    ...(steps && { networks: [draw({ id: 'network', name: 'Network' }, [...steps, OUTPUT])] }),
    training: { ...starter.training, ...training },
  };
}

const classes = dense(10, 'softmax');
const image = input([28, 28, 1], 'unit');
const sigmoid = dense(16, 'sigmoid');

/** Prices from 0 to a million. */
const wide = (): DatasetManifest => ({
  ...prices(),
  columns: prices().columns.map((column) =>
    column.type === 'number'
      ? { ...column, statistics: { min: 0, max: 1e6, mean: 5e5, standardDeviation: 1e5 } }
      : column,
  ),
});

const uneven = (): DatasetManifest => ({
  ...table(4),
  columns: table(4).columns.map((column) =>
    column.type === 'category' ? { ...column, counts: { ...column.counts, train: [100, 45, 5] } } : column,
  ),
});

describe('advice', () => {
  test.each<[string, Project, DatasetManifest, string]>([
    [
      'pixels as they are',
      projectOf(pictures(28), [input([28, 28, 1], 'none'), step('flatten'), classes]),
      pictures(28),
      'Input passes pixels from 0 to 255 on as they are. Networks learn faster from numbers around 0.',
    ],
    [
      'large numbers as they are',
      projectOf(wide(), [input([1], 'none'), dense(1)]),
      wide(),
      'Input passes numbers from 0 to 1.00e+6 on as they are. Networks learn faster from numbers around 0.',
    ],
    [
      'weights by far too many',
      projectOf(table(4), [
        input([4], 'standard'),
        dense(6000, 'relu'),
        dense(6000, 'relu'),
        dense(3, 'softmax'),
      ]),
      table(4),
      '36.1 M weights learn from 106 training rows: enough to know the rows by heart. A smaller network, dropout or more data helps on rows that it has not seen.',
    ],
    [
      'a deep stack of sigmoids',
      projectOf(table(4), [input([4], 'standard'), sigmoid, sigmoid, sigmoid, sigmoid, dense(3, 'softmax')]),
      table(4),
      '4 layers up to Dense 4 end in sigmoid with no normalisation between them: the gradient shrinks in each, so the first ones hardly learn.',
    ],
    [
      'two linear layers',
      projectOf(table(4), [input([4], 'standard'), dense(16), step('dropout'), dense(3, 'softmax')]),
      table(4),
      'Nothing bends the values between Dense and Dense 2: together they can do no more than one of them. An activation makes two of them worth having.',
    ],
    [
      'a large flattened picture',
      projectOf(
        { ...pictures(224), rows: 60_000, splits: { train: [0, 60_000], validation: [0, 0], test: [0, 0] } },
        [
          input([224, 224, 1], 'unit'),
          step('conv2D', { activation: 'relu' }),
          step('flatten'),
          dense(4, 'relu'),
          classes,
        ],
      ),
      { ...pictures(224), rows: 60_000, splits: { train: [0, 60_000], validation: [0, 0], test: [0, 0] } },
      'Flattening 222\u00a0×\u00a0222\u00a0×\u00a032 gives Dense 6.31 M weights, 99 % of the network. The mean over each channel does with far fewer.',
    ],
    [
      'dropout before batch normalisation',
      projectOf(pictures(28), [
        image,
        step('flatten'),
        dense(16, 'relu'),
        step('dropout'),
        step('batchNormalization'),
        classes,
      ]),
      pictures(28),
      'Dropout comes right before BatchNormalization, which then measures other values in training than it meets in use. Put it behind, or leave it out.',
    ],
    [
      'a large learning rate',
      projectOf(pictures(28), null, { learningRate: 0.1 }),
      pictures(28),
      'A learning rate of 0.1 is large for Adam: from 0.000001 to 0.02 is usual.',
    ],
    [
      'a batch of all rows and more',
      projectOf(table(4), null, { batchSize: 512 }),
      table(4),
      'A batch of 512 holds more than the 106 samples to train on: each epoch is a single step.',
    ],
    [
      'rare classes',
      projectOf(uneven(), null),
      uneven(),
      'species has a 20 times as often as c: a network can do well by never answering c. Balanced class weights make all count alike.',
    ],
    [
      'nothing to validate on',
      projectOf(table(4), null, { validationFraction: 0 }),
      table(4),
      'No rows are held out to validate on, so nothing shows when the network begins to know its rows by heart.',
    ],
  ])('on %s says why, never stands in the way, and its remedy ends it', (_, project, data, says) => {
    const found = adviseProject(project, data);
    const problem = found.find((each) => saying(each) === says);
    expect(found.map(saying)).toContain(says);
    expect(canTrain(found)).toBe(true);
    if (!problem?.fix) return expect(problem!.code).toBe('many-weights');
    const after = applyEdits(project, problem.fix.edits);
    expect(codes(adviseProject(after, data))).not.toContain(problem.code);
    expect(checkProject(after, data).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('a target that is the same in every row leaves nothing to learn', () => {
    const one: DatasetManifest = {
      ...table(4),
      columns: table(4).columns.map((column) =>
        column.type === 'category' ? { ...column, counts: { ...column.counts, train: [0, 150, 0] } } : column,
      ),
    };
    const found = adviseProject(projectOf(one, null), one);
    expect(found.map(saying)).toEqual([
      'Every training row has "b" in species: there is nothing to learn but that. Choose another column to learn, or bring rows that differ.',
    ]);
    expect(canTrain(found)).toBe(true);
  });

  test('a normalisation, a relu or a recurrent layer ends a stack of sigmoids', () => {
    const stacks: Step[][] = [
      [sigmoid, sigmoid, step('batchNormalization'), sigmoid, sigmoid, sigmoid],
      [sigmoid, sigmoid, dense(8, 'relu'), sigmoid, sigmoid],
      [sigmoid, sigmoid, sigmoid],
    ];
    for (const steps of stacks) {
      const project = projectOf(table(4), [input([4], 'standard'), ...steps, dense(3, 'softmax')]);
      expect(codes(adviseProject(project, table(4)))).not.toContain('saturating-stack');
    }
  });

  test('a narrow linear layer is a bottleneck, of which nothing is said', () => {
    const project = projectOf(table(4), [input([4], 'standard'), dense(2), dense(3, 'softmax')]);
    expect(adviseProject(project, table(4))).toEqual([]);
  });

  test('once dismissed it is not said again in this project, but of another layer', () => {
    const linear = [input([4], 'standard'), dense(16), dense(16), dense(3, 'softmax')];
    const project = projectOf(table(4), linear);
    const found = adviseProject(project, table(4));
    expect(codes(found)).toEqual(['nothing-between', 'nothing-between']);
    const after = applyEdits(project, dismissEdits(project, found[0]!));
    expect(undismissed(after, adviseProject(after, table(4)))).toEqual([found[1]!]);
    const errors = checkProject({ ...after, networks: [{ ...after.networks[0]!, nodes: [] }] }, table(4));
    expect(undismissed(after, errors)).toEqual(errors);
  });
});

describe('series that are short', () => {
  const stores = (lengths: readonly number[]): DatasetManifest => {
    let rows = 0;
    const ranges = lengths.map((length, i) => {
      rows += length;
      return { name: `store ${i}`, rows: [rows - length, rows] as [number, number] };
    });
    return {
      ...series(1),
      rows,
      splits: { train: [0, rows], validation: [rows, rows], test: [rows, rows] },
      series: { column: 'store', ranges },
    };
  };

  test('begin with a window that fits into what is held out of the longest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }), (lengths) => {
        fc.pre(Math.max(...lengths) >= 20);
        const data = stores(lengths);
        expect(codes(adviseProject(starterProject(data, 'First', 'timeSeries'), data))).not.toContain(
          'held-out-too-short',
        );
      }),
    );
  });

  test('of which nothing is measured are told, and the remedy holds out enough', () => {
    const data = stores([60, 40]);
    const project = starterProject(data, 'First', 'timeSeries');
    const little = { ...project, training: { ...project.training, validationFraction: 0.05 } };
    const [found, ...others] = adviseProject(little, data);
    expect([found!.code, others]).toEqual(['held-out-too-short', []]);
    expect(saying(found!)).toMatch(/at most 3 rows follow one another, and a sample goes over 9:/);
    const mended = applyEdits(little, found!.fix!.edits);
    expect(adviseProject(mended, data)).toEqual([]);
  });
});
