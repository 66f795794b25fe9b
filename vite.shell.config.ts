import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { shellEntries } from './scripts/entries.mjs';

const root = import.meta.dirname;

/**
 * Electron's main process or its preload, one at a time (`--mode main` or `--mode preload`): a sandboxed preload can
 * load no second file, so they may share no chunk. CommonJS for Node 16, the oldest Electron that it runs in.
 */
export default defineConfig(({ mode }) => {
  const path = resolve(root, shellEntries[mode as keyof typeof shellEntries] ?? '');
  return {
    root,
    publicDir: false,
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      outDir: resolve(root, 'dist/shell'),
      emptyOutDir: false,
      ssr: true,
      target: 'node16',
      minify: false,
      rolldownOptions: {
        input: existsSync(path) ? { [mode]: path } : {},
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
});
