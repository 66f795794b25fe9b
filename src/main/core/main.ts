/** `node main.ts --workspace DIR`: the core of a workspace. */
import { parseArgs } from 'node:util';
import { refuseOtherNode } from '../client/fits-node.ts';

refuseOtherNode();
const { runCore } = await import('./run-core.ts');

const { values } = parseArgs({ options: { workspace: { type: 'string' } } });
if (!values.workspace) {
  process.exitCode = 2;
} else {
  process.exit(await runCore({ workspace: values.workspace }));
}
