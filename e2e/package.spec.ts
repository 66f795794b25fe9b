/** What only the packaged program can show. The windows' own specs run in it too. */
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from './fixtures.ts';
import { packagedProgram } from './launch.ts';

/** How the wire is written: the characters 0 and 1. */
const [DISABLED, ENABLED] = [48, 49];

test('19: the fuses are set', async () => {
  const fuses = await getCurrentFuseWire(packagedProgram());
  const off = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable];
  const on = [FuseV1Options.OnlyLoadAppFromAsar];
  for (const fuse of off) expect(fuses[fuse], FuseV1Options[fuse]).toBe(DISABLED);
  for (const fuse of on) expect(fuses[fuse], FuseV1Options[fuse]).toBe(ENABLED);
});

test('the packaged window trains a sample', async ({ app }) => {
  await app.frame.startSample('Iris');
  await expect(app.canvas.node('input')).toBeVisible();
  expect(await app.electron!.evaluate(({ app: self }) => self.isPackaged)).toBe(true);
  await app.frame.goTo('train');
  await app.train.start();
  await app.train.becomes('finished');
});
