import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { nodeEntries, outsideBundles } from './scripts/entries.mjs';

const root = import.meta.dirname;
const input = Object.fromEntries(
  Object.entries(nodeEntries)
    .map(([name, path]) => [name, resolve(root, path)] as const)
    .filter(([, path]) => existsSync(path)),
);

/**
 * Core, server, command line and jobs, each an entry. All files lie in one folder, so `import.meta.dirname` is the
 * same for code that two entries share.
 */
export default defineConfig({
  root,
  publicDir: false,
  ssr: { noExternal: true, external: [...outsideBundles] },
  build: {
    outDir: resolve(root, 'dist/node'),
    emptyOutDir: true,
    ssr: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input,
      external: outsideBundles.map((name) => new RegExp(`^${name}(/|$)`)),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
