/** config.json of a `.keras` file: the network as a functional model, in the words of Keras 3. */
import { z } from 'zod';
import type { NodeFacts } from '../../../../shared/network/infer.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import type { ExportPlan } from '../plan.ts';
import { kerasOrder } from './order.ts';

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
        inbound_nodes: z
          .array(
            z.object({
              args: z.array(z.union([tensor, z.array(tensor)])),
              kwargs: z.record(z.string(), z.unknown()).default({}),
            }),
          )
          .max(1, 'a layer is used more than once'),
      }),
    ),
    /** One end is `[name, 0, 0]`, several are a list of those. */
    input_layers: z.union([history, z.array(history)]),
    output_layers: z.union([history, z.array(history)]),
  }),
});
export type KerasConfig = z.infer<typeof configSchema>;

export function kerasConfig(plan: ExportPlan, name: string): Record<string, unknown> {
  const ends = (names: readonly string[]): unknown => {
    const all = names.map((end) => [end, 0, 0]);
    return all.length === 1 ? all[0] : all;
  };
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: kerasOrder(plan).map((facts) => layerConfig(plan, facts)),
      input_layers: ends(plan.inputs.map(({ node }) => plan.names.get(node.id)!)),
      output_layers: ends(plan.outputs.map(({ source }) => plan.names.get(source.node)!)),
    },
    registered_name: 'Functional',
    build_config: { input_shape: null },
  };
}

function layerConfig(plan: ExportPlan, facts: NodeFacts): Record<string, unknown> {
  const { node, kind, params, inputs, sources } = facts;
  const layer = kind.keras(params, inputs)!;
  const name = plan.names.get(node.id)!;
  const isInput = sources.length === 0;
  const given = sources.map((source, i) => kerasTensor(inputs[i]!, plan.names.get(source.node)!));
  const tensors = layer.call?.inputs.map((i) => given[i]!) ?? given;
  // A layer that joins branches is called on a list.
  const onList = layer.onList ?? kind.inputs[0]?.many ?? false;
  const call = { args: onList ? [tensors] : tensors, kwargs: layer.call?.kwargs ?? {} };
  return {
    module: 'keras.layers',
    class_name: layer.className,
    config: {
      name,
      ...(!isInput && { trainable: node.trainable, dtype: FLOAT32 }),
      ...layer.config,
    },
    registered_name: null,
    ...(layer.weights.length > 0 && { build_config: { input_shape: [null, ...inputs[0]!] } }),
    name,
    inbound_nodes: isInput ? [] : [call],
  };
}

const FLOAT32 = {
  module: 'keras',
  class_name: 'DTypePolicy',
  config: { name: 'float32' },
  registered_name: null,
};

const kerasTensor = (shape: Shape, from: string): Record<string, unknown> => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, ...shape], dtype: 'float32', keras_history: [from, 0, 0] },
});
