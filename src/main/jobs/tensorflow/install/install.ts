/**
 * Installs native TensorFlow into the per-user cache: the first source that works is registered, every other one
 * leaves a reason. Written aside and renamed, so a folder in the cache is whole or absent.
 */
import { mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { missing } from '../../../../shared/words/missing.ts';
import type { Missing } from '../../../../shared/words/missing.ts';
import { bindingName, hasPrebuilt, makeBinding } from './compile.ts';
import {
  attemptFile,
  findTensorFlow,
  isTensorFlow,
  manifestName,
  readEngine,
  usableGpuWheel,
} from './find.ts';
import type { FoundTensorFlow, Manifest, TensorFlow } from './find.ts';
import { locked } from './lock.ts';
import { lacksAvx, readMachine } from './machine.ts';
import { enginesFolder } from './places.ts';
import { SourceFailed } from './progress.ts';
import type { OnProgress } from './progress.ts';
import { run } from './run.ts';
import { machineName, ownFolder, wheelFolder, wheelFor } from './sources.ts';
import type { Wheel } from './sources.ts';
import { fetchOwn } from './own-download.ts';
import { fetchCompanions, fetchWheel, sizeOf, unpackWheels } from './wheel.ts';
import { verifyBinding } from './verify.ts';

/**
 * What is there already, else the first source that works, else why none did. `better`: a build for the CPU is not
 * enough where there is an NVIDIA GPU that another could use.
 */
export async function installTensorFlow(onProgress: OnProgress, better = false): Promise<FoundTensorFlow> {
  if (lacksAvx(readMachine())) return { missing: [missing('avx-none')] };
  try {
    mkdirSync(enginesFolder(), { recursive: true });
  } catch (error) {
    return { missing: [missing('cache-unwritable', (error as Error).message)] };
  }
  return await locked(
    join(enginesFolder(), '.lock'),
    () => onProgress({ step: 'wait' }),
    async () => {
      const found = findTensorFlow();
      const enough = isTensorFlow(found) && !(better && found.device === 'cpu' && usableGpuWheel());
      if (enough) return found; // another process installed it meanwhile
      return await trySources(onProgress, [
        ...(better ? onGpu() : []),
        ...(isTensorFlow(found) ? [] : onCpu),
      ]);
    },
  );
}

type Source = (onProgress: OnProgress) => Promise<TensorFlow>;
const onCpu: readonly Source[] = [
  (onProgress) => fromWheel(wheelFor(machineName()), onProgress),
  fromOwnDownload,
];

/** Gigabytes: only where the person asks for it. */
function onGpu(): readonly Source[] {
  const wheel = usableGpuWheel();
  return wheel ? [(report) => fromWheel(wheel, report)] : [];
}

async function trySources(onProgress: OnProgress, sources: readonly Source[]): Promise<FoundTensorFlow> {
  const reasons: Missing[] = [];
  for (const source of sources) {
    try {
      const engine = await source(onProgress);
      rmSync(attemptFile(), { force: true });
      onProgress({ step: 'done' });
      return engine;
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  const attempt = { machine: machineName(), at: Date.now(), reasons };
  writeFileSync(attemptFile(), JSON.stringify(attempt, null, 2));
  return { missing: reasons };
}

function reasonOf(error: unknown): Missing {
  if (error instanceof SourceFailed) return error.reason;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return missing('disk-small', message);
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return missing('cache-unwritable', message);
  throw error; // a bug: nothing the person could do about it
}

async function fromWheel(wheel: Wheel | null, onProgress: OnProgress): Promise<TensorFlow> {
  if (!wheel) throw new SourceFailed(missing('platform-unknown', machineName()));
  await compilerMustBeThere(); // before 270 MB are fetched in vain
  roomMustBeThere(wheel);
  const work = join(enginesFolder(), `.work-${wheelFolder(wheel)}`);
  const ready = join(work, 'ready');
  const path = await fetchWheel(wheel, work, onProgress);
  const companions = await fetchCompanions(wheel, join(work, 'companions'), onProgress);
  rmSync(ready, { recursive: true, force: true });
  await unpackWheels([path, ...companions], wheel, ready, onProgress);
  onProgress({ step: 'compile' });
  await makeBinding(ready);
  onProgress({ step: 'verify' });
  const version = await verifyBinding(join(ready, bindingName));
  rmSync(join(ready, 'include'), { recursive: true, force: true });
  const parts = {
    binding: bindingName,
    libraries: 'lib',
    version,
    source: 'wheel',
    device: wheel.device,
  } as const;
  return register(work, ready, wheelFolder(wheel), parts);
}

async function fromOwnDownload(onProgress: OnProgress): Promise<TensorFlow> {
  const name = ownFolder(machineName());
  const work = join(enginesFolder(), `.work-${name}`);
  const ready = join(work, 'ready');
  rmSync(work, { recursive: true, force: true });
  try {
    const places = await fetchOwn(ready, onProgress);
    onProgress({ step: 'verify' });
    const version = await verifyBinding(join(ready, places.binding));
    return register(work, ready, name, { ...places, version, source: 'own-download', device: 'cpu' });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Makes the finished folder appear in the cache in one step, and drops what it was made from. */
function register(work: string, ready: string, name: string, parts: Omit<Manifest, 'bytes'>): TensorFlow {
  const manifest: Manifest = { ...parts, bytes: sizeOf(ready) };
  writeFileSync(join(ready, manifestName), JSON.stringify(manifest, null, 2));
  const folder = join(enginesFolder(), name);
  rmSync(folder, { recursive: true, force: true }); // a damaged one: findTensorFlow did not take it
  renameSync(ready, folder);
  rmSync(work, { recursive: true, force: true });
  const engine = readEngine(folder);
  if (!engine) throw new Error(`${basename(folder)} is not whole after it was registered`);
  return engine;
}

async function compilerMustBeThere(): Promise<void> {
  if (hasPrebuilt()) return;
  const compiler = process.env.CXX ?? (process.platform === 'darwin' ? 'clang++' : 'g++');
  const ran = await run(compiler, ['--version'], { timeoutMs: 20_000 });
  if (ran.code !== 0) throw new SourceFailed(missing('compiler-none'));
}

function roomMustBeThere(wheel: Wheel): void {
  const { bavail, bsize } = statfsSync(enginesFolder());
  const work = join(enginesFolder(), `.work-${wheelFolder(wheel)}`);
  const have = Math.min(sizeOf(work), wheel.size);
  const needed = wheel.size + wheel.unpacked - have;
  if (bavail * bsize >= needed) return;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const detail = `${megabytes(bavail * bsize)} free in ${enginesFolder()}, ${megabytes(needed)} needed`;
  throw new SourceFailed(missing('disk-small', detail));
}
