import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

const words = ui.train.curves;

test('curves are looked at closely, and taken away', async ({ app }, info) => {
  const { frame, page, train } = app;
  await frame.startSample('Digits');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('train');
  await train.set(ui.train.settings.epochs, 3);
  await train.start();
  await train.becomes('finished');

  const chart = train.curves.getByRole('figure').first();
  const plot = chart.getByRole('group', { name: words.zoomHelp });
  await test.step('a stretch is drawn over, and all shown again', async () => {
    const before = await train.picture();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => train.picture()).not.toBe(before);
    await page.screenshot({ path: info.outputPath('zoomed.png') });
    await chart.getByRole('button', { name: words.showAll }).click();
    await expect(chart.getByRole('button', { name: words.showAll })).toBeHidden();
  });
  await test.step('by keyboard', async () => {
    await plot.focus();
    await page.keyboard.press('+');
    await expect(chart.getByRole('button', { name: words.showAll })).toBeVisible();
    await page.keyboard.press('0');
    await expect(chart.getByRole('button', { name: words.showAll })).toBeHidden();
  });
  await test.step('saved as picture, drawing and numbers', async () => {
    const svg = await save(page, words.saveSvg);
    expect(svg.toString()).toMatch(/^<svg [\s\S]*<polyline [\s\S]*<\/svg>$/);
    const png = await save(page, words.savePng);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const rows = (await save(page, words.saveCsv)).toString().trim().split('\r\n');
    const loss = `${words.loss}: ${words.lossStep}`;
    expect(rows[0]).toBe([words.step, loss, words.training, words.validation].join(','));
    expect(rows.length).toBeGreaterThan(100);
  });
  await test.step('the run by itself has the same curves', async () => {
    await train.showResult();
    await page.getByRole('button', { name: ui.train.openRun }).click();
    await expect(page.getByRole('figure', { name: ui.runs.overEpochs(words.loss) })).toBeVisible();
    await page.screenshot({ path: info.outputPath('run.png') });
  });
});

async function save(page: Page, format: string): Promise<Buffer> {
  await page.getByRole('button', { name: words.save(words.loss) }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download') as Promise<Download>,
    page.getByRole('menuitem', { name: format }).click(),
  ]);
  return readFile(await download.path());
}
