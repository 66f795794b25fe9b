import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test('settings are kept, and what moves can be told to keep still', async ({ app }) => {
  const { frame, page } = app;
  await expect(frame.title).toBeVisible();
  await page.keyboard.press('Control+,');
  await page
    .getByRole('radiogroup', { name: ui.settings.motion })
    .getByText(ui.settings.motions.reduced)
    .click();
  await expect(page.locator('html')).toHaveAttribute('data-motion', 'reduced');
  const atOnce = page.getByLabel(ui.settings.atOnce);
  await atOnce.fill('2');
  await atOnce.press('Enter');
  await page
    .getByRole('radiogroup', { name: ui.settings.onClose })
    .getByText(ui.settings.onCloseChoices.pause)
    .click();

  await page.reload();
  await expect(page.getByRole('radio', { name: ui.settings.onCloseChoices.pause })).toBeChecked();
  await expect(page.getByRole('radio', { name: ui.settings.motions.reduced })).toBeChecked();
  await expect(page.getByLabel(ui.settings.atOnce)).toHaveValue('2');
});

test('diagnostics are shown before they are saved', async ({ app }) => {
  const { frame, page } = app;
  await expect(frame.title).toBeVisible();
  await frame.goTo('doctor');
  await page.getByRole('button', { name: ui.doctor.openDiagnostics }).click();
  const dialog = page.getByRole('dialog', { name: ui.doctor.diagnostics });
  await expect(dialog).toContainText('core starts');
  await expect(dialog).not.toContainText(app.workspace);
  if (app.carrier !== 'browser') return;
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: ui.common.save }).click();
  expect((await download).suggestedFilename()).toBe('neuroloom-diagnostics.txt');
});
