/**
 * `npm run -s neuroloom -- COMMAND`: the command line, after a set-up that says nothing when there is nothing to do.
 * Suits Node 18: where the Node that runs us is new enough the command runs in this very process.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './freshness.mjs';
import { entry, setup } from './setup.mjs';

const program = join(root, 'dist', 'node', 'cli.js');
let node = null;
await entry(async () => {
  node = await setup();
});
if (node === process.execPath) {
  process.argv[1] = program;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal); // the command has its own
  await import(pathToFileURL(program).href);
} else if (node !== null) {
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches both of us by the terminal; a signal sent to us alone is handed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.on('close', (code, signal) => (process.exitCode = code ?? (signal === 'SIGTERM' ? 143 : 1)));
}
