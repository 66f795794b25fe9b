/** The functional model of a config.json as a network of our kinds. */
import { z } from 'zod';
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { paramsSchema } from '../../../../shared/kinds/params.ts';
import type { Network, NetworkEdge, NetworkNode } from '../../../../shared/network/document.ts';
import { MASK_OPERATIONS } from '../../../../shared/network/masks-named.ts';
import { kindApart } from '../../../../shared/network/states-apart.ts';
import { tensor } from './config.ts';
import type { KerasConfig } from './config.ts';
import { callId } from './order.ts';
import type { KerasGraph } from './order.ts';
import { statesTogether } from './states-together.ts';

export type KerasLayerConfig = KerasConfig['config']['layers'][number];
export type History = readonly [layer: string, call: number, output: number];

export function networkOf({ config }: KerasConfig): Network {
  const kept = config.layers.filter((layer) => !isOperation(layer));
  const nodes = kept.flatMap((layer, i) => nodesOf(layer, i));
  const edges: NetworkEdge[] = [];
  const connect = ([from, call, output]: History, to: string, port: string): void => {
    const kind = kindOf(config.layers.find(({ name }) => name === from));
    edges.push({
      id: `edge-${edges.length + 1}`,
      from: { node: callId(from, call), port: kind?.outputs[output]?.name ?? 'output' },
      to: { node: to, port },
    });
  };
  for (const layer of kept) {
    const ports = kindOf(layer)!.inputs;
    layer.inbound_nodes.forEach(({ args, kwargs }, call) => {
      const id = callId(layer.name, call);
      for (const { name } of ports) for (const from of sourcesIn(kwargs[name])) connect(from, id, name);
      [...sourcesIn(args), ...sourcesIn(kwargs['initial_state'])].forEach((from, i) => {
        const port = ports[0]?.many ? ports[0] : ports[i];
        if (!port) throw new Error(`${layer.name} is given more than this version can express`);
        connect(from, id, port.name);
      });
    });
  }
  outputsOf(config).forEach((end, i) => {
    const id = `output-${i + 1}`;
    nodes.push(node(id, 'output', {}, nodes.length, true));
    connect(end, id, 'input');
  });
  return statesTogether({ id: 'network', name: config.name, nodes, edges });
}

/** The signals in a call's arguments, in their order. */
export const sourcesIn = (given: unknown): readonly History[] =>
  (Array.isArray(given) ? given.flat() : [given]).flatMap((value) => {
    const { data } = tensor.safeParse(value);
    return data ? [data.config.keras_history] : [];
  });

const outputsOf = ({ output_layers: ends }: KerasConfig['config']): readonly History[] =>
  (typeof ends[0] === 'string' ? [ends] : ends) as readonly History[];

/** The model's calls, their sources in the order in which Keras goes through a call's arguments. */
export const graphOf = ({ config }: KerasConfig): KerasGraph => ({
  calls: config.layers.flatMap(({ name, inbound_nodes: calls }) =>
    (calls.length > 0 ? calls : [{ args: [], kwargs: {} }]).map(({ args, kwargs }, call) => {
      const named = Object.entries(kwargs).sort(([a], [b]) => (a < b ? -1 : 1));
      const sources = [args, ...named.map(([, value]) => value)].flatMap(sourcesIn);
      return { id: callId(name, call), layer: name, sources: sources.map(([from, at]) => callId(from, at)) };
    }),
  ),
  outputs: outputsOf(config).map(([name, call]) => callId(name, call)),
});

/** A function of keras.ops; those that make masks are known, what they make is what our layers have of themselves. */
const isOperation = ({ class_name }: KerasLayerConfig): boolean => MASK_OPERATIONS.has(class_name);

/** By the layer's class, or by the class of the layer that a wrapper holds: then with the ports of Keras' layer. */
export function kindOf(layer: KerasLayerConfig | undefined): AnyLayer | undefined {
  const held = z.object({ class_name: z.string() }).safeParse(layer?.config['layer']).data;
  const known = layers as readonly AnyLayer[];
  if (!held) return known.find(({ fromKeras }) => fromKeras?.className === layer?.class_name);
  const kind = known.find(
    ({ fromKeras }) => fromKeras?.wrapper === layer!.class_name && fromKeras.className === held.class_name,
  );
  return kind && kindApart(kind);
}

/** A node for each call of a layer; those after the first have its weights. */
function nodesOf(layer: KerasLayerConfig, i: number): NetworkNode[] {
  const kind = kindOf(layer);
  const calls = layer.inbound_nodes.length > 0 ? layer.inbound_nodes : [{ kwargs: {} }];
  return calls.map(({ kwargs }, call) => {
    const config = kind?.fromKeras?.params(layer.config, kwargs);
    if (!kind || !config)
      throw new Error(
        `the layer ${layer.name} (${layer.class_name}) is not one that this version can express`,
      );
    const params = paramsSchema(kind.params).parse(config);
    const trainable = layer.config['trainable'] !== false;
    const own = node(callId(layer.name, call), kind.kind, params, i, trainable);
    return call === 0 ? own : { ...own, weightsOf: layer.name };
  });
}

const node = (
  id: string,
  kind: string,
  params: Record<string, unknown>,
  i: number,
  trainable: boolean,
): NetworkNode => ({ id, kind, name: id, params, position: { x: i * 240, y: 0 }, trainable });
