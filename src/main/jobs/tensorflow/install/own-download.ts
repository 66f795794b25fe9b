/** The second source: tfjs-node's own script, which fetches an older TensorFlow and a compiled binding. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { missing } from '../../../../shared/words/missing.ts';
import { bindingName } from './compile.ts';
import { rootFolder } from './places.ts';
import { SourceFailed } from './progress.ts';
import type { OnProgress } from './progress.ts';
import { complaint, run } from './run.ts';

/**
 * Fills `folder` and returns the binding's place in it. The script writes into its own package, so it runs in a copy
 * whose node_modules lead to the real ones.
 */
export async function fetchOwn(
  folder: string,
  onProgress: OnProgress,
): Promise<{ binding: string; libraries: string }> {
  onProgress({ step: 'own-download' });
  const modules = join(rootFolder(), 'node_modules');
  const origin = join(modules, '@tensorflow', 'tfjs-node-gpu');
  if (!existsSync(join(origin, 'scripts', 'install.js'))) {
    throw new SourceFailed(missing('own-download-failed', 'its script is not part of the package'));
  }
  mkdirSync(folder, { recursive: true });
  for (const part of ['package.json', 'binding.gyp', 'binding', 'scripts']) {
    cpSync(join(origin, part), join(folder, part), { recursive: true });
  }
  symlinkSync(modules, join(folder, 'node_modules'), 'junction');
  const ran = await run(process.execPath, ['scripts/install.js', 'cpu', 'download'], {
    cwd: folder,
    timeoutMs: 15 * 60_000,
    env: { PATH: `${join(modules, '.bin')}:${process.env.PATH ?? ''}` },
  });
  rmSync(join(folder, 'node_modules'), { force: true });
  const abi = existsSync(join(folder, 'lib')) ? readdirSync(join(folder, 'lib')).at(-1) : undefined;
  const binding = join('lib', abi ?? '', bindingName);
  if (ran.code !== 0 || !abi || !existsSync(join(folder, binding))) {
    throw new SourceFailed(missing('own-download-failed', complaint(ran)));
  }
  for (const part of ['binding.gyp', 'binding', 'scripts', 'build']) {
    rmSync(join(folder, part), { recursive: true, force: true });
  }
  return { binding, libraries: join('deps', 'lib') };
}
