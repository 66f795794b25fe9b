import { expect, test } from './fixtures.ts';

test('layers are copied by keys and by dragging with Alt', async ({ app }) => {
  const { canvas, frame, page } = app;
  await frame.newEmptyProject('Chain');
  await canvas.root.focus();
  for (const kind of ['input', 'flatten', 'dense', 'dropout', 'output']) {
    await page.keyboard.type(kind);
    await page.keyboard.press('Enter');
    await expect(canvas.node(kind)).toBeFocused();
  }
  await canvas.node('dense').click();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(canvas.nodes()).toHaveCount(6);
  await page.keyboard.press('Control+d');
  await expect(canvas.nodes()).toHaveCount(7);
  await page.keyboard.down('Alt');
  await canvas.drag('dropout', { x: 560, y: 320 });
  await page.keyboard.up('Alt');
  await expect(canvas.nodes()).toHaveCount(8);
  await page.keyboard.press('Control+x');
  await expect(canvas.nodes()).toHaveCount(7);
});
