import { AxeBuilder } from '@axe-core/playwright';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

const words = ui.comments;

test.beforeEach(async ({ app }) => {
  await app.frame.newEmptyProject('Noted');
  await app.canvas.root.focus();
  for (const kind of ['input', 'flatten', 'output']) {
    await app.page.keyboard.type(kind);
    await app.page.keyboard.press('Enter');
    await expect(app.canvas.node(kind)).toBeFocused();
  }
});

test('a comment is written, read, changed, deleted and brought back by the keyboard alone', async ({
  app,
}) => {
  const { canvas, page } = app;
  const { keyboard } = page;
  await keyboard.press('Control+Alt+m');
  await expect(canvas.root.getByRole('textbox', { name: words.edit })).toBeFocused();
  await keyboard.type('Why flatten?');
  await keyboard.press('Enter');
  await keyboard.type('Dense layers take vectors.');
  await keyboard.press('Escape');
  const comment = canvas.comment('Why flatten?');
  await expect(comment).toBeFocused();
  await expect(comment).toHaveAccessibleName(
    /^Comment beside Output: Why flatten\?\s+Dense layers take vectors\.$/,
  );

  await keyboard.press('Enter');
  await keyboard.type(' And more.');
  await keyboard.press('Escape');
  await expect(comment).toContainText('vectors. And more.');
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: ui.design.undo(ui.design.steps.move(0, 1)) })).toBeVisible();
  const height = (await comment.boundingBox())!.height;
  await keyboard.press('Enter');
  for (let line = 0; line < 8; line++) await keyboard.press('Enter');
  await keyboard.type('and last.');
  await keyboard.press('Escape');
  expect((await comment.boundingBox())!.height).toBeGreaterThan(height + 60);
  await keyboard.press('Delete');
  await expect(comment).toHaveCount(0);
  await keyboard.press('Control+z');
  await expect(comment).toBeVisible();
});

test('a comment is placed, resized, written and coloured by mouse', async ({ app }) => {
  const { canvas, page } = app;
  const box = (await canvas.root.boundingBox())!;
  await page.mouse.click(box.x + 120, box.y + 160, { button: 'right' });
  await page.getByRole('menuitem', { name: words.add }).click();
  await expect(canvas.root.getByRole('textbox', { name: words.edit })).toBeFocused();
  await page.keyboard.type('Here');
  const comment = canvas.comment('Here');
  await page.mouse.click(box.x + 60, box.y + 420);
  await expect(canvas.root.getByRole('textbox')).toHaveCount(0);

  await comment.click();
  const before = (await comment.boundingBox())!;
  expect(before.x).toBeCloseTo(box.x + 120, -1);
  await canvas.dragMouse(
    { x: before.x + before.width, y: before.y + before.height },
    { x: before.x + before.width + 48, y: before.y + before.height + 32 },
  );
  const after = (await comment.boundingBox())!;
  expect(after.width).toBeGreaterThan(before.width + 30);
  expect(after.height).toBeGreaterThan(before.height + 16);

  await canvas.properties.getByRole('radio', { name: words.colours.pooling }).click();
  await expect(page.getByRole('button', { name: ui.design.undo(words.steps.colour(0, 1)) })).toBeVisible();

  for (const theme of ['light', 'dark'] as const) {
    await app.frame.command(ui.commands.theme[theme]);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }

  await comment.dblclick();
  await page.keyboard.type(' we are');
  await page.keyboard.press('Escape');
  await expect(canvas.comment('Here we are')).toBeFocused();
});

test('a comment goes with what is copied, and is found in the quick menu', async ({ app }) => {
  const { canvas, page } = app;
  await canvas.root.focus();
  await page.keyboard.press('Escape');
  const box = (await canvas.root.boundingBox())!;
  await page.mouse.dblclick(box.x + 100, box.y + 300);
  await page.keyboard.type('comment');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Twice');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+d');
  await expect(canvas.comment('Twice')).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(canvas.comment('Twice')).toHaveCount(1);
  await expect(canvas.edges()).toHaveCount(2);

  await app.frame.command(words.add);
  await expect(canvas.root.getByRole('textbox', { name: words.edit })).toBeFocused();
});
