import { AxeBuilder } from '@axe-core/playwright';
import { terms } from '../src/shared/words/help/terms.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test('help stands beside the canvas, is searched, and explained terms lead to it', async ({ app }) => {
  const { frame, page, canvas } = app;
  await frame.startSample('Iris');
  await expect(canvas.node('input')).toBeVisible();
  await page.keyboard.press('F1');
  const help = page.getByRole('complementary', { name: ui.help.title });
  await expect(help.getByRole('textbox', { name: ui.help.search })).toBeFocused();
  await page.keyboard.type('batchnorm');
  await expect(help).toContainText(terms['batch-normalization'].text);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('nobody knows');
  await expect(help).toContainText(ui.help.nothing('nobody knows'));
  // The canvas is there to be worked on meanwhile.
  await canvas.node('dense').click();

  await page.getByRole('button', { name: ui.design.properties.parameters, exact: true }).click();
  await expect(help).toContainText(terms.parameter.text);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
  }
  await help.getByRole('button', { name: ui.help.close }).click();
  await expect(help).toBeHidden();
});
