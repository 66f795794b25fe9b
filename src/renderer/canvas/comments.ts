/** Comments: notes on the canvas, beside a layer or by themselves. */
import { COMMENT_SIDE } from '../../shared/network/document.ts';
import type { Comment } from '../../shared/network/document.ts';
import type { LayerGroup } from '../../shared/kinds/layer-groups.ts';
import { newId } from '../../shared/network/ids.ts';
import { ui } from '../../shared/words/ui/index.ts';
import type { CanvasModel } from './canvas.svelte.ts';
import { GRID, NODE_SIZE, snap } from './placement.ts';
import type { Point, Size } from './placement.ts';

/** The colour of one that no other was chosen for. */
export const COMMENT_COLOUR: LayerGroup = 'attention';
const SIZE: Size = { width: NODE_SIZE.width, height: 96 };

/** Puts a comment with its corner at a point, else beside the selected layer, else in the middle; and lets it be written. */
export function addComment(canvas: CanvasModel, at?: Point): void {
  const { selected, project } = canvas;
  const beside = selected && {
    x: selected.position.x + NODE_SIZE.width + 4 * GRID,
    y: selected.position.y,
  };
  const id = newId('c');
  const comment = { id, text: '', position: snap(at ?? beside ?? canvas.middle()), size: SIZE };
  project.edit(ui.comments.steps.add, [{ edit: 'add-comment', network: project.network.id, comment }]);
  write(canvas, id);
  canvas.viewport?.reveal(id, false);
}

/** Lets a comment be written where it lies. */
export function write(canvas: CanvasModel, comment: string): void {
  canvas.select([comment]);
  canvas.writing = comment;
}

/** Changes that follow each other closely under one name are one step: a text that is typed, a size that is stepped. */
export function changeComment(
  canvas: CanvasModel,
  comment: string,
  change: Partial<Pick<Comment, 'text' | 'size' | 'position'>>,
): void {
  const step = change.text === undefined ? 'resize' : 'write';
  canvas.project.edit(
    ui.comments.steps[step],
    [{ edit: 'change-comment', network: canvas.project.network.id, comment, change }],
    { key: `${step} ${comment}` },
  );
}

/** Takes the place and size that the person dragged a comment's corner or side to. */
export function resized(canvas: CanvasModel, comment: string, { x, y, width, height }: Point & Size): void {
  changeComment(canvas, comment, {
    position: { x: Math.round(x), y: Math.round(y) },
    size: { width: withinSides(width), height: withinSides(height) },
  });
  canvas.settle();
}

const withinSides = (side: number): number =>
  Math.min(COMMENT_SIDE.max, Math.max(COMMENT_SIDE.min, Math.round(side)));

/** Colours what is selected; null gives back the colours that it has by itself. */
export function colour(canvas: CanvasModel, chosen: LayerGroup | null): void {
  const { selectedBoxes: of, project } = canvas;
  project.edit(ui.comments.steps.colour(...canvas.counted(of)), [
    { edit: 'set-colour', network: project.network.id, of, colour: chosen },
  ]);
}
