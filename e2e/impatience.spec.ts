import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureText, failure } from '../src/shared/words/failures.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

/** What a German Excel saves: a mark, semicolons, decimal commas, points between thousands, dates. */
const SALES = [
  'Datum;Fläche;Umsatz;Bezahlt',
  ...Array.from(
    { length: 40 },
    (_, i) =>
      `${String((i % 28) + 1).padStart(2, '0')}.03.2023;${i},5;1.${100 + i},50;${i % 2 ? 'ja' : 'nein'}`,
  ),
].join('\r\n');

test('an impatient person is told what is wrong, where, and what to do', async ({ app }) => {
  const { data, folder, frame, page, train } = app;
  const file = (name: string, contents: string): string => {
    writeFileSync(join(folder, name), contents);
    return join(folder, name);
  };

  await test.step('a model is no data', async () => {
    await app.drop([file('model.keras', 'PK')]);
    const said = failureText(failure('nothing-to-import', { files: ['model.keras'], foreign: 'model' }));
    await expect(page.getByText(said)).toBeVisible();
  });

  await test.step('a table from a German Excel is numbers, and its dates are left out with a word', async () => {
    await app.drop([file('sales.csv', `\ufeff${SALES}`)]);
    await data.importPreviewed('Sales');
    await expect(page.getByText('0.5 to 39.5', { exact: false })).toBeVisible();
    await expect(page.getByText('mean 1120 ±', { exact: false })).toBeVisible();
    await page.getByText(ui.data.problems(1)).click();
    await expect(page.getByText(/The column Datum holds dates, such as "01\.03\.2023"/)).toBeVisible();
    await page.getByRole('button', { name: ui.data.newProject }).click();
    await frame.goTo('train');
  });

  await test.step('what a field cannot take stays there with the reason, until Escape gives it up', async () => {
    const epochs = train.settings.getByLabel(ui.train.settings.epochs, { exact: true });
    const before = await epochs.inputValue();
    await train.set(ui.train.settings.epochs, 1e9);
    await expect(epochs).toHaveValue('1000000000');
    await expect(train.settings.getByText(/^Wants a whole number from 1 to/)).toBeVisible();
    await epochs.press('Escape');
    await expect(epochs).toHaveValue(before);
    await expect(train.settings.getByText(/^Wants/)).toBeHidden();
  });

  await test.step('all rows held out are a problem with a remedy', async () => {
    await train.set(ui.train.settings.validationFraction, 0.9);
    await train.set(ui.train.settings.testFraction, 0.9);
    await expect(train.runBar.getByText(ui.train.problemsFirst(1))).toBeVisible();
    await train.settings.getByRole('button', { name: 'Hold out a part of 0.15 for each' }).click();
    await expect(train.runBar.getByText(ui.train.ready)).toBeVisible();
  });

  await test.step('a run without test rows says why it has no result', async () => {
    await train.set(ui.train.settings.testFraction, 0);
    await train.set(ui.train.settings.epochs, 1);
    await train.start();
    await train.becomes('finished');
    await train.showResult();
    await expect(page.getByText(ui.train.result.noTestText)).toBeVisible();
  });

  await test.step('the open project can be deleted, and is left', async () => {
    await page.getByRole('banner').getByRole('link', { name: ui.frame.routes.home }).click();
    await page.getByRole('button', { name: ui.home.menu('Sales') }).click();
    await page.getByRole('menuitem', { name: ui.common.delete }).click();
    await page.getByRole('dialog').getByRole('button', { name: ui.common.delete }).click();
    await expect(page.getByText(ui.home.deleted('Sales'))).toBeVisible();
    await expect(train.runBar).toBeHidden();
    await frame.goTo('design');
    await expect(page.getByText(ui.frame.noProjectTitle.design)).toBeVisible();
  });
});

test('a double click on Stop stops; a run is deleted only once it is over, and then its data', async ({
  app,
}) => {
  const { frame, page, train } = app;
  await frame.startSample('Iris');
  await frame.goTo('train');
  await train.startEndless();

  await frame.goTo('runs');
  const remove = page.getByRole('menuitem', { name: ui.common.delete });
  await page.getByRole('button', { name: ui.runs.menu('Run 1') }).click();
  await expect(remove).toBeDisabled();
  await page.keyboard.press('Escape');

  await train.stop();
  // The run can go on where its Stop was; there the second click of a double click falls.
  await train.runBar.getByRole('button', { name: ui.train.resume, exact: true }).hover();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await page.waitForTimeout(500); // it would have begun by then
  await train.becomes('stopped');
  await train.resume();
  await train.becomes('training');
  await train.stop();

  await page.getByRole('button', { name: ui.runs.menu('Run 1') }).click();
  await remove.click();
  await page.getByRole('dialog').getByRole('button', { name: ui.common.delete }).click();
  await expect(page.getByText(ui.runs.deleted('Run 1'))).toBeVisible();

  await frame.goTo('data');
  await page.getByRole('button', { name: ui.data.menu, exact: true }).click();
  await remove.click();
  await page.getByRole('dialog').getByRole('button', { name: ui.common.delete }).click();
  await expect(page.getByText(ui.data.deleted('Iris'))).toBeVisible();
});

test('what was typed in the moment before the page goes is there when it comes back', async ({ app }) => {
  const { canvas, frame, page } = app;
  await frame.startSample('Iris');
  for (const units of ['21', '22', '23']) {
    await canvas.select('dense');
    const field = canvas.properties.getByLabel('Units', { exact: true });
    await field.fill(units);
    await page.reload();
    await canvas.select('dense');
    await expect(field).toHaveValue(units);
  }
});

test('what is made again can be told apart, and a card’s menu is not covered', async ({ app }) => {
  const { canvas, page } = app;
  const samples = page.getByRole('region', { name: ui.home.samples, exact: true });
  const home = page.getByRole('banner').getByRole('link', { name: ui.frame.routes.home });
  for (const name of ['Iris', 'Iris 2']) {
    await samples.getByText('Iris', { exact: true }).click();
    await expect(canvas.node('input')).toBeVisible();
    await expect(page).toHaveTitle(ui.frame.title(name, null));
    await home.click();
  }
  await page.getByRole('button', { name: ui.home.newProject }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(ui.home.createName)).toHaveValue('Iris 3');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: ui.home.menu('Iris 2') }).click();
  await page.waitForTimeout(600); // longer than a tooltip waits
  await expect(page.getByRole('menuitem', { name: ui.common.delete })).toBeVisible();
  await expect(page.locator('.ui-tooltip')).toHaveCount(0);
});
