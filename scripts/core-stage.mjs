/**
 * Lays out what runs on plain Node in the package, `resources/core`: Node itself, the bundles, the packages that they
 * load, the compiled binding and the `neuroloom` command; and lists the hashes of it all for the shell to check.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { outsideBundles } from './entries.mjs';
import { readJson, root } from './freshness.mjs';

/** Needed to install or to compile, not to run. */
const notAtRunTime = [/^@types\//, /^@webgpu\//, /^@mapbox\/node-pre-gyp$/, /^node-addon-api$/, /^node-gyp/];
const notAtRunTimeOf = {
  '@tensorflow/tfjs-node-gpu': ['adm-zip', 'https-proxy-agent', 'progress', 'rimraf', 'tar'],
  '@tensorflow/tfjs': ['argparse', 'chalk', 'core-js', 'regenerator-runtime', 'yargs'],
};

/** Where a package needs few of its files, those; else all but maps, types, sources and tests. */
const onlyFiles = {
  'onnxruntime-web': [/^dist\/ort\.node\.min\.m?js$/, /^dist\/ort-wasm-simd-threaded\.(mjs|wasm)$/],
  h5wasm: [/^dist\/node\//],
  'better-sqlite3': [/^lib\//, new RegExp(`^prebuilds/${process.platform}-${process.arch}\\.node$`)],
  '@tensorflow/tfjs-node-gpu': [/^dist\/.*(?<!_test)\.js$/],
  '@tensorflow/tfjs-backend-wasm': [/^dist\/tf-backend-wasm\.node\.js$/, /^dist\/[^/]+\.wasm$/],
  ...Object.fromEntries(
    ['', '-core', '-layers', '-converter', '-data', '-backend-cpu', '-backend-webgl'].map((part) => [
      `@tensorflow/tfjs${part}`,
      [/^dist\/tf[a-z-]*\.node\.js$/],
    ]),
  ),
};
const always = /^(package\.json|licen[cs]e.*|notice.*|copying.*)$/i;
const never =
  /(\.map|\.d\.[mc]?ts|\.ts|\.md|\.markdown|\.flow|\.cc|\.cpp|\.gyp|\.gypi|_test\.js|\.test\.js)$|(^|\/)\.|^(test|tests|docs|example|examples)\//i;

/** Whether a file of a package goes into the app. `path` is relative to the package, with forward slashes. */
export function isShipped(name, path) {
  if (always.test(path)) return true;
  const wanted = onlyFiles[name];
  return wanted ? wanted.some((pattern) => pattern.test(path)) : !never.test(path);
}

export function stageCore(stage, { node, binding }) {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const program = join(stage, basename(node));
  copyFileSync(node, program);
  chmodSync(program, 0o755);
  for (const part of ['node', 'renderer']) {
    cpSync(join(root, 'dist', part), join(stage, 'dist', part), { recursive: true });
  }
  const { name, version } = readJson(join(root, 'package.json'));
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify({ name, version, type: 'module' })}\n`);
  if (existsSync(join(root, 'resources'))) {
    cpSync(join(root, 'resources'), join(stage, 'resources'), { recursive: true });
  }
  for (const [from, at] of packagesAtRunTime()) copyPackage(from, at, stage);
  if (binding) {
    mkdirSync(join(stage, 'prebuilt'));
    copyFileSync(binding, join(stage, 'prebuilt', 'tfjs_binding.node'));
  }
  writeLaunchers(stage, basename(node));
  for (const file of ['LICENSE', 'THIRD-PARTY-NOTICES.md']) {
    if (existsSync(join(root, file))) copyFileSync(join(root, file), join(stage, file));
  }
}

function writeLaunchers(stage, node) {
  const unix = `#!/bin/sh
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/${node}" "$here/dist/node/cli.js" "$@"
`;
  const windows = `@"%~dp0${node}" "%~dp0dist\\node\\cli.js" %*\r\n`;
  if (process.platform === 'win32') writeFileSync(join(stage, 'neuroloom.cmd'), windows);
  else writeFileSync(join(stage, 'neuroloom'), unix, { mode: 0o755 });
}

/** The packages that the bundles load and all that those need: folder -> place below node_modules. */
export function packagesAtRunTime() {
  const found = new Map();
  const visit = (name, from) => {
    const folder = resolvePackage(name, from);
    if (!folder || found.has(folder)) return;
    found.set(folder, relative(join(root, 'node_modules'), folder));
    const { dependencies = {}, optionalDependencies = {} } = readJson(join(folder, 'package.json'));
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const unneeded =
        notAtRunTime.some((pattern) => pattern.test(each)) || notAtRunTimeOf[name]?.includes(each);
      if (!unneeded) visit(each, folder);
    }
  };
  for (const name of outsideBundles) visit(name, root);
  return found;
}

/** As Node does: node_modules of the folder, then of those above it. */
function resolvePackage(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === root || folder === dirname(folder)) return null;
  }
}

function copyPackage(from, at, stage) {
  const name = at
    .split(/node_modules[\\/]/)
    .at(-1)
    .replaceAll('\\', '/');
  for (const file of filesBelow(from)) {
    const path = relative(from, file).replaceAll('\\', '/');
    if (path.startsWith('node_modules/') || !isShipped(name, path)) continue;
    const target = join(stage, 'node_modules', at, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** SHA-256 of every file below `stage`, by its path with forward slashes. */
export function hashesOf(stage) {
  return Object.fromEntries(
    filesBelow(stage).map((file) => [
      relative(stage, file).replaceAll('\\', '/'),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  );
}
