/**
 * Layers that read in both directions as Keras has them. Ours take and give a state as one signal, that of the forward
 * direction beside that of the backward one; Keras has them apart, all of a direction together. The layers that join and
 * cut them where other layers are connected are some that Keras has.
 */
import type { AnyLayer, Port } from '../kinds/define.ts';
import { layerOf } from '../kinds/layers/index.ts';
import { paramsSchema } from '../kinds/params.ts';
import type { Shape } from '../kinds/shape.ts';
import type { EdgeEnd } from './document.ts';
import { inferLayer } from './infer.ts';
import type { NodeFacts } from './infer.ts';

/** What is to be written: its nodes in the order of the pass. */
export interface Pass {
  readonly nodes: readonly NodeFacts[];
  readonly outputs: readonly { readonly source: EdgeEnd }[];
}

const keyOf = ({ node, port }: EdgeEnd): string => `${node}.${port}`;
/** The port of the backward direction, whose forward one has the name of ours. */
export const backward = (port: string): string => `backward_${port}`;

export const hasStatesApart = ({ fromKeras, keras }: AnyLayer, params: NodeFacts['params']): boolean =>
  fromKeras?.wrapper !== undefined && keras(params, [])?.states?.apart === true;

/** The kind with the ports that its Keras layer has. */
export function kindApart(kind: AnyLayer): AnyLayer {
  const both = (ports: readonly Port[]): readonly Port[] => [
    ...ports,
    ...ports.slice(1).map((port) => ({ ...port, name: backward(port.name) })),
  ];
  return { ...kind, inputs: both(kind.inputs), outputs: both(kind.outputs) };
}

/** The same pass with those states apart. Nodes that it adds have ids as the parts of a composite have them. */
export function statesApart<P extends Pass>(plan: P): P {
  const twofold = new Set(
    plan.nodes.flatMap(({ node, kind, params }) => (hasStatesApart(kind, params) ? node.id : [])),
  );
  if (twofold.size === 0) return plan;
  const byId = new Map(plan.nodes.map((facts) => [facts.node.id, facts]));
  /** A state of both directions. */
  const isState = ({ node, port }: EdgeEnd): boolean =>
    twofold.has(node) && port !== byId.get(node)!.kind.outputs[0]!.name;

  const joined = new Set<string>();
  const whole = (source: EdgeEnd): EdgeEnd => {
    if (!isState(source)) return source;
    joined.add(keyOf(source));
    return { node: keyOf(source), port: 'output' };
  };
  const cut = new Set<string>();
  /** The two parts of what a state starts from, and the layers that cut it. */
  const halvesOf = (source: EdgeEnd, shape: Shape): { ends: readonly EdgeEnd[]; layers: NodeFacts[] } => {
    if (isState(source)) return { ends: [source, { ...source, port: backward(source.port) }], layers: [] };
    const layers = cutInTwo(byId.get(source.node)!, source, shape);
    const ends = layers.slice(-2).map(({ node }) => ({ node: node.id, port: 'output' }));
    const known = cut.has(keyOf(source));
    cut.add(keyOf(source));
    return { ends, layers: known ? [] : layers };
  };

  const read = plan.nodes.flatMap((facts): NodeFacts[] => {
    if (!twofold.has(facts.node.id)) return [{ ...facts, sources: facts.sources.map(whole) }];
    const [x, ...states] = facts.sources;
    const halves = states.map((source, i) => halvesOf(source, facts.inputs[i + 1]!));
    const side = (i: number): EdgeEnd[] => halves.map(({ ends }) => ends[i]!);
    const [output, ...given] = facts.outputs;
    const half = (shapes: readonly Shape[]): Shape[] => shapes.map(([both]) => [both! / 2]);
    const [taken, made] = [half(facts.inputs.slice(1)), half(given)];
    return [
      ...halves.flatMap(({ layers }) => layers),
      {
        ...facts,
        kind: kindApart(facts.kind),
        sources: [whole(x!), ...side(0), ...side(1)],
        inputs: [facts.inputs[0]!, ...taken, ...taken],
        outputs: [output!, ...made, ...made],
      },
    ];
  });
  const outputs = plan.outputs.map((end) => ({ ...end, source: whole(end.source) }));
  const nodes = read.flatMap((facts) => [facts, ...joins(facts, joined)]);
  return { ...plan, nodes, outputs };
}

/** Behind a layer, those that join the states of both its directions. */
const joins = (facts: NodeFacts, wanted: ReadonlySet<string>): NodeFacts[] =>
  facts.kind.outputs.flatMap(({ name: port }, i) => {
    const end = { node: facts.node.id, port };
    if (!wanted.has(keyOf(end))) return [];
    const sources = [end, { ...end, port: backward(port) }];
    const shape = facts.outputs[i]!;
    return [
      beside(facts, { id: keyOf(end), what: `${port}s`, kind: 'concatenate' }, sources, [shape, shape]),
    ];
  });

/** The layers that cut a signal in two; the last two of them give the halves. */
function cutInTwo(from: NodeFacts, source: EdgeEnd, [size]: Shape): NodeFacts[] {
  const behind = (before: NodeFacts, made: Made): NodeFacts =>
    beside(from, made, [{ node: before.node.id, port: 'output' }], before.outputs);
  const id = keyOf(source);
  const port = source.port === from.kind.outputs[0]!.name ? '' : `${source.port} `;
  const targetShape = [2, size! / 2];
  const rows = beside(
    from,
    { id: `${id}.rows`, what: `${port}in two`, kind: 'reshape', params: { targetShape } },
    [source],
    [[size!]],
  );
  const parts = [0, 1].map((i) => {
    const params = { cropping: [i, 1 - i] };
    return behind(rows, { id: `${id}.row${i}`, what: `${port}row ${i + 1}`, kind: 'cropping1D', params });
  });
  const halves = parts.map((part, i) =>
    behind(part, { id: `${id}.half${i}`, what: `${port}half ${i + 1}`, kind: 'flatten' }),
  );
  return [rows, ...parts, ...halves];
}

interface Made {
  readonly id: string;
  /** What its name says after the name of the layer beside it. */
  readonly what: string;
  readonly kind: string;
  readonly params?: Readonly<Record<string, unknown>>;
}
function beside(
  { node: { name, position } }: NodeFacts,
  { id, what, kind: kindName, params: given = {} }: Made,
  sources: readonly EdgeEnd[],
  inputs: readonly Shape[],
): NodeFacts {
  const kind = layerOf(kindName)!;
  const params = paramsSchema(kind.params).parse(given);
  const layer = inferLayer(kind, params, inputs);
  if ('misfit' in layer) throw new Error(`${name} ${what}: ${layer.misfit.code}`);
  const node = { id, kind: kindName, name: `${name} ${what}`, params, position, trainable: true };
  return { node, kind, params, sources, inputs, ...layer };
}
