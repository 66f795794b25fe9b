/** Bundles everything into dist/: the window, the processes on Node, Electron's shell. Runs on Node 24. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { rendererEntry, shellEntries } from './entries.mjs';
import { buildIsFresh, buildStamp, root, sourceState } from './freshness.mjs';

if (process.argv.includes('--if-needed') && buildIsFresh()) process.exit(0);
process.env.NODE_ENV = 'production';

const quiet = { logLevel: 'warn' };
const state = sourceState(); // before the work: what changes during it is built again next time
rmSync(buildStamp, { force: true });
mkdirSync(join(root, 'dist'), { recursive: true });

await build({ ...quiet, configFile: join(root, 'vite.node.config.ts') });
for (const [mode, path] of Object.entries(shellEntries)) {
  if (existsSync(join(root, path)))
    await build({ ...quiet, mode, configFile: join(root, 'vite.shell.config.ts') });
}
if (existsSync(join(root, rendererEntry))) {
  await build({ ...quiet, configFile: join(root, 'vite.renderer.config.ts') });
}
writeFileSync(buildStamp, state);
