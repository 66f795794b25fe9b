/** The edits behind adding, inserting, connecting, duplicating and pasting: pure, so that each is tested by itself. */
import { z } from 'zod';
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import type { AnyLayer } from '../../shared/kinds/define.ts';
import { defaults } from '../../shared/kinds/params.ts';
import { applyEdits, editNetworkBy } from '../../shared/network/apply.ts';
import { datasetEdits } from '../../shared/network/bind.ts';
import { projectSchema } from '../../shared/network/document.ts';
import type { Comment, Network, NetworkEdge, NetworkNode, Project } from '../../shared/network/document.ts';
import type { Edit } from '../../shared/network/edits.ts';
import { insertBetween } from '../../shared/network/fixes.ts';
import { newId, uniqueName } from '../../shared/network/ids.ts';
import { err, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { closesLoop } from '../../shared/network/order.ts';
import { boxesOf, withComments } from './boxes.ts';
import { along, freeSpot, makeRoom, NODE_SIZE, PITCH, snap } from './placement.ts';
import type { Direction, Point } from './placement.ts';

export interface Ends {
  readonly from: { readonly node: string; readonly port: string };
  readonly to: { readonly node: string; readonly port: string };
}

/** Why two ports cannot be joined, or null where they can. */
export function whyNot(network: Network, { from, to }: Ends): 'loop' | 'taken' | 'same' | 'unknown' | null {
  const source = network.nodes.find((node) => node.id === from.node);
  const target = network.nodes.find((node) => node.id === to.node);
  const port = target && layerOf(target.kind)?.inputs.find((input) => input.name === to.port);
  const output = source && layerOf(source.kind)?.outputs.find((candidate) => candidate.name === from.port);
  if (!port || !output) return 'unknown';
  const into = network.edges.filter((edge) => edge.to.node === to.node && edge.to.port === to.port);
  if (into.some((edge) => edge.from.node === from.node && edge.from.port === from.port)) return 'same';
  if (closesLoop(network, from.node, to.node)) return 'loop';
  return into.length > 0 && !port.many ? 'taken' : null;
}

/** Joins two ports. A port that takes one edge gives up the one it has: drawing anew means replacing. */
export function connectEdits(network: Network, ends: Ends): readonly Edit[] {
  const reason = whyNot(network, ends);
  if (reason !== null && reason !== 'taken') return [];
  const given = network.edges.filter(
    (edge) => edge.to.node === ends.to.node && edge.to.port === ends.to.port,
  );
  return [
    ...(reason === 'taken' ? [removeEdges(network, given)] : []),
    { edit: 'add-edge', network: network.id, edge: { id: newId('e'), ...ends } },
  ];
}

const removeEdges = (network: Network, edges: readonly NetworkEdge[]): Edit => ({
  edit: 'remove-edges',
  network: network.id,
  edges: edges.map((edge) => edge.id),
});

export interface Added {
  readonly edits: readonly Edit[];
  /** Id of the new node. */
  readonly node: string;
}

/** A new node at a point, joined to nothing. */
export function addAt(network: Network, kind: AnyLayer, at: Point): Added {
  const node: NetworkNode = {
    id: newId('n'),
    kind: kind.kind,
    name: uniqueName(
      kind.label,
      network.nodes.map((other) => other.name),
    ),
    params: { ...defaults(kind.params) },
    position: snap(at),
    trainable: true,
  };
  return { edits: [{ edit: 'add-node', network: network.id, node }], node: node.id };
}

/** A new node in the middle of an edge; what follows moves on. Null where the kind cannot stand between two nodes. */
export function addOnEdge(
  network: Network,
  kind: AnyLayer,
  edgeId: string,
  direction: Direction,
): Added | null {
  const edits = insertBetween(network, kind.kind, edgeId);
  const added = edits.find((edit) => edit.edit === 'add-node');
  return added ? { edits: roomFor(network, edits, direction), node: added.node.id } : null;
}

/**
 * The edits followed by the moves that give each node they put between two others a place of its own. So a remedy
 * that inserts a layer leaves the drawing as clear as it was.
 */
export function roomFor(network: Network, edits: readonly Edit[], direction: Direction): readonly Edit[] {
  const after = editNetworkBy(network, edits);
  const moves = edits.flatMap((edit): Edit[] => {
    if (edit.edit !== 'add-node') return [];
    const into = after.edges.find((edge) => edge.to.node === edit.node.id);
    const leads = after.edges.some((edge) => edge.from.node === edit.node.id);
    const before = into && after.nodes.find((node) => node.id === into.from.node);
    if (!before || !leads) return [];
    const positions = withComments(after, makeRoom(after, edit.node.id, before.position, direction));
    return [{ edit: 'move-nodes', network: network.id, positions }];
  });
  return [...edits, ...moves];
}

/**
 * A new node after another one: in the middle of its edge where it leads to exactly one node, else one step on and
 * joined to it.
 */
export function addAfter(network: Network, kind: AnyLayer, anchor: NetworkNode, direction: Direction): Added {
  const out = network.edges.filter((edge) => edge.from.node === anchor.id);
  if (out.length === 1 && kind.inputs.length > 0 && kind.outputs.length > 0) {
    const between = addOnEdge(network, kind, out[0]!.id, direction);
    if (between) return between;
  }
  const added = addAt(network, kind, freeSpot(network, along(anchor.position, direction), direction));
  return { ...added, edits: [...added.edits, ...joinEdits(network, anchor, kind, added.node)] };
}

/**
 * The node that a layer let go at a point would go on from: the nearest one a little before it along the flow whose
 * output nothing takes yet. Null where there is none.
 */
export function openEndNear(network: Network, at: Point, direction: Direction): NetworkNode | null {
  const leads = new Set(network.edges.map((edge) => edge.from.node));
  const near = network.nodes.flatMap((node) => {
    if (leads.has(node.id) || (layerOf(node.kind)?.outputs.length ?? 0) === 0) return [];
    const dx = at.x - node.position.x;
    const dy = at.y - node.position.y;
    const [ahead, aside, width] =
      direction === 'down' ? [dy, dx, NODE_SIZE.width] : [dx, dy, NODE_SIZE.height * 2];
    const reach = PITCH[direction] * 1.75;
    const size = direction === 'down' ? NODE_SIZE.height : NODE_SIZE.width;
    return ahead > size && ahead <= reach && Math.abs(aside) <= width
      ? [{ node, distance: ahead + Math.abs(aside) }]
      : [];
  });
  return near.sort((a, b) => a.distance - b.distance)[0]?.node ?? null;
}

/** The edit that joins a new node to the one it goes on from. */
export function joinEdits(
  network: Network,
  anchor: NetworkNode,
  kind: AnyLayer,
  node: string,
): readonly Edit[] {
  const from = layerOf(anchor.kind)?.outputs[0];
  const to = kind.inputs[0];
  if (!from || !to) return [];
  const edge = { id: newId('e'), from: { node: anchor.id, port: from.name }, to: { node, port: to.name } };
  return [{ edit: 'add-edge', network: network.id, edge }];
}

/**
 * Binds a new input or output to the data as the recipe usually does, where none of the project's is bound yet: a
 * picture is made numbers from 0 to 1, columns of a table numbers around 0.
 */
export function bindNew(
  project: Project,
  kind: AnyLayer,
  added: Added,
  manifest: DatasetManifest | null,
): Added {
  const network = added.edits.find((edit) => edit.edit === 'add-node')?.network;
  if (!manifest || network === undefined || (kind.kind !== 'input' && kind.kind !== 'output')) return added;
  const bindings = kind.kind === 'input' ? project.data.inputs : project.data.targets;
  if (Object.values(bindings).flat().length > 0) return added;
  const after = applyEdits(project, added.edits);
  const edits = datasetEdits(after, manifest);
  const { inputs, targets } = applyEdits(after, edits).data;
  if (kind.kind === 'output') {
    const data: Edit = { edit: 'set-data', data: { ...project.data, targets } };
    return { ...added, edits: [...added.edits, data] };
  }
  const [column] = inputs[added.node] ?? [];
  if (column === undefined) return added;
  const type = manifest.columns.find(({ name }) => name === column)?.type;
  const value = type === 'image' ? 'unit' : type === 'tokens' ? 'none' : 'standard';
  const own = { network, node: added.node };
  return {
    ...added,
    edits: [
      ...added.edits,
      { edit: 'set-data', data: { ...project.data, inputs } },
      ...edits.filter((edit) => edit.edit === 'set-param' && edit.node === added.node),
      { edit: 'set-param', ...own, param: 'normalise', value },
    ],
  };
}

const CLIP_FORMAT = 'neuroloom-layers';
const clipSchema = z.strictObject({
  format: z.literal(CLIP_FORMAT),
  network: projectSchema.shape.networks.element.pick({ nodes: true, edges: true, comments: true }),
});

export type Clip = z.infer<typeof clipSchema>['network'];

/** Nodes, the edges among them, and comments, as text for the clipboard. */
export function clipText(network: Network, ids: ReadonlySet<string>): string {
  const comments = (network.comments ?? []).filter(({ id }) => ids.has(id));
  const clip: z.infer<typeof clipSchema> = {
    format: CLIP_FORMAT,
    network: {
      nodes: network.nodes.filter((node) => ids.has(node.id)),
      edges: network.edges.filter((edge) => ids.has(edge.from.node) && ids.has(edge.to.node)),
      ...(comments.length > 0 && { comments }),
    },
  };
  return JSON.stringify(clip);
}

/** What a clipboard's text holds, or why it holds nothing. */
export function readClip(text: string): Result<Clip, 'foreign' | 'broken' | 'empty'> {
  if (!text.includes(CLIP_FORMAT)) return err(text.trim() === '' ? 'empty' : 'foreign');
  try {
    const parsed = clipSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return err('broken');
    return boxesOf(parsed.data.network).length === 0 ? err('empty') : ok(parsed.data.network);
  } catch {
    return err('broken');
  }
}

/** Puts copies into a network, under new ids and names, with their top left corner at a point. */
export function pasteEdits(
  network: Network,
  clip: Clip,
  at: Point,
): { readonly edits: readonly Edit[]; readonly boxes: readonly string[] } {
  const ids = new Map(clip.nodes.map((node) => [node.id, newId('n')]));
  const names = network.nodes.map((node) => node.name);
  const here = new Set(network.nodes.map((node) => node.id));
  const boxes = boxesOf(clip);
  const left = Math.min(...boxes.map(({ position }) => position.x));
  const top = Math.min(...boxes.map(({ position }) => position.y));
  const moved = ({ x, y }: Point): Point => snap({ x: x - left + at.x, y: y - top + at.y });
  const nodes = clip.nodes.map((node): NetworkNode => {
    const name = uniqueName(node.name, names);
    names.push(name);
    const { weightsOf, ...own } = node;
    // A copy goes on sharing the weights of what was copied with it, or is here.
    const owner =
      weightsOf === undefined
        ? undefined
        : (ids.get(weightsOf) ?? (here.has(weightsOf) ? weightsOf : undefined));
    return {
      ...own,
      id: ids.get(node.id)!,
      name,
      position: moved(node.position),
      ...(owner !== undefined && { weightsOf: owner }),
    };
  });
  const comments = (clip.comments ?? []).map((comment): Comment => ({
    ...comment,
    id: newId('c'),
    position: moved(comment.position),
  }));
  const edges = clip.edges.flatMap((edge): NetworkEdge[] => {
    const from = ids.get(edge.from.node);
    const to = ids.get(edge.to.node);
    if (from === undefined || to === undefined) return [];
    return [{ id: newId('e'), from: { ...edge.from, node: from }, to: { ...edge.to, node: to } }];
  });
  return {
    edits: [
      ...nodes.map((node): Edit => ({ edit: 'add-node', network: network.id, node })),
      ...edges.map((edge): Edit => ({ edit: 'add-edge', network: network.id, edge })),
      ...comments.map((comment): Edit => ({ edit: 'add-comment', network: network.id, comment })),
    ],
    boxes: [...nodes, ...comments].map(({ id }) => id),
  };
}
