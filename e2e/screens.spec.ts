import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { hashOf, routes } from '../src/renderer/routes.ts';
import type { RouteName } from '../src/renderer/routes.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';
import { cutOff, focusUnseen, moving } from './reach.ts';
import { walk } from './scenes.ts';

const LARGE = { width: 1280, height: 800 };
/** A window of 1280 x 800, zoomed to 200 %. */
const ZOOMED = { width: 640, height: 400 };

/** All else is the same in both themes: the page's elements do not change with them. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds, by these of its rules or all. What floats (a menu, a tooltip) is drawn beside the landmarks: that is no lack of one. */
async function violations(page: Page, rules?: string[]): Promise<readonly string[]> {
  const floats = async (): Promise<boolean> =>
    (await page.locator('[data-bits-floating-content-wrapper]').count()) > 0;
  const before = await floats();
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const found = (await (rules ? axe.withRules(rules) : axe).analyze()).violations;
  const apart = before || (await floats());
  return found
    .filter(({ id }) => !(apart && id === 'region'))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('every scene, light and dark, is readable to everyone, and nothing of it is cut off at 200 %', async ({
  app,
}) => {
  test.setTimeout(900_000);
  const { page } = app;
  await page.setViewportSize(LARGE);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  // One scene has no connection.
  app.expectErrors(/ERR_INTERNET_DISCONNECTED/);
  await walk(app, async (scene) => {
    expect.soft(await moving(page), `${scene}, with reduced motion`).toEqual([]);
    await page.setViewportSize(ZOOMED);
    // Panes and what is fitted into them follow in the frames after.
    await page.waitForTimeout(200);
    expect.soft(await cutOff(page), `${scene}, zoomed to 200 %`).toEqual([]);
    await page.setViewportSize(LARGE);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const found = await violations(page, colorScheme === 'dark' ? OF_COLOURS : undefined);
      expect.soft(found, `${scene}, ${colorScheme}`).toEqual([]);
    }
  });
});

test('whatever has the focus shows it on every screen, with forced colours too', async ({ app }) => {
  const { frame, page, train } = app;
  await page.setViewportSize(LARGE);
  await frame.startSample('Digits');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('train');
  await train.set(ui.train.settings.epochs, 2);
  await train.start();
  await train.becomes('finished');
  for (const route of Object.keys(routes) as RouteName[]) {
    await page.evaluate((hash) => (location.hash = hash), hashOf(route));
    await expect(page.locator('main')).toBeVisible();
    await page.evaluate(() => location.reload());
    await expect(page.locator('main')).toBeVisible();
    await page.waitForTimeout(500);
    for (const forcedColors of ['none', 'active'] as const) {
      await test.step(`${route}, forced colours ${forcedColors}`, async () => {
        await page.emulateMedia({ forcedColors, reducedMotion: 'reduce' });
        if (route === 'settings' && forcedColors === 'active') {
          const outline = (state: string): Promise<string> =>
            page
              .locator(`.ui-segment[data-state="${state}"]`)
              .first()
              .evaluate((element) => getComputedStyle(element).outlineStyle);
          expect.soft(await outline('checked'), 'what is chosen').not.toBe(await outline('unchecked'));
        }
        const { stops, unseen } = await focusUnseen(page);
        expect.soft(stops, route).toBeGreaterThan(10);
        expect.soft(unseen, route).toEqual([]);
      });
    }
  }
});
