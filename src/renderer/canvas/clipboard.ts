/** Copying, pasting and duplicating what is selected on the canvas. */
import { ui } from '../../shared/words/ui/index.ts';
import { clipText, pasteEdits, readClip } from './adding.ts';
import type { Clip } from './adding.ts';
import { boxesOf } from './boxes.ts';
import type { CanvasModel } from './canvas.svelte.ts';
import { GRID } from './placement.ts';
import type { Point } from './placement.ts';

/** The selected layers and comments as text for the clipboard; null where there are none. */
export const copied = ({ selectedBoxes, project }: CanvasModel): string | null =>
  selectedBoxes.length === 0 ? null : clipText(project.network, new Set(selectedBoxes));

/** Pastes what `copied` gave, here or in another project; says why where the text is something else. */
export function paste(canvas: CanvasModel, text: string): void {
  const clip = readClip(text);
  if (!clip.ok) {
    canvas.say(ui.drawing.cannotPaste[clip.error]);
    return;
  }
  const corner = cornerOf(clip.value);
  const beside = boxesOf(clip.value).some(({ id }) => canvas.boxById.has(id));
  const at = beside ? { x: corner.x + 4 * GRID, y: corner.y + 4 * GRID } : canvas.middle();
  pasteAt(canvas, clip.value, at, ui.design.steps.paste);
}

export function duplicate(canvas: CanvasModel): void {
  const clip = selectedClip(canvas);
  if (!clip) return;
  const { y } = cornerOf(clip);
  const right = Math.max(...boxesOf(clip).map(({ position, size }) => position.x + size.width));
  pasteAt(canvas, clip, { x: right + 4 * GRID, y }, ui.design.steps.duplicate);
}

/** Layers or comments were dragged with the key that copies: they go back, and copies stay where they were let go. */
export function copyDragged(canvas: CanvasModel): void {
  const clip = selectedClip(canvas);
  const dragged = canvas.nodes.filter(({ selected }) => selected);
  canvas.resetPlaces();
  if (!clip || dragged.length === 0) return;
  const at = {
    x: Math.min(...dragged.map(({ position }) => position.x)),
    y: Math.min(...dragged.map(({ position }) => position.y)),
  };
  pasteAt(canvas, clip, at, ui.design.steps.duplicate);
}

function selectedClip(canvas: CanvasModel): Clip | null {
  const text = copied(canvas);
  const clip = text === null ? null : readClip(text);
  return clip?.ok ? clip.value : null;
}

const cornerOf = (clip: Clip): Point => ({
  x: Math.min(...boxesOf(clip).map(({ position }) => position.x)),
  y: Math.min(...boxesOf(clip).map(({ position }) => position.y)),
});

function pasteAt(
  canvas: CanvasModel,
  clip: Clip,
  at: Point,
  step: (layers: number, comments: number) => string,
): void {
  const { network, inside } = canvas.project;
  // A group has its one input and output already.
  const isEnd = (kind: string): boolean => kind === 'input' || kind === 'output';
  const held = inside ? { ...clip, nodes: clip.nodes.filter(({ kind }) => !isEnd(kind)) } : clip;
  if (held.nodes.length < clip.nodes.length) canvas.say(ui.drawing.endsInside);
  const { edits, boxes } = pasteEdits(network, held, at);
  if (boxes.length === 0) return;
  canvas.project.edit(step(held.nodes.length, held.comments?.length ?? 0), edits);
  canvas.select(boxes);
}
