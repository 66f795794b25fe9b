import { readFileSync } from 'node:fs';
import { hashOf, routes } from '../src/renderer/routes.ts';
import type { RouteName } from '../src/renderer/routes.ts';
import { layers } from '../src/shared/kinds/layers/index.ts';
import { recipes } from '../src/shared/kinds/recipes/index.ts';
import { kindWords } from '../src/shared/words/kinds.ts';
import { german } from '../src/shared/words/de/index.ts';
import { speak } from '../src/shared/words/language.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';
import { Frame } from './pages/frame.ts';
import { TrainRoom } from './pages/train-room.ts';

const { samples } = JSON.parse(readFileSync('resources/samples/index.json', 'utf8')) as {
  samples: readonly { description: string }[];
};

// What the tests ask for by its words speaks the language of the window.
test.afterEach(() => speak('en', {}));

/** Kinds that German says nothing of speak for themselves. */
const ownWords = (): readonly string[] =>
  [
    ...layers.map((kind) => kindWords('layers', kind)),
    ...recipes.map((kind) => kindWords('recipes', kind)),
  ].map(({ doc }) => doc);

/** What a project says of itself is its author's. */
const projectWords = samples.map(({ description }) => description);

const ENGLISH = /\b(the|and|with|this|which|of|is|are)\b/;

test('the whole window speaks German, trains, and speaks English again', async ({ app }, info) => {
  const { page } = app;
  const html = page.locator('html');
  await expect(app.frame.title).toBeVisible();
  await expect(html).toHaveAttribute('lang', 'en');
  await app.frame.startSample('Iris');
  await expect(app.train.runBar).toContainText(ui.train.ready);
  await app.frame.goTo('settings');
  await page.getByLabel(ui.settings.language, { exact: true }).click();
  await page.getByRole('option', { name: ui.settings.languages.de }).click();

  await expect(html).toHaveAttribute('lang', 'de');
  speak('de', german);
  await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible();
  const frame = new Frame(page);
  const train = new TrainRoom(page);
  await frame.goTo('train');
  await expect(train.runBar).toContainText('Bereit zum Training');
  await train.set(ui.train.settings.epochs, 2);
  const rate = page.getByLabel(ui.train.settings.learningRate, { exact: true });
  await rate.fill('0,005');
  await rate.press('Enter');
  await expect(rate).toHaveValue('0,005');
  await train.start();
  await train.becomes('finished');
  await train.showResult();
  await expect(train.result).toContainText(/\d,\d\d\s%/);

  for (const route of Object.keys(routes) as RouteName[]) {
    await test.step(route, async () => {
      await page.evaluate((hash) => (location.hash = hash), hashOf(route));
      await expect(page.locator('main')).toContainText(/\p{L}{3}/u);
      if (route === 'doctor') await expect(page.getByRole('heading', { name: 'Datenbank' })).toBeVisible();
      await page.screenshot({ path: info.outputPath(`${route}.png`) });
      let text = (await page.locator('body').innerText()).replace(/„[^“]*“/g, '');
      for (const own of [...ownWords(), ...projectWords]) text = text.replaceAll(own, '');
      expect
        .soft(
          text.split('\n').filter((line) => ENGLISH.test(line)),
          route,
        )
        .toEqual([]);
    });
  }

  await frame.goTo('settings');
  await page.getByLabel('Sprache', { exact: true }).click();
  await page.getByRole('option', { name: 'English' }).click();
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});
