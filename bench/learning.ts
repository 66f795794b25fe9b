/**
 * What training reaches on real data: the samples are trained as they ship, and each must clear a bar.
 *
 *   node bench/learning.ts [--only NAME[,NAME]] [--sunspots FILE] [--json]
 *
 * FILE: a CSV of years and sunspots, which does not ship; without it that bar is left out. Fashion-MNIST is where
 * Debian's package dataset-fashion-mnist puts it. Ends with 1 where a bar is not met.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { pictureBars } from './lib/learning/pictures.ts';
import { sequenceBars } from './lib/learning/sequences.ts';
import { tableBars } from './lib/learning/tables.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    sunspots: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const all = [...tableBars(options.sunspots), ...sequenceBars, ...pictureBars];
const wanted = options.only?.split(',');
const unknown = wanted?.find((name) => !all.some((bar) => bar.name === name));
if (unknown !== undefined) {
  console.error(`There is no bar "${unknown}"; there are ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
for (const { name, asked, measure } of all.filter((bar) => wanted?.includes(bar.name) ?? true)) {
  const began = performance.now();
  const { measured, met } = await measure();
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  if (!met) process.exitCode = 1;
  if (options.json)
    console.log(JSON.stringify({ bench: 'learning', commit, name, asked, measured, met, seconds }));
  else console.log(`${met ? 'met    ' : 'NOT MET'} ${name}: ${asked}\n        ${measured} (${seconds} s)`);
}
