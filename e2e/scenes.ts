/**
 * What a person can have before them: every screen of the table of routes, empty and full, and what opens over them. One
 * walk through a fresh workspace; `see` is called when each scene stands. The accessibility spec and `pictures.ts` take it.
 */
import { expect } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, routes } from '../src/renderer/routes.ts';
import type { RouteName } from '../src/renderer/routes.ts';
import { sampleWords } from '../src/shared/words/samples.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import type { AppUnderTest } from './fixtures.ts';
import { corePid } from './launch.ts';

export type Walker = Pick<
  AppUnderTest,
  'page' | 'workspace' | 'folder' | 'drop' | 'frame' | 'data' | 'canvas' | 'train' | 'use'
>;
const convolutional = { id: 'digits-cnn', name: 'Digits, convolutional' };

export type See = (scene: string) => Promise<void>;

export async function walk(app: Walker, see: See): Promise<void> {
  await beforeAnyProject(app, see);
  await imports(app, see);
  await emptyCanvas(app, see);
  await drawn(app, see);
  await training(app, see);
  await afterRuns(app, see);
  await whatFails(app, see);
}

/** Nothing is there yet: each room says what belongs into it. */
async function beforeAnyProject(app: Walker, see: See): Promise<void> {
  const { frame, page } = app;
  await expect(frame.title).toBeVisible();
  for (const route of Object.keys(routes) as RouteName[]) {
    await go(app, route);
    if (route === 'doctor') await looked(app);
    await see(`empty-${route}`);
  }
  await go(app, 'doctor');
  await page.getByRole('button', { name: ui.doctor.openDiagnostics }).click();
  await seeDialog(app, see, 'diagnostics');

  await go(app, 'home');
  await page.getByRole('button', { name: ui.home.newProject }).click();
  await seeDialog(app, see, 'new-project');
  await page.keyboard.press('Control+k');
  await expect(frame.palette).toBeVisible();
  await see('commands');
  await page.keyboard.type('no such thing');
  await see('commands-nothing');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+?');
  await expect(page.getByTestId('shortcuts')).toBeVisible();
  await see('shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: ui.commands.menu, exact: true }).click();
  await page.getByRole('menuitem', { name: ui.commands.groups.project }).press('ArrowRight');
  await expect(page.getByRole('menuitem', { name: ui.commands.saveCopy })).toBeVisible();
  await see('menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}

/** A table with rows that do not fit, before and after it is imported, and a file that is none of what is read. */
async function imports(app: Walker, see: See): Promise<void> {
  const { data, folder, page } = app;
  const notices = page.getByRole('region', { name: ui.common.notices });
  await go(app, 'data');
  const rows = ['height,weight,kind', '1,2,a', '3,4', '5,6,b', '7,8,a,9', '9,10,b', ''];
  await app.drop([write(folder, 'ragged.csv', rows.join('\n'))]);
  await data.preview.waitFor();
  await see('import');
  await data.importPreviewed('Ragged');
  await page.locator('#page').getByText(ui.data.problems(2)).click();
  await see('data-problems');
  await go(app, 'data');
  await app.drop([write(folder, 'stores.csv', stores())]);
  await data.preview.waitFor();
  await see('import-series');
  await data.importPreviewed('Stores');
  await expect(page.getByLabel(ui.data.seriesOf('store', 3))).toBeVisible();
  await see('data-series');
  await go(app, 'data');
  await app.drop([write(folder, 'broken.neuroloom', '{ "format": ')]);
  await expect(notices.getByText('broken.neuroloom')).toBeVisible();
  await see('cannot-open');
  await notices.getByRole('button', { name: ui.common.closeNotice }).click();
  await app.drop([write(folder, 'ragged.csv', rows.join('\n'))]);
  await data.preview.waitFor();
  await page.getByRole('button', { name: ui.data.discard }).click();
}

/** Three series, one under another. */
function stores(): string {
  const rows = ['north', 'south', 'west'].flatMap((store, s) =>
    Array.from({ length: 90 }, (_, i) => {
      const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
      return `${store},${day},${(50 * (s + 1) + 20 * Math.sin(i / 7 + s)).toFixed(1)}`;
    }),
  );
  return ['store,day,sold', ...rows, ''].join('\n');
}

async function emptyCanvas(app: Walker, see: See): Promise<void> {
  const { canvas, frame, page } = app;
  await frame.newEmptyProject('Nothing yet');
  await expect(canvas.root.getByText(ui.design.canvas.emptyTitle)).toBeVisible();
  await see('empty-canvas');
  for (const route of ['train', 'runs', 'use'] as const) {
    await go(app, route);
    await see(`empty-canvas-${route}`);
  }
  await go(app, 'design');
  await canvas.root.focus();
  await page.keyboard.type('conv');
  await expect(canvas.quick).toBeVisible();
  await see('quick-add');
  await page.keyboard.press('Escape');
}

/** A convolutional network: as it is, one layer of it, several, as code, with a problem, with help beside it. */
async function drawn(app: Walker, see: See): Promise<void> {
  const { canvas, frame, page, train } = app;
  await go(app, 'home');
  await frame.startSample(sampleWords(convolutional).name);
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('design');
  await see('design-network');
  await canvas.select('conv2D');
  await see('design-layer');
  await canvas.node('dense').click({ modifiers: ['Shift'] });
  await see('design-several');
  await canvas.node('batchNormalization').click({ button: 'right' });
  await expect(page.getByRole('menu', { name: ui.drawing.menu.node })).toBeVisible();
  await see('design-menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: ui.frame.code }).click();
  await see('design-code');
  await page.getByRole('button', { name: ui.frame.code }).click();
  await canvas.select('globalAveragePooling2D');
  await page.keyboard.press('Delete');
  await page.keyboard.press('F8');
  await expect(page.getByTestId('problems')).toBeVisible();
  await see('design-problems');
  await page.getByTestId('problems').getByRole('button', { name: ui.design.problems.close }).click();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('F1');
  await see('help');
  await page.keyboard.type('batchnorm');
  await see('help-found');
  const help = page.getByRole('complementary', { name: ui.help.title });
  await help.getByRole('button', { name: ui.help.close }).click();
  await go(app, 'data');
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await see('data-pictures');
}

async function training(app: Walker, see: See): Promise<void> {
  const { canvas, frame, page, train } = app;
  const ended = async (): Promise<void> => {
    await train.becomes('finished');
    await train.showResult();
  };
  await frame.goTo('train');
  await see('train-ready');
  await train.set(ui.train.settings.epochs, 3);
  await train.start();
  await ended();
  await see('train-result');
  await train.set(ui.train.settings.epochs, 4000);
  await canvas.show('activations');
  await train.start();
  await train.becomes('training');
  await expect(canvas.picture('dense').first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('radio', { name: ui.train.curves.title, exact: true }).click();
  await see('train-running');
  await frame.goTo('runs');
  await see('run-running');
  await frame.goTo('train');
  await train.runBar.getByRole('button', { name: ui.train.stop, exact: true }).click();
  await train.becomes('stopped');
  await see('train-stopped');
  await canvas.show('none');
  await train.set(ui.train.settings.epochs, 3);
  await train.start();
  await ended();
  await page.getByRole('radio', { name: ui.train.curves.title, exact: true }).click();
  await see('train-curves');
}

/** A learning rate that is far too high, and a core that is gone. */
async function whatFails(app: Walker, see: See): Promise<void> {
  const { data, frame, folder, page, train } = app;
  await go(app, 'data');
  const rows = Array.from({ length: 320 }, (_, i) => `${i / 320},${Math.cos(i / 40)}`);
  await app.drop([write(folder, 'waves.csv', ['x,y', ...rows].join('\n'))]);
  await data.importPreviewed('Waves');
  await frame.newProject('Waves', 'Waves');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('train');
  await train.choose(ui.train.settings.optimizer, 'SGD');
  await train.set(ui.train.settings.learningRate, 100);
  await train.start();
  await train.becomes('failed');
  await see('train-failed');
  await frame.goTo('runs');
  await see('run-failed');
  await frame.goTo('train');
  // Without a network the window does not find the core that the server starts in its place.
  await page.context().setOffline(true);
  process.kill(corePid(app.workspace)!, 'SIGKILL');
  await expect(page.getByText(ui.frame.lost)).toBeVisible();
  await see('core-lost');
  await page.context().setOffline(false);
  await expect(page.getByText(ui.frame.lost)).toBeHidden({ timeout: 30_000 });
}

/** Every screen once more, now that there are projects, data and runs. */
async function afterRuns(app: Walker, see: See): Promise<void> {
  const { frame, page, use } = app;
  for (const route of Object.keys(routes) as RouteName[]) {
    await go(app, route);
    if (route === 'doctor') await looked(app);
    await see(route);
  }
  await frame.goTo('runs');
  const boxes = page.getByRole('checkbox', { name: new RegExp(ui.runs.compareRun('.+')) });
  for (const i of [0, 2]) await boxes.nth(i).check();
  await expect(page.getByRole('heading', { name: ui.runs.comparing(2) })).toBeVisible();
  await see('runs-compare');
  await page.getByRole('button', { name: ui.runs.endCompare }).click();
  await frame.goTo('use');
  await use.export('onnx');
  // Off what was pressed, whose place now explains something else.
  await page.mouse.move(0, 0);
  await see('use-exported');
  await page.getByRole('radio', { name: ui.use.sources.files }).click();
  await see('use-files');
}

async function go({ page }: Walker, route: RouteName): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), hashOf(route));
  await expect(page.locator('main')).toBeVisible();
}

/** The machine's page has found out what is there. */
const looked = ({ page }: Walker): Promise<void> =>
  expect(page.getByRole('button', { name: ui.doctor.again })).toBeEnabled({ timeout: 30_000 });

async function seeDialog({ page }: Walker, see: See, scene: string): Promise<void> {
  await expect(page.getByRole('dialog')).toBeVisible();
  await see(scene);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

function write(folder: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}
