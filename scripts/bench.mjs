/** `npm run bench [-- NAME [arguments]]`: a measurement of bench/, on Node 24 with everything set up. Suits Node 18. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './freshness.mjs';
import { foreground } from './processes.mjs';
import { entry, setup } from './setup.mjs';
import { tell } from './words.mjs';

await entry(async () => {
  const [name = 'fashion-mnist', ...args] = process.argv.slice(2);
  const file = join(root, 'bench', `${name}.ts`);
  if (!existsSync(file)) {
    const names = readdirSync(join(root, 'bench')).filter((each) => each.endsWith('.ts'));
    tell(`There is no bench ${name}. There are: ${names.map((each) => each.slice(0, -3)).join(', ')}.`);
    return 2;
  }
  const node = await setup();
  return (await foreground(node, [file, ...args], { cwd: root })).code;
});
