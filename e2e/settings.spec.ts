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
