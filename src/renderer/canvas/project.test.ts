import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import { recipeEdits } from '../../shared/network/bind.ts';
import { checkProject } from '../../shared/network/check.ts';
import { starterProject } from '../../shared/network/starter.ts';
import { pictures } from '../../shared/network/testing.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { CanvasModel } from './canvas.svelte.ts';
import { copied, copyDragged, paste } from './clipboard.ts';
import { collapse, enter, leave, open as ungroup } from './groups.ts';
import { addLayer, dropLayer, putOnEdge } from './placing.ts';
import { OneFile } from './one-file.fixture.ts';
import { OpenProject } from './project.svelte.ts';
import { starterEdits } from './starter-edits.ts';

let file: OneFile;
let open: OpenProject;

beforeEach(() => {
  vi.useFakeTimers();
  file = new OneFile();
  open = new OpenProject(file, file.open());
});
afterEach(async () => {
  await open.close();
  vi.useRealTimers();
});

const rename = (name: string, key: string | null = null): void =>
  open.edit('rename', [{ edit: 'rename-project', name }], { key });

describe('saving', () => {
  it('happens by itself within a second, with the newest document', async () => {
    rename('A');
    rename('B');
    expect(open.saveState).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(1000);
    expect(open.saveState).toBe('saved');
    expect(file.project.name).toBe('B');
    expect(file.saves).toBe(1);
  });

  it('goes on for changes made while a save was under way', async () => {
    rename('A');
    const saving = open.flush();
    rename('B');
    await saving;
    expect(file.project.name).toBe('A');
    await vi.advanceTimersByTimeAsync(1000);
    expect(file.project.name).toBe('B');
    expect(open.saveState).toBe('saved');
  });

  it('says why it failed and tries again until it works', async () => {
    file.full = true;
    rename('A');
    await vi.advanceTimersByTimeAsync(1000);
    expect(open.saveState).toBe('failed');
    expect(open.failure?.code).toBe('disk-full');
    file.full = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(open.saveState).toBe('saved');
    expect(file.project.name).toBe('A');
  });

  it('is sent at once when the page goes away', async () => {
    rename('A');
    expect(open.saveLast(true)).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(file.project.name).toBe('A');
    expect(open.saveLast(true)).toBe(true);
  });

  it('says that the last changes could be lost where they cannot be sent', async () => {
    rename('A');
    expect(open.saveLast(false)).toBe(false);
    const saving = open.flush();
    rename('B');
    expect(open.saveLast(true)).toBe(false);
    await saving;
    file.full = true;
    await vi.advanceTimersByTimeAsync(1000);
    expect(open.saveLast(true)).toBe(false);
    file.full = false;
  });

  it('writes nothing where nothing changed', async () => {
    await open.flush();
    expect(file.saves).toBe(0);
  });

  it('is done when the project is closed', async () => {
    rename('A');
    await open.close();
    expect(file.project.name).toBe('A');
  });
});

describe('another window', () => {
  const theirs = (): string => file.write({ ...file.project, name: 'Theirs' });

  it('is followed where there is nothing to lose', async () => {
    theirs();
    await vi.advanceTimersByTimeAsync(0);
    expect(open.document.name).toBe('Theirs');
    expect(open.saveState).toBe('saved');
  });

  it('is never overwritten; what was here is one undo away', async () => {
    rename('Ours');
    theirs();
    await vi.advanceTimersByTimeAsync(1000);
    expect(file.project.name).toBe('Theirs');
    expect(open.document.name).toBe('Theirs');
    expect(open.changedElsewhere).toBe(true);
    open.undo();
    expect(open.document.name).toBe('Ours');
    await vi.advanceTimersByTimeAsync(1000);
    expect(file.project.name).toBe('Ours');
  });

  it('is not taken for one’s own save', async () => {
    rename('A');
    await vi.advanceTimersByTimeAsync(1000);
    expect(open.changedElsewhere).toBe(false);
    expect(open.undoName).toBe('rename');
  });
});

describe('a group on the canvas', () => {
  /** An input, two dense layers in a group, an output. */
  function grouped(): { canvas: CanvasModel; group: string; said: string[] } {
    const canvas = new CanvasModel(open);
    const said: string[] = [];
    canvas.say = (sentence) => void said.push(sentence);
    for (const kind of ['input', 'flatten', 'dense', 'dense', 'output']) addLayer(canvas, layerOf(kind)!);
    canvas.select(open.network.nodes.slice(2, 4).map(({ id }) => id));
    collapse(canvas);
    return { canvas, group: canvas.selected!.id, said };
  }
  const kinds = (): string[] => open.network.nodes.map(({ kind }) => kind);

  it('takes the place of what is selected, and gives it back', () => {
    const { canvas, group } = grouped();
    expect(kinds()).toEqual(['input', 'flatten', 'group', 'output']);
    expect(open.undoName).toBe(ui.drawing.steps.collapse(2));
    ungroup(canvas, group);
    expect(kinds()).toEqual(['input', 'flatten', 'dense', 'dense', 'output']);
    expect(canvas.selectedNodes).toHaveLength(2);
    const places = open.network.nodes.map(({ position }) => position.y);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    open.undo();
    open.undo();
    expect(kinds()).toEqual(['input', 'flatten', 'dense', 'dense', 'output']);
  });

  it('says why a selection cannot be one, and changes nothing', () => {
    const { canvas, said } = grouped();
    const before = open.document;
    canvas.selectAll();
    collapse(canvas);
    expect(said).toEqual([ui.drawing.noGroup.ends]);
    expect(open.document).toBe(before);
  });

  it('is gone into, edited inside by one step each, and left', () => {
    const { canvas, group, said } = grouped();
    enter(canvas, group);
    expect(open.way.map(({ name }) => name)).toEqual(['Network', 'Group']);
    expect(kinds()).toEqual(['input', 'dense', 'dense', 'output']);
    expect(open.inferred.problems).toEqual([]);
    canvas.select([open.network.nodes[1]!.id]);
    addLayer(canvas, layerOf('dropout')!);
    expect(kinds()).toContain('dropout');
    addLayer(canvas, layerOf('output')!);
    canvas.selectAll();
    canvas.removeSelection();
    expect(kinds()).toEqual(['input', 'output']);
    expect(said).toEqual([ui.drawing.endsInside, ui.drawing.endsInside]);
    open.undo();
    leave(canvas);
    expect(canvas.selected?.id).toBe(group);
    expect(open.inside).toBe(false);
    expect(open.inferred.problems).toEqual([]);
  });

  it('that undo takes away is left', () => {
    const { canvas, group } = grouped();
    enter(canvas, group);
    open.undo();
    expect(open.inside).toBe(false);
    expect(kinds()).toHaveLength(5);
  });
});

describe('dragging with the key that copies', () => {
  it('leaves copies where the nodes were let go, and the nodes where they were', () => {
    const canvas = new CanvasModel(open);
    addLayer(canvas, layerOf('dense')!);
    const place = open.network.nodes[0]!.position;
    canvas.nodes = canvas.nodes.map((node) => ({ ...node, position: { x: 400, y: 240 } }));
    copyDragged(canvas);
    expect(open.network.nodes.map(({ position }) => position)).toEqual([place, { x: 400, y: 240 }]);
    expect(canvas.nodes.map(({ position }) => position)).toEqual([place, { x: 400, y: 240 }]);
    expect(canvas.selected?.position).toEqual({ x: 400, y: 240 });
    open.undo();
    expect(canvas.nodes.map(({ position }) => position)).toEqual([place]);
  });

  it('says why a foreign text cannot be pasted', () => {
    const canvas = new CanvasModel(open);
    const said: string[] = [];
    canvas.say = (sentence) => void said.push(sentence);
    paste(canvas, 'hello');
    expect(said).toEqual([ui.drawing.cannotPaste.foreign]);
    expect(open.canUndo).toBe(false);
  });
});

describe('the canvas', () => {
  it('follows the document, and the selection survives undo', () => {
    const canvas = new CanvasModel(open);
    addLayer(canvas, layerOf('input')!);
    addLayer(canvas, layerOf('flatten')!);
    addLayer(canvas, layerOf('dense')!);
    expect(
      canvas.nodes.map((node) => open.network.nodes.find((known) => known.id === node.id)?.kind),
    ).toEqual(['input', 'flatten', 'dense']);
    expect(canvas.edges).toHaveLength(2);
    expect(canvas.selected?.kind).toBe('dense');
    const dense = canvas.selected!.id;
    open.edit('set units', [
      { edit: 'set-param', network: open.network.id, node: dense, param: 'units', value: 7 },
    ]);
    expect(open.inferred.byId.get(dense)?.outputs).toEqual([[7]]);
    open.undo();
    expect(canvas.selected?.id).toBe(dense);
    expect(open.inferred.byId.get(dense)?.outputs).toEqual([[32]]);
  });

  it('keeps the objects of nodes that did not change, so that they are not drawn again', () => {
    const canvas = new CanvasModel(open);
    for (const kind of ['input', 'flatten', 'dense']) addLayer(canvas, layerOf(kind)!);
    canvas.select([]);
    const before = canvas.nodes;
    const { id } = before[2]!;
    open.edit('move', [
      { edit: 'move-nodes', network: open.network.id, positions: { [id]: { x: 400, y: 400 } } },
    ]);
    expect(canvas.nodes[0]).toBe(before[0]);
    expect(canvas.nodes[1]).toBe(before[1]);
    expect(canvas.nodes[2]).toMatchObject({ id, position: { x: 400, y: 400 } });
  });

  it('takes what was dragged into the document as one step', () => {
    const canvas = new CanvasModel(open);
    addLayer(canvas, layerOf('input')!);
    const at = canvas.nodes[0]!.position;
    canvas.nodes = canvas.nodes.map((node) => ({ ...node, position: { x: at.x + 81, y: at.y } }));
    canvas.commitMoves();
    expect(open.network.nodes[0]!.position).toEqual({ x: at.x + 80, y: at.y });
    expect(open.undoName).toBe('move 1 layer');
    canvas.commitMoves();
    open.undo();
    expect(canvas.nodes[0]!.position).toEqual(at);
  });

  it('deletes what is selected, joins what it stood between, and brings it all back', () => {
    const canvas = new CanvasModel(open);
    for (const kind of ['input', 'flatten', 'dense']) addLayer(canvas, layerOf(kind)!);
    canvas.select([open.network.nodes[1]!.id]);
    canvas.removeSelection();
    expect([canvas.nodes.length, canvas.edges.length]).toEqual([2, 1]);
    open.undo();
    expect([canvas.nodes.length, canvas.edges.length]).toEqual([3, 2]);
  });

  it('puts a loose layer that is dropped on an edge into it', () => {
    const canvas = new CanvasModel(open);
    for (const kind of ['input', 'dense']) addLayer(canvas, layerOf(kind)!);
    const [edge] = open.network.edges;
    dropLayer(canvas, layerOf('flatten')!, { x: 900, y: 900 }, { edge: null, after: null });
    const loose = canvas.selected!.id;
    expect(putOnEdge(canvas, loose, edge!.id)).toBe(true);
    expect(open.network.edges.map(({ from, to }) => [from.node, to.node])).toEqual([
      [edge!.from.node, loose],
      [loose, edge!.to.node],
    ]);
    expect(putOnEdge(canvas, loose, open.network.edges[0]!.id)).toBe(false);
  });
});

describe('several networks', () => {
  beforeEach(() => open.edit('adversarial', recipeEdits(open.document, 'gan')));
  const [generator, discriminator] = ['network', 'discriminator'];

  it('are shown one at a time, and edited where they are shown', () => {
    const canvas = new CanvasModel(open);
    expect(open.networks.map(({ id }) => id)).toEqual([generator, discriminator]);
    addLayer(canvas, layerOf('input')!);
    canvas.show(discriminator);
    expect(canvas.nodes).toEqual([]);
    addLayer(canvas, layerOf('dense')!);
    expect(open.document.networks.map(({ nodes }) => nodes.map(({ kind }) => kind))).toEqual([
      ['input'],
      ['dense'],
    ]);
    expect(canvas.selected?.kind).toBe('dense');
    canvas.selectAll();
    const clip = copied(canvas)!;
    canvas.show(generator);
    paste(canvas, clip);
    expect(open.network.nodes.map(({ kind }) => kind)).toEqual(['input', 'dense']);
  });

  it('keep their problems apart, and a problem leads to its network', () => {
    const canvas = new CanvasModel(open);
    canvas.show(discriminator);
    addLayer(canvas, layerOf('dense')!);
    const { id } = canvas.selected!;
    expect(open.problemsByNode.get(id)?.map(({ code }) => code)).toContain('input-not-connected');
    canvas.show(generator);
    expect(open.problemsByNode.size).toBe(0);
    canvas.goTo(open.problems.find(({ at }) => at.node === id)!);
    expect(open.network.id).toBe(discriminator);
    expect(canvas.selected?.id).toBe(id);
  });

  it('undo shows the network that it changes, and takes a recipe back with its networks', () => {
    const canvas = new CanvasModel(open);
    canvas.show(discriminator);
    addLayer(canvas, layerOf('dense')!);
    canvas.show(generator);
    open.undo();
    expect(open.network.id).toBe(discriminator);
    expect(open.network.nodes).toEqual([]);
    open.undo();
    expect(open.document.recipe.kind).toBe('supervised');
    expect(open.document.networks).toHaveLength(1);
    expect(open.network.id).toBe(generator);
  });

  it('are filled by a starter where they are empty', () => {
    const data = pictures(28);
    const starter = starterProject(data, 'Mine', 'gan');
    open.edit('start', starterEdits(open.document, starter));
    expect(checkProject(open.document, data)).toEqual([]);
    open.edit('empty', [
      {
        edit: 'remove-nodes',
        network: discriminator,
        nodes: open.document.networks[1]!.nodes.map(({ id }) => id),
      },
    ]);
    expect(checkProject(open.document, data)).not.toEqual([]);
    const kept = open.document.networks[0];
    open.edit('start', starterEdits(open.document, starter));
    expect(open.document.networks[0]).toBe(kept);
    expect(checkProject(open.document, data)).toEqual([]);
  });
});
