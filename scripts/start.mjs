/**
 * `npm start`: sets up what is missing, then opens the app: a window where Electron can run, else the browser's page.
 * Arguments go on to `neuroloom serve` or to the window. Ctrl-C ends every process that it started. Suits Node 18.
 */
import { join } from 'node:path';
import { findElectron, whatStopsElectron } from './electron.mjs';
import { root } from './freshness.mjs';
import { foreground } from './processes.mjs';
import { entry, setup } from './setup.mjs';
import { missingLine, tell } from './words.mjs';

const diedAtOnceMs = 8_000;

await entry(async () => {
  const args = process.argv.slice(2);
  const node = await setup();
  const electron = await whereItCanRun(node);
  if (electron.path) {
    const ran = await foreground(electron.path, [root, ...args], {
      cwd: root,
      env: { NEUROLOOM_NODE: node },
    });
    const diedAtOnce = !ran.asked && ran.ms < diedAtOnceMs && (ran.code !== 0 || ran.signal);
    if (!diedAtOnce) return ran.code;
    tell(missingLine('electron-died', ran.signal ?? `exit code ${ran.code}`));
  } else {
    tell(missingLine(electron.missing, electron.detail));
  }
  const ran = await foreground(node, [join(root, 'dist', 'node', 'cli.js'), 'serve', ...args], {
    cwd: process.cwd(),
  });
  return ran.code;
});

/** No attempt to download Electron where it could not run anyway. */
async function whereItCanRun(node) {
  const stopped = whatStopsElectron(join(root, 'node_modules', 'electron', 'dist', 'electron'));
  if (stopped && stopped.missing !== 'namespaces-denied') return stopped;
  const electron = await findElectron(node);
  if (!electron.path) return electron;
  return whatStopsElectron(electron.path) ?? electron;
}
