/**
 * `npm run package`: the unpacked desktop app in release/. With --installers: this platform's installers. The Electron is
 * the one that ELECTRON_OVERRIDE_DIST_PATH names, the one that its package downloaded, or one laid out for tests.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hashesOf, stageCore } from './core-stage.mjs';
import { readJson, root } from './freshness.mjs';
import { run } from './processes.mjs';
import { electronDist } from './provide.mjs';
import { entry, setup } from './setup.mjs';
import { SetupFailed, step, tell } from './words.mjs';

const coreFiles = join(root, 'dist', 'shell', 'core-files.json');

/** The users' fuses, less what a distribution for tests cannot have. */
export function fusesFor(users, version, forTests) {
  if (!forTests) return users;
  // Playwright attaches by the inspector; one end-to-end test starts a copy that has it off again.
  const fuses = { ...users, enableNodeCliInspectArguments: true };
  // Electron 22 has no fuse for file:// privileges.
  if (Number(version.split('.')[0]) < 28) delete fuses.grantFileProtocolExtraPrivileges;
  return fuses;
}

async function main() {
  const node = await setup();
  if (process.execPath !== node && !process.env.NEUROLOOM_PACKAGING) {
    // electron-builder needs the newer Node.
    const again = [join(root, 'scripts', 'package.mjs'), ...process.argv.slice(2)];
    const ran = await run(node, again, { cwd: root, env: { NEUROLOOM_PACKAGING: '1' } });
    process.stdout.write(ran.output);
    return ran.code ?? 1;
  }
  const found = await electronDist();
  if (found.skip) throw new SetupFailed(found.skip);
  const { dist } = found;
  const installed = readJson(join(root, 'node_modules', 'electron', 'package.json')).version;
  const version = existsSync(join(dist, 'version'))
    ? readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    : installed;
  const forTests = version !== installed;

  await step('Laying out the core', () => {
    const stage = join(root, 'release', 'core');
    stageCore(stage, { node, binding: readJson(join(root, '.cache', 'tensorflow.json'))?.binding });
    // In the archive, whose own integrity Electron checks: a list beside the files would guard nothing.
    mkdirSync(dirname(coreFiles), { recursive: true });
    writeFileSync(coreFiles, JSON.stringify(hashesOf(stage)));
  });
  await step(`Packaging with Electron ${version}`, () => packApp({ dist, version, forTests }));
  const program = packagedProgram();
  checkPackaged(program);
  console.log(`packaged: ${program}`);
  if (forTests) tell(`Electron ${version} is for tests: users get ${installed}.`);
  return 0;
}

async function packApp({ dist, version, forTests }) {
  const { build, Platform } = await import('electron-builder');
  const { parse } = await import('yaml');
  const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
  const targets = process.argv.includes('--installers') ? undefined : Platform.current().createTarget('dir');
  for (const folder of ['linux-unpacked', 'mac', 'mac-arm64', 'win-unpacked']) {
    rmSync(join(root, 'release', folder), { recursive: true, force: true });
  }
  // A file of its own: electron-builder would merge an object over electron-builder.yml, where nothing can be left out.
  const path = join(root, 'release', 'builder.json');
  writeFileSync(
    path,
    JSON.stringify({
      ...config,
      electronVersion: version,
      electronDist: dist,
      electronFuses: fusesFor(config.electronFuses, version, forTests),
    }),
  );
  await build({ ...(targets ? { targets } : {}), projectDir: root, publish: 'never', config: path });
  // The start-up file of a laid-out distribution; with it gone only app.asar is left to load.
  rmSync(join(root, 'release', 'linux-unpacked', 'resources', 'app'), { recursive: true, force: true });
}

function packagedProgram() {
  const release = join(root, 'release');
  const places = {
    linux: ['linux-unpacked/neuroloom'],
    darwin: ['mac-arm64', 'mac'].map((folder) => `${folder}/Neuroloom.app/Contents/MacOS/Neuroloom`),
    win32: ['win-unpacked/neuroloom.exe'],
  };
  const program = places[process.platform]
    .map((place) => join(release, place))
    .find((path) => existsSync(path));
  if (!program) throw new Error(`No program in ${release}`);
  return program;
}

/** electron-builder copies by rules of its own: a core that it thinned out would be refused at each start. */
function checkPackaged(program) {
  const above = process.platform === 'darwin' ? ['..', 'Resources'] : ['resources'];
  const packaged = hashesOf(join(dirname(program), ...above, 'core'));
  const listed = readJson(coreFiles);
  const paths = new Set([...Object.keys(listed), ...Object.keys(packaged)]);
  const differ = [...paths].filter((path) => listed[path] !== packaged[path]);
  if (differ.length === 0) return;
  throw new Error(
    `The package differs from what was laid out in ${differ.length} files: ${differ.slice(0, 5)}`,
  );
}

/** A copy of the packaged program with the inspector off, as users have it, beside the first. */
export async function sealedCopy(program) {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  const sealed = `${program}-sealed`;
  copyFileSync(program, sealed);
  const options = { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: false };
  await flipFuses(sealed, options);
  return sealed;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await entry(main);
