/** Joins Node and TensorFlow: compiles tfjs-node's own sources in one call, against the wheel's headers. */
import { copyFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { missing } from '../../../../shared/words/missing.ts';
import { rootFolder } from './places.ts';
import { SourceFailed } from './progress.ts';
import { complaint, run } from './run.ts';

export const bindingName = 'tfjs_binding.node';

/** The packaged app carries the binding compiled. */
const prebuilt = (): string => join(rootFolder(), 'prebuilt', bindingName);
export const hasPrebuilt = (): boolean => existsSync(prebuilt());

/** Puts the binding into `folder`, whose `lib/` and `include/` are filled. It finds its libraries by its own place. */
export async function makeBinding(folder: string): Promise<void> {
  const target = join(folder, bindingName);
  if (hasPrebuilt()) {
    copyFileSync(prebuilt(), target);
    return;
  }
  const headers = nodeHeaders();
  if (headers === null) throw new SourceFailed(missing('headers-none'));
  const mac = process.platform === 'darwin';
  const libraries = mac
    ? ['-ltensorflow_cc.2', '-ltensorflow_framework.2', '-undefined', 'dynamic_lookup']
    : ['-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'];
  const compiler = process.env.CXX ?? (mac ? 'clang++' : 'g++');
  const ran = await run(
    compiler,
    [
      ...['-O2', '-fPIC', '-shared', '-std=c++17', '-w', '-DNAPI_VERSION=6'],
      ...['-I', join(folder, 'include'), '-I', headers, '-I', '.'],
      ...['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'],
      ...['-L', join(folder, 'lib'), ...libraries],
      ...[`-Wl,-rpath,${mac ? '@loader_path' : '$ORIGIN'}/lib`, '-o', target],
    ],
    { cwd: join(rootFolder(), 'node_modules', '@tensorflow', 'tfjs-node-gpu'), timeoutMs: 300_000 },
  );
  if (ran.absent) throw new SourceFailed(missing('compiler-none'));
  if (ran.code !== 0) throw new SourceFailed(missing('compile-failed', complaint(ran)));
}

/** Node's C headers: beside the Node that runs, in npm's Node, or where Debian puts them. */
function nodeHeaders(): string | null {
  const places = [
    join(dirname(process.execPath), '..', 'include', 'node'),
    join(rootFolder(), 'node_modules', `node-${process.platform}-${process.arch}`, 'include', 'node'),
    join(rootFolder(), 'node_modules', `node-bin-${process.platform}-${process.arch}`, 'include', 'node'),
    '/usr/include/node',
    '/usr/local/include/node',
  ];
  return places.find((place) => existsSync(join(place, 'node_api.h'))) ?? null;
}
