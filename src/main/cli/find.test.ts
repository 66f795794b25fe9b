import { describe, expect, it } from 'vitest';
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import { starterProject } from '../../shared/network/starter.ts';
import { pictures } from '../../shared/network/testing.ts';
import { Failed } from '../../shared/words/failures.ts';
import { candidates, findLayer } from './find.ts';
import { createOutput, table } from './output.ts';
import { bindData } from './train-data.ts';

describe('a run or data set is found', () => {
  const all = [
    { id: 'abc1', name: 'Run 1' },
    { id: 'abd2', name: 'Run 2' },
    { id: 'xyz3', name: 'abd2' },
  ];
  it.each([
    ['abc1', ['abc1']],
    ['Run 2', ['abd2']],
    ['abd2', ['abd2']], // an id before a name
    ['ab', ['abc1', 'abd2']],
    ['x', ['xyz3']],
    ['nothing', []],
  ])('by "%s"', (given, ids) => {
    expect(candidates(all, given).map(({ id }) => id)).toEqual(ids);
  });
});

describe("a layer is found where a GAN's networks have the same names", () => {
  const layers = [
    { id: 'g-1', name: 'Picture', shown: 'Generator: Picture' },
    { id: 'd-1', name: 'Picture', shown: 'Discriminator: Picture' },
    { id: 'd-2', name: 'How real', shown: 'Discriminator: How real' },
  ];
  it.each([
    ['Discriminator: Picture', 'd-1'],
    ['How real', 'd-2'],
    ['g-1', 'g-1'],
  ])('by "%s"', (given, id) => expect(findLayer(layers, given).id).toBe(id));

  it.each([
    ['Picture', 'wrong-usage'],
    ['nothing', 'not-found'],
  ])('not by "%s"', (given, code) => {
    expect(() => findLayer(layers, given)).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code }) }),
    );
  });
});

const starter = starterProject(pictures(8), 'CNN');
const project = { ...starter, data: { ...starter.data, dataset: { id: 'gone', name: 'Digits' } } };
const dataset = (id: string, name: string, side = 8): DatasetManifest => ({ ...pictures(side), id, name });
const boundTo = (all: readonly DatasetManifest[], given?: string): string | undefined =>
  bindData(project, all, given).data.dataset?.id;
const sentence = (all: readonly DatasetManifest[], given?: string, bound = project): string => {
  try {
    bindData(bound, all, given);
  } catch (error) {
    if (error instanceof Failed) return error.message;
  }
  return '';
};

describe('a project finds its data', () => {
  it('its own, else the one that fits, else the one of its name that fits', () => {
    expect(boundTo([dataset('a', 'A'), dataset('gone', 'Renamed')])).toBe('gone');
    expect(boundTo([dataset('big', 'Big', 28), dataset('a', 'A')])).toBe('a');
    expect(boundTo([dataset('a', 'A'), dataset('d', 'Digits')])).toBe('d');
  });
  it('the one that is named, if it fits', () => {
    expect(boundTo([dataset('a', 'A'), dataset('d', 'Digits')], 'A')).toBe('a');
    expect(sentence([dataset('big', 'Big', 28)], 'Big')).toContain(
      'image (8\u00a0×\u00a08\u00a0×\u00a01) and label',
    );
    expect(sentence([dataset('a', 'A')], 'B')).toContain('"B"');
  });
  it('or says that its recipe cannot train it, before columns and shapes', () => {
    const withRecipe = (kind: string) => ({ ...project, recipe: { kind, params: {} } });
    const said = (kind: string, given?: string): string =>
      sentence([dataset('a', 'A')], given, withRecipe(kind));
    expect(said('nonsense')).toContain('knows no recipe "nonsense"');
    expect(said('gan')).toContain('needs 2 networks (Generator, Discriminator)');
    expect(said('timeSeries', 'A')).toContain('"A" has rows in no order');
  });
  it('or says what to import or to choose', () => {
    expect(sentence([])).toContain('neuroloom import');
    expect(sentence([dataset('big', 'Big', 28)])).toContain(
      'image (8\u00a0×\u00a08\u00a0×\u00a01) and label',
    );
    expect(sentence([dataset('a', 'A'), dataset('b', 'B')])).toMatch(/A \(a\), B \(b\).*--data NAME/);
  });
});

describe('output', () => {
  const written = (): { text: string; write(text: string): boolean; isTTY: boolean; columns: number } => ({
    text: '',
    isTTY: true,
    columns: 40,
    write(text) {
      this.text += text;
      return true;
    },
  });
  it('is for people or for programs, never both', () => {
    for (const json of [false, true]) {
      const [out, err] = [written(), written()];
      const output = createOutput(json, out, err);
      output.progress(0.5, 'half');
      output.say('a line');
      output.event({ event: 'done', value: 1 });
      expect(out.text).toBe(json ? '{"event":"done","value":1}\n' : 'a line\n');
      expect(err.text.includes('█')).toBe(!json);
    }
  });
  it('lets no name steer the terminal', () => {
    const out = written();
    createOutput(false, out, written()).say('evil\x1b[2J\x9b2J\r name');
    expect(out.text).not.toMatch(/[\x1b\x9b\r]/); // eslint-disable-line no-control-regex
    expect(table(['a'], [['x\x1b[31m']])).not.toContain('\x1b');
  });
  it('sets columns under their heads', () => {
    expect(
      table(
        ['Name', 'Rows'],
        [
          ['Iris', '150'],
          ['A longer name', '1'],
        ],
        [1],
      ),
    ).toBe('Name           Rows\nIris            150\nA longer name     1');
  });
});
