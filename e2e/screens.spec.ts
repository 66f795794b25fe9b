import { AxeBuilder } from '@axe-core/playwright';
import { hashOf, routes } from '../src/renderer/routes.ts';
import type { RouteName } from '../src/renderer/routes.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

/** Electron opens no second window for axe's own page, so it works in the window's alone. */
const axe = (page: ConstructorParameters<typeof AxeBuilder>[0]['page']): AxeBuilder =>
  new AxeBuilder({ page }).setLegacyMode(true);

test('every screen, light and dark, is readable to everyone', async ({ app }, info) => {
  const { frame, page, train } = app;
  await frame.startSample('Digits');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('train');
  await train.set(ui.train.settings.epochs, 2);
  await train.start();
  await train.becomes('finished');

  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const route of Object.keys(routes) as RouteName[]) {
      await test.step(`${route}, ${theme}`, async () => {
        await page.evaluate((hash) => (location.hash = hash), hashOf(route));
        await expect(page.locator('main, [role="main"]').first()).toBeVisible();
        await page.screenshot({ path: info.outputPath(`${route}-${theme}.png`) });
        const { violations } = await axe(page).analyze();
        expect
          .soft(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
            `${route}, ${theme}`,
          )
          .toEqual([]);
      });
    }
  }
});
