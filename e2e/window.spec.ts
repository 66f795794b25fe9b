import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test('the window opens at home, connected to its core', async ({ app }) => {
  await expect(app.frame.title).toBeVisible();
  await expect(app.page).toHaveTitle(ui.frame.app);
  // The samples come from the core: they show that frames pass.
  await expect(app.page.getByRole('heading', { name: ui.home.samples })).toBeVisible();
  await expect(app.page.getByRole('button', { name: /^Iris/ })).toBeVisible();
});

test('every room opens', async ({ app }) => {
  for (const room of ['data', 'design', 'train', 'runs', 'use', 'doctor', 'settings'] as const) {
    await app.frame.goTo(room);
    await expect(
      app.frame.rail.getByRole('link', { name: ui.frame.routes[room], exact: true }),
    ).toHaveAttribute('aria-current', 'page');
  }
});
