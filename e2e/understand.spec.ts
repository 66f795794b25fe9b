import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test('a template opens with its data; a problem is found, put right, and put back', async ({ app }, info) => {
  const { canvas, frame, page, train } = app;
  const words = ui.design.problems;
  const panel = page.getByTestId('problems');
  const sign = page.getByRole('button', { name: new RegExp(`^${words.title}:`) });

  await test.step('the gallery has a template for every kind of task', async () => {
    await expect(frame.title).toBeVisible();
    await page.getByRole('button', { name: /^All .* templates$/ }).click();
    for (const group of Object.values(ui.home.sampleGroups))
      await expect(page.getByRole('heading', { name: group })).toBeVisible();
    await page.screenshot({ path: info.outputPath('templates.png') });
    await frame.startSample('LSTM classifier');
    await expect(train.runBar).toContainText(ui.train.ready);
  });

  await test.step('a layer shows what it does', async () => {
    await canvas.select('lstm');
    await expect(page.getByRole('img', { name: /^The same weights at each of 8 steps/ })).toBeVisible();
  });

  await test.step('without Reshape the LSTM says what it lacks; F8 leads to it, one click remedies it', async () => {
    await canvas.select('reshape');
    await page.keyboard.press('Delete');
    await expect(sign).toHaveAccessibleName(new RegExp(words.count(1, 0)));
    await page.keyboard.press('F8');
    // What the layer stood between is joined, and does not fit.
    await expect(panel).toContainText('wants a sequence');
    await panel.getByRole('button', { name: 'Insert Reshape' }).click();
    await expect(train.runBar).toContainText(ui.train.ready);
    await page.keyboard.press('Control+z');
    await expect(panel).toContainText('wants a sequence');
    await page.keyboard.press('Control+Shift+z');
    await expect(panel).toContainText(words.none);
  });

  await test.step('advice stands in no way, and is dismissed for good', async () => {
    await canvas.select('input');
    await canvas.choose('Normalise', 'none');
    await expect(panel).toContainText('pixels from 0 to 255');
    await expect(train.runBar).toContainText(ui.train.ready);
    await panel.getByRole('button', { name: words.dismiss }).click();
    await expect(panel).toContainText(words.none);
    await page.screenshot({ path: info.outputPath('problems.png') });
  });
});
