/** Networks that learned a number in deviations, made to answer in the unit of its column. */
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import type { Network } from '../../../shared/network/document.ts';

/** The network with a Rescaling before each output whose numbers were scaled; the same one where none was. */
export function inUnits(network: Network, { targets }: Preprocessing): Network {
  return network.nodes.reduce((changed, { id, position }) => {
    const target = targets[id];
    const scaling = target?.type === 'number' ? target.scaling : undefined;
    return scaling ? rescaled(changed, { id: `${id}/unit`, output: id, position, scaling }) : changed;
  }, network);
}

function rescaled(
  network: Network,
  {
    id,
    output,
    position,
    scaling,
  }: {
    readonly id: string;
    readonly output: string;
    readonly position: Network['nodes'][number]['position'];
    readonly scaling: { readonly offset: number; readonly scale: number };
  },
): Network {
  const node = { id, kind: 'rescaling', name: 'Unit', params: { ...scaling }, position, trainable: false };
  const edges = network.edges.map((edge) =>
    edge.to.node === output ? { ...edge, to: { node: id, port: 'input' } } : edge,
  );
  const last = { id, from: { node: id, port: 'output' }, to: { node: output, port: 'input' } };
  return { ...network, nodes: [...network.nodes, node], edges: [...edges, last] };
}
