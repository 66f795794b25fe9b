/** Putting layers on the canvas: from the palette, from the menu at the pointer, onto an edge. */
import type { AnyLayer } from '../../shared/kinds/define.ts';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import type { NetworkNode } from '../../shared/network/document.ts';
import type { Edit } from '../../shared/network/edits.ts';
import { kindWords } from '../../shared/words/kinds.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { addAfter, addAt, addOnEdge, bindNew, connectEdits, joinEdits, openEndNear } from './adding.ts';
import type { Added } from './adding.ts';
import type { CanvasModel } from './canvas.svelte.ts';
import { along, cornerFor, NODE_SIZE } from './placement.ts';
import type { Point } from './placement.ts';
import { addAtPlace } from './quick-add.ts';
import type { Dangling, Joinable, QuickPlace } from './quick-add.ts';

/** Adds a layer after the selected one, or in the middle of the view. */
export function addLayer(canvas: CanvasModel, kind: AnyLayer): void {
  const { network } = canvas.project;
  const anchor = canvas.selected ?? openEnd(canvas);
  const added = anchor
    ? addAfter(network, kind, anchor, canvas.direction)
    : addAt(network, kind, canvas.middle());
  finishAdding(canvas, kind, added);
}

/** Moves a layer from the palette with the pointer. */
export function carry(canvas: CanvasModel, kind: AnyLayer, at: Point): void {
  const fits = kind.inputs.length > 0 && kind.outputs.length > 0;
  canvas.edgeBelow = fits ? (canvas.viewport?.edgeAt(at) ?? null) : null;
  const point = canvas.viewport?.contains(at) ? cornerFor(canvas.viewport.toDocument(at)) : null;
  const after =
    point && canvas.edgeBelow === null && kind.inputs.length > 0
      ? openEndNear(canvas.project.network, point, canvas.direction)
      : null;
  canvas.carried = { kind, at, after };
}

/** Puts the carried layer where the pointer is; nowhere if that is not the canvas, or `keep` is false. */
export function release(canvas: CanvasModel, keep: boolean): void {
  const { carried, edgeBelow, viewport } = canvas;
  canvas.carried = null;
  canvas.edgeBelow = null;
  if (!keep || !carried || !viewport?.contains(carried.at)) return;
  dropLayer(canvas, carried.kind, viewport.toDocument(carried.at), { edge: edgeBelow, after: carried.after });
}

/** Adds a layer with its middle at a point of the document: on an edge, joined to a node before it, or by itself. */
export function dropLayer(
  canvas: CanvasModel,
  kind: AnyLayer,
  at: Point,
  { edge, after }: { edge: string | null; after: NetworkNode | null },
): void {
  const { network } = canvas.project;
  const onEdge = edge === null ? null : addOnEdge(network, kind, edge, canvas.direction);
  const alone = addAt(network, kind, cornerFor(at));
  const joins = after ? joinEdits(network, after, kind, alone.node) : [];
  finishAdding(canvas, kind, onEdge ?? { ...alone, edits: [...alone.edits, ...joins] });
}

/** Opens the menu of what could go on from here: after the one selected node, or in the middle of the view. */
export function quickAdd(canvas: CanvasModel, text = ''): void {
  const { selected, viewport } = canvas;
  if (!viewport) return;
  const goesOn = selected && (layerOf(selected.kind)?.outputs.length ?? 0) > 0;
  const { x, y } = goesOn ? along(selected.position, canvas.direction) : cornerFor(viewport.centre());
  const place: QuickPlace = goesOn ? { to: 'after', node: selected.id } : { to: 'canvas', at: { x, y } };
  canvas.quick = { place, at: viewport.toWindow({ x, y }), text };
}

/** The same at a point of the window: of the canvas itself, of an edge on it, or of one that was let go there. */
export function quickAddAt(
  canvas: CanvasModel,
  client: Point,
  at: { readonly edge: string } | { readonly dangling: Dangling } | null,
): void {
  if (!canvas.viewport) return;
  const point = canvas.viewport.toDocument(client);
  const place: QuickPlace =
    at === null
      ? { to: 'canvas', at: cornerFor(point) }
      : 'edge' in at
        ? { to: 'edge', edge: at.edge }
        : { to: 'end', dangling: at.dangling, at: point };
  canvas.quick = { place, at: client, text: '' };
}

/** Puts a layer of the chosen kind where the menu was opened. */
export function addQuick(canvas: CanvasModel, kind: AnyLayer, place: QuickPlace): void {
  const { network } = canvas.project;
  const added = addAtPlace(network, kind, place, canvas.direction);
  if (!added) return;
  if (place.to !== 'replace') finishAdding(canvas, kind, added);
  else {
    canvas.project.edit(
      ui.drawing.steps.replace(canvas.nodeById.get(place.node)?.name ?? '', kindWords('layers', kind).label),
      added.edits,
    );
    canvas.jumpTo(added.node);
  }
}

/** Opens the menu of what could stand in a node's place. */
export function askReplacement(canvas: CanvasModel, node: string): void {
  const position = canvas.nodeById.get(node)?.position;
  if (!position || !canvas.viewport) return;
  const at = canvas.viewport.toWindow({ x: position.x, y: position.y + NODE_SIZE.height });
  canvas.quick = { place: { to: 'replace', node }, at, text: '' };
}

export function joinTo(canvas: CanvasModel, { ends, node }: Joinable): void {
  canvas.project.edit(ui.design.steps.connect, connectEdits(canvas.project.network, ends));
  canvas.jumpTo(node.id);
}

function finishAdding(canvas: CanvasModel, kind: AnyLayer, added: Added): void {
  if (canvas.project.inside && kind.group === 'end') {
    canvas.say(ui.drawing.endsInside);
    return;
  }
  const { edits, node } = bindNew(canvas.project.document, kind, added, canvas.project.manifest);
  canvas.project.edit(ui.design.steps.add(kindWords('layers', kind).label), edits);
  canvas.select([node]);
  canvas.viewport?.reveal(node);
}

/** The one node that a chain would go on from: it gives something that nothing takes yet. */
function openEnd(canvas: CanvasModel): NetworkNode | null {
  const { nodes, edges } = canvas.project.network;
  const leads = new Set(edges.map((edge) => edge.from.node));
  const ends = nodes.filter((node) => !leads.has(node.id) && (layerOf(node.kind)?.outputs.length ?? 0) > 0);
  return ends.length === 1 ? ends[0]! : null;
}

/** Puts a node that is joined to nothing into the middle of an edge. */
export function putOnEdge(canvas: CanvasModel, node: string, edgeId: string): boolean {
  const { network } = canvas.project;
  const edge = canvas.edgeById.get(edgeId);
  const kind = layerOf(canvas.nodeById.get(node)?.kind ?? '');
  const input = kind?.inputs[0];
  const output = kind?.outputs[0];
  if (!edge || !input || !output || !canvas.isLoose(node)) return false;
  const edits: Edit[] = [
    { edit: 'remove-edges', network: network.id, edges: [edgeId] },
    ...connectEdits(network, { from: edge.from, to: { node, port: input.name } }),
    ...connectEdits(network, { from: { node, port: output.name }, to: edge.to }).filter(
      (edit) => edit.edit === 'add-edge',
    ),
  ];
  // The moves are those that a new node on that edge would have brought.
  const asNew = addOnEdge(network, kind, edgeId, canvas.direction);
  const moves = asNew?.edits.flatMap((edit): Edit[] => {
    if (edit.edit !== 'move-nodes') return [];
    const positions = Object.fromEntries(
      Object.entries(edit.positions).map(([id, at]) => [id === asNew.node ? node : id, at]),
    );
    return [{ ...edit, positions }];
  });
  canvas.project.edit(ui.design.steps.insert, [...edits, ...(moves ?? [])]);
  canvas.settle();
  return true;
}
