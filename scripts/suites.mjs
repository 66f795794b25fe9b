/** The suites of `npm test`, in their order: one table. */
import { chromiumHere, displayHere, packagedApp, testElectron } from './provide.mjs';
import { sandboxStage } from './sandbox-stage.mjs';

/** Incremental: a warm run checks only what changed. */
const tsc = (project) => ({
  program: 'tsc',
  args: [
    '-p',
    project,
    '--incremental',
    '--tsBuildInfoFile',
    `.cache/tsc/${project.replaceAll('/', '-')}.json`,
  ],
});
const vitest = (project) => ({
  kind: 'vitest',
  program: 'vitest',
  args: ['run', '--project', project, '--reporter=default', '--reporter=json'],
});
const playwright = (project) => ({
  kind: 'playwright',
  program: 'playwright',
  args: ['test', '--project', project],
});

/**
 * kind: whose report is counted ('check': the exit code). light: may run beside another light one. slow: not part of
 * `npm run check`. tells: what it prints is shown. provide: gets what the suite needs and returns { env }, { skip: line } or { cwd, wrap }.
 */
export const suites = [
  {
    name: 'format',
    kind: 'check',
    light: true,
    program: 'prettier',
    args: ['--check', '--log-level=warn', '--cache', '--cache-location=.cache/prettier', '.'],
  },
  {
    name: 'lint',
    kind: 'check',
    light: true,
    program: 'eslint',
    args: ['--max-warnings=0', '--cache', '--cache-location=.cache/eslint', '.'],
  },
  { name: 'types: shared', kind: 'check', light: true, ...tsc('src/shared') },
  { name: 'types: main', kind: 'check', light: true, ...tsc('src/main') },
  { name: 'types: shell', kind: 'check', light: true, ...tsc('src/main/shell') },
  { name: 'types: e2e', kind: 'check', light: true, ...tsc('e2e') },
  {
    name: 'svelte-check',
    kind: 'check',
    light: true,
    program: 'svelte-check',
    args: ['--tsconfig', 'src/renderer/tsconfig.json', '--output', 'human', '--fail-on-warnings'],
  },
  {
    name: 'imports',
    kind: 'check',
    light: true,
    program: 'depcruise',
    args: ['--config', '.dependency-cruiser.cjs', '--cache', '.cache/depcruise', 'src', 'e2e'],
  },
  {
    name: 'dead code',
    kind: 'check',
    light: true,
    program: 'knip',
    // Without its cache, which goes stale over Svelte files and then reports what is not so.
    args: ['--no-progress'],
  },
  { name: 'build', kind: 'check', program: 'build', args: ['--if-needed'] },
  { name: 'unit', ...vitest('unit') },
  { name: 'jobs', ...vitest('jobs') },
  { name: 'components', slow: true, ...vitest('components'), provide: chromiumHere },
  { name: 'system', slow: true, ...vitest('system') },
  { name: 'e2e chromium', slow: true, ...playwright('chromium'), provide: chromiumHere },
  {
    name: 'e2e electron',
    slow: true,
    ...playwright('electron'),
    provide: testElectron,
    display: displayHere,
  },
  {
    name: 'e2e sandbox',
    slow: true,
    ...playwright('electron-sandbox'),
    provide: sandboxStage,
    display: displayHere,
  },
  { name: 'e2e package', slow: true, ...playwright('packaged'), provide: packagedApp, display: displayHere },
  {
    name: 'bench canvas',
    kind: 'check',
    slow: true,
    tells: true,
    program: 'bench canvas',
    args: ['--quick'],
    provide: chromiumHere,
  },
];
