import { createContext, untrack } from 'svelte';
import type { Connection, Edge, Node } from '@xyflow/svelte';
import type { AnyLayer } from '../../shared/kinds/define.ts';
import type { LayerGroup } from '../../shared/kinds/layer-groups.ts';
import { colourAround } from '../../shared/network/colours.ts';
import { dismissEdits } from '../../shared/network/advice/index.ts';
import type { Comment, NetworkEdge, NetworkNode } from '../../shared/network/document.ts';
import type { Edit } from '../../shared/network/edits.ts';
import { removeEdits } from '../../shared/network/remove.ts';
import { orderNetwork } from '../../shared/network/order.ts';
import { ui } from '../../shared/words/ui/index.ts';
import type { Problem } from '../../shared/words/problems.ts';
import { fixText } from '../../shared/words/problems.ts';
import { connectEdits, roomFor, whyNot } from './adding.ts';
import type { Ends } from './adding.ts';
import { besides, boxesOf, withComments } from './boxes.ts';
import type { Box, Places } from './boxes.ts';
import { meets } from './mounts.ts';
import { partOf, tidyPositions } from './layout.ts';
import { cornerFor, directionOf, snap } from './placement.ts';
import type { Direction, Point } from './placement.ts';
import type { OpenProject } from './project.svelte.ts';
import type { QuickPlace } from './quick-add.ts';
import { Elements } from './elements.svelte.ts';
import { flowComments, flowEdges, flowNodes, inReadingOrder } from './flow.ts';
import type { FlowSource } from './flow.ts';
import { commentsOutline, outlineOf } from './outline.ts';
import { Pictures } from './pictures.svelte.ts';
import { settings } from './settings.svelte.ts';

/** What the drawn canvas can do for the model: coordinates and the view belong to svelte-flow. */
export interface Viewport {
  /** The middle of what is visible, as a position in the document. */
  centre(): Point;
  toDocument(client: Point): Point;
  toWindow(point: Point): Point;
  /** True where the window's point is over the canvas and nothing lies on it. */
  contains(client: Point): boolean;
  /** The edge under a point of the window. */
  edgeAt(client: Point): string | null;
  /** Brings a layer or a comment into view and gives it the focus, or leaves that where it is. */
  reveal(box: string, focus?: boolean): void;
  fit(): void;
  zoom(to: 'in' | 'out' | 'full'): void;
  /** Gives the canvas itself the focus. */
  focus(): void;
  /** The view to begin with: the whole of a small network, the first layers of a large one. */
  begin(): void;
  /** Told when the person panned or zoomed. */
  moved(): void;
}

/** A layer on its way from the palette to the canvas. */
export interface Carried {
  readonly kind: AnyLayer;
  /** Where the pointer is in the window. */
  readonly at: Point;
  /** The node it would be joined to if it were let go here. */
  readonly after: NetworkNode | null;
}

/** The menu at the pointer: where what is chosen from it goes, and where in the window it stands. */
export interface Quick {
  readonly place: QuickPlace;
  readonly at: Point;
  /** What was typed to open it. */
  readonly text: string;
}

/**
 * The canvas as svelte-flow draws it: nodes and edges that follow the document and hold what is not part of it, the
 * selection and positions during a drag. All changes of the document go through the open project.
 */
export class CanvasModel {
  readonly project: OpenProject;
  /** What is drawn on the layers of the run that trains. */
  readonly pictures = new Pictures();
  viewport: Viewport | null = null;
  direction: Direction = $state.raw('down');
  carried: Carried | null = $state.raw(null);
  quick: Quick | null = $state.raw(null);
  /** The edge that a carried or dragged node would be put on. */
  edgeBelow: string | null = $state.raw(null);
  /** Zoomed out so far that small text cannot be read: then it is left out. */
  far: boolean = $state.raw(false);
  /** Zoomed out so far that no text can be read. */
  tiny: boolean = $state.raw(false);
  /** The view is being panned or zoomed, or a node is being dragged. */
  moving: boolean = $state.raw(false);
  /** Layers or comments are being dragged, or were a moment ago. */
  dragging: boolean = $state.raw(false);
  /** Told what could not be done, in a sentence. */
  say: (sentence: string) => void = () => {};
  /** The node under the pointer: its problems are shown in words. */
  hovered: string | null = $state.raw(null);
  /** What of it all is drawn by svelte-flow. */
  readonly elements = new Elements(this);

  /** The comment that is being written. */
  writing: string | null = $state.raw(null);

  /** What svelte-flow made of the nodes last, and what it was made of. */
  #drawnNodes: { readonly of: DrawnSource; readonly nodes: Node[] } | null = $state.raw(null);
  #drawnEdges: Edge[] = $state.raw([]);
  /** In the order of the pass, which is the order of the Tab key. */
  readonly ordered: readonly NetworkNode[] = $derived.by(() => {
    const { nodes } = this.project.network;
    const place = new Map(orderNetwork(this.project.network).order.map((node, i) => [node.id, i]));
    return [...nodes].sort((a, b) => (place.get(a.id) ?? nodes.length) - (place.get(b.id) ?? nodes.length));
  });
  readonly #besides: ReadonlyMap<string, NetworkNode> = $derived.by(() => besides(this.project.network));
  readonly #outline: ReadonlyMap<string, string> = $derived.by(() =>
    outlineOf(this.ordered, this.project.network.edges, this.project.inferred, this.project.problemsByNode),
  );
  readonly #commentsOutline: ReadonlyMap<string, string> = $derived.by(() =>
    commentsOutline(this.project.network.comments ?? [], this.#besides),
  );
  readonly #source: DrawnSource = $derived.by(() => {
    const { nodes, comments } = this.project.network;
    const { ordered, direction } = this;
    return {
      nodes,
      comments,
      ordered,
      direction,
      outline: this.#outline,
      commentsOutline: this.#commentsOutline,
    };
  });
  readonly #nodes: Node[] = $derived.by(() => {
    const drawn = this.#drawnNodes;
    const source = this.#source;
    // In a drag nothing else is new on each frame.
    if (drawn?.of === source) return drawn.nodes;
    const { comments = [] } = source;
    const last = drawn?.nodes ?? [];
    // While the document's nodes are the same, those that were dragged stay where they were dragged to.
    const layers = flowNodes(source, last, drawn?.of.nodes === source.nodes);
    return inReadingOrder(
      layers,
      flowComments(comments, source.commentsOutline, last, drawn?.of.comments === source.comments),
      this.#besides,
    );
  });
  readonly #edges: Edge[] = $derived.by(() => {
    const { edges, nodes } = this.project.network;
    return flowEdges(edges, nodes, this.#drawnEdges);
  });

  readonly #selectedBoxesKey: string = $derived(joinSelected(this.#nodes));
  readonly #selectedEdgesKey: string = $derived(joinSelected(this.#edges));
  /** Layers and comments. */
  readonly selectedBoxes: readonly string[] = $derived(splitKey(this.#selectedBoxesKey));
  readonly selectedNodes: readonly string[] = $derived(
    this.selectedBoxes.filter((id) => !this.commentById.has(id)),
  );
  readonly selectedComments: readonly string[] = $derived(
    this.selectedBoxes.filter((id) => this.commentById.has(id)),
  );
  readonly selectedEdges: readonly string[] = $derived(splitKey(this.#selectedEdgesKey));
  readonly nodeById: ReadonlyMap<string, NetworkNode> = $derived.by(
    () => new Map(this.project.network.nodes.map((node) => [node.id, node])),
  );
  readonly edgeById: ReadonlyMap<string, NetworkEdge> = $derived.by(
    () => new Map(this.project.network.edges.map((edge) => [edge.id, edge])),
  );
  readonly commentById: ReadonlyMap<string, Comment> = $derived.by(
    () => new Map(this.project.network.comments?.map((comment) => [comment.id, comment])),
  );
  readonly boxById: ReadonlyMap<string, Box> = $derived.by(
    () => new Map(boxesOf(this.project.network).map((box) => [box.id, box])),
  );
  /** The one selected node, where there is exactly one and no comment. */
  readonly selected: NetworkNode | null = $derived(
    this.selectedBoxes.length === 1 ? (this.nodeById.get(this.selectedBoxes[0]!) ?? null) : null,
  );
  readonly selectedComment: Comment | null = $derived(
    this.selectedBoxes.length === 1 ? (this.commentById.get(this.selectedBoxes[0]!) ?? null) : null,
  );
  /** What the layers here are drawn in that have no colour of their own. */
  readonly colourAround: LayerGroup | undefined = $derived.by(() => colourAround(this.project.way));
  /** Nodes with errors; while they are few, each says its sentence on the canvas. */
  readonly troubled: number = $derived.by(
    () => [...this.project.problemsByNode.values()].filter((problems) => problems.some(isError)).length,
  );

  constructor(project: OpenProject) {
    this.project = project;
    this.direction = directionOf(project.network);
  }

  /** All of the network; some may be set, others stay. svelte-flow sets what it draws on every frame of a drag. */
  get nodes(): Node[] {
    return this.#nodes;
  }
  set nodes(nodes: Node[]) {
    const set = new Map(nodes.map((node) => [node.id, node]));
    this.#drawnNodes = {
      of: this.#source,
      nodes: this.#nodes.map((node) => asDrawn(set.get(node.id) ?? node)),
    };
  }
  get edges(): Edge[] {
    return this.#edges;
  }
  set edges(edges: Edge[]) {
    const set = new Map(edges.map((edge) => [edge.id, edge]));
    this.#drawnEdges = this.#edges.map((edge) => set.get(edge.id) ?? edge);
  }

  /** Layers and comments, and edges. */
  select(boxes: readonly string[], edges: readonly string[] = []): void {
    const marked = <T extends Node | Edge>(items: readonly T[], ids: readonly string[]): T[] => {
      const wanted = new Set(ids);
      return items.map((item) =>
        (item.selected ?? false) === wanted.has(item.id) ? item : { ...item, selected: wanted.has(item.id) },
      );
    };
    this.nodes = marked(this.#nodes, boxes);
    this.edges = marked(this.#edges, edges);
  }

  selectAll(): void {
    this.select(
      this.#nodes.map(({ id }) => id),
      this.#edges.map(({ id }) => id),
    );
  }

  /** Selects the layers in the box between two points, and their edges. */
  selectBetween(a: Point, b: Point): void {
    const box = {
      x: Math.min(a.x, b.x),
      y: Math.min(a.y, b.y),
      width: Math.abs(a.x - b.x),
      height: Math.abs(a.y - b.y),
    };
    const inside = new Set(this.#nodes.filter(({ position }) => meets(box, position)).map(({ id }) => id));
    const edges = this.#edges.filter(({ source, target }) => inside.has(source) || inside.has(target));
    this.select(
      [...inside],
      edges.map(({ id }) => id),
    );
  }

  /** Shows another of the project's networks as a whole, or the layers inside a group. */
  show(network: string): void {
    if (network === this.project.network.id) return;
    this.select([]);
    this.project.showNetwork(network);
    this.direction = directionOf(this.project.network);
    this.viewport?.begin();
  }

  /** Where a problem's sentence leads: its network, and its node where it is one's. */
  goTo({ at: { network, node } }: Problem): void {
    if (network !== undefined) this.show(network);
    if (node === undefined) this.select([]);
    else this.jumpTo(node);
  }

  /** Selects a node of the shown network and brings it into view. */
  jumpTo(node: string): void {
    this.select([node]);
    this.viewport?.reveal(node);
  }

  canConnect(connection: Connection | Edge): boolean {
    const reason = whyNot(this.project.network, endsOf(connection));
    return reason === null || reason === 'taken';
  }

  connect(connection: Connection): void {
    const edits = connectEdits(this.project.network, endsOf(connection));
    this.project.edit(ui.design.steps.connect, edits);
  }

  isLoose(node: string): boolean {
    return !this.project.network.edges.some((edge) => edge.from.node === node || edge.to.node === node);
  }

  removeSelection(): void {
    const { network, inside } = this.project;
    const kept = (id: string): boolean => inside && isEnd(this.nodeById.get(id));
    const nodes = this.selectedNodes.filter((id) => !kept(id));
    const { selectedEdges: edges, selectedComments: comments } = this;
    if (nodes.length < this.selectedNodes.length) this.say(ui.drawing.endsInside);
    this.project.edit(
      ui.design.steps.remove(nodes.length, edges.length, comments.length),
      removeEdits(network, [...nodes, ...comments], edges),
    );
  }

  /** Takes the positions that svelte-flow moved nodes to into the document. */
  commitMoves(key: string | null = null): void {
    const positions: Record<string, Point> = {};
    for (const { id, position } of this.#nodes) {
      const known = this.boxById.get(id)?.position;
      if (known && (known.x !== position.x || known.y !== position.y))
        positions[id] = settings.snap ? snap(position) : rounded(position);
    }
    const moved = Object.keys(positions);
    if (moved.length === 0) return;
    const edit: Edit = { edit: 'move-nodes', network: this.project.network.id, positions };
    this.project.edit(ui.design.steps.move(...this.counted(moved)), [edit], { key });
    this.settle();
  }

  /** From here on all are where the document says: undo must find no older places to keep. */
  settle(): void {
    this.nodes = this.#nodes;
  }

  /** How many layers and how many comments these are. */
  counted(boxes: readonly string[]): [layers: number, comments: number] {
    const comments = boxes.filter((id) => this.commentById.has(id)).length;
    return [boxes.length - comments, comments];
  }

  /** Lays the network out anew; where several nodes are selected, those only. Comments go with the layers they are beside. */
  tidy(direction: Direction = this.direction): void {
    const { network } = this.project;
    const some = this.selectedNodes.length > 1 ? new Set(this.selectedNodes) : null;
    if (!some) this.direction = direction;
    this.place(
      some ? ui.drawing.steps.tidySome(some.size) : ui.design.steps.tidy,
      withComments(network, tidyPositions(some ? partOf(network, some) : network, direction)),
    );
    if (!some) this.viewport?.fit();
  }

  /** Puts layers and comments to these places, as one step. */
  place(step: string, positions: Places): void {
    if (Object.keys(positions).length === 0) return;
    this.project.edit(step, [{ edit: 'move-nodes', network: this.project.network.id, positions }]);
    this.settle();
  }

  /** The middle of the view, as the corner of a node there. */
  middle(): Point {
    return cornerFor(this.viewport?.centre() ?? { x: 0, y: 0 });
  }

  /** Forgets where nodes were dragged to. */
  resetPlaces(): void {
    this.nodes = this.#nodes.map((node) => ({
      ...node,
      position: { ...(this.boxById.get(node.id)?.position ?? node.position) },
    }));
  }

  /** Says a piece of advice no more in this project. */
  dismiss(problem: Problem): void {
    this.project.edit(ui.design.steps.dismiss, dismissEdits(this.project.document, problem));
  }

  /** Applies a problem's remedy; what it inserts gets room. */
  applyFix(problem: Problem): void {
    if (!problem.fix) return;
    const { networks } = this.project;
    const network = networks.find(({ id }) => id === problem.at.network) ?? this.project.network;
    this.project.edit(fixText(problem.fix), roomFor(network, problem.fix.edits, this.direction));
  }
}

/** What of the document the drawn nodes follow. */
interface DrawnSource extends FlowSource {
  readonly nodes: readonly NetworkNode[];
  readonly comments: readonly Comment[] | undefined;
  readonly commentsOutline: ReadonlyMap<string, string>;
}

/** Without what is said of a node only until it is drawn: what svelte-flow has measured is better. */
function asDrawn(node: Node): Node {
  if (!node.hidden && !(node.measured && node.handles)) return node;
  const { hidden: _, handles, ...rest } = node;
  return node.measured || !handles ? rest : { ...rest, handles };
}

const isEnd = (node: NetworkNode | undefined): boolean => node?.kind === 'input' || node?.kind === 'output';

const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });

export const isError = (problem: Problem): boolean => problem.severity === 'error';

const endsOf = (connection: Connection | Edge): Ends => ({
  from: { node: connection.source, port: connection.sourceHandle ?? '' },
  to: { node: connection.target, port: connection.targetHandle ?? '' },
});

// Ids hold no spaces. One string, because a drag replaces the arrays on each frame and the selection mostly stays.
const joinSelected = (items: readonly (Node | Edge)[]): string =>
  items
    .filter((item) => item.selected)
    .map((item) => item.id)
    .join(' ');
const splitKey = (key: string): readonly string[] => (key === '' ? [] : key.split(' '));

const canvases = new WeakMap<OpenProject, CanvasModel>();

/** The canvas of an open project: the same one in every room, so that the selection stays when the room changes. */
export function canvasOf(project: OpenProject): CanvasModel {
  let canvas = canvases.get(project);
  if (!canvas) {
    // A root of its own: what the model derives must outlive the component that happens to ask first.
    $effect.root(() => {
      canvas = untrack(() => new CanvasModel(project));
    });
    canvases.set(project, canvas!);
  }
  return canvas!;
}

/** The canvas that a node or edge is drawn on. */
export const [useCanvas, provideCanvas] = createContext<CanvasModel>();
