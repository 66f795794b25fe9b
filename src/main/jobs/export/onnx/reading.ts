/** An `.onnx` file read back and run by onnxruntime. */
import type { WeightValues } from '../../../../shared/kinds/define.ts';
import type { ExportPlan } from '../plan.ts';
import type { NodeValues, Reading } from '../proof.ts';
import { ONNX_RUNTIME, openOnnx } from './run.ts';
import type { OnnxSession } from './run.ts';
import { writeOnnx } from './write.ts';

/** Rejects where the runtime cannot read the file. `weights`: to write it again with every layer's values as outputs. */
export async function readingOfOnnx(
  bytes: Uint8Array,
  plan: ExportPlan,
  weights: Readonly<Record<string, WeightValues>>,
): Promise<Reading> {
  const session = await openOnnx(bytes);
  let detailed: { readonly session: OnnxSession; readonly values: ReadonlyMap<string, readonly string[]> };
  return {
    runtime: ONNX_RUNTIME,
    async run(prepared, rows, everyValue) {
      const inputs = Object.fromEntries(
        plan.inputs.map(({ node, outputs: [shape] }) => [
          plan.names.get(node.id)!,
          { shape: shape!, values: prepared[node.id]! },
        ]),
      );
      if (everyValue && !detailed) {
        const { bytes, values } = writeOnnx(plan, weights, {}, { everyValue });
        detailed = { session: await openOnnx(bytes), values };
      }
      const found = await (everyValue ? detailed.session : session).run(inputs, rows);
      const nodes: NodeValues = Object.fromEntries(
        everyValue ? [...detailed.values].map(([id, names]) => [id, names.map((name) => found[name]!)]) : [],
      );
      return {
        ...nodes,
        ...Object.fromEntries(plan.outputs.map(({ facts, name }) => [facts.node.id, [found[name]!]])),
      };
    },
    async close() {
      await session.close();
      await detailed?.session.close();
    },
  };
}
