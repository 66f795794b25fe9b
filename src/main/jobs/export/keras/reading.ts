/** A `.keras` file read back by our own reader and run as a network of our kinds. */
import type { ForwardContext } from '../../../../shared/kinds/define.ts';
import { passNetwork } from '../pass.ts';
import type { ExportPlan } from '../plan.ts';
import type { Reading } from '../proof.ts';
import { callId, kerasCalls } from './order.ts';
import { readKeras } from './read.ts';

/** `context`: not training. Rejects where the file cannot be read. */
export async function readingOfKeras(
  bytes: Uint8Array,
  plan: ExportPlan,
  context: ForwardContext,
): Promise<Reading> {
  const { inferred, weights } = await readKeras(bytes);
  const calls = kerasCalls(plan);
  const nameOf = (id: string): string => {
    const { owner, index } = calls.get(id)!;
    return callId(plan.names.get(owner)!, index);
  };
  return {
    runtime: 'Neuroloom',
    async run(prepared, rows, everyValue) {
      const renamed = Object.fromEntries(
        plan.inputs.map(({ node }) => [nameOf(node.id), prepared[node.id]!]),
      );
      const values = passNetwork(context, inferred, weights, renamed, rows);
      return Object.fromEntries([
        ...plan.outputs.map(({ facts }, i) => [facts.node.id, values[`output-${i + 1}`]!]),
        ...(everyValue ? plan.nodes.map(({ node }) => [node.id, values[nameOf(node.id)]!]) : []),
      ]);
    },
    close: async () => undefined,
  };
}
