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
    const listed = (await panel.boundingBox())!;
    // What the layer stood between is joined, and does not fit.
    await expect(panel).toContainText('wants a sequence');
    // Where the list would cover the layer, it is brought to where nothing does.
    await panel.getByRole('button', { name: words.close }).click();
    const lstm = canvas.node('lstm');
    const layer = (await lstm.boundingBox())!;
    await page.mouse.move(layer.x - 40, layer.y);
    await page.mouse.down();
    await page.mouse.move(listed.x + 20 - 40, listed.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await lstm.boundingBox())!.x).toBeLessThan(listed.x + listed.width);
    await page.keyboard.press('F8');
    await expect(panel).toBeVisible();
    await expect
      .poll(async () => {
        const { x, y } = (await lstm.boundingBox())!;
        return x >= listed.x + listed.width || y + layer.height <= listed.y;
      })
      .toBe(true);
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

test('an edge and a layer’s numbers are explained on hover and on focus, and not while the view moves', async ({
  app,
}, info) => {
  const { canvas, frame, page, train } = app;
  const tip = page.locator('.ui-tooltip');
  await frame.startSample('Digits, convolutional');
  await expect(train.runBar).toContainText(ui.train.ready);
  await canvas.root.locator('[data-edge]').nth(1).hover();
  await expect(tip).toContainText(
    '8 × 8 × 32: what one sample looks like on its way from Conv 1 to Normalise',
  );
  await expect(tip).toContainText('8 rows and 8 columns of 32 channels. Every value is a float32');
  await page.screenshot({ path: info.outputPath('edge.png') });
  await page.mouse.wheel(0, 40);
  await expect(tip).toHaveCount(0);
  await page.emulateMedia({ colorScheme: 'dark' });
  await canvas.node('conv2D').locator('.second').hover();
  await expect(tip).toContainText('It has 320 parameters');
  await expect(tip).toContainText('multiply-adds on its way forward');
  await page.screenshot({ path: info.outputPath('layer.png') });
  await page.mouse.move(5, 500);
  await expect(tip).toHaveCount(0);
  await canvas.node('input').focus();
  await page.keyboard.press('Tab');
  await expect(tip).toContainText(/^\s*Gives|what one sample looks like/);
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
});
