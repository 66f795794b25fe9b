import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { isShipped, packagesAtRunTime } from './core-stage.mjs';
import { outsideBundles } from './entries.mjs';
import { fusesFor } from './package.mjs';

const config = parse(readFileSync(new URL('../electron-builder.yml', import.meta.url), 'utf8')) as {
  asar: boolean;
  files: string[];
  extraResources: { from: string; to: string }[];
  electronFuses: Record<string, boolean>;
  fileAssociations: { ext: string }[];
  linux: { target: string[] };
  mac: { target: string[] };
  win: { target: string[] };
};

test('users get every fuse as it should be', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    enableCookieEncryption: true,
  });
  expect(fusesFor(config.electronFuses, '45.4.1', false)).toEqual(config.electronFuses);
});

test('a distribution for tests differs in the inspector, and in a fuse that it does not have', () => {
  const { grantFileProtocolExtraPrivileges, ...known } = config.electronFuses;
  expect(grantFileProtocolExtraPrivileges).toBe(false);
  const fuses = fusesFor(config.electronFuses, '22.3.25', true);
  expect(fuses).toEqual({ ...known, enableNodeCliInspectArguments: true });
});

test('the archive holds the shell and the page, and what runs on Node lies beside it', () => {
  expect(config.asar).toBe(true);
  expect(config.files).toEqual(['dist/shell/**', 'dist/renderer/**', 'package.json', '!node_modules/**']);
  expect(config.extraResources).toEqual([
    { from: 'release/core', to: 'core' },
    { from: 'release/core/node_modules', to: 'core/node_modules' },
  ]);
});

test('there are installers for each system, and project files open with the app', () => {
  expect(config.linux.target).toEqual(['AppImage', 'deb']);
  expect(config.mac.target).toEqual(['dmg', 'zip']);
  expect(config.win.target).toEqual(['nsis']);
  expect(config.fileAssociations.map(({ ext }) => ext)).toEqual(['neuroloom']);
});

test('the Electron that users get is one of the three majors that are maintained', () => {
  const { devDependencies } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  ) as { devDependencies: Record<string, string> };
  expect(devDependencies.electron).toMatch(/^4[3-5]\.\d+\.\d+$/);
});

test('every package that stays outside the bundles is shipped, without what only installs it', () => {
  const names = [...packagesAtRunTime().values()];
  expect(names).toEqual(expect.arrayContaining([...outsideBundles]));
  expect(names.some((name) => name.startsWith('@img/sharp-'))).toBe(true);
  expect(names.filter((name) => /node-pre-gyp|^@types|core-js|rimraf/.test(name))).toEqual([]);
});

test.each([
  ['onnxruntime-web', 'dist/ort-wasm-simd-threaded.wasm', true],
  ['onnxruntime-web', 'dist/ort-wasm-simd-threaded.jsep.wasm', false],
  ['onnxruntime-web', 'LICENSE', true],
  ['@tensorflow/tfjs', 'dist/tf.node.js', true],
  ['@tensorflow/tfjs', 'dist/tf.min.js', false],
  ['@tensorflow/tfjs', 'dist/tf.node.js.map', false],
  ['better-sqlite3', `prebuilds/${process.platform}-${process.arch}.node`, true],
  ['better-sqlite3', 'prebuilds/sunos-sparc.node', false],
  ['long', 'umd/index.js', true],
  ['long', 'umd/index.d.ts', false],
  ['long', 'tests/index.js', false],
  ['tr46', 'lib/.gitkeep', false],
])('%s: %s is shipped: %s', (name, path, shipped) => {
  expect(isShipped(name, path)).toBe(shipped);
});
