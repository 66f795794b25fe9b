import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test('who edits while a run goes on is told once, and sees what the run trains', async ({ app }, info) => {
  const { canvas, frame, page, train } = app;
  await frame.startSample('Digits, convolutional');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('train');
  await train.startEndless();
  await frame.goTo('design');
  const said = page.getByRole('status').filter({ hasText: ui.train.editing.text('').trim() });
  await expect(said).toHaveCount(0);

  const width = canvas.properties.getByLabel('Units', { exact: true });
  await canvas.select('dense');
  const before = await width.inputValue();
  await width.fill('77');
  await expect(said).toBeVisible();
  await page.screenshot({ path: info.outputPath('notice.png') });

  await said.getByRole('button', { name: ui.train.editing.show }).click();
  const network = page.getByRole('region', { name: ui.runs.network.title });
  await expect(network.getByRole('row', { name: /^Classes/ })).toContainText(`${before} · softmax`);
  await expect(network).not.toContainText('77');
  await page.screenshot({ path: info.outputPath('network.png') });

  await frame.goTo('design');
  await said.getByRole('button', { name: ui.design.understood }).click();
  await expect(said).toHaveCount(0);
  await canvas.select('dense');
  await width.fill('78');
  await expect(train.runBar).toContainText(ui.train.edited);
  await expect(said).toHaveCount(0);
  await train.stop();
});
