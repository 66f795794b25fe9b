/** What is bundled, from where: the one list that the builds, the set-up and the package read. */

/** dist/node/NAME.js */
export const nodeEntries = {
  core: 'src/main/core/main.ts',
  server: 'src/main/server/main.ts',
  cli: 'src/main/cli/main.ts',
  'job-import': 'src/main/jobs/import/main.ts',
  'job-train': 'src/main/jobs/train/main.ts',
  'job-inspect': 'src/main/jobs/inspect/main.ts',
  'job-export': 'src/main/jobs/export/main.ts',
  'row-reader': 'src/main/jobs/model/row-reader.ts',
  'tensorflow-install': 'src/main/jobs/tensorflow/install/main.ts',
};

/** dist/shell/NAME.cjs */
export const shellEntries = {
  main: 'src/main/shell/main.ts',
  preload: 'src/main/shell/preload.ts',
};

/** The page's own entry; index.html beside it names it. */
export const rendererEntry = 'src/renderer/main.ts';

/** Native or heavy packages, loaded from node_modules at run time. */
export const outsideBundles = [
  'better-sqlite3',
  'sharp',
  '@tensorflow/tfjs-node-gpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs',
  'onnxruntime-web',
  'h5wasm',
];

/** Packages that Vite bundles into the page; for the notices. */
export const bundledInPage = [
  '@dagrejs/dagre',
  '@internationalized/date',
  '@lucide/svelte',
  '@xyflow/svelte',
  'bits-ui',
  'paneforge',
  'svelte',
  'svelte-sonner',
  'tinykeys',
  'uplot',
  'virtua',
];
