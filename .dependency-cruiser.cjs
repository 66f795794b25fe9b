/**
 * What each folder may import (the table of CONTRIBUTING.md as rules). Type-only imports are exempt where a rule is
 * about weight or processes, because nothing of them is left at run time.
 */
const runtime = { dependencyTypesNot: ['type-only'] };
const test = '\\.test\\.ts$';
const npm = (names) => `node_modules/(${names.join('|')})(/|$)`;

/** A folder that may import only what is listed: its own npm packages, and the given folders. */
const only = (name, from, comment, allowed, packages = []) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: {
    ...runtime,
    pathNot: [...allowed, ...(packages.length ? [npm(packages)] : [])],
    // Node's own modules are named one by one in `allowed` as '^(node:)?name$'.
  },
});
const nodeModule =
  '^(node:)?(assert|async_hooks|buffer|child_process|constants|crypto|dgram|diagnostics_channel|dns|events|fs|http|http2|https|inspector|module|net|os|path|perf_hooks|process|readline|sea|sqlite|stream|string_decoder|test|timers|tls|tty|url|util|v8|vm|wasi|worker_threads|zlib)(/[a-z/_-]+)?$';

const rooms = ['home', 'data', 'design', 'train', 'inside', 'runs', 'use', 'doctor'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: runtime } },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-deprecated-node',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['deprecated'] },
    },
    only(
      'shared',
      '^src/shared/',
      'shared/ imports zod and itself, nothing else.',
      ['^src/shared/'],
      ['zod'],
    ),
    only(
      'core',
      '^src/main/core/(?!store/)',
      'The core holds no parser of foreign bytes and no TensorFlow.',
      ['^src/shared/', '^src/main/core/', nodeModule],
      ['zod'],
    ),
    only(
      'core-store',
      '^src/main/core/store/',
      'The database is known in store/ only.',
      ['^src/shared/', '^src/main/core/', nodeModule],
      ['zod', 'better-sqlite3'],
    ),
    {
      name: 'jobs-apart',
      comment:
        'A job is a process: it knows the shared contracts and what jobs have in common, not the core, not another job.',
      severity: 'error',
      from: { path: '^src/main/jobs/([^/]+)/', pathNot: test },
      to: {
        ...runtime,
        path: [
          '^src/main/jobs/(import|train|inspect|export)/',
          '^src/main/(core|client|server|cli|shell)/',
          '^src/renderer/',
        ],
        pathNot: '^src/main/jobs/$1/',
      },
    },
    {
      name: 'tensorflow-in-one-place',
      severity: 'error',
      from: { pathNot: ['^src/main/jobs/tensorflow/', test] },
      to: { ...runtime, path: npm(['@tensorflow']) },
    },
    {
      name: 'images-in-import-only',
      comment: 'Parsers of strangers’ files run in the import job, which may die.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/jobs/', test] },
      to: { ...runtime, path: npm(['sharp', 'papaparse', 'yauzl', 'h5wasm', 'onnxruntime-web']) },
    },
    only(
      'shell',
      '^src/main/shell/',
      'The shell passes frames on; it needs Electron and the core’s client.',
      ['^src/shared/', '^src/main/shell/', '^src/main/client/', nodeModule, '^electron$', npm(['electron'])],
    ),
    only(
      'server',
      '^src/main/server/',
      'The server passes frames on.',
      ['^src/shared/', '^src/main/server/', '^src/main/client/', nodeModule],
      ['ws'],
    ),
    only(
      'cli',
      '^src/main/cli/',
      'The command line is a client of the core; `serve` is the server, `doctor` asks where TensorFlow is.',
      [
        '^src/shared/',
        '^src/main/cli/',
        '^src/main/server/',
        '^src/main/client/',
        '^src/main/jobs/tensorflow/install/',
        nodeModule,
      ],
    ),
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { ...runtime, path: ['^src/main/', nodeModule, '^electron$', npm(['electron', '@tensorflow'])] },
    },
    {
      name: 'one-bridge',
      comment: 'renderer/core.ts is the only file that knows how the core is reached.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: ['^src/renderer/core', test] },
      to: { ...runtime, path: '^src/renderer/core/' },
    },
    {
      name: 'rooms-through-their-index',
      comment: 'A room is reached by its index.ts.',
      severity: 'error',
      from: { path: `^src/renderer/(${rooms.join('|')})/` },
      to: {
        ...runtime,
        path: `^src/renderer/(${rooms.join('|')})/`,
        pathNot: ['^src/renderer/$1/', `^src/renderer/(${rooms.join('|')})/index\\.ts$`],
      },
    },
    {
      name: 'primitives-know-nothing',
      comment: 'renderer/ui holds primitives: svelte, bits-ui, icons and the catalogue of words.',
      severity: 'error',
      from: { path: '^src/renderer/ui/', pathNot: test },
      to: {
        ...runtime,
        path: '^src/',
        pathNot: ['^src/renderer/ui/', '^src/shared/words/', '^src/shared/result'],
      },
    },
    {
      name: 'tests-of-windows-stand-outside',
      comment: 'End-to-end tests drive the app from outside; they know shared/ and nothing of the inside.',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^release/', '\\.d\\.ts$'] },
    tsPreCompilationDeps: 'specify',
    combinedDependencies: true,
    tsConfig: { fileName: 'src/renderer/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'svelte', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
