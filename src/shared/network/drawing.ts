/** A network as a small picture needs it: where its layers lie, of which group each is, and what leads where. */
import type { LayerGroup } from '../kinds/layer-groups.ts';
import { colourOf } from './colours.ts';
import type { Network } from './document.ts';

export interface NetworkDrawing {
  readonly nodes: readonly { readonly x: number; readonly y: number; readonly group: LayerGroup }[];
  /** Places in `nodes`. */
  readonly edges: readonly (readonly [from: number, to: number])[];
}

export function drawingOf({ nodes, edges }: Network): NetworkDrawing {
  const place = new Map(nodes.map(({ id }, i) => [id, i]));
  return {
    nodes: nodes.map((node) => ({ ...node.position, group: colourOf(node) })),
    edges: edges.flatMap(({ from, to }) => {
      const ends = [place.get(from.node), place.get(to.node)] as const;
      return ends[0] === undefined || ends[1] === undefined ? [] : [[ends[0], ends[1]] as const];
    }),
  };
}
