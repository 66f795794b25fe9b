/**
 * The forward pass of a network, composed from its kinds and nothing else: what files that were read back are run
 * with, so that a proof does not lean on the code that trained the model.
 */
import type { ForwardContext, Signal, WeightValues } from '../../../shared/kinds/define.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { Inferred } from '../../../shared/network/infer.ts';
import type { BatchValues } from '../model/forward-rows.ts';

/** Prepared features by input node, rows one after the other. */
export type PreparedRows = Readonly<Record<string, Float32Array>>;

/** Every node's outputs by id, in port order; an output layer's are its inputs. Frees all that it makes. */
export function passNetwork(
  context: ForwardContext,
  inferred: Inferred,
  weights: Readonly<Record<string, WeightValues>>,
  prepared: PreparedRows,
  rows: number,
): Readonly<Record<string, readonly BatchValues[]>> {
  const { tf } = context;
  const result: Record<string, readonly BatchValues[]> = {};
  tf.engine().startScope();
  try {
    const signals = new Map<string, readonly Signal[]>();
    for (const { node, kind, params, sources, outputs } of inferred.order) {
      const inputs: readonly Signal[] =
        node.kind === 'input'
          ? [{ value: tf.tensor(prepared[node.id]!, [rows, ...outputs[0]!]) }]
          : sources.map(({ node: id, port }) => {
              const from = inferred.byId.get(id)!;
              return signals.get(id)![from.kind.outputs.findIndex(({ name }) => name === port)]!;
            });
      const own = Object.fromEntries(
        Object.entries(weights[node.id] ?? {}).map(([name, { shape, values }]): [string, Tensor] => [
          name,
          tf.tensor(values, [...shape]),
        ]),
      );
      const passed = node.kind === 'output' ? inputs : kind.forward(context, params, own, inputs).outputs;
      signals.set(node.id, passed);
      result[node.id] = passed.map(({ value }) => ({
        shape: value.shape.slice(1),
        values: value.dataSync<'float32'>(),
      }));
    }
  } finally {
    tf.engine().endScope();
  }
  return result;
}
