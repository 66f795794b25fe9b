/** What of the network svelte-flow is given to make elements of; see mounts.ts. */
import type { Edge, Node } from '@xyflow/svelte';
import type { CanvasModel } from './canvas.svelte.ts';
import type { Network } from '../../shared/network/document.ts';
import {
  FIRST_STEP,
  grown,
  holds,
  MANY_NODES,
  meets,
  nextMounts,
  NO_MOUNTS,
  STEP,
  STEP_MOVING,
} from './mounts.ts';
import type { Mounts, Step, View } from './mounts.ts';
import type { Point } from './placement.ts';

const FEW_SELECTED = 12;
const FEW_JOINED = 60;
/** Part of the view's size that it may move before it is looked at again; less than what is made beyond it. */
const SLACK = 0.1;

export class Elements {
  readonly #canvas: CanvasModel;
  #mounts: Mounts = $state.raw(NO_MOUNTS);
  #settled: { readonly view: View; readonly network: Network } | null = null;
  /** What is in view, in the document's units. */
  view: View | null = $state.raw(null);
  /** The painted layer under the pointer, or those that the painted edge there joins. */
  pointed: readonly string[] = $state.raw([]);
  /** The painted edge under a point of the window, while there is a picture. */
  paintedEdgeAt: ((client: Point) => string | null) | null = null;
  /** The layer that had the focus last. */
  focused: string | null = $state.raw(null);

  /** Selected layers that are elements with all that they are joined to: they move without the picture of the rest. */
  readonly apart: ReadonlySet<string> = $derived.by(() => {
    const { selectedNodes, project } = this.#canvas;
    const few = new Set(selectedNodes.length > FEW_SELECTED ? [] : selectedNodes);
    const joined = project.network.edges.filter(({ from, to }) => few.has(from.node) || few.has(to.node));
    return joined.length > FEW_JOINED ? new Set() : few;
  });
  /** Layers that are elements whatever is in view: those that are worked with, and those the Tab key leads to. */
  readonly #kept: ReadonlySet<string> = $derived.by(() => {
    const { selectedEdges, edgeById, ordered, project } = this.#canvas;
    const kept = new Set([...this.pointed, ...this.apart]);
    const at = ordered.findIndex(({ id }) => id === this.focused);
    for (const i of at < 0 ? [0, ordered.length - 1] : [at - 1, at, at + 1])
      if (ordered[i]) kept.add(ordered[i].id);
    for (const id of selectedEdges.slice(0, FEW_SELECTED)) {
      const edge = edgeById.get(id);
      if (edge) kept.add(edge.from.node).add(edge.to.node);
    }
    for (const { from, to } of project.network.edges)
      if (this.apart.has(from.node) || this.apart.has(to.node)) kept.add(from.node).add(to.node);
    return kept;
  });

  /** In the order that they are read in, and all comments. Selected layers are given in any case, so that they move and are let go of with the rest. */
  readonly nodes: Node[] = $derived.by(() => {
    const { nodes } = this.#canvas;
    // Chosen first, changed then: on each frame of a drag nothing is made of those that are not given.
    return nodes
      .filter((node) => node.selected || this.has(node.id))
      .map((node) => (this.has(node.id) ? node : { ...node, hidden: true }));
  });
  readonly edges: Edge[] = $derived.by(() =>
    this.#canvas.edges.filter(({ source, target }) => this.has(source) && this.has(target)),
  );
  /** Some of what is given is not drawn: svelte-flow must look which. */
  readonly someHidden: boolean = $derived(this.nodes.some(({ hidden }) => hidden));
  readonly crowded: boolean = $derived(this.#mounts.crowded);
  /** Something in view is not made of elements: it is painted. */
  readonly painted: boolean = $derived(!this.#mounts.complete);

  constructor(canvas: CanvasModel) {
    this.#canvas = canvas;
  }

  has(id: string): boolean {
    return this.#canvas.commentById.has(id) || this.#mounts.ids.has(id) || this.#kept.has(id);
  }

  /** The canvas is drawn anew, with this in view. */
  begin(view: View): void {
    this.view = view;
    this.#mounts = NO_MOUNTS;
    this.#settled = null;
    const seen = this.#canvas.project.network.nodes.filter(({ position }) => meets(view, position));
    this.#step({ coming: Math.min(FIRST_STEP, seen.length), going: 0 });
  }

  /** Nothing has come near the view, or gone far from it, since all that was to be made was made. */
  get settled(): boolean {
    const { view } = this;
    const last = this.#settled;
    return (
      view !== null &&
      last?.network === this.#canvas.project.network &&
      last.view.zoom === view.zoom &&
      holds(grown(last.view, SLACK), view)
    );
  }

  /** Makes and drops a few elements; false when that was all until the view or the network changes. */
  step(moving: boolean): boolean {
    // However long a gesture is, there are not more and more elements.
    return this.#step(moving && this.#mounts.ids.size < MANY_NODES ? STEP_MOVING : STEP);
  }

  #step(step: Step): boolean {
    if (!this.view) return false;
    const { network } = this.#canvas.project;
    this.#mounts = nextMounts(network, this.view, this.#mounts, step);
    this.#settled = this.#mounts.settled ? { view: this.view, network } : null;
    return !this.#mounts.settled;
  }
}
