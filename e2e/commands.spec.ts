import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

const words = ui.commands;

test('every command is found in the palette by a few letters, and its shortcut is shown', async ({ app }) => {
  const { frame, page, canvas } = app;
  await frame.startSample('Iris');
  await expect(canvas.node('input')).toBeVisible();
  await frame.command('gtru');
  await expect(page).toHaveURL(/#\/runs$/);

  // A command of the canvas, asked for in a room that shows it beside a page.
  await frame.command('add dropout');
  await expect(canvas.node('dropout')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(canvas.node('dropout')).toBeHidden();
  await page.keyboard.press('Control+Shift+z');
  await expect(canvas.node('dropout')).toBeVisible();

  await page.keyboard.press('Control+Shift+P');
  await expect(
    frame.palette.getByRole('option', { name: words.addLayer('Dropout'), exact: true }),
  ).toBeVisible();
  const settings = frame.palette.getByRole('option', { name: words.go(ui.frame.routes.settings) });
  await expect(settings).toContainText('Ctrl');
  await page.keyboard.type('no such thing');
  await expect(frame.palette).toContainText(words.palette.nothing('no such thing'));
  await page.keyboard.press('Escape');
  await expect(frame.palette).toBeHidden();

  // What cannot be done now is found too, and does nothing.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('pause the run');
  const pause = frame.palette.getByRole('option', { name: words.pause });
  await expect(pause).toContainText(words.palette.notNow);
  await expect(pause).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await expect(frame.palette).toBeVisible();
  await page.keyboard.press('Escape');

  await frame.command('bug report');
  await expect(page.getByRole('dialog', { name: ui.doctor.diagnostics })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/#\/doctor$/);
  await expect(page.getByRole('dialog')).toBeHidden();

  // Keys that follow one another at once are heard, though what was closed is still there.
  for (let time = 0; time < 5; time++) {
    await page.keyboard.press('Control+k');
    await expect(frame.palette).toBeVisible();
    await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('Control+k')]);
    await expect(frame.palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(frame.palette).toBeHidden();
  }

  await frame.command('theme: dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('shortcuts are listed on ?, searched, and work from anywhere but in a text', async ({ app }) => {
  const { frame, page } = app;
  await expect(frame.title).toBeVisible();
  await page.keyboard.press('Shift+?');
  const list = page.getByTestId('shortcuts');
  await expect(list).toContainText(words.showPalette);
  await list.getByRole('textbox', { name: words.shortcuts.search }).fill('undo?');
  await expect(list).toContainText(words.shortcuts.nothing('undo?'));
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();

  await page.keyboard.press('Alt+1');
  await expect(page).toHaveURL(/#\/data$/);
  await page.keyboard.press('Alt+n');
  const name = page.getByRole('dialog').getByLabel(ui.home.createName);
  await name.fill('What now');
  await name.press('End');
  await page.keyboard.type('?');
  await expect(name).toHaveValue('What now?');
  await expect(list).toBeHidden();
});

test('the menu of the window offers what applies', async ({ app }) => {
  const { frame, page, canvas } = app;
  await expect(frame.title).toBeVisible();
  const item = (name: string) => page.getByRole('menuitem', { name });
  await page.getByRole('button', { name: words.menu, exact: true }).click();
  await item(words.groups.project).press('ArrowRight');
  await expect(item(words.saveCopy)).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');

  await frame.startSample('Iris');
  await expect(canvas.node('input')).toBeVisible();
  await page.getByRole('button', { name: words.menu, exact: true }).click();
  await item(words.groups.project).press('ArrowRight');
  if (app.carrier === 'browser') {
    const download = page.waitForEvent('download');
    await item(words.saveCopy).click();
    expect((await download).suggestedFilename()).toBe('Iris.neuroloom');
  }
});

test('the palette opens recent projects and sets how curves and pictures are drawn', async ({
  app,
}, info) => {
  const { canvas, frame, page, train } = app;
  await frame.startSample('Iris');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.newEmptyProject('Another');
  const name = page.getByRole('banner').getByRole('button', { name: 'Another' });
  await expect(name).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('recent');
  await expect(frame.palette.getByText(ui.commands.openRecent('Iris'))).toBeVisible();
  await page.screenshot({ path: info.outputPath('recent.png') });
  await page.keyboard.press('Enter');
  await expect(name).toBeHidden();
  await expect(train.runBar).toContainText(ui.train.ready);

  await frame.command('pictures weights');
  await expect(canvas.root.getByRole('combobox', { name: ui.pictures.label })).toHaveText(
    ui.pictures.choices.weights,
  );
  await frame.command('logarithmic');
  await expect(page.getByRole('switch', { name: ui.train.curves.log })).toBeChecked();
  await frame.command('smoothing much');
  const much = page.getByRole('radio', { name: ui.train.curves.smoothings['0.99'] });
  await expect(much).toBeChecked();

  // Where nothing of the curves is to be seen, their drawer opens.
  await page.getByRole('radio', { name: ui.train.result.title, exact: true }).click();
  await page.keyboard.press('Control+j');
  await expect(much).toBeHidden();
  await frame.command('smoothing some');
  await expect(
    page.getByRole('radio', { name: ui.train.curves.smoothings['0.9'], exact: true }),
  ).toBeChecked();
});
