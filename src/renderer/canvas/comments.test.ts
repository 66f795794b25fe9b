import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import type { Comment } from '../../shared/network/document.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { aligned } from './align.ts';
import { CanvasModel } from './canvas.svelte.ts';
import { copied, duplicate, paste } from './clipboard.ts';
import { addComment, changeComment, colour, resized } from './comments.ts';
import { collapse, enter, open as ungroup } from './groups.ts';
import { addLayer } from './placing.ts';
import { OneFile } from './one-file.fixture.ts';
import { OpenProject } from './project.svelte.ts';

let open: OpenProject;
let canvas: CanvasModel;

beforeEach(() => {
  vi.useFakeTimers();
  open = new OpenProject(new OneFile(), new OneFile().open());
  canvas = new CanvasModel(open);
  for (const kind of ['input', 'flatten', 'dense', 'output']) addLayer(canvas, layerOf(kind)!);
  canvas.select([]);
});
afterEach(async () => {
  await open.close();
  vi.useRealTimers();
});

const comments = (): readonly Comment[] => open.network.comments ?? [];
const node = (kind: string) => open.network.nodes.find((each) => each.kind === kind)!;
/** A comment with this text, its corner so far from the layer's. */
function note(text: string, kind: string, [x, y]: readonly [number, number] = [264, 0]): string {
  const { position } = node(kind);
  addComment(canvas, { x: position.x + x, y: position.y + y });
  const { id } = comments().at(-1)!;
  changeComment(canvas, id, { text });
  canvas.writing = null;
  return id;
}
/** From the layer to the comment. */
const apart = (kind: string, id: string): readonly [number, number] => {
  const at = comments().find((comment) => comment.id === id)!.position;
  const { position } = node(kind);
  return [at.x - position.x, at.y - position.y];
};

describe('a comment', () => {
  it('is added beside the selected layer and can be written at once', () => {
    canvas.select([node('dense').id]);
    addComment(canvas);
    const [comment] = comments();
    expect(comment!.position.y).toBe(node('dense').position.y);
    expect(comment!.position.x).toBeGreaterThan(node('dense').position.x + 231);
    expect(canvas.writing).toBe(comment!.id);
    expect(canvas.selectedComment?.id).toBe(comment!.id);
    expect(canvas.selected).toBeNull();
    expect(open.undoName).toBe(ui.comments.steps.add);
  });

  it('is written in one step, and undone like everything', () => {
    canvas.select([]);
    addComment(canvas, { x: 0, y: 0 });
    const { id } = comments()[0]!;
    for (const text of ['W', 'Wh', 'Why\nthis']) changeComment(canvas, id, { text });
    expect(open.undoName).toBe(ui.comments.steps.write);
    open.undo();
    expect(comments()[0]!.text).toBe('');
    open.undo();
    expect(open.network).not.toHaveProperty('comments');
    open.redo();
    open.redo();
    expect(comments()[0]!.text).toBe('Why\nthis');
  });

  it('is moved and resized, and stays so drawn', () => {
    const id = note('here', 'dense');
    canvas.nodes = canvas.nodes.map((drawn) =>
      drawn.id === id ? { ...drawn, position: { x: 800, y: 160 } } : drawn,
    );
    canvas.commitMoves();
    expect(open.undoName).toBe('move 1 comment');
    canvas.nodes = canvas.nodes.map((drawn) =>
      drawn.id === id ? { ...drawn, position: { x: 780, y: 160 }, width: 300.4, height: 12 } : drawn,
    );
    resized(canvas, id, { x: 780, y: 160, width: 300.4, height: 12 });
    expect(comments()[0]).toMatchObject({ position: { x: 780, y: 160 }, size: { width: 300, height: 40 } });
    expect(canvas.nodes.find((drawn) => drawn.id === id)).toMatchObject({ width: 300, height: 40 });
    open.undo();
    expect(canvas.nodes.find((drawn) => drawn.id === id)).toMatchObject({ width: 232, height: 96 });
  });

  it('is copied, pasted, duplicated and deleted together with layers', () => {
    const id = note('keep', 'dense');
    canvas.select([node('dense').id, id]);
    const text = copied(canvas)!;
    paste(canvas, text);
    expect(open.undoName).toBe('paste 1 layer and 1 comment');
    expect(comments().map((comment) => comment.text)).toEqual(['keep', 'keep']);
    expect(canvas.selectedBoxes).toHaveLength(2);
    expect(canvas.selectedComments).toEqual([comments()[1]!.id]);

    canvas.select([id]);
    duplicate(canvas);
    expect(open.undoName).toBe('duplicate 1 comment');
    canvas.selectAll();
    canvas.removeSelection();
    expect(open.undoName).toBe('delete 5 layers and 3 comments');
    expect([comments().length, open.network.nodes.length]).toEqual([0, 0]);
    open.undo();
    canvas.select([id]);
    const layers = open.network.nodes;
    canvas.removeSelection();
    expect(open.network.nodes).toBe(layers);
    expect(comments()).toHaveLength(2);
  });

  it('goes with the layer it is beside when the network is laid out or makes room, and stays alone elsewhere', () => {
    const beside = note('of dense', 'dense', [240, -8]);
    note('of nothing', 'input', [2000, 40]);
    const far = comments()[1]!.position;
    canvas.select([node('flatten').id]);
    const before = node('dense').position;
    addLayer(canvas, layerOf('dropout')!);
    expect(node('dense').position).not.toEqual(before);
    expect(apart('dense', beside)).toEqual([240, -8]);
    canvas.select([]);
    canvas.tidy('across');
    expect(node('dense').position.y).toBe(node('input').position.y);
    expect(apart('dense', beside)).toEqual([240, -8]);
    expect(comments()[1]!.position).toEqual(far);
  });

  it('is brought into line with layers', () => {
    const id = note('x', 'dense', [300, 20]);
    canvas.place(
      'align',
      aligned([canvas.boxById.get(id)!, canvas.boxById.get(node('dense').id)!], 'middle'),
    );
    const { position, size } = canvas.boxById.get(id)!;
    const dense = canvas.boxById.get(node('dense').id)!;
    expect(position.y + size.height / 2).toBeCloseTo(dense.position.y + dense.size.height / 2, 0);
  });

  it('is read after the layer it is beside', () => {
    const id = note('Why 128?', 'flatten');
    const alone = note('A thought', 'input', [2000, 0]);
    const order = canvas.nodes.map((drawn) => drawn.id);
    expect(order.indexOf(id)).toBe(order.indexOf(node('flatten').id) + 1);
    expect(order.at(-1)).toBe(alone);
    const said = (of: string): string | null | undefined =>
      canvas.nodes.find(({ id }) => id === of)?.ariaLabel;
    expect(said(id)).toBe('Comment beside Flatten: Why 128?');
    expect(said(alone)).toBe('Comment: A thought');
  });

  it('goes into a group with its layers, is edited in there, and comes out again', () => {
    const id = note('inside', 'dense');
    canvas.select([node('dense').id, id]);
    collapse(canvas);
    expect(comments()).toEqual([]);
    const group = node('group').id;
    enter(canvas, group);
    expect(comments().map(({ text }) => text)).toEqual(['inside']);
    changeComment(canvas, comments()[0]!.id, { text: 'changed' });
    const place = apart('dense', comments()[0]!.id);
    expect(place).toEqual([264, 0]);
    canvas.show('network');
    expect(open.problems.some(({ code }) => code === 'param-invalid')).toBe(false);
    ungroup(canvas, group);
    expect(comments().map(({ text }) => text)).toEqual(['changed']);
    expect(apart('dense', comments()[0]!.id)).toEqual(place);
  });
});

describe('colours', () => {
  it('are chosen for layers and comments alike, and given back', () => {
    const id = note('x', 'dense');
    canvas.select([node('dense').id, id]);
    colour(canvas, 'merge');
    expect([node('dense').colour, comments()[0]!.colour]).toEqual(['merge', 'merge']);
    expect(open.undoName).toBe('colour 1 layer and 1 comment');
    colour(canvas, null);
    expect(node('dense')).not.toHaveProperty('colour');
    open.undo();
    open.undo();
    expect(comments()[0]).not.toHaveProperty('colour');
  });

  it('of a group are those of the layers in it, which keep them outside', () => {
    canvas.select([node('dense').id]);
    collapse(canvas);
    const group = node('group').id;
    colour(canvas, 'merge');
    enter(canvas, group);
    expect(canvas.colourAround).toBe('merge');
    canvas.show('network');
    expect(canvas.colourAround).toBeUndefined();
    ungroup(canvas, group);
    expect(node('dense').colour).toBe('merge');
  });
});
