import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gan } from '../src/shared/kinds/recipes/gan.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { writeIdxDigits } from './data/digits.ts';
import { expect, test } from './fixtures.ts';

test('a GAN shows what it makes after each epoch, and makes more when asked', async ({ app }) => {
  const { data, frame, page, train, use } = app;
  await expect(frame.title).toBeVisible();
  await app.drop(writeIdxDigits(app.folder).files);
  await data.importPreviewed('Digits');
  await frame.newProject('Forger', 'Digits', gan.label);
  await frame.goTo('train');
  await train.set(ui.train.settings.epochs, 3);
  await train.start();
  const samples = await train.showSamples();
  await train.becomes('finished');

  const picture = samples.getByRole('img');
  const grid = ui.use.generate.grid(64);
  await expect(picture).toHaveAttribute('alt', `${ui.train.epoch(3, 3)}: ${grid}`);
  const newest = await picture.getAttribute('src');
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(8 * 9 - 1);
  const slider = samples.getByRole('slider', { name: ui.train.samples.epoch });
  await slider.press('Home');
  await expect(picture).toHaveAttribute('alt', `${ui.train.epoch(1, 3)}: ${grid}`);
  expect(await picture.getAttribute('src')).not.toBe(newest);
  await slider.press('End');
  await expect(picture).toHaveAttribute('alt', `${ui.train.epoch(3, 3)}: ${grid}`);

  await frame.goTo('runs');
  await expect(page.getByRole('region', { name: ui.train.samples.title }).getByRole('img')).toBeVisible();

  await frame.goTo('use');
  await use.drawSamples();
  await expect(use.made.picture).toHaveAttribute('alt', grid);
});

test('a language model shows what it writes, and goes on from what a person writes', async ({ app }) => {
  const { data, frame, train, use } = app;
  await expect(frame.title).toBeVisible();
  const path = join(app.folder, 'mat.txt');
  writeFileSync(path, 'the cat sat on the mat. '.repeat(60));
  await app.drop([path]);
  await data.importPreviewed('Mat');
  await frame.newProject('Writer', 'Mat');
  await frame.goTo('train');
  await train.set(ui.train.settings.epochs, 2);
  await train.start();
  const samples = await train.showSamples();
  await train.becomes('finished');
  await expect(samples).toContainText(ui.train.epoch(2, 2));
  await expect(samples.locator('p.text')).toHaveText(/.{200}/s);

  await frame.goTo('use');
  await use.write('the c');
  await expect(use.made.text).toHaveText(/^the c.{200}$/s, { useInnerText: false });
});
