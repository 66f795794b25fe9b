/**
 * `npm run bench [-- [NAME | --NAME] [arguments]]`: a measurement of bench/, on Node 24 with everything set up; without the
 * name of one it is `steps`, the speed of the training step. Suits Node 18.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './freshness.mjs';
import { foreground } from './processes.mjs';
import { entry, setup } from './setup.mjs';

await entry(async () => {
  const args = process.argv.slice(2);
  const asked = (args[0] ?? '').replace(/^--/, '');
  const named = asked !== '' && existsSync(join(root, 'bench', `${asked}.ts`));
  if (named) args.shift();
  const name = named ? asked : 'steps';
  const node = await setup();
  return (await foreground(node, [join(root, 'bench', `${name}.ts`), ...args], { cwd: root })).code;
});
