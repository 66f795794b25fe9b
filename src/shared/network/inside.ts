/**
 * The layers inside a group as a network of their own, so that they can be shown and edited like any other. Such a
 * network is named by the way there, `network/group-1/block`: an id holds no slash.
 */
import { layersInside } from '../kinds/layers/group.ts';
import type { Layers } from '../kinds/layers/group.ts';
import type { Network, NetworkNode, Project } from './document.ts';
import { inferNetwork } from './infer.ts';

export const wayInto = (network: string, node: string): string => `${network}/${node}`;

/** True for the layers of a group, false for a network of the project. */
export const isInside = (way: string): boolean => way.includes('/');

export const rootOf = (way: string): string => way.split('/')[0]!;

/** The networks on the way, from the project's own to the innermost; it ends early where a group is gone. */
export function networksOnWay(networks: readonly Network[], way: string): readonly Network[] {
  const [root, ...groups] = way.split('/');
  const first = networks.find(({ id }) => id === root);
  if (!first) return [];
  const found = [first];
  for (const group of groups) {
    const inner = networkInside(found.at(-1)!, group);
    if (!inner) break;
    found.push(inner);
  }
  return found;
}

/** What a group holds. Its input has the shape that the group receives, where that is known. */
function networkInside(outer: Network, group: string): Network | null {
  const node = outer.nodes.find(({ id }) => id === group);
  const layers = node && layersInside(node);
  if (!layers) return null;
  const shape = inferNetwork(outer).byId.get(group)?.inputs[0];
  const nodes = layers.nodes.map((inner) =>
    inner.kind === 'input' && shape ? { ...inner, params: { shape, normalise: 'none' } } : inner,
  );
  return { ...layers, id: wayInto(outer.id, group), name: node.name, nodes };
}

/** The project with one network changed, or the layers inside a group. */
export function withNetworkAt(project: Project, way: string, change: (network: Network) => Network): Project {
  const [root, ...groups] = way.split('/');
  return {
    ...project,
    networks: project.networks.map((network) =>
      network.id === root ? changeInside(network, groups, change) : network,
    ),
  };
}

function changeInside(
  network: Network,
  [group, ...deeper]: readonly string[],
  change: (network: Network) => Network,
): Network {
  if (group === undefined) return change(network);
  return {
    ...network,
    nodes: network.nodes.map((node) => {
      const layers = node.id === group ? layersInside(node) : null;
      if (!layers) return node;
      const inner = { id: wayInto(network.id, group), name: node.name, ...layers };
      const { id: _, name: __, nodes, ...rest } = changeInside(inner, deeper, change);
      const held: Layers = { ...rest, nodes: nodes.map(withoutShape) };
      const changed = { ...node, params: { ...node.params, layers: held } };
      // A group has one input and one output: an edit that takes one away, or adds one, changes nothing.
      return layersInside(changed) ? changed : node;
    }),
  };
}

/** The shape of a group's input is whatever the group receives: it is not kept. */
const withoutShape = (node: NetworkNode): NetworkNode =>
  node.kind === 'input' ? { ...node, params: {} } : node;
