/** Collapsing the selection into a group, opening a group in place, and going into one. */
import { canOpen, collapseEdits, openEdits } from '../../shared/network/grouping.ts';
import type { NetworkNode } from '../../shared/network/document.ts';
import { wayInto } from '../../shared/network/inside.ts';
import { editNetworkBy } from '../../shared/network/apply.ts';
import { layersInside } from '../../shared/kinds/layers/group.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { withComments } from './boxes.ts';
import type { CanvasModel } from './canvas.svelte.ts';
import { partOf, tidyPositions } from './layout.ts';
import { reached } from '../../shared/network/order.ts';
import { PITCH } from './placement.ts';

/** Makes a group of the selected layers, or says why they cannot be one. */
export function collapse(canvas: CanvasModel): void {
  const made = collapseEdits(canvas.project.network, canvas.selectedBoxes);
  if (!made.ok) {
    canvas.say(ui.drawing.noGroup[made.error]);
    return;
  }
  canvas.project.edit(ui.drawing.steps.collapse(canvas.selectedNodes.length), made.value.edits);
  canvas.jumpTo(made.value.node);
}

export const canOpenGroup = (canvas: CanvasModel, node: NetworkNode | null): boolean =>
  node !== null && canOpen(canvas.project.network, node);

/** Puts the layers of a group in its place, laid out, and moves on what is behind them. */
export function open(canvas: CanvasModel, group: string): void {
  const { network } = canvas.project;
  const place = canvas.nodeById.get(group);
  const { edits, nodes } = openEdits(network, group);
  if (!place || nodes.length === 0) return;
  const axis = canvas.direction === 'down' ? 'y' : 'x';
  const opened = editNetworkBy(network, edits);
  const laid = tidyPositions(partOf(opened, new Set(nodes)), canvas.direction);
  const end = Math.max(...Object.values(laid).map((at) => at[axis]));
  const behind = [...reached(network, group, 'forwards')].flatMap((id) => {
    const node = id === group ? undefined : canvas.nodeById.get(id);
    return node ? [node] : [];
  });
  const nearest = Math.min(...behind.map(({ position }) => position[axis]));
  const push = Math.max(0, end + PITCH[canvas.direction] - nearest);
  const moved = Number.isFinite(push)
    ? Object.fromEntries(
        behind.map(({ id, position }) => [id, { ...position, [axis]: position[axis] + push }]),
      )
    : {};
  canvas.project.edit(ui.drawing.steps.open(place.name), [
    ...edits,
    { edit: 'move-nodes', network: network.id, positions: withComments(opened, { ...laid, ...moved }) },
  ]);
  canvas.select(nodes);
}

export const isGroup = (node: NetworkNode | null | undefined): boolean =>
  node !== null && node !== undefined && layersInside(node) !== null;

/** Shows the layers inside a group, to edit them. */
export function enter(canvas: CanvasModel, group: string): void {
  if (isGroup(canvas.nodeById.get(group))) canvas.show(wayInto(canvas.project.network.id, group));
}

/** Goes back out of the innermost group, and selects it. */
export function leave(canvas: CanvasModel): void {
  const { way } = canvas.project;
  const outer = way.at(-2);
  if (!outer) return;
  const group = canvas.project.network.id.split('/').at(-1)!;
  canvas.show(outer.id);
  canvas.jumpTo(group);
}
