import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { largeProject } from '../bench/lib/large-project.ts';
import { projectText } from '../src/shared/network/parse.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test('with a thousand layers in view each can be selected, moved and reached by the keyboard', async ({
  app,
}) => {
  const { canvas, page, workspace } = app;
  mkdirSync(join(workspace, 'projects'), { recursive: true });
  writeFileSync(join(workspace, 'projects', 'Large.neuroloom'), projectText(largeProject('Large', 1000)));
  await page.reload();
  await page
    .getByRole('button', { name: /^Large/ })
    .first()
    .click();
  await canvas.nodes().first().waitFor();
  await canvas.root.press('Shift+Digit1');
  await expect(page.getByTestId('painting')).toBeVisible();
  await expect.poll(() => canvas.nodes().count(), { timeout: 20_000 }).toBeLessThan(5);

  const middleOf = (id: { branch: number; place: number }): Promise<{ x: number; y: number }> =>
    canvas.root.locator('.svelte-flow__viewport').evaluate((view, { branch, place }) => {
      const { x, y } = view.parentElement!.getBoundingClientRect();
      const { a, e, f } = new DOMMatrix(getComputedStyle(view).transform);
      return { x: x + e + a * (branch * 264 + 116), y: y + f + a * (place * 88 + 24) };
    }, id);
  const name = canvas.properties.getByLabel(ui.design.properties.name, { exact: true });
  const layer = (id: string) => canvas.root.locator(`.svelte-flow__node[data-id="${id}"]`);

  const at = await middleOf({ branch: 10, place: 20 });
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.up();
  await expect(name).toHaveValue('dense-10-20');
  // What it is joined to is there with it, and the edges between them.
  await expect(layer('dense-10-19')).toBeVisible();
  await expect(canvas.edges()).toHaveCount(2);

  const before = (await layer('dense-10-20').boundingBox())!;
  await page.mouse.down();
  await page.mouse.move(at.x + 20, at.y - 40, { steps: 4 });
  await page.mouse.move(at.x + 40, at.y - 80, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await layer('dense-10-20').boundingBox())!.y).toBeLessThan(before.y - 60);
  await canvas.root.press('Control+z');
  await expect.poll(async () => (await layer('dense-10-20').boundingBox())!.y).toBeCloseTo(before.y, 0);

  // The next one in the order of the pass, which was only painted until now.
  await layer('dense-10-20').focus();
  await page.keyboard.press('Tab');
  const focused = page.locator('.svelte-flow__node:focus');
  await expect(focused).toHaveAccessibleName(/^dense-/);
  const first = await focused.getAttribute('data-id');
  expect(first).not.toBe('dense-10-20');
  await page.keyboard.press('Tab');
  await expect(focused).toHaveAccessibleName(/^dense-/);
  expect(await focused.getAttribute('data-id')).not.toBe(first);

  await page.keyboard.down('Shift');
  const from = await middleOf({ branch: 3, place: -3 });
  const to = await middleOf({ branch: 6, place: 5 });
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.getByRole('toolbar', { name: ui.drawing.align.tools })).toBeVisible();
  await expect(page.getByText(ui.design.properties.selectedMany(20, 24, 0))).toBeVisible();

  const one = await middleOf({ branch: 4, place: 2 });
  await page.mouse.move(one.x, one.y);
  await page.mouse.down();
  await page.mouse.move(one.x, one.y - 30, { steps: 4 });
  await page.mouse.move(one.x, one.y - 60, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: ui.design.steps.move(20, 0) })).toBeVisible();
});
