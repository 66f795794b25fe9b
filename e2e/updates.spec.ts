import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

const words = ui.updates;
const notes = 'https://github.com/neuroloom/neuroloom/releases/tag/v99.0.0';
let server: Server;
let asked = 0;
let answer = '';

test('a build that names no repository offers no search for updates', async ({ app }) => {
  const { frame, page } = app;
  await expect(frame.title).toBeVisible();
  await frame.goTo('settings');
  const updates = page.getByTestId('updates');
  await expect(updates).toContainText(words.nowhere);
  await expect(updates.getByRole('button')).toHaveCount(0);
  await expect(updates.getByRole('switch')).toHaveCount(0);
});

test.describe('where a place lists releases', () => {
  // The core that a test starts asks here.
  test.beforeAll(async () => {
    server = createServer((_, response) => {
      asked++;
      response.end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env['NEUROLOOM_RELEASES'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  test.afterAll(() => {
    delete process.env['NEUROLOOM_RELEASES'];
    server.close();
  });

  test('updates are looked for when one asks, and at the start only once one wants that', async ({
    app,
  }, info) => {
    const { frame, page } = app;
    await expect(frame.title).toBeVisible();
    answer = 'not a release';
    await frame.goTo('settings');
    const updates = page.getByTestId('updates');
    await expect(updates.getByRole('button', { name: words.check })).toBeVisible();
    await frame.goTo('doctor');
    await frame.command(words.check);
    await expect(updates.getByRole('status')).toContainText('127.0.0.1');
    expect(asked).toBe(1);

    answer = JSON.stringify({ tag_name: 'v99.0.0', html_url: notes });
    await updates.getByRole('button', { name: words.check }).click();
    await expect(updates.getByRole('status')).toContainText('99.0.0');
    await expect(updates.getByRole('link', { name: words.notes })).toHaveAttribute('href', notes);
    await updates.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('updates.png') });
    expect(asked).toBe(2);

    const atStart = updates.getByRole('switch', { name: words.atStart });
    await expect(atStart).not.toBeChecked();
    await page.reload();
    await expect(atStart).not.toBeChecked();
    expect(asked).toBe(2);
    await atStart.click();
    await page.reload();
    await expect(page.getByText(/^Neuroloom 99\.0\.0 is out/).first()).toBeVisible();
    expect(asked).toBe(3);
  });
});
