import { z } from 'zod';
import { commentsSchema, edgeSchema, nodeSchema } from '../../network/document.ts';
import type { Network, NetworkEdge, NetworkNode } from '../../network/document.ts';
import { defineLayer, OUTER } from '../define.ts';
import type { Fragment, FragmentEnd } from '../define.ts';
import { flag, integer } from '../params.ts';
import type { Param } from '../params.ts';
import { because, valueWords } from '../../words/values.ts';
import { composite } from './parts/composite.ts';
import { input, output } from './parts/ports.ts';

export type Layers = Omit<Network, 'id' | 'name'>;
interface Group {
  readonly layers: Layers;
  readonly repeat: number;
  readonly shared: boolean;
}

/** What a group may come to, groups in it and repetitions counted; files come from strangers. */
const MOST_LAYERS = 2000;
const MOST_DEPTH = 8;

const endsOf = ({ nodes }: Layers, kind: string): readonly NetworkNode[] =>
  nodes.filter((node) => node.kind === kind);

const layersSchema = z
  .strictObject({
    nodes: z.array(nodeSchema).max(MOST_LAYERS),
    edges: z.array(edgeSchema).max(10_000),
    comments: commentsSchema,
  })
  .refine(({ nodes, comments = [] }) => {
    const drawn = [...nodes, ...comments];
    return new Set(drawn.map(({ id }) => id)).size === drawn.length;
  }, because(valueWords.idTwice))
  .refine(({ nodes }) => nodes.every(({ id }) => !id.includes('.')), because(valueWords.idWithPoint))
  .refine(
    (layers) => endsOf(layers, 'input').length === 1 && endsOf(layers, 'output').length === 1,
    because(valueWords.oneInputOneOutput),
  );

const node = (id: string, kind: string, params: Record<string, unknown>, x: number): NetworkNode => ({
  id,
  kind,
  name: id,
  params,
  position: { x, y: 0 },
  trainable: true,
});
const edge = (from: string, to: string): NetworkEdge => ({
  id: `${from}-${to}`,
  from: { node: from, port: 'output' },
  to: { node: to, port: 'input' },
});

const layersParam: Param<Layers> = {
  default: {
    nodes: [
      node('input', 'input', {}, 0),
      node('dense', 'dense', { units: 32, activation: 'relu' }, 240),
      node('output', 'output', {}, 480),
    ],
    edges: [edge('input', 'dense'), edge('dense', 'output')],
  },
  label: 'Layers',
  doc: 'The network inside: its input is what the group receives, its output what the group gives.',
  control: { type: 'layers' },
  schema: layersSchema,
};

/** Several layers as one, once or repeated. */
export const group = defineLayer({
  ...composite,
  kind: 'group',
  label: 'Group',
  group: 'core',
  icon: 'boxes',
  doc: 'Several layers as one, once or in a row of repetitions, each with weights of its own or all with the same.',
  params: {
    layers: layersParam,
    repeat: integer('Repeat', 1, 1, 'How many times in a row; each receives what the one before gives.', {
      max: 1000,
    }),
    shared: flag('Share weights', false, 'All repetitions use the weights of the first.'),
  },
  inputs: input('What the first layer inside receives.'),
  outputs: output('What the last layer inside gives.'),
  summary: ({ layers, repeat }) => `${layers.nodes.length - 2}${repeat > 1 ? ` × ${repeat}` : ''}`,
  expand: (params) =>
    sizeOfGroup(params, 1) > MOST_LAYERS
      ? {
          misfit: {
            code: 'group-too-large',
            facts: { layer: 'Group', layers: MOST_LAYERS, depth: MOST_DEPTH },
          },
        }
      : { fragment: fragmentOf(params) },
  examples: [
    { inputs: [[5]], outputs: [[32]] },
    {
      params: {
        layers: {
          nodes: [
            node('in', 'input', {}, 0),
            node('dense', 'dense', { units: 4, activation: 'tanh' }, 1),
            node('sum', 'add', {}, 2),
            node('out', 'output', {}, 3),
          ],
          edges: [edge('in', 'dense'), edge('in', 'sum'), edge('dense', 'sum'), edge('sum', 'out')],
        },
        repeat: 3,
      },
      inputs: [[3, 4]],
      outputs: [[3, 4]],
    },
  ],
});

/** Layers that the group comes to; without end where groups are too deep. What is not a group's params counts as one. */
function sizeOfGroup({ layers, repeat }: Pick<Group, 'layers' | 'repeat'>, depth: number): number {
  if (depth > MOST_DEPTH) return Infinity;
  const inner = layers.nodes.map(({ kind, params }) => {
    if (kind !== group.kind) return 1;
    const held = z
      .object({ layers: layersSchema, repeat: z.number().default(1) })
      .safeParse({ layers: layersParam.default, ...params });
    return held.success ? sizeOfGroup(held.data, depth + 1) : 1;
  });
  return repeat * inner.reduce((sum, size) => sum + size, 0);
}

/** The layers that a node of this kind holds; null where they are none that a group can have. */
export function layersInside({ kind, params }: Pick<NetworkNode, 'kind' | 'params'>): Layers | null {
  if (kind !== group.kind) return null;
  const held = layersSchema.safeParse(params['layers'] ?? layersParam.default);
  return held.success ? held.data : null;
}

function fragmentOf({ layers, repeat, shared }: Group): Fragment {
  const [entry, exit] = [endsOf(layers, 'input')[0]!.id, endsOf(layers, 'output')[0]!.id];
  const inner = layers.nodes.filter(({ id }) => id !== entry && id !== exit);
  const last = layers.edges.filter(({ to }) => to.node === exit);
  /** The first repetition has the plain ids. */
  const idIn = (copy: number, id: string): string => (copy === 1 ? id : `${copy}.${id}`);
  /** Where a signal inside comes from: a layer of this repetition, or what it receives from the one before. */
  const source = (copy: number, { node, port }: FragmentEnd): readonly FragmentEnd[] => {
    if (node !== entry) return [{ node: idIn(copy, node), port }];
    return copy === 1 ? [{ node: OUTER, port: 'input' }] : last.flatMap(({ from }) => source(copy - 1, from));
  };
  const edges: { from: FragmentEnd; to: FragmentEnd }[] = [];
  const nodes = Array.from({ length: repeat }, (_, i) => i + 1).flatMap((copy) => {
    for (const { from, to } of layers.edges) {
      if (to.node === exit) continue;
      const target = { node: idIn(copy, to.node), port: to.port };
      edges.push(...source(copy, from).map((from) => ({ from, to: target })));
    }
    return inner.map(({ id, kind, params, trainable }) => ({
      id: idIn(copy, id),
      kind,
      params,
      trainable,
      ...(shared && copy > 1 && { weightsOf: id }),
    }));
  });
  const to = { node: OUTER, port: 'output' };
  edges.push(...last.flatMap(({ from }) => source(repeat, from)).map((from) => ({ from, to })));
  return { nodes, edges };
}
