/** The way back from `statesApart`: the states of both directions as one signal, as our layers take and give them. */
import { layerOf } from '../../../../shared/kinds/layers/index.ts';
import type { EdgeEnd, Network, NetworkEdge, NetworkNode } from '../../../../shared/network/document.ts';
import { backward, hasStatesApart } from '../../../../shared/network/states-apart.ts';

/** One direction's half of a signal. */
interface Half {
  readonly of: EdgeEnd;
  readonly index: number;
}
const isTwoRows = (shape: unknown): boolean => Array.isArray(shape) && shape.length === 2 && shape[0] === 2;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `network`: its layers in both directions have the ports that Keras' have. What then leads nowhere is left out. */
export function statesTogether(network: Network): Network {
  const nodes = new Map(network.nodes.map((node) => [node.id, node]));
  const twofold = new Set(network.nodes.filter(isTwofold).map(({ id }) => id));
  if (twofold.size === 0) return network;
  const edges: NetworkEdge[] = [];
  const connect = (from: EdgeEnd, to: EdgeEnd): void => {
    edges.push({ id: `edge-${edges.length + 1}`, from, to });
  };
  const into = (id: string): EdgeEnd[] =>
    network.edges.filter(({ to }) => to.node === id).map(({ from }) => from);
  /** What feeds a node of this kind; nothing where it is of another. */
  const fed = (
    { node }: EdgeEnd,
    kind: string,
    fits: (params: NetworkNode['params']) => boolean = () => true,
  ): readonly EdgeEnd[] => {
    const found = nodes.get(node)!;
    return found.kind === kind && fits(found.params) ? into(node) : [];
  };

  const stateOf = ({ node, port }: EdgeEnd): Half | null => {
    if (!twofold.has(node)) return null;
    const [, ...states] = layerOf(nodes.get(node)!.kind)!.outputs;
    for (const { name } of states)
      for (const [index, half] of [name, backward(name)].entries())
        if (half === port) return { of: { node, port: name }, index };
    return null;
  };
  /** A half that layers cut out of a signal. */
  const cutOf = (end: EdgeEnd): Half | null => {
    const [row] = fed(end, 'flatten');
    for (const index of row ? [0, 1] : []) {
      const [rows] = fed(row!, 'cropping1D', ({ cropping }) => isSame(cropping, [index, 1 - index]));
      const [source] = rows ? fed(rows, 'reshape', ({ targetShape }) => isTwoRows(targetShape)) : [];
      if (source) return { of: whole(source), index };
    }
    return null;
  };
  /** The signal whose halves these are. */
  const joined = (ends: readonly EdgeEnd[]): EdgeEnd | null => {
    const [first, second, ...more] = ends.map((end) => stateOf(end) ?? cutOf(end));
    const both = first?.index === 0 && second?.index === 1 && more.length === 0;
    return both && isSame(first.of, second.of) ? first.of : null;
  };
  const whole = (end: EdgeEnd): EdgeEnd => {
    const half = stateOf(end);
    return half ? cut(half) : (joined(fed(end, 'concatenate')) ?? end);
  };

  const add = (
    id: string,
    kind: string,
    params: NetworkNode['params'],
    from: readonly EdgeEnd[],
  ): EdgeEnd => {
    if (!nodes.has(id)) {
      const position = nodes.get(from[0]!.node)!.position;
      nodes.set(id, { id, kind, name: id, params, position, trainable: true });
      for (const source of from) connect(source, { node: id, port: 'input' });
    }
    return { node: id, port: 'output' };
  };
  const cut = ({ of, index }: Half): EdgeEnd => {
    const id = `${of.node}/${of.port}`;
    const units = nodes.get(of.node)!.params['units'];
    const rows = add(`${id}/rows`, 'reshape', { targetShape: [2, units] }, [of]);
    const row = add(`${id}/row${index}`, 'cropping1D', { cropping: [index, 1 - index] }, [rows]);
    return add(`${id}/half${index}`, 'flatten', {}, [row]);
  };

  for (const { from, to } of network.edges) {
    const states = twofold.has(to.node) ? layerOf(nodes.get(to.node)!.kind)!.inputs.slice(1) : [];
    // What the backward direction starts from is joined to the forward one's.
    if (states.some(({ name }) => backward(name) === to.port)) continue;
    if (!states.some(({ name }) => name === to.port)) connect(whole(from), to);
    else {
      const other = network.edges.find(
        (edge) => edge.to.node === to.node && edge.to.port === backward(to.port),
      );
      if (!other) throw new Error(`${to.node} is given a state of one direction alone`);
      const halves = [from, other.from];
      connect(joined(halves) ?? add(`${to.node}/${to.port}`, 'concatenate', {}, halves.map(whole)), to);
    }
  }
  return leadingToOutputs({ ...network, nodes: [...nodes.values()], edges });
}

const isTwofold = ({ kind, params }: NetworkNode): boolean => hasStatesApart(layerOf(kind)!, params);

function leadingToOutputs({ nodes, edges, ...rest }: Network): Network {
  const used = new Set<string>();
  const use = (id: string): void => {
    if (used.has(id)) return;
    used.add(id);
    for (const { from, to } of edges) if (to.node === id) use(from.node);
  };
  for (const { id, kind } of nodes) if (kind === 'output' || kind === 'input') use(id);
  return {
    ...rest,
    nodes: nodes.filter(({ id }) => used.has(id)),
    edges: edges.filter(({ to }) => used.has(to.node)),
  };
}
