/** What was drawn is there again, whatever was killed a second later: the page, the core, or everything. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';
import type { AppUnderTest } from './fixtures.ts';
import { corePid, endCore, open } from './launch.ts';
import { Canvas } from './pages/canvas.ts';

/** The promise: what is changed is on the disk within this. */
const SAVED_WITHIN = 1000;

/** Names of the layers in the project's file. */
function layersOnDisk(workspace: string): readonly string[] {
  const folder = join(workspace, 'projects');
  const file = readdirSync(folder).find((name) => name.endsWith('.neuroloom'))!;
  const project = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    networks: { nodes: { name: string }[] }[];
  };
  return project.networks.flatMap(({ nodes }) => nodes.map(({ name }) => name));
}

async function addDropout(app: AppUnderTest): Promise<void> {
  await app.frame.command('add dropout');
  await expect(app.canvas.node('dropout')).toBeVisible();
}

test.beforeEach(async ({ app }) => {
  await app.frame.startSample('Iris');
  await expect(app.canvas.node('input')).toBeVisible();
});

test('the window is closed in the moment of a change: the next start shows it', async ({ app }) => {
  await addDropout(app);
  const gone = app.page.waitForEvent('close');
  await app.electron!.evaluate(({ BrowserWindow }) => {
    // Later, so that this call is answered before the window is gone.
    setTimeout(() => BrowserWindow.getAllWindows()[0]!.close(), 0);
  });
  await gone;

  const again = await open('electron', app.workspace, join(app.folder, 'profile'));
  try {
    await expect(new Canvas(again.page).node('dropout')).toBeVisible();
  } finally {
    await again.close();
    await endCore(app.workspace);
  }
  expect(layersOnDisk(app.workspace)).toContain('Dropout');
});

test('everything is killed: the next start shows the project with the last change', async ({ app }) => {
  await addDropout(app);
  await pause(SAVED_WITHIN);
  const core = corePid(app.workspace)!;
  app.electron!.process().kill('SIGKILL');
  process.kill(core, 'SIGKILL');
  expect(layersOnDisk(app.workspace)).toContain('Dropout');

  const again = await open('electron', app.workspace, join(app.folder, 'profile'));
  try {
    await expect(again.page).toHaveTitle(/^Iris/);
    await expect(new Canvas(again.page).node('dropout')).toBeVisible();
  } finally {
    await again.close();
    await endCore(app.workspace);
  }
});

test('the page is killed: it comes back with the last change', async ({ app }) => {
  await addDropout(app);
  await pause(SAVED_WITHIN);
  await app.electron!.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(),
  );
  const shown = (): Promise<unknown> =>
    app.electron!.evaluate(({ BrowserWindow }) =>
      Promise.race([
        BrowserWindow.getAllWindows()[0]!
          .webContents.executeJavaScript('document.querySelector(".svelte-flow")?.textContent ?? ""')
          .catch(() => ''),
        new Promise((resolve) => setTimeout(resolve, 1000, '')),
      ]),
    );
  await expect.poll(shown, { timeout: 30_000 }).toContain('Dropout');
});

test('the core is killed: work goes on, and what was changed meanwhile is saved', async ({ app }) => {
  process.kill(corePid(app.workspace)!, 'SIGKILL');
  await addDropout(app);
  await expect.poll(() => layersOnDisk(app.workspace), { timeout: 20_000 }).toContain('Dropout');
  await expect(app.page.getByTestId('save-state')).toHaveText(ui.design.save.saved);
  // The shell has the new core too: it asks it before it closes.
  await expect(app.page.getByText(ui.frame.lost)).toBeHidden();
});
