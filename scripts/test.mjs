/**
 * `npm test`: everything, from a fresh clone to the last test. `npm run check` (--check): all but end-to-end tests and
 * the package. `npm test -- NAME...` runs the suites whose names contain NAME. A line per suite with its counts, the
 * output of each that failed or measures, and one last line `N passed, N failed`. Suits Node 18.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { checkCounts, countsLine, playwrightCounts, sum, vitestCounts } from './counts.mjs';
import { readJson, root } from './freshness.mjs';
import { run } from './processes.mjs';
import { provideSystemPackages } from './provide.mjs';
import { entry, setup } from './setup.mjs';
import { suites } from './suites.mjs';
import { SetupFailed, tell } from './words.mjs';

const countsFrom = { vitest: vitestCounts, playwright: playwrightCounts };
const reports = join(root, '.cache', 'reports');
/** A suite that takes longer hangs: it is ended, with all that it started, and has failed. */
const LONGEST_MINUTES = 15;

await entry(async () => {
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const onlyCheck = process.argv.includes('--check');
  const chosen = suites.filter(
    ({ name, slow }) =>
      !(onlyCheck && slow) && (wanted.length === 0 || wanted.some((part) => name.includes(part))),
  );
  if (chosen.length === 0) {
    tell(`No suite is named so. There are: ${suites.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  let node;
  try {
    node = await setup({ build: false });
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    tell(error.message);
    console.log(countsLine(checkCounts(1)));
    return 1;
  }
  if (chosen.some(({ slow }) => slow)) await provideSystemPackages();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });

  const results = [];
  const light = chosen.filter((suite) => suite.light);
  await twoAtATime(light, async (suite) => results.push(await runSuite(suite, node)));
  for (const suite of chosen.filter((each) => !each.light)) results.push(await runSuite(suite, node));

  const total = sum(results);
  console.log(countsLine(total));
  return total.failed === 0 ? 0 : 1;
});

async function twoAtATime(items, work) {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) await work(item);
  };
  await Promise.all([lane(), lane()]);
}

async function runSuite(suite, node) {
  const started = Date.now();
  const counts = await countsOf(suite, node);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const line = `${suite.name.padEnd(16)}${countsLine(counts).padEnd(40)}${seconds.padStart(7)} s`;
  if (counts.output && (counts.failed > 0 || suite.tells)) console.log(`\n${counts.output.trim()}\n`);
  console.log(line);
  if (counts.why) console.log(`${' '.repeat(16)}${counts.why}`);
  return counts;
}

async function countsOf(suite, node) {
  const report = join(reports, `${suite.name.replaceAll(/[^a-z0-9]+/g, '-')}.json`);
  let provided = {};
  const stops = [];
  try {
    for (const provide of [suite.display, suite.provide]) {
      if (!provide) continue;
      const one = await provide({ node, report });
      if (one.skip) return { passed: 0, failed: 0, skipped: 1, why: one.skip };
      if (one.stop) stops.push(one.stop);
      provided = { ...provided, ...one, env: { ...provided.env, ...one.env } };
    }
    const { cwd = root, before = [], reportAt = report, node: staged = node } = provided;
    const [program, ...args] = [...before, staged, binOf(suite.program, cwd), ...suite.args];
    if (suite.kind === 'vitest') args.push(`--outputFile.json=${reportAt}`);
    if (suite.kind === 'playwright') args.push('--reporter=list,json', '--output', `${reportAt}.files`);
    const ran = await run(program, args, {
      cwd,
      timeoutMs: LONGEST_MINUTES * 60_000,
      env: {
        PATH: [dirname(staged), join(cwd, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
        PLAYWRIGHT_JSON_OUTPUT_NAME: reportAt,
        FORCE_COLOR: '0',
        ...provided.env,
      },
    });
    const counts = countsFrom[suite.kind]?.(readJson(reportAt), ran.code) ?? checkCounts(ran.code);
    const why = ran.timedOut ? { why: `ended after ${LONGEST_MINUTES} minutes` } : {};
    return { ...counts, ...why, output: ran.output };
  } catch (error) {
    return { ...checkCounts(1), output: error.stack };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** A tool's own script, so that it runs on the Node we chose and needs no shell. */
function binOf(name, folder) {
  if (name === 'build') return join(folder, 'scripts', 'build.mjs');
  if (name.startsWith('bench ')) return join(folder, 'bench', `${name.slice('bench '.length)}.ts`);
  const places = {
    prettier: 'prettier/bin/prettier.cjs',
    eslint: 'eslint/bin/eslint.js',
    tsc: 'typescript/bin/tsc',
    'svelte-check': 'svelte-check/bin/svelte-check',
    depcruise: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    knip: 'knip/bin/knip.js',
    vitest: 'vitest/vitest.mjs',
    playwright: '@playwright/test/cli.js',
  };
  return join(folder, 'node_modules', places[name]);
}
