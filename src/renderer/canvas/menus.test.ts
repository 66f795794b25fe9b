import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { Commands, keysOf } from '../commands.svelte.ts';
import type { MenuItem } from '../ui/menu.ts';
import { CanvasModel } from './canvas.svelte.ts';
import { canvasCommands } from './commands.ts';
import { addComment } from './comments.ts';
import { collapse } from './groups.ts';
import { menuItems, menuTitle } from './menus.ts';
import type { MenuOf } from './menus.ts';
import { addLayer } from './placing.ts';
import { OneFile } from './one-file.fixture.ts';
import { OpenProject } from './project.svelte.ts';

let open: OpenProject;
let canvas: CanvasModel;
let commands: Commands;

beforeEach(() => {
  vi.useFakeTimers();
  open = new OpenProject(new OneFile(), new OneFile().open());
  canvas = new CanvasModel(open);
  for (const kind of ['input', 'dense', 'output']) addLayer(canvas, layerOf(kind)!);
  commands = new Commands({ getItem: () => null, setItem: () => undefined });
  commands.contribute(() => canvasCommands(canvas, () => undefined));
});
afterEach(async () => {
  await open.close();
  vi.useRealTimers();
});

const at = { x: 0, y: 0 };
const asked = (of: MenuOf): readonly MenuItem[] => menuItems({ of, at }, canvas, commands);
const labels = (items: readonly MenuItem[]): readonly string[] =>
  items.flatMap((item) => (item === 'line' ? [] : [item.label]));
const select = (kind: string): string => {
  const { id } = open.network.nodes.find((node) => node.kind === kind)!;
  canvas.select([id]);
  return id;
};

describe('the menu of', () => {
  const words = ui.drawing.menu;

  it('a layer offers what can be done with it', () => {
    const node = select('dense');
    const items = asked({ node });
    expect(labels(items)).toEqual([
      words.addAfter,
      words.replace,
      words.cut,
      words.copy,
      words.duplicate,
      words.group,
      ui.comments.colour,
      words.delete,
    ]);
    const group = items.find((item) => item !== 'line' && item.label === words.group);
    if (!group || group === 'line' || 'items' in group) throw new Error('no group');
    expect(group).toMatchObject({ keys: '$mod+G', disabled: false });
    group.act();
    expect(open.network.nodes.map(({ kind }) => kind)).toContain('group');
  });

  it('an output cannot be gone on from nor replaced', () => {
    const items = asked({ node: select('output') });
    for (const label of [words.addAfter, words.replace])
      expect(items.find((item) => item !== 'line' && item.label === label)).toMatchObject({ disabled: true });
  });

  it('a group leads into it, a comment is written, several are laid out, an edge takes a layer', () => {
    select('dense');
    collapse(canvas);
    expect(labels(asked({ node: canvas.selected!.id }))).toEqual(
      expect.arrayContaining([words.enter, words.ungroup]),
    );
    addComment(canvas, at);
    const comment = canvas.selectedComment!.id;
    expect(labels(asked({ node: comment }))).toContain(ui.comments.edit);
    expect(labels(asked({ node: comment }))).not.toContain(words.group);
    expect(menuTitle({ of: { node: comment }, at }, canvas)).toBe(ui.comments.comment);
    canvas.selectAll();
    expect(labels(asked({ node: comment }))).toContain(words.tidyDown);
    expect(labels(asked({ edge: open.network.edges[0]!.id }))).toEqual([words.insert, words.delete]);
  });

  it('the canvas adds, pastes, selects and lays out', () => {
    canvas.select([]);
    expect(labels(asked(null))).toEqual(
      [
        words.add,
        ui.comments.add,
        words.paste,
        words.selectAll,
        words.tidyDown,
        words.tidyAcross,
        words.fit,
        words.snapOn,
      ].map((label) => (label === words.snapOn ? expect.stringMatching(/^Move/) : label)),
    );
  });
});

describe('the commands of the canvas', () => {
  it('have names and keys of their own', () => {
    const all = commands.all;
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const keys = all.filter(({ heard }) => heard !== 'elsewhere').flatMap(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('apply to what is selected', () => {
    const can = (id: string): boolean => commands.byId.get(id)?.can !== false;
    canvas.select([]);
    for (const id of ['cut', 'remove', 'align-left', 'group', 'ungroup', 'colour-core'])
      expect([id, can(id)]).toEqual([id, false]);
    canvas.selectAll();
    for (const id of ['cut', 'remove', 'align-left', 'distribute-x', 'group', 'colour-core'])
      expect([id, can(id)]).toEqual([id, true]);
    const before = open.document;
    commands.run('align-right');
    commands.run('colour-core');
    commands.run('undo');
    commands.run('undo');
    expect(open.document).toEqual(before);
  });
});
