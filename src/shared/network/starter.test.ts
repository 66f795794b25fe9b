import { describe, expect, test } from 'vitest';
import { applyEdit, applyEdits } from './apply.ts';
import { datasetEdits, feedEdits, learnsOf, recipeEdits } from './bind.ts';
import { checkProject } from './check.ts';
import type { Project } from './document.ts';
import { matchesData } from './match.ts';
import { emptyProject, recipesFor, starterProject } from './starter.ts';
import { book, phrases, pictures, prices, reviews, series, table } from './testing.ts';

const samples = { pictures: pictures(28), table: table(4), book: book(), series: series(3) };
const texts = { phrases: phrases(), reviews: reviews() };
const all = { ...samples, ...texts, odd: pictures(13), large: pictures(96), tiny: pictures(2) };

describe('the recipes for a data set', () => {
  test.each([
    ['pictures', pictures(28), ['supervised', 'autoencoder', 'variationalAutoencoder', 'gan']],
    ['a table', table(4), ['supervised']],
    ['a text', book(), ['languageModel']],
    ['a series', series(), ['timeSeries']],
    ['pairs of texts', phrases(), ['sequenceToSequence']],
    ['texts with a class', reviews(), ['supervised', 'languageModel']],
  ])('of %s begin with the one to propose', (_, data, recipes) => {
    expect(recipesFor(data)).toEqual(recipes);
    expect(starterProject(data, 'First').recipe.kind).toBe(recipes[0]);
  });

  test.each(
    Object.entries(all).flatMap(([name, data]) => recipesFor(data).map((kind) => [name, kind, data])),
  )('%s: %s has no problem, and finds its data again', (_, kind, data) => {
    const project = starterProject(data as never, 'First', kind as string);
    expect(checkProject(project, data as never)).toEqual([]);
    expect(matchesData(project, data as never)).toBe(true);
    const ids = project.networks.flatMap(({ nodes }) => nodes.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('data bound by the recipe', () => {
  const shapeOf = (project: Project, node: string): unknown =>
    project.networks.flatMap(({ nodes }) => nodes).find(({ id }) => id === node)?.params['shape'];

  test('an input of windows keeps its window and takes the number of columns', () => {
    const one = starterProject(series(1), 'One');
    const three = series(3);
    const after = applyEdits(one, feedEdits(one, three, 'input-1', three.columns));
    expect(shapeOf(one, 'input-1')).toEqual([24, 1]);
    expect(shapeOf(after, 'input-1')).toEqual([24, 3]);
    expect(checkProject(after, three)).toEqual([]);
  });

  test('a picture gives its shape to an input of another', () => {
    const project = starterProject(pictures(28), 'Pictures');
    const after = applyEdits(
      project,
      feedEdits(project, pictures(20), 'input-1', [pictures(20).columns[0]!]),
    );
    expect(shapeOf(after, 'input-1')).toEqual([20, 20, 1]);
  });

  test('a decoder longer than its tokens leaves one for the output to learn', () => {
    const project = starterProject(phrases(), 'Phrases');
    const long = applyEdit(project, {
      edit: 'set-param',
      network: 'network',
      node: 'input-2',
      param: 'shape',
      value: [40],
    });
    expect(checkProject(long, phrases())).not.toEqual([]);
    const target = phrases().columns[1]!;
    const after = applyEdits(long, feedEdits(long, phrases(), 'input-2', [target]));
    expect(shapeOf(after, 'input-2')).toEqual([8]);
    expect(checkProject(after, phrases())).toEqual([]);
  });

  test.each([
    ['a generator is fed with noise, its discriminator with pictures', pictures(28), 'gan'],
    ['an encoder reads the source, a decoder the target', phrases(), 'sequenceToSequence'],
    ['what learns its input gets no target', pictures(28), 'autoencoder'],
  ])('%s', (_, data, kind) => {
    const bound = starterProject(data, 'First', kind);
    const unbound = { ...bound, data: { dataset: null, inputs: {}, targets: {} } };
    const after = applyEdits(unbound, datasetEdits(unbound, data));
    expect(after.data.targets).toEqual(bound.data.targets);
    const fed = Object.entries(after.data.inputs).filter(([, columns]) => columns.length > 0);
    expect(Object.fromEntries(fed)).toEqual(bound.data.inputs);
    expect(checkProject(after, data)).toEqual([]);
  });

  test('a series is no data for a project of rows', () => {
    expect(matchesData(starterProject(prices(), 'Prices'), { ...prices(), order: 'time' })).toBe(false);
  });
});

describe('choosing a recipe', () => {
  test('adds an empty network for each role that has none, once', () => {
    const project = emptyProject('Mine');
    const adversarial = applyEdits(project, recipeEdits(project, 'gan'));
    expect(adversarial.recipe).toEqual({ kind: 'gan', params: {} });
    expect(adversarial.networks.map(({ id, name }) => [id, name])).toEqual([
      ['network', 'Network'],
      ['discriminator', 'Discriminator'],
    ]);
    expect(applyEdits(adversarial, recipeEdits(adversarial, 'gan')).networks).toHaveLength(2);
  });

  test('a network without a role is kept and stands in no way', () => {
    const project = starterProject(table(4), 'Table');
    const adversarial = applyEdits(project, recipeEdits(project, 'gan'));
    expect(checkProject(adversarial, table(4)).length).toBeGreaterThan(0);
    const back = applyEdits(adversarial, recipeEdits(adversarial, 'supervised'));
    expect(back.networks).toHaveLength(2);
    expect(checkProject(back, table(4))).toEqual([]);
  });

  test.each([
    ['supervised', 'column'],
    ['autoencoder', 'input'],
    ['gan', 'nothing'],
  ])('outputs of %s learn: %s', (kind, learns) => {
    const project = starterProject(pictures(28), 'First', kind);
    expect(learnsOf(project, pictures(28))).toBe(learns);
  });
});
