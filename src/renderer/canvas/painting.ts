/** The network as one picture: layers that are no elements, and the edges between them. */
import type { Node } from '@xyflow/svelte';
import type { NetworkEdge, NetworkNode } from '../../shared/network/document.ts';
import type { LayerGroup } from '../../shared/kinds/layer-groups.ts';
import { colourOf } from '../../shared/network/colours.ts';
import type { Problem } from '../../shared/words/problems.ts';
import { handlesOf, ZOOM } from './flow.ts';
import { grown, meets } from './mounts.ts';
import type { Area } from './mounts.ts';
import { NODE_SIZE } from './placement.ts';
import type { Direction, Point } from './placement.ts';

export interface PaintedLayer extends Point {
  readonly id: string;
  readonly name: string;
  /** The token of its colour. */
  readonly tint: `--${string}`;
  readonly sign: Problem['severity'] | null;
  readonly selected: boolean;
}
/** From port to port, with the two points that bend it. */
export interface PaintedEdge {
  readonly id: string;
  readonly ends: readonly [string, string];
  readonly curve: readonly [Point, Point, Point, Point];
  readonly selected: boolean;
}
export interface Scene {
  readonly layers: readonly PaintedLayer[];
  readonly edges: readonly PaintedEdge[];
}

export interface SceneSource {
  /** As they are drawn, with those only that are painted. */
  readonly nodes: readonly Node[];
  readonly nodeById: ReadonlyMap<string, NetworkNode>;
  readonly edges: readonly NetworkEdge[];
  readonly selectedEdges: readonly string[];
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  readonly direction: Direction;
  readonly colourAround?: LayerGroup | undefined;
}

export function sceneOf(source: SceneSource): Scene {
  const places = new Map(source.nodes.map((node) => [node.id, node.position]));
  const ports = new Map<string, Point>();
  const selected = new Set(source.selectedEdges);
  const layers = source.nodes.flatMap((drawn): PaintedLayer[] => {
    const node = source.nodeById.get(drawn.id);
    if (!node) return [];
    for (const { id, type, x, y, width = 0, height = 0 } of handlesOf(node.kind, source.direction))
      ports.set(`${node.id} ${type} ${id}`, {
        x: drawn.position.x + x + width / 2,
        y: drawn.position.y + y + height / 2,
      });
    const problems = source.problems.get(node.id) ?? [];
    return [
      {
        ...drawn.position,
        id: node.id,
        name: node.name,
        tint: `--group-${colourOf(node, source.colourAround)}`,
        sign:
          problems.find(({ severity }) => severity === 'error')?.severity ?? problems[0]?.severity ?? null,
        selected: drawn.selected ?? false,
      },
    ];
  });
  const edges = source.edges.flatMap((edge): PaintedEdge[] => {
    if (!places.has(edge.from.node) || !places.has(edge.to.node)) return [];
    const from = ports.get(`${edge.from.node} source ${edge.from.port}`);
    const to = ports.get(`${edge.to.node} target ${edge.to.port}`);
    if (!from || !to) return [];
    return [
      {
        id: edge.id,
        ends: [edge.from.node, edge.to.node],
        curve: [from, ...bend(from, to, source.direction), to],
        selected: selected.has(edge.id),
      },
    ];
  });
  return { layers, edges };
}

/** As svelte-flow bends its edges. */
function bend(from: Point, to: Point, direction: Direction): [Point, Point] {
  const along = direction === 'down' ? to.y - from.y : to.x - from.x;
  const by = along >= 0 ? along / 2 : 6.25 * Math.sqrt(-along);
  return direction === 'down'
    ? [
        { x: from.x, y: from.y + by },
        { x: to.x, y: to.y - by },
      ]
    : [
        { x: from.x + by, y: from.y },
        { x: to.x - by, y: to.y },
      ];
}

export const layerAt = ({ layers }: Scene, { x, y }: Point): PaintedLayer | undefined =>
  [...layers]
    .reverse()
    .find((at) => x >= at.x && y >= at.y && x <= at.x + NODE_SIZE.width && y <= at.y + NODE_SIZE.height);

/** The edge that passes a point within a reach. */
export function edgeAt({ edges }: Scene, at: Point, reach: number): PaintedEdge | undefined {
  return [...edges].reverse().find(({ curve }) => {
    const xs = curve.map(({ x }) => x);
    const ys = curve.map(({ y }) => y);
    if (at.x < Math.min(...xs) - reach || at.x > Math.max(...xs) + reach) return false;
    if (at.y < Math.min(...ys) - reach || at.y > Math.max(...ys) + reach) return false;
    const points = Array.from({ length: PIECES + 1 }, (_, i) => pointOf(curve, i / PIECES));
    return points.slice(1).some((b, i) => distance(at, points[i]!, b) <= reach);
  });
}

const PIECES = 16;

function pointOf([a, b, c, d]: PaintedEdge['curve'], t: number): Point {
  const s = 1 - t;
  const of = (along: 'x' | 'y'): number =>
    s ** 3 * a[along] + 3 * s * s * t * b[along] + 3 * s * t * t * c[along] + t ** 3 * d[along];
  return { x: of('x'), y: of('y') };
}

/** From a point to a straight piece. */
function distance({ x, y }: Point, a: Point, b: Point): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const t =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / length));
  return Math.hypot(x - a.x - t * (b.x - a.x), y - a.y - t * (b.y - a.y));
}

type Paper = OffscreenCanvasRenderingContext2D;

const RADIUS = 6;
const LETTER = 20;
const BAR = 10;
const NAME = { x: 22, width: 200 } as const;

/** Paints what lies in an area; `scale`: pixels of the paper to a unit of the document, `zoom`: of the window. */
export function paint(
  paper: Paper,
  { layers, edges }: Scene,
  { area, scale, zoom }: { readonly area: Area; readonly scale: number; readonly zoom: number },
  token: (name: `--${string}`) => string,
): void {
  const { width, height } = NODE_SIZE;
  const around = grown(area, 0.1);
  const seen = layers.filter((layer) => meets(around, layer));
  paper.setTransform(scale, 0, 0, scale, -area.x * scale, -area.y * scale);

  const stroke = (some: readonly PaintedEdge[], colour: string, wide: number): void => {
    paper.beginPath();
    for (const {
      curve: [from, a, b, to],
    } of some) {
      paper.moveTo(from.x, from.y);
      paper.bezierCurveTo(a.x, a.y, b.x, b.y, to.x, to.y);
    }
    paper.strokeStyle = colour;
    paper.lineWidth = wide;
    paper.stroke();
  };
  // A line thinner than a pixel of the window fades away.
  const line = Math.max(1.5, 0.75 / zoom);
  stroke(edges, token('--line-strong'), line);
  const marked = edges.filter(({ selected }) => selected);
  if (marked.length > 0) stroke(marked, token('--focus'), 1.5 * line);

  const boxes = (some: readonly PaintedLayer[], by = 0): void => {
    paper.beginPath();
    for (const { x, y } of some)
      paper.roundRect(x - by, y - by, width + 2 * by, height + 2 * by, RADIUS + by);
  };
  boxes(seen);
  paper.fillStyle = token('--raised');
  paper.fill();
  paper.strokeStyle = token('--line-strong');
  paper.lineWidth = Math.max(1, 0.5 / zoom);
  paper.stroke();

  const legible = zoom >= ZOOM.legible;
  // Too small for a name, a layer is its kind's colour.
  paper.globalAlpha = legible ? 1 : 0.5;
  for (const tint of new Set(seen.map((layer) => layer.tint))) {
    paper.fillStyle = token(tint);
    paper.beginPath();
    for (const layer of seen)
      if (layer.tint === tint)
        paper.roundRect(
          layer.x,
          layer.y,
          legible ? BAR : width,
          height,
          legible ? [RADIUS, 0, 0, RADIUS] : RADIUS,
        );
    paper.fill();
  }
  paper.globalAlpha = 1;

  if (legible) {
    paper.fillStyle = token('--text');
    paper.font = `600 ${LETTER}px ${token('--font-text')}`;
    paper.textBaseline = 'middle';
    for (const { x, y, name } of seen) paper.fillText(shortened(paper, name), x + NAME.x, y + height / 2);
  }

  const ring = Math.max(2, 1.5 / zoom);
  const chosen = seen.filter(({ selected }) => selected);
  if (chosen.length > 0) {
    boxes(chosen, ring / 2);
    paper.strokeStyle = token('--focus');
    paper.lineWidth = ring;
    paper.stroke();
  }
  signs(
    paper,
    seen.filter(({ sign }) => sign !== null),
    Math.max(9, 3.5 / zoom),
    token,
  );
}

/** A round sign for what is wrong, a square one on its corner for advice. */
function signs(
  paper: Paper,
  layers: readonly PaintedLayer[],
  radius: number,
  token: (name: `--${string}`) => string,
): void {
  for (const { x, y, sign } of layers) {
    const right = x + NODE_SIZE.width;
    paper.beginPath();
    if (sign === 'error') paper.arc(right, y, radius, 0, 2 * Math.PI);
    else {
      paper.moveTo(right, y - radius);
      paper.lineTo(right + radius, y);
      paper.lineTo(right, y + radius);
      paper.lineTo(right - radius, y);
      paper.closePath();
    }
    paper.fillStyle = token(sign === 'error' ? '--danger' : '--warn');
    paper.fill();
    paper.strokeStyle = token('--ground');
    paper.lineWidth = radius / 4;
    paper.stroke();
  }
}

const lengths = new Map<string, string>();

/** As much of a name as there is room for. */
function shortened(paper: Paper, name: string): string {
  let short = lengths.get(name);
  if (short === undefined) {
    short = name;
    while (short.length > 1 && paper.measureText(short).width > NAME.width)
      short = `${short.replace(/…$/, '').slice(0, -1)}…`;
    lengths.set(name, short);
  }
  return short;
}
