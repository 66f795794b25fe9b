/**
 * Makes a clone ready: dependencies, Node 24, native TensorFlow, the bundles. Quick when there is nothing to do, so
 * every entry calls it. Suits Node 18. By itself (`npm run setup`): all of it; with --retry, failed attempts (native
 * TensorFlow, Electron) are made again.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findElectron, forgetElectronAttempt } from './electron.mjs';
import { buildIsFresh, dependenciesAreFresh, readJson, root } from './freshness.mjs';
import { isAlive, run } from './processes.mjs';
import { SetupFailed, missingLine, step, tell } from './words.mjs';

const stamp = join(root, '.cache', 'tensorflow.json');

/** Makes sure of what `needs` names and returns the path of a Node >= 24. */
export async function setup({ tensorflow = true, build = true, retry = false } = {}) {
  if (retry) rmSync(stamp, { force: true });
  const ready = () =>
    dependenciesAreFresh() && (!build || buildIsFresh()) && (!tensorflow || tensorflowIsKnown());
  if (ready()) return node24();
  return await alone(async () => {
    if (!dependenciesAreFresh()) await installDependencies();
    const node = node24();
    if (tensorflow && !tensorflowIsKnown()) await installTensorFlow(node, retry);
    if (build && !buildIsFresh()) await buildBundles(node);
    return node;
  });
}

async function installDependencies() {
  // npm ci empties node_modules first: not by the Node that lies in it.
  const inModules = process.execPath.startsWith(join(root, 'node_modules'));
  const npm = process.env.npm_execpath;
  const node = inModules ? (process.env.npm_node_execpath ?? 'node') : process.execPath;
  const usesNpm = npm?.endsWith('npm-cli.js') && !node.startsWith(join(root, 'node_modules'));
  const [program, args] = usesNpm ? [node, [npm]] : ['npm', []];
  await step('Installing dependencies (npm ci)', async () => {
    const ran = await run(
      program,
      [...args, 'ci', '--loglevel=error', '--no-fund', '--no-audit', '--include=dev', '--include=optional'],
      {
        cwd: root,
        shell: program === 'npm' && process.platform === 'win32',
      },
    );
    if (ran.code === 0) return;
    tell(ran.output.trim());
    throw new SetupFailed(missingLine('dependencies-failed', `npm ci ended with ${ran.code ?? ran.signal}`));
  });
}

const isNew = (version) => Number(version.replace(/^v/, '').split('.')[0]) >= 24;

/** The Node that runs us where it is new enough, else the one that npm installed. */
export function node24() {
  if (isNew(process.version)) return process.execPath;
  const { platform, arch } = process;
  const file = platform === 'win32' ? 'node.exe' : join('bin', 'node');
  const short = platform === 'win32' ? 'win' : platform;
  const names = [`node-${short}-${arch}`, `node-bin-${short}-${arch}`];
  const found = names.map((name) => join(root, 'node_modules', name, file)).find((path) => existsSync(path));
  if (!found) throw new SetupFailed(missingLine('node-none', `${platform}-${arch}, Node ${process.version}`));
  return found;
}

/** Whether TensorFlow is where it was found last, or could not be had less than a day ago. */
function tensorflowIsKnown() {
  const known = readJson(stamp);
  if (known === null || known.cache !== (process.env.NEUROLOOM_CACHE ?? '')) return false;
  if (known.binding) return existsSync(known.binding);
  return Date.now() - known.failedAt < 24 * 60 * 60 * 1000;
}

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
const stepWords = {
  wait: 'another installation is under way, waiting for it',
  download: 'fetching it from PyPI',
  unpack: 'unpacking its libraries',
  compile: 'compiling the binding',
  verify: 'trying it',
  'own-download': "trying tfjs-node's own download",
  done: 'done',
};

async function installTensorFlow(node, retry) {
  const entry = join(root, 'src', 'main', 'jobs', 'tensorflow', 'install', 'main.ts');
  let answer = null;
  await step('Native TensorFlow', async (show) => {
    const ran = await run(node, [entry, ...(retry ? ['--retry'] : [])], {
      cwd: root,
      onLine: (line) => {
        const said = JSON.parse(line);
        if (!said.progress) answer = said;
        else {
          const { step: name, done, total } = said.progress;
          show(stepWords[name] + (total ? `, ${megabytes(done)} of ${megabytes(total)}` : ''));
        }
      },
    });
    if (answer === null)
      throw new SetupFailed(`Native TensorFlow: the installer failed.\n${ran.output.trim()}`);
  });
  mkdirSync(join(root, '.cache'), { recursive: true });
  const cache = process.env.NEUROLOOM_CACHE ?? '';
  if (answer.found) {
    const { version, source, binding, bytes, folder } = answer.found;
    writeFileSync(stamp, JSON.stringify({ cache, binding }));
    tell(`TensorFlow ${version} (${source}, ${megabytes(bytes)} in ${folder})`);
    return;
  }
  writeFileSync(stamp, JSON.stringify({ cache, failedAt: Date.now() }));
  for (const { text } of answer.missing) tell(text);
  tell('No native TensorFlow: the portable backend trains, slowly.');
}

async function buildBundles(node) {
  await step('Building', async () => {
    const ran = await run(node, [join(root, 'scripts', 'build.mjs')], {
      cwd: root,
      env: { NODE_ENV: 'production' },
    });
    if (ran.code === 0) return;
    tell(ran.output.trim());
    throw new SetupFailed('The build failed: its last lines stand above.');
  });
}

/** One set-up at a time in one clone. */
async function alone(work) {
  const lock = join(root, '.cache', 'setup.lock');
  mkdirSync(join(root, '.cache'), { recursive: true });
  let told = false;
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(readIfThere(lock));
    if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
    else if (!told) tell(`Another set-up of this clone is under way (process ${holder}); waiting for it.`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const giveBack = () => rmSync(lock, { force: true });
  process.once('exit', giveBack);
  try {
    return await work();
  } finally {
    giveBack();
    process.off('exit', giveBack);
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Runs an entry's main function: a failed set-up is one line and exit code 1. */
export async function entry(main) {
  try {
    const code = await main();
    process.exitCode = code ?? 0;
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    tell(error.message);
    process.exitCode = 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await entry(async () => {
    const retry = process.argv.includes('--retry');
    if (retry) forgetElectronAttempt();
    const node = await setup({ retry });
    const electron = await findElectron(node);
    tell(electron.path ? `Electron: ${electron.path}` : missingLine(electron.missing, electron.detail));
    tell('Ready: npm start');
    return 0;
  });
}
