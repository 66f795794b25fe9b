/** The way back: a `.keras` file as a network of our kinds with its weights. */
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import type { AnyLayer, WeightValues } from '../../../../shared/kinds/define.ts';
import { kerasParts } from '../../../../shared/kinds/keras-parts.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { paramsSchema } from '../../../../shared/kinds/params.ts';
import { sameShape } from '../../../../shared/kinds/shape.ts';
import type { Network, NetworkEdge, NetworkNode } from '../../../../shared/network/document.ts';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import type { Inferred } from '../../../../shared/network/infer.ts';
import { problemText } from '../../../../shared/words/problems.ts';
import { metadataSchema } from '../metadata.ts';
import type { ModelMetadata } from '../metadata.ts';
import { planExport } from '../plan.ts';
import { configSchema, tensor } from './config.ts';
import type { KerasConfig } from './config.ts';
import { callId, kerasGroups, kerasOrder } from './order.ts';
import { readWeights } from './weights.ts';
import { CONFIG_FILE, METADATA_FILE, WEIGHTS_FILE } from './write.ts';

export interface KerasModel {
  /** Node ids are the layers' names, of a layer's further calls as `callId` has them; `output-1`, … stand for the model's outputs. */
  readonly network: Network;
  readonly inferred: Inferred;
  readonly weights: Readonly<Record<string, WeightValues>>;
  /** Null where another program wrote the file. */
  readonly metadata: ModelMetadata | null;
}

type KerasLayerConfig = KerasConfig['config']['layers'][number];
type History = readonly [string, number, number];

/** Throws, naming the layer, where the file is broken or holds what no kind here can express. */
export async function readKeras(bytes: Uint8Array): Promise<KerasModel> {
  const files = unzipSync(bytes);
  const file = (name: string): Uint8Array => {
    const found = files[name];
    if (!found) throw new Error(`the file holds no ${name}`);
    return found;
  };
  const json = (name: string): unknown => JSON.parse(strFromU8(file(name)));
  const network = networkOf(configSchema.parse(json(CONFIG_FILE)));
  const inferred = inferNetwork(network);
  const [problem] = inferred.problems;
  if (problem) throw new Error(problemText(problem));
  const metadata = z.object({ neuroloom: metadataSchema.optional() }).parse(json(METADATA_FILE));
  return {
    network,
    inferred,
    weights: await weightsOf(network, inferred, file(WEIGHTS_FILE)),
    metadata: metadata.neuroloom ?? null,
  };
}

function networkOf({ config }: KerasConfig): Network {
  const nodes = config.layers.flatMap((layer, i) => nodesOf(layer, i));
  const edges: NetworkEdge[] = [];
  const connect = ([from, call, output]: History, to: string, port: string): void => {
    const kind = kindOf(config.layers.find(({ name }) => name === from));
    edges.push({
      id: `edge-${edges.length + 1}`,
      from: { node: callId(from, call), port: kind?.outputs[output]?.name ?? 'output' },
      to: { node: to, port },
    });
  };
  for (const layer of config.layers) {
    const ports = kindOf(layer)!.inputs;
    layer.inbound_nodes.forEach(({ args, kwargs }, call) => {
      const id = callId(layer.name, call);
      args.flat().forEach(({ config: { keras_history: from } }, i) => {
        const port = ports[0]?.many ? ports[0] : ports[i];
        if (!port) throw new Error(`${layer.name} is given more than this version can express`);
        connect(from, id, port.name);
      });
      for (const { name } of ports) {
        const given = tensor.safeParse(kwargs[name]);
        if (given.success) connect(given.data.config.keras_history, id, name);
      }
      const states = z.array(tensor).safeParse(kwargs['initial_state']).data ?? [];
      states.forEach(({ config }, i) => {
        const port = ports[i + 1];
        if (!port) throw new Error(`${layer.name} is given more than this version can express`);
        connect(config.keras_history, id, port.name);
      });
    });
  }
  const outputs = config.output_layers;
  const ends = (typeof outputs[0] === 'string' ? [outputs] : outputs) as readonly History[];
  ends.forEach((end, i) => {
    const id = `output-${i + 1}`;
    nodes.push(node(id, 'output', {}, nodes.length, true));
    connect(end, id, 'input');
  });
  return { id: 'network', name: config.name, nodes, edges };
}

/** By the layer's class, or by the class of the layer that a wrapper holds. */
function kindOf(layer: KerasLayerConfig | undefined): AnyLayer | undefined {
  const held = z.object({ class_name: z.string() }).safeParse(layer?.config['layer']).data;
  return (layers as readonly AnyLayer[]).find(({ fromKeras }) =>
    held
      ? fromKeras?.wrapper === layer!.class_name && fromKeras.className === held.class_name
      : fromKeras?.className === layer?.class_name,
  );
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

async function weightsOf(
  network: Network,
  inferred: Inferred,
  bytes: Uint8Array,
): Promise<Record<string, WeightValues>> {
  const groups = await readWeights(bytes);
  const ordered = kerasOrder(planExport(network, inferred));
  const kerasLayers = ordered.map(({ kind, params, inputs }) => kind.keras(params, inputs)!);
  const names = kerasGroups(kerasLayers.map(({ className }) => className));
  const byLayer = Object.fromEntries(
    ordered.map(({ node, weights }, i) => {
      const stored = groups.get(names[i]!);
      const { constants = {} } = kerasLayers[i]!;
      const values = kerasParts(kerasLayers[i]!).flatMap(([part, own]) =>
        own.flatMap((weight, at) => {
          const found = stored?.get(part)?.[at];
          const constant = constants[weight];
          if (!found || !sameShape(found.shape, (constant ?? weights[weight]!).shape))
            throw new Error(`${node.name} has no ${weight} of the shape that it needs`);
          if (!constant) return [[weight, found] as const];
          if (found.values.some((value, j) => value !== constant.values[j]))
            throw new Error(`${node.name} has a ${weight} that this version cannot express`);
          return [];
        }),
      );
      return [node.id, Object.fromEntries(values)];
    }),
  );
  const shared = network.nodes.flatMap(({ id, weightsOf: owner }) =>
    owner === undefined ? [] : [[id, byLayer[owner] ?? {}] as const],
  );
  return { ...byLayer, ...Object.fromEntries(shared) };
}
