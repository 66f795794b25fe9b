/**
 * What training reaches on real data: the samples are trained as they ship, and each must clear a bar.
 *
 *   npm run bench -- --learning [--help]
 *
 * Fashion-MNIST is where Debian's package dataset-fashion-mnist puts it. Ends with 1 where a bar is not met.
 */
import { execFileSync } from 'node:child_process';
import { called } from './lib/call.ts';
import { pictureBars } from './lib/learning/pictures.ts';
import { sequenceBars } from './lib/learning/sequences.ts';
import { tableBars } from './lib/learning/tables.ts';

const all = [...tableBars, ...sequenceBars, ...pictureBars];
const { flags, names } = called({
  name: 'learning',
  summary: 'Trains the samples on real data as they ship; ends with 1 where one does not clear its bar.',
  names: all.map(({ name }) => name),
  options: {},
});

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
for (const { name, asked, measure } of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const began = performance.now();
  const { measured, met } = await measure();
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  if (!met) process.exitCode = 1;
  if (flags.json)
    console.log(JSON.stringify({ bench: 'learning', commit, name, asked, measured, met, seconds }));
  else console.log(`${met ? 'met    ' : 'NOT MET'} ${name}: ${asked}\n        ${measured} (${seconds} s)`);
}
