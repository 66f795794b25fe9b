/** config.json of a `.keras` file: the network as a functional model, in the words of Keras 3. */
import { z } from 'zod';
import type { EdgeEnd } from '../../../../shared/network/document.ts';
import type { NodeFacts } from '../../../../shared/network/infer.ts';
import { kerasArguments } from '../../../../shared/network/keras-pass.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import type { ExportPlan } from '../plan.ts';
import { kerasCalls } from './order.ts';
import type { KerasCall } from './order.ts';

const history = z.tuple([z.string(), z.number(), z.number()]);
export const tensor = z.object({
  class_name: z.literal('__keras_tensor__'),
  config: z.object({ keras_history: history }),
});
/** What reading needs of it; Keras writes more. */
export const configSchema = z.object({
  class_name: z.literal('Functional'),
  config: z.object({
    name: z.string(),
    layers: z.array(
      z.object({
        class_name: z.string(),
        name: z.string(),
        config: z.record(z.string(), z.unknown()),
        /** One a call. */
        inbound_nodes: z.array(
          z.object({
            args: z.array(z.union([tensor, z.array(tensor), z.number()])),
            kwargs: z.record(z.string(), z.unknown()).default({}),
          }),
        ),
      }),
    ),
    /** One end is `[name, 0, 0]`, several are a list of those. */
    input_layers: z.union([history, z.array(history)]),
    output_layers: z.union([history, z.array(history)]),
  }),
});
export type KerasConfig = z.infer<typeof configSchema>;

/** `order`: the plan's layers as Keras orders them. */
export function kerasConfig(
  plan: ExportPlan,
  order: readonly NodeFacts[],
  name: string,
): Record<string, unknown> {
  const calls = kerasCalls(plan);
  const ends = (all: readonly unknown[]): unknown => (all.length === 1 ? all[0] : all);
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: order.map((facts) => layerConfig(plan, calls, facts)),
      input_layers: ends(plan.inputs.map(({ node }) => [plan.names.get(node.id)!, 0, 0])),
      output_layers: ends(plan.outputs.map(({ source }) => historyOf(plan, calls, source))),
    },
    registered_name: 'Functional',
    build_config: { input_shape: null },
  };
}

type Calls = ReadonlyMap<string, KerasCall>;

/** `facts`: of the layer's first call. */
function layerConfig(plan: ExportPlan, calls: Calls, facts: NodeFacts): Record<string, unknown> {
  const { node, kind, params, inputs, sources } = facts;
  const layer = kind.keras(params, inputs)!;
  const name = plan.names.get(node.id)!;
  const isInput = sources.length === 0;
  const all = plan.nodes.filter((other) => calls.get(other.node.id)!.owner === node.id);
  const returnsMore = all.some((call) => usesMore(plan, call));
  const isOperation = layer.operation !== undefined;
  return {
    module: isOperation ? 'keras.src.ops.numpy' : 'keras.layers',
    class_name: layer.className,
    config: {
      name,
      ...(!isInput && !isOperation && { trainable: node.trainable, dtype: FLOAT32 }),
      ...layer.config,
      ...(returnsMore && layer.states?.returned),
    },
    registered_name: isOperation ? layer.className : null,
    ...(layer.weights.length > 0 && { build_config: { input_shape: [null, ...inputs[0]!] } }),
    name,
    inbound_nodes: isInput ? [] : all.map((call) => callConfig(plan, calls, call)),
  };
}

function callConfig(plan: ExportPlan, calls: Calls, facts: NodeFacts) {
  const { positional, onList, named, kwargs } = kerasArguments(facts);
  const given = facts.sources.map((source, i) =>
    kerasTensor(facts.inputs[i]!, historyOf(plan, calls, source)),
  );
  const tensors = positional.map((place) => given[place]!);
  const byName = Object.entries(named).map(([name, places]) => [
    name,
    typeof places === 'number' ? given[places]! : places.map((place) => given[place]!),
  ]);
  return { args: onList ? [tensors] : tensors, kwargs: { ...kwargs, ...Object.fromEntries(byName) } };
}

const FLOAT32 = {
  module: 'keras',
  class_name: 'DTypePolicy',
  config: { name: 'float32' },
  registered_name: null,
};

/** Whether an output beyond the layer's first leads anywhere. */
const usesMore = (plan: ExportPlan, { node, kind }: NodeFacts): boolean =>
  [...plan.nodes.flatMap(({ sources }) => sources), ...plan.outputs.map(({ source }) => source)].some(
    (source) => source.node === node.id && source.port !== kind.outputs[0]!.name,
  );

/** The layer, its call and which of its outputs. */
function historyOf(plan: ExportPlan, calls: Calls, source: EdgeEnd): readonly [string, number, number] {
  const { kind } = plan.nodes.find(({ node }) => node.id === source.node)!;
  const { owner, index } = calls.get(source.node)!;
  return [plan.names.get(owner)!, index, kind.outputs.findIndex(({ name }) => name === source.port)];
}

const kerasTensor = (shape: Shape, from: readonly [string, number, number]): Record<string, unknown> => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, ...shape], dtype: 'float32', keras_history: from },
});
