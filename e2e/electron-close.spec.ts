import { spawnSync } from 'node:child_process';
import { expect, test } from './fixtures.ts';
import type { AppUnderTest } from './fixtures.ts';
import { cli, corePid, isAlive } from './launch.ts';

/** States of the workspace's runs, asked by the command line as another client of the same core. */
function states(app: AppUnderTest): readonly string[] {
  const ran = spawnSync(process.execPath, [cli, 'runs', '--json', '--workspace', app.workspace], {
    encoding: 'utf8',
  });
  return ran.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { state: string }).state);
}

async function trainForLong(app: AppUnderTest): Promise<void> {
  await app.frame.startSample('Iris');
  await expect(app.canvas.node('input')).toBeVisible();
  await app.frame.goTo('train');
  await app.train.startEndless();
}

/** Closes the window as its cross does; what is asked is answered so. */
async function closeWindow(app: AppUnderTest, response: number, remember: boolean): Promise<void> {
  await app.electron!.evaluate(
    ({ BrowserWindow, dialog }, answer) => {
      const counted = globalThis as { asked?: number };
      dialog.showMessageBox = () => {
        counted.asked = (counted.asked ?? 0) + 1;
        return Promise.resolve(answer);
      };
      // Later, so that this call is answered before the window is gone.
      setTimeout(() => BrowserWindow.getAllWindows()[0]!.close(), 50);
    },
    { response, checkboxChecked: remember },
  );
}
const timesAsked = (app: AppUnderTest): Promise<number> =>
  app.electron!.evaluate(() => (globalThis as { asked?: number }).asked ?? 0);

test('a window that closes asks whether its run goes on, and keeps to the answer', async ({ app }) => {
  await trainForLong(app);
  const core = corePid(app.workspace)!;
  // The third answer: the window stays, and so does everything else.
  await closeWindow(app, 2, false);
  await expect.poll(() => timesAsked(app)).toBe(1);
  await app.train.becomes('training');

  const gone = app.page.waitForEvent('close');
  await closeWindow(app, 0, true);
  await gone;
  expect(isAlive(core)).toBe(true);
  expect(states(app)).toEqual(['training']);
});

test('a run that was paused by closing has its checkpoint', async ({ app }) => {
  await trainForLong(app);
  const gone = app.page.waitForEvent('close');
  await closeWindow(app, 1, false);
  await gone;
  await expect.poll(() => states(app), { timeout: 60_000 }).toEqual(['paused']);
});
