/** Fetches TensorFlow's wheel, by pip where there is one (it knows proxies and mirrors), else by itself. */
import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { missing } from '../../../../shared/words/missing.ts';
import { download } from './download.ts';
import { SourceFailed } from './progress.ts';
import type { OnProgress } from './progress.ts';
import { complaint, run } from './run.ts';
import type { Wheel } from './sources.ts';

const minutes = 60_000;

/** The wheel's file in `folder`, with its hash checked. One that is already there whole is not fetched again. */
export async function fetchWheel(wheel: Wheel, folder: string, onProgress: OnProgress): Promise<string> {
  const path = join(folder, wheel.file);
  mkdirSync(folder, { recursive: true });
  if (existsSync(path)) {
    if ((await sha256(path)) === wheel.sha256) return path;
    rmSync(path);
  }
  onProgress({ step: 'download', done: 0, total: wheel.size });
  const whyNotPip = await byPip(wheel, folder, onProgress);
  if (whyNotPip !== null) {
    const whyNot = await download(wheel, path, onProgress);
    if (whyNot !== null)
      throw new SourceFailed(missing('wheel-unreachable', `pip: ${whyNotPip}; directly: ${whyNot}`));
  }
  if ((await sha256(path)) !== wheel.sha256) {
    rmSync(path);
    throw new SourceFailed(missing('wheel-damaged', wheel.file));
  }
  return path;
}

/** null when pip fetched the wheel, else why not. */
async function byPip(wheel: Wheel, folder: string, onProgress: OnProgress): Promise<string | null> {
  const whyNot = await pip(pipArguments(wheel, folder), folder, wheel.size, onProgress);
  if (whyNot !== null) return whyNot;
  return existsSync(join(folder, wheel.file)) ? null : `${wheel.file} did not come`;
}

/** The wheel's companions, by pip alone: their files' paths. Throws `SourceFailed`. */
export async function fetchCompanions(
  wheel: Wheel,
  folder: string,
  onProgress: OnProgress,
): Promise<readonly string[]> {
  if (wheel.companions.length === 0) return [];
  mkdirSync(folder, { recursive: true });
  const whyNot = await pip(companionArguments(wheel, folder), folder, wheel.size, onProgress);
  if (whyNot !== null) throw new SourceFailed(missing('wheel-unreachable', `pip: ${whyNot}`));
  const files = readdirSync(folder).filter((name) => name.endsWith('.whl'));
  return files.map((name) => join(folder, name));
}

const DOWNLOAD = [
  ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--no-cache-dir'],
  ...['--disable-pip-version-check', '--timeout', '10', '--retries', '1'],
];

/** One fixed wheel whatever Python runs pip, so that one hash can be asked for. */
export const pipArguments = (wheel: Wheel, folder: string): readonly string[] => [
  ...DOWNLOAD,
  ...['--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311', '--platform', wheel.platform],
  ...['--dest', folder, `${wheel.project}==${wheel.version}`],
];

/** NVIDIA's wheels know no Python, and are made for older systems than TensorFlow's. */
export const companionArguments = (wheel: Wheel, folder: string): readonly string[] => [
  ...DOWNLOAD,
  ...['--implementation', 'py', '--python-version', '3.11', '--abi', 'none'],
  ...[wheel.platform, 'manylinux_2_17_x86_64', 'manylinux2014_x86_64', 'manylinux1_x86_64'].flatMap(
    (platform) => ['--platform', platform],
  ),
  ...['--dest', folder, ...wheel.companions],
];

/** null when it did what it was asked, else why not. */
async function pip(
  args: readonly string[],
  folder: string,
  size: number,
  onProgress: OnProgress,
): Promise<string | null> {
  const scratch = join(folder, 'pip');
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch);
  const watch = setInterval(() => {
    const done = Math.min(sizeOf(folder), size);
    if (done > 0) onProgress({ step: 'download', done, total: size });
  }, 500);
  try {
    const ran = await run('python3', args, { timeoutMs: 60 * minutes, env: { TMPDIR: scratch } });
    if (ran.absent) return 'there is no python3';
    return ran.code === 0 ? null : complaint(ran);
  } finally {
    clearInterval(watch);
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * The libraries go to `lib/`, the few headers that the binding needs to `include/`; the rest stays packed. NVIDIA's stay
 * where they are, beside `lib/`: TensorFlow's library looks for them there (its rpath names $ORIGIN/../nvidia/…/lib).
 */
export function placeInEngine(entry: string): string | null {
  const library = /^tensorflow\/(libtensorflow_(?:cc|framework)\.(?:so\.2|2\.dylib))$/.exec(entry)?.[1];
  if (library) return `lib/${library}`;
  if (/^nvidia\/\w+\/lib\/lib[\w.-]+\.so(?:\.\d+)*$/.test(entry)) return entry;
  const header =
    /^tensorflow\/include\/((?:tensorflow\/c|tensorflow\/core\/platform|tsl\/platform|xla\/tsl\/c)\/.+\.h)$/.exec(
      entry,
    );
  return header?.[1] ? `include/${header[1]}` : null;
}

/** Unpacks what is needed of the wheels into `folder`. */
export async function unpackWheels(
  paths: readonly string[],
  wheel: Wheel,
  folder: string,
  onProgress: OnProgress,
): Promise<void> {
  let done = 0;
  for (const path of paths) {
    const zip = await openPromise(path);
    for await (const entry of zip.eachEntry()) {
      const place = placeInEngine(entry.fileName);
      if (place === null) continue;
      const target = join(folder, place);
      mkdirSync(dirname(target), { recursive: true });
      const source = await zip.openReadStreamPromise(entry);
      source.on('data', (chunk: Buffer) => {
        done += chunk.length;
        onProgress({ step: 'unpack', done, total: wheel.unpacked });
      });
      await pipeline(source, createWriteStream(target));
    }
  }
  const libraries = existsSync(join(folder, 'lib')) ? readdirSync(join(folder, 'lib')) : [];
  if (libraries.length !== 2)
    throw new SourceFailed(missing('wheel-damaged', `${wheel.file} holds no library`));
  if (wheel.device === 'gpu' && !existsSync(join(folder, 'nvidia', 'cuda_runtime', 'lib', 'libcudart.so.12')))
    throw new SourceFailed(missing('wheel-damaged', 'NVIDIA’s packages hold no libcudart'));
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Bytes of all files below a folder; what vanishes meanwhile counts as nothing. */
export function sizeOf(folder: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) bytes += sizeOf(path);
      else if (entry.isFile()) bytes += statSync(path).size;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return bytes;
}
