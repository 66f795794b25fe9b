import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

const DAYS = 60;
const rows = ['north', 'south'].flatMap((store, s) =>
  Array.from({ length: DAYS }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
    return `${store},${day},${(50 * (s + 1) + 20 * Math.sin(i / 7 + s)).toFixed(1)}`;
  }),
);

test('a table of several series, from its preview to a table with the answers beside its own columns', async ({
  app,
}) => {
  const { data, folder, frame, page, train } = app;
  const file = (name: string, lines: readonly string[]): string => {
    writeFileSync(join(folder, name), ['store,day,sold', ...lines, ''].join('\n'));
    return join(folder, name);
  };

  await test.step('what names the series is proposed, and each is shown by itself', async () => {
    await frame.goTo('data');
    await app.drop([file('stores.csv', rows)]);
    await data.preview.waitFor();
    await expect(page.getByLabel(ui.data.seriesColumn, { exact: true })).toContainText('store');
    await data.importPreviewed('Stores');
    await expect(page.getByLabel(ui.data.seriesOf('store', 2))).toContainText('north');
  });

  await test.step('a network of it is trained', async () => {
    await page.getByRole('button', { name: ui.data.newProject }).click();
    await frame.goTo('train');
    await train.set(ui.train.settings.epochs, 2);
    await train.start();
    await train.becomes('finished');
  });

  await test.step('a file in any order, dropped anywhere in the room, is answered in its own, and saved with the answers', async () => {
    await frame.goTo('use');
    const heading = page.getByRole('heading', { name: ui.use.exportTitle });
    await expect(heading).toBeVisible();
    const mixed = [...rows].reverse();
    await app.drop([file('mixed.csv', mixed)], heading);
    await expect(page.getByRole('radio', { name: ui.use.sources.files })).toBeChecked();
    // Its first line is the latest day of the second store.
    await expect(page.getByText('south · 2024-02-29').first()).toBeVisible();
    if (app.carrier !== 'browser') return;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: ui.use.saveTable }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines[0]).toBe('store,day,sold,predicted sold +1');
    expect(lines.slice(1).map((line) => line.slice(0, line.lastIndexOf(',')))).toEqual(mixed);
    expect(lines[1]).toMatch(/^south,2024-02-29,[\d.]+,[\d.]+$/);
  });

  await test.step('a file that is none of its data says so where it was dropped', async () => {
    await app.drop([file('model.keras', ['PK'])]);
    await expect(page).toHaveURL(/#\/use/);
    await expect(page.getByText(/model\.keras/)).toBeVisible();
  });
});
