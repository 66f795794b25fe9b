/**
 * What each folder may import (the table of CONTRIBUTING.md as rules). Type-only imports are exempt where a rule is
 * about weight or processes, because nothing of them is left at run time.
 */
const runtime = { dependencyTypesNot: ['type-only'] };
const test = '\\.(test|fixture)\\.ts$';
const npm = (names) => `node_modules/(${names.join('|')})/`;

/** A folder that may import only what is listed: given folders, its npm packages and, where it runs on Node, Node. */
const only = (name, from, comment, { folders, packages = [], node = true }) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: [test, '\\.d\\.ts$'] },
  to: {
    dependencyTypesNot: node ? ['type-only', 'core'] : ['type-only'],
    pathNot: [...folders, ...(packages.length > 0 ? [npm(packages)] : [])],
  },
});

const rooms = ['home', 'data', 'design', 'train', 'inside', 'runs', 'use', 'doctor'].join('|');

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
    only('shared', '^src/shared/', 'shared/ imports zod and itself, nothing else.', {
      folders: ['^src/shared/'],
      packages: ['zod'],
      node: false,
    }),
    only('core', '^src/main/core/', 'The core holds no parser of foreign bytes and no TensorFlow.', {
      folders: [
        '^src/shared/',
        '^src/main/core/',
        '^src/main/client/',
        // What doctor asks: where TensorFlow is, without loading it.
        '^src/main/jobs/tensorflow/install/(find|machine|places)\\.ts$',
        // Whose repository lists the releases.
        '^package\\.json$',
      ],
      packages: ['zod', 'better-sqlite3'],
    }),
    {
      name: 'database-in-store-only',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/core/store/', test] },
      to: { ...runtime, path: npm(['better-sqlite3']) },
    },
    only(
      'client',
      '^src/main/client/',
      'How the core is reached: what shell, server and command line share.',
      {
        folders: ['^src/shared/', '^src/main/client/'],
        packages: ['zod'],
      },
    ),
    {
      name: 'jobs-apart',
      comment:
        'A job is a process: it knows shared/ and what jobs have in common, not the core, not another job.',
      severity: 'error',
      from: { path: '^src/main/jobs/([^/]+)/', pathNot: test },
      to: {
        ...runtime,
        path: [
          '^src/main/jobs/(import|train|inspect|export)/',
          '^src/main/(core|server|cli|shell)/',
          '^src/renderer/',
        ],
        pathNot: '^src/main/jobs/$1/',
      },
    },
    {
      name: 'tensorflow-in-one-place',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/jobs/tensorflow/', test] },
      to: { ...runtime, path: npm(['@tensorflow']) },
    },
    {
      name: 'parsers-in-jobs-only',
      comment: 'Parsers of strangers’ files run in a job, which may die.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/jobs/', test] },
      to: { ...runtime, path: npm(['sharp', 'papaparse', 'yauzl', 'h5wasm', 'onnxruntime-web']) },
    },
    only(
      'shell',
      '^src/main/shell/',
      'The shell passes frames on; it needs Electron and the core’s client.',
      {
        folders: ['^src/shared/', '^src/main/shell/', '^src/main/client/', '^electron$'],
        packages: ['electron'],
      },
    ),
    only('server', '^src/main/server/', 'The server passes frames on.', {
      folders: ['^src/shared/', '^src/main/server/', '^src/main/client/'],
      packages: ['ws', 'zod'],
    }),
    only(
      'cli',
      '^src/main/cli/',
      'A client of the core; `serve` is the server, `doctor` asks where TensorFlow is.',
      {
        folders: [
          '^src/shared/',
          '^src/main/cli/',
          '^src/main/server/',
          '^src/main/client/',
          '^src/main/jobs/tensorflow/install/',
          '^package\\.json$',
        ],
      },
    ),
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { ...runtime, path: ['^src/main/', '^electron$', npm(['electron', '@tensorflow'])] },
    },
    {
      name: 'renderer-has-no-node-modules',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rooms-through-their-index',
      comment: 'A room is reached by its index.ts.',
      severity: 'error',
      from: { path: `^src/renderer/(${rooms})/` },
      to: {
        ...runtime,
        path: `^src/renderer/(${rooms})/`,
        pathNot: ['^src/renderer/$1/', `^src/renderer/(${rooms})/index\\.ts$`],
      },
    },
    {
      name: 'primitives-know-nothing',
      comment: 'renderer/ui holds primitives: svelte, bits-ui, icons and the catalogue of words.',
      severity: 'error',
      from: { path: '^src/renderer/ui/', pathNot: test },
      to: { ...runtime, path: '^src/', pathNot: ['^src/renderer/ui/', '^src/shared/'] },
    },
    {
      name: 'tests-stand-outside',
      comment: 'End-to-end tests drive the app from outside; they know shared/ and the table of screens.',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^src/', pathNot: ['^src/shared/', '^src/renderer/routes\\.ts$'] },
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
      conditionNames: ['import', 'require', 'node', 'svelte', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
