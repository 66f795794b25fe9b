import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test.beforeEach(async ({ app }) => {
  await app.frame.newEmptyProject('Drawn');
  await expect(app.canvas.root.getByText(ui.design.canvas.emptyTitle)).toBeVisible();
});

test('a network is drawn, joined and moved by the keyboard alone', async ({ app }) => {
  const { canvas, page } = app;
  const { keyboard } = page;
  await canvas.root.focus();
  for (const kind of ['input', 'flatten', 'dense', 'output']) {
    await keyboard.type(kind);
    await keyboard.press('Enter');
    await expect(canvas.node(kind)).toBeFocused();
  }
  await expect(canvas.edges()).toHaveCount(3);

  await test.step('Enter on the selected layer asks for the next one', async () => {
    await canvas.node('flatten').focus();
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await expect(canvas.quick).toContainText(ui.drawing.quick.titleAfter('Flatten'));
    await expect(canvas.quick.getByRole('combobox')).toBeFocused();
    await keyboard.press('Escape');
    await expect(canvas.node('flatten')).toBeFocused();
  });

  await test.step('and joins to one that is there', async () => {
    await keyboard.press('Enter');
    await keyboard.type('conv1d');
    await keyboard.press('Enter');
    await expect(canvas.node('conv1D')).toBeFocused();
    await expect(canvas.edges()).toHaveCount(4);
    await canvas.node('input').focus();
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await keyboard.type('add');
    await keyboard.press('Enter');
    await expect(canvas.node('add')).toBeFocused();
    await canvas.node('flatten').focus();
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await canvas.quick.getByRole('option', { name: 'Add', exact: true }).last().click();
    await expect(canvas.edges()).toHaveCount(6);
  });

  await test.step('arrow keys move, undo says what it takes back', async () => {
    await canvas.node('dense').focus();
    await keyboard.press('Enter');
    await keyboard.press('ArrowRight');
    const undo = page.getByRole('button', { name: ui.design.undo(ui.design.steps.move(1, 0)) });
    await undo.click();
    await expect(undo).toHaveCount(0);
  });
});

test('an edge let go over nothing asks what fits there', async ({ app }) => {
  const { canvas, page } = app;
  await canvas.dragIn('input', { x: 300, y: 80 });
  await canvas.pull('input', { x: 300, y: 260 });
  await expect(canvas.quick).toContainText(ui.drawing.quick.fitting);
  await expect(canvas.quick.getByRole('option').first()).not.toHaveText('Input');
  await canvas.quick.getByRole('option', { name: 'Conv2D', exact: true }).click();
  await expect(canvas.edges()).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(canvas.edges()).toHaveCount(0);
  await expect(canvas.node('conv2D')).toHaveCount(0);
});

test('a double click on the canvas adds a layer there', async ({ app }) => {
  const { canvas } = app;
  await canvas.dragIn('input', { x: 300, y: 80 });
  const box = (await canvas.root.boundingBox())!;
  await app.page.mouse.dblclick(box.x + 500, box.y + 300);
  await app.page.keyboard.type('dense');
  await app.page.keyboard.press('Enter');
  await expect(canvas.node('dense')).toBeVisible();
  await expect(canvas.edges()).toHaveCount(0);
});

test('Escape gives up what is dragged or drawn, and other keys wait until it has ended', async ({ app }) => {
  const { canvas, page } = app;
  const { keyboard, mouse } = page;
  await canvas.dragIn('input', { x: 300, y: 80 });
  await canvas.dragIn('flatten', { x: 300, y: 260 });
  const place = (): Promise<string> => canvas.node('flatten').evaluate((node) => node.style.transform);
  const before = await place();
  const edges = await canvas.edges().count();
  let box = (await canvas.node('flatten').boundingBox())!;
  const hold = async (): Promise<void> => {
    await mouse.move(box.x + 60, box.y + 12);
    await mouse.down();
    await mouse.move(box.x + 120, box.y + 60, { steps: 5 });
    expect(await place()).not.toBe(before);
  };
  await hold();
  await keyboard.press('Delete');
  await expect(canvas.node('flatten')).toBeVisible();
  await keyboard.press('Escape');
  await expect.poll(place).toBe(before);
  await mouse.move(box.x + 200, box.y + 90, { steps: 3 });
  await mouse.up();
  expect(await place()).toBe(before);
  await expect(canvas.root).not.toHaveClass(/moving/);
  await expect(page.getByRole('button', { name: ui.design.undo(ui.design.steps.move(1, 0)) })).toHaveCount(0);

  const port = (await canvas.node('input').locator('.svelte-flow__handle.source').boundingBox())!;
  await mouse.move(port.x + port.width / 2, port.y + port.height / 2);
  await mouse.down();
  await mouse.move(port.x + 160, port.y + 40, { steps: 5 });
  await keyboard.press('Escape');
  await mouse.up();
  await expect(canvas.quick).toBeHidden();
  await expect(canvas.edges()).toHaveCount(edges);

  // Going to where there is no canvas gives it up too.
  await hold();
  await page.evaluate(() => (location.hash = '#/settings'));
  await expect(canvas.root).toBeHidden();
  await mouse.move(box.x + 200, box.y + 90, { steps: 3 });
  await mouse.up();
  await page.goBack();
  await expect(canvas.node('flatten')).toBeVisible();
  expect(await place()).toBe(before);
  box = (await canvas.node('flatten').boundingBox())!;

  await hold();
  await mouse.up();
  await keyboard.press('Delete');
  await expect(canvas.node('flatten')).toHaveCount(0);
});

test.describe('on a network', () => {
  test.beforeEach(async ({ app }) => {
    await app.frame.newEmptyProject('Chain');
    const { canvas, page } = app;
    await canvas.root.focus();
    for (const kind of ['input', 'flatten', 'dense', 'dropout', 'output']) {
      await page.keyboard.type(kind);
      await page.keyboard.press('Enter');
      await expect(canvas.node(kind)).toBeFocused();
    }
    await expect(canvas.edges()).toHaveCount(4);
  });

  test('several layers become a group that is gone into, left and opened again', async ({ app }) => {
    const { canvas, page } = app;
    await canvas.node('dense').click();
    await canvas.node('dropout').click({ modifiers: ['Shift'] });
    await expect(page.getByRole('toolbar', { name: ui.drawing.align.tools })).toBeVisible();
    await page.keyboard.press('Control+g');
    await expect(canvas.node('group')).toBeFocused();
    await expect(canvas.edges()).toHaveCount(3);

    await canvas.node('group').dblclick();
    await expect(canvas.node('dropout')).toBeVisible();
    await expect(canvas.node('flatten')).toHaveCount(0);
    await expect(page.getByRole('navigation', { name: ui.drawing.groups.trail })).toContainText('Group');
    await canvas.root.press('Escape');
    await expect(canvas.node('group')).toBeFocused();

    await page.keyboard.press('Control+Shift+g');
    await expect(canvas.node('dropout')).toBeVisible();
    await expect(canvas.edges()).toHaveCount(4);
  });

  test('what is no group says why', async ({ app }) => {
    const { canvas, page } = app;
    await canvas.node('flatten').click();
    await canvas.node('dropout').click({ modifiers: ['Shift'] });
    await page.keyboard.press('Control+g');
    await expect(page.getByText(ui.drawing.noGroup.apart)).toBeVisible();
    await expect(canvas.node('group')).toHaveCount(0);
  });

  test('the menu of a layer replaces it and deletes it, by keyboard', async ({ app }) => {
    const { canvas, page } = app;
    const { keyboard } = page;
    await canvas.node('dropout').focus();
    await keyboard.press('Shift+F10');
    const menu = page.getByRole('menu', { name: ui.drawing.menu.node });
    await menu.getByRole('menuitem', { name: ui.drawing.menu.replace }).press('Enter');
    await expect(canvas.quick).toContainText(ui.drawing.quick.titleReplace('Dropout'));
    await keyboard.type('layernorm');
    await keyboard.press('Enter');
    await expect(canvas.node('layerNormalization')).toBeFocused();
    await expect(canvas.edges()).toHaveCount(4);

    await keyboard.press('Shift+F10');
    await menu.getByRole('menuitem', { name: ui.drawing.menu.delete }).press('Enter');
    await expect(canvas.node('layerNormalization')).toHaveCount(0);
    await expect(canvas.edges()).toHaveCount(3);
  });
});
