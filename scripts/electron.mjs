/**
 * Where Electron is and whether it can run here. Never by require('electron'), which downloads. Suits Node 18.
 * Answers are { path } or { missing, detail }, a row of the table of what is missing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson, root } from './freshness.mjs';
import { run } from './processes.mjs';
import { step } from './words.mjs';

const home = join(root, 'node_modules', 'electron');
const memory = join(root, '.cache', 'electron.json');
const downloadMs = 20_000;

/** The program's place in an unpacked distribution. */
export const programIn = (dist, platform = process.platform) =>
  platform === 'darwin'
    ? join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron')
    : join(dist, platform === 'win32' ? 'electron.exe' : 'electron');

/** An Electron that is there: the one named by the environment, else the one that its package holds. */
export function electronHere(environment = process.env) {
  const named = environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (named) {
    const path = programIn(named);
    return existsSync(path)
      ? { path }
      : { missing: 'electron-none', detail: `ELECTRON_OVERRIDE_DIST_PATH has no ${path}` };
  }
  const pathFile = join(home, 'path.txt');
  if (existsSync(pathFile)) {
    const path = join(home, 'dist', readFileSync(pathFile, 'utf8'));
    if (existsSync(path)) return { path };
  }
  return { missing: 'electron-none', detail: 'it has not been downloaded' };
}

/** As electronHere, with one attempt to download it, which is remembered. */
export async function findElectron(node) {
  const here = electronHere();
  if (here.path || process.env.ELECTRON_OVERRIDE_DIST_PATH) return here;
  const version = readJson(join(home, 'package.json'))?.version ?? 'unknown';
  const before = readJson(memory);
  if (before?.version === version) return { missing: 'electron-none', detail: before.detail };
  const detail = await step('Electron (one attempt to download it)', async () => {
    const ran = await run(node, [join(home, 'install.js')], { cwd: home, timeoutMs: downloadMs });
    if (ran.code === 0) return null;
    if (ran.timedOut) return `its download took longer than ${downloadMs / 1000} s`;
    const code = /\b(?:E[A-Z]{4,}|UND_ERR_[A-Z_]+)\b|status(?: code)? \d+/.exec(ran.output)?.[0];
    return code ? `its download failed: ${code}` : 'its download failed: no network';
  });
  if (detail === null) return electronHere();
  mkdirSync(dirname(memory), { recursive: true });
  writeFileSync(memory, JSON.stringify({ version, detail }));
  return { missing: 'electron-none', detail };
}

export const forgetElectronAttempt = () => rmSync(memory, { force: true });

/** Whether a window can be opened on this machine with the sandbox on: null, or what stands in the way. */
export function whatStopsElectron(path, facts = readFacts(path)) {
  if (facts.platform !== 'linux') return null;
  if (!facts.display) return { missing: 'display-none', detail: '' };
  if (facts.root) return { missing: 'electron-root', detail: '' };
  if (!facts.sandboxHelper && !facts.namespaces)
    return { missing: 'namespaces-denied', detail: facts.helperPath };
  return null;
}

export function readFacts(path) {
  const helperPath = join(dirname(path), 'chrome-sandbox');
  return {
    platform: process.platform,
    display: Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
    root: process.getuid?.() === 0,
    helperPath,
    sandboxHelper: isSetuidRoot(helperPath),
    namespaces: process.platform === 'linux' && spawnSync('unshare', ['--user', 'true']).status === 0,
  };
}

function isSetuidRoot(path) {
  if (!existsSync(path)) return false;
  const { uid, mode } = statSync(path);
  return uid === 0 && (mode & 0o4000) !== 0;
}
