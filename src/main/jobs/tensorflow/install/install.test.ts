import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { missing } from '../../../../shared/words/missing.ts';
import { download } from './download.ts';
import { attemptFile, findTensorFlow, isTensorFlow, manifestName } from './find.ts';
import { locked } from './lock.ts';
import { cpuFeatures, lacksAvx, multipliesBfloat16 } from './machine.ts';
import { cacheFolder, enginesFolder } from './places.ts';
import { SourceFailed } from './progress.ts';
import { gpuWheelFor, machineName, wheelFolder, wheelFor } from './sources.ts';
import { complaint } from './run.ts';
import { verifyBinding } from './verify.ts';
import { companionArguments, fetchWheel, pipArguments, placeInEngine } from './wheel.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neuroloom-install-'));
  vi.stubEnv('NEUROLOOM_CACHE', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('the cache is where each system keeps caches, unless another is named', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux')).toBe('/x/neuroloom');
  expect(cacheFolder({}, 'linux')).toMatch(/\/\.cache\/neuroloom$/);
  expect(cacheFolder({}, 'darwin')).toMatch(/Library\/Caches\/neuroloom$/);
  expect(cacheFolder({ NEUROLOOM_CACHE: '/here' }, 'darwin')).toBe('/here');
});

test('the processor is asked for AVX before TensorFlow for x86-64 is loaded', () => {
  const features = cpuFeatures('processor\t: 0\nflags\t\t: fpu sse4_2 avx avx2 fma\n');
  expect(features).toEqual(['sse4_2', 'avx', 'avx2', 'fma']);
  const old = { features: cpuFeatures('flags : fpu sse2\n'), nvidia: null };
  expect(lacksAvx(old, 'x64')).toBe(true);
  expect(lacksAvx(old, 'arm64')).toBe(false);
  expect(lacksAvx({ features: null, nvidia: null }, 'x64')).toBe(false);
});

test('the processor is asked whether it multiplies in bfloat16, where the system tells', () => {
  const having = (flags: string) => ({ features: cpuFeatures(`flags : fpu ${flags}\n`), nvidia: null });
  expect(multipliesBfloat16(having('avx2 avx512f'), 'linux')).toBe(true);
  expect(multipliesBfloat16(having('avx2 avx_ne_convert'), 'linux')).toBe(true);
  expect(multipliesBfloat16(having('avx2 fma'), 'linux')).toBe(false);
  expect(multipliesBfloat16({ features: null, nvidia: null }, 'win32')).toBe(true);
  expect(multipliesBfloat16({ features: null, nvidia: null }, 'darwin')).toBe(false);
});

test('of a wheel only the libraries and the headers of the C interface are kept', () => {
  expect(placeInEngine('tensorflow/libtensorflow_cc.so.2')).toBe('lib/libtensorflow_cc.so.2');
  expect(placeInEngine('tensorflow/libtensorflow_framework.2.dylib')).toBe(
    'lib/libtensorflow_framework.2.dylib',
  );
  expect(placeInEngine('tensorflow/include/tensorflow/c/c_api.h')).toBe('include/tensorflow/c/c_api.h');
  expect(placeInEngine('tensorflow/include/external/eigen/Core.h')).toBeNull();
  expect(placeInEngine('tensorflow/python/_pywrap.so')).toBeNull();
});

describe('the build for a GPU', () => {
  const wheel = gpuWheelFor('linux-x64')!;
  test('is asked of pip by its hash, and NVIDIA’s libraries in the versions that it wants', () => {
    expect(gpuWheelFor('darwin-arm64')).toBeNull();
    const own = pipArguments(wheel, '/work').join(' ');
    expect(own).toMatch(/^-m pip download .*--no-deps --only-binary=:all:/);
    expect(own).toMatch(/--abi cp311 --platform manylinux_2_27_x86_64 --dest \/work tensorflow==2\.21\.0$/);
    const others = companionArguments(wheel, '/somewhere/companions').join(' ');
    expect(others).toMatch(/--abi none --platform manylinux_2_27_x86_64 .*--platform manylinux2014_x86_64/);
    expect(others).toContain('--dest /somewhere/companions nvidia-cublas-cu12>=12.5.3.2,<13.0 ');
    expect(others).toContain(' nvidia-cudnn-cu12>=9.3.0.75,<10.0 ');
  });
  test('has NVIDIA’s libraries beside its own, where it looks for them (by its rpath)', () => {
    expect(placeInEngine('nvidia/cudnn/lib/libcudnn_ops.so.9')).toBe('nvidia/cudnn/lib/libcudnn_ops.so.9');
    expect(placeInEngine('nvidia/cuda_runtime/include/cuda.h')).toBeNull();
    expect(placeInEngine('nvidia/cudnn/lib/../../x/lib/libx.so')).toBeNull();
  });
  test('lies in a folder of its own, so that the build for the CPU stays', () => {
    expect(wheelFolder(wheel)).not.toBe(wheelFolder(wheelFor('linux-x64')!));
  });
});

describe('finding', () => {
  const wheel = wheelFor(machineName());
  test('nothing installed: says so', () => {
    expect(findTensorFlow()).toEqual({ missing: [missing('tensorflow-not-installed')] });
  });
  test('a failed attempt is told again', () => {
    mkdirSync(enginesFolder());
    const reasons = [missing('compiler-none'), missing('own-download-failed', 'no network')];
    writeFileSync(attemptFile(), JSON.stringify({ machine: machineName(), at: 1, reasons }));
    expect(findTensorFlow()).toEqual({ missing: reasons });
  });
  test.runIf(wheel)('a folder whose manifest or binding is missing is not taken', () => {
    const engine = join(enginesFolder(), wheelFolder(wheel!));
    mkdirSync(join(engine, 'lib'), { recursive: true });
    writeFileSync(join(engine, 'tfjs_binding.node'), '');
    expect(isTensorFlow(findTensorFlow())).toBe(false);
    const manifest = { binding: 'tfjs_binding.node', libraries: 'lib', version: '2.21.0', source: 'wheel' };
    writeFileSync(join(engine, manifestName), JSON.stringify({ ...manifest, device: 'cpu', bytes: 1 }));
    expect(findTensorFlow()).toMatchObject({ binding: join(engine, 'tfjs_binding.node'), version: '2.21.0' });
    rmSync(join(engine, 'tfjs_binding.node'));
    expect(isTensorFlow(findTensorFlow())).toBe(false);
  });
});

test('a binding that does not load is refused with the reason, and this process lives', async () => {
  const path = join(folder, 'tfjs_binding.node');
  writeFileSync(path, 'no library');
  const refused = await verifyBinding(path).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SourceFailed);
  expect((refused as SourceFailed).reason.code).toBe('binding-fails');
  expect((refused as SourceFailed).reason.detail).toMatch(/tfjs_binding\.node|invalid ELF|file too short/);
});

test.each([
  [
    'Emitted error event at:\nError: getaddrinfo ENOTFOUND host\n    at x',
    'Error: getaddrinfo ENOTFOUND host',
  ],
  ['a.cc:3:1: error: no such thing\nmake: stopped', 'a.cc:3:1: error: no such thing'],
  ['first\nlast', 'last'],
  ['', 'exit code 3'],
])('of what a program said, the line that tells most: %j', (stderr, line) => {
  expect(complaint({ code: 3, signal: null, absent: false, timedOut: false, stdout: '', stderr })).toBe(line);
});

describe('the lock', () => {
  test('is held by one at a time', async () => {
    const file = join(folder, '.lock');
    const order: string[] = [];
    const one = (name: string) =>
      locked(
        file,
        () => {},
        async () => {
          order.push(`${name} in`);
          await new Promise((resolve) => setTimeout(resolve, 20));
          order.push(`${name} out`);
        },
      );
    await Promise.all([one('a'), one('b')]);
    expect([order.slice(0, 2), order.slice(2)].sort()).toEqual([
      ['a in', 'a out'],
      ['b in', 'b out'],
    ]);
    expect(existsSync(file)).toBe(false);
  });
  test('of a process that is gone is taken over', async () => {
    const file = join(folder, '.lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, String(pid));
    expect(
      await locked(
        file,
        () => {},
        () => Promise.resolve('done'),
      ),
    ).toBe('done');
  });
});

/** The server is an index with one wheel, as PyPI serves it; its next `breaks` answers break off after 100,000 bytes. */
describe('fetching without pip', () => {
  const bytes = randomBytes(300_000);
  const wheel = { project: 'thing', file: 'thing-1.whl', size: bytes.length };
  let server: Server;
  let index: string;
  let ranges: (string | undefined)[];
  let breaks: number;
  beforeEach(async () => {
    ranges = [];
    breaks = 0;
    server = createServer((request, response) => {
      if (request.url === '/simple/thing/') {
        response.end(JSON.stringify({ files: [{ filename: wheel.file, url: '../../files/thing-1.whl' }] }));
        return;
      }
      if (request.url !== '/files/thing-1.whl') {
        response.writeHead(404).end();
        return;
      }
      const { range } = request.headers;
      ranges.push(range);
      const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from });
      if (breaks-- > 0) {
        response.write(bytes.subarray(from, from + 100_000));
        // It breaks off once some of it has reached the disk: what was still on its way may be lost with it.
        const watch = setInterval(() => {
          if (!readdirSync(folder).some((name) => statSync(join(folder, name)).size > 0)) return;
          clearInterval(watch);
          response.socket!.end();
        }, 10);
      } else response.end(bytes.subarray(from));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    index = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  test('goes on where the connection broke off', async () => {
    breaks = 1;
    const path = join(folder, wheel.file);
    let reported = 0;
    expect(await download(wheel, path, ({ done }) => (reported = done ?? 0), index)).toBeNull();
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(ranges[0]).toBeUndefined();
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
    expect(reported).toBe(bytes.length);
  });
  test('says why there is nothing', async () => {
    expect(await download({ ...wheel, file: 'other.whl' }, join(folder, 'x'), () => {}, index)).toContain(
      'other.whl',
    );
    const nobody = 'http://127.0.0.1:1/simple';
    expect(await download(wheel, join(folder, 'x'), () => {}, nobody)).toMatch(/ECONNREFUSED|bad port/);
  });
  const plain = { device: 'cpu', companions: [] } as const;
  test('a wheel whose hash is another is thrown away and refused', async () => {
    vi.stubEnv('PIP_INDEX_URL', index);
    vi.stubEnv('PATH', folder); // no pip to be found
    const full = { ...wheel, version: '1', platform: 'any', unpacked: 1, sha256: '0'.repeat(64), ...plain };
    const refused = await fetchWheel(full, folder, () => {}).catch((error: unknown) => error);
    expect((refused as SourceFailed).reason).toEqual(missing('wheel-damaged', wheel.file));
    expect(existsSync(join(folder, wheel.file))).toBe(false);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await fetchWheel({ ...full, sha256 }, folder, () => {})).toBe(join(folder, wheel.file));
  });
});
