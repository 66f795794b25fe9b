/**
 * `npm run dev`: serves the app from its sources and reloads. The page comes from dist/renderer, which Vite rebuilds on
 * each change; the server starts anew when anything outside the page changes. Suits Node 18.
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './freshness.mjs';
import { endPolitely } from './processes.mjs';
import { entry, setup } from './setup.mjs';
import { tell } from './words.mjs';

const settleMs = 200;

await entry(async () => {
  const node = await setup();
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const page = start(node, [
    vite,
    'build',
    '--watch',
    '--config',
    'vite.renderer.config.ts',
    '--logLevel',
    'warn',
  ]);
  const serve = () => start(node, ['src/main/cli/main.ts', 'serve', ...process.argv.slice(2)]);
  let server = serve();

  let timer = null;
  let ending = false;
  let restarting = Promise.resolve();
  const watcher = watch(join(root, 'src'), { recursive: true }, (_event, name) => {
    if (!name || name.startsWith(`renderer${sep}`) || /\.test\.ts$/.test(name) || !/\.(ts|json)$/.test(name))
      return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      restarting = restarting.then(async () => {
        if (ending) return;
        tell(`${name} changed: starting the server anew`);
        await endPolitely(server.pid);
        server = serve();
      });
    }, settleMs);
  });

  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
  ending = true;
  watcher.close();
  clearTimeout(timer);
  await restarting;
  await Promise.all([endPolitely(server.pid), endPolitely(page.pid)]);
  return 0;
});

/** In a group of its own: Ctrl-C is ours to hand on. */
function start(node, args) {
  return spawn(node, args, { cwd: root, stdio: 'inherit', detached: process.platform !== 'win32' });
}
