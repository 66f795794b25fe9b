/** The doctor's report: what is here, what is missing, and what to do about it. Loads no TensorFlow. */
import { existsSync, readFileSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { Check } from '../../../shared/contract/core.ts';
import { doctorWords as words } from '../../../shared/words/doctor.ts';
import { missing, missingWords } from '../../../shared/words/missing.ts';
import type { Missing } from '../../../shared/words/missing.ts';
import type { Text } from '../../../shared/words/said.ts';
import { findTensorFlow, isTensorFlow, usableGpuWheel } from '../../jobs/tensorflow/install/find.ts';
import { readMachine } from '../../jobs/tensorflow/install/machine.ts';
import { cacheFolder } from '../../jobs/tensorflow/install/places.ts';
import { bytesOf } from '../usage.ts';

/** Below this a data set of middling size and its checkpoints may not fit. */
const SMALL_DISK = 2e9;

const ok = (name: Text, says: Text): Check => ({ name, state: 'ok', says, remedy: null });
const note = (name: Text, says: Text, remedy: Text | null = null): Check => ({
  name,
  state: 'note',
  says,
  remedy,
});
const lacking = (name: Text, what: Missing): Check => {
  const { code, detail } = what;
  return {
    name,
    state: 'missing',
    says: missingWords.says(code, detail),
    remedy: missingWords.remedy(code, detail),
  };
};

/** Another attempt helps against everything but the machine itself. */
const installable = (check: Check, { code }: Missing): Check =>
  code === 'avx-none' ? check : { ...check, action: 'install-tensorflow' };

/** `database`: the version of SQLite and its journal mode. */
export async function doctorReport(
  workspace: string,
  database: { readonly sqlite: string; readonly journal: string },
): Promise<readonly Check[]> {
  return [
    ok(words.name('node'), words.node(process.version, process.execPath)),
    ...tensorFlowChecks(),
    electronCheck(),
    displayCheck(),
    await diskCheck(workspace),
    await workspaceCheck(workspace),
    ok(words.name('database'), words.database(database.sqlite, database.journal)),
    ok(words.name('cache'), words.cache(cacheFolder(), await bytesOf(cacheFolder()))),
  ];
}

function tensorFlowChecks(): Check[] {
  const found = findTensorFlow();
  const { features, nvidia } = readMachine();
  const own = isTensorFlow(found)
    ? [
        ok(
          words.name('tensorflow'),
          words.tensorflow(found.version, found.source, found.device, found.folder),
        ),
      ]
    : found.missing.map((what) => installable(lacking(words.name('tensorflow'), what), what));
  const onGpu = isTensorFlow(found) && found.device === 'gpu';
  const gpu =
    nvidia === null
      ? note(words.name('gpu'), words.gpuNone)
      : onGpu
        ? ok(words.name('gpu'), words.gpuUsed(nvidia))
        : usableGpuWheel() && isTensorFlow(found)
          ? {
              ...note(words.name('gpu'), words.gpuUnused(nvidia), words.gpuRemedy),
              action: 'install-tensorflow' as const,
            }
          : note(words.name('gpu'), words.gpuUnused(nvidia), words.gpuUnusedRemedy);
  return [...own, note(words.name('processor'), words.processor(availableParallelism(), features)), gpu];
}

/** Electron's own package says where its program is; asking it any other way would download one. */
function electronCheck(): Check {
  const above = foldersAbove(import.meta.dirname);
  if (above.some((folder) => existsSync(join(folder, 'app.asar'))))
    return ok(words.name('electron'), words.electronPackaged);
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const programs = named
    ? ['electron', 'electron.exe', 'Electron.app'].map((program) => join(named, program))
    : above.map((folder) => join(folder, 'node_modules', 'electron')).flatMap(programOf);
  const program = programs.find((path) => existsSync(path));
  return program
    ? ok(words.name('electron'), words.electronAt(program))
    : lacking(words.name('electron'), missing('electron-none', named ?? ''));
}

function programOf(home: string): string[] {
  const path = join(home, 'path.txt');
  return existsSync(path) ? [join(home, 'dist', readFileSync(path, 'utf8').trim())] : [];
}

function displayCheck(): Check {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux') return ok(words.name('display'), words.display(process.platform));
  const display = WAYLAND_DISPLAY ?? DISPLAY;
  return display
    ? ok(words.name('display'), words.display(display))
    : lacking(words.name('display'), missing('display-none'));
}

async function diskCheck(workspace: string): Promise<Check> {
  const { bavail, bsize } = await statfs(workspace);
  const free = bavail * bsize;
  const says = words.diskFree(free, workspace);
  return free < SMALL_DISK
    ? { name: words.name('disk'), state: 'missing', says, remedy: words.diskSmallRemedy }
    : ok(words.name('disk'), says);
}

async function workspaceCheck(workspace: string): Promise<Check> {
  const writable = await access(workspace, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (writable) return ok(words.name('workspace'), words.workspace(workspace, await bytesOf(workspace)));
  const says = words.workspaceReadOnly(workspace);
  return { name: words.name('workspace'), state: 'missing', says, remedy: words.workspaceRemedy };
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}
