import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test('the network stands beside the canvas as code that follows it', async ({ app }, info) => {
  const { canvas, frame, page } = app;
  const words = ui.design.code;
  await frame.startSample('Digits, convolutional');
  await frame.goTo('design');
  await page.getByRole('button', { name: ui.frame.code }).click();
  const code = page.getByRole('region', { name: words.title }).last();
  await expect(code).toContainText('keras.Input(shape=(8, 8, 1)');

  await canvas.select('dropout');
  await expect(code.getByRole('button', { pressed: true })).toContainText('layers.Dropout(rate=0.2');
  await canvas.setNumber('Rate', 0.4);
  await expect(code).toContainText('layers.Dropout(rate=0.4');

  await page.getByRole('radio', { name: words.languages.torch }).click();
  await expect(code).toContainText('class Network(nn.Module):');
  await code.getByRole('button').filter({ hasText: 'nn.Linear(64, 10)' }).click();
  await expect(canvas.properties.getByLabel(ui.design.properties.name, { exact: true })).toHaveValue(
    'Classes',
  );
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: info.outputPath(`code-${theme}.png`) });
  }
});
