/** What only the server can get wrong, tried from a real browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';
import { launchChromium, serve } from './launch.ts';

test('the key is out of the address after the first page, and another browser needs its own', async ({
  app,
}) => {
  await expect(app.frame.title).toBeVisible();
  const address = new URL(app.page.url());
  expect(address.search).toBe('');
  expect(await app.page.evaluate(() => document.cookie)).toBe('');
  const stranger = await app.page.context().browser()!.newContext();
  const page = await stranger.newPage();
  expect((await page.goto(address.origin))?.status()).toBe(401);
  await stranger.close();
});

test('another site’s page reads nothing and changes nothing, even in the same browser', async ({ app }) => {
  await expect(app.frame.title).toBeVisible();
  const { origin, host } = new URL(app.page.url());
  const site = createServer((_request, response) =>
    response.setHeader('Content-Type', 'text/html').end('<p>evil</p>'),
  );
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const evil = await app.page.context().newPage();
  try {
    // Another port of the same host: the nearest that a page can come, cookies do not know ports.
    await evil.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const got = await evil.evaluate(
      async ({ origin, host }) => {
        const tried = (what: Promise<unknown>): Promise<string> => what.then(String, () => 'refused');
        const socket = (url: string): Promise<string> =>
          new Promise((resolve) => {
            const opened = new WebSocket(url);
            opened.onopen = () => resolve('open');
            opened.onerror = () => resolve('refused');
          });
        const loads = (tag: 'script' | 'img' | 'iframe', address: string): Promise<string> =>
          new Promise((resolve) => {
            const element = document.createElement(tag);
            element.onload = () => resolve(tag === 'iframe' ? 'framed' : 'loaded');
            element.onerror = () => resolve('refused');
            element.src = address;
            document.body.append(element);
            setTimeout(() => resolve('nothing'), 3000);
          });
        return {
          read: await tried(fetch(origin, { credentials: 'include' }).then((response) => response.text())),
          put: await tried(
            fetch(`${origin}/uploads/x?from=0`, { method: 'PUT', body: 'x', credentials: 'include' }),
          ),
          blind:
            (
              await fetch(`${origin}/exports/x`, { mode: 'no-cors', credentials: 'include' }).catch(
                () => null,
              )
            )?.type ?? 'refused',
          socket: await socket(`ws://${host}/frames`),
          picture: await loads('img', `${origin}/favicon.svg`),
          script: await loads('script', `${origin}/index.html`),
        };
      },
      { origin, host },
    );
    expect(got.read).toBe('refused');
    expect(got.put).toBe('refused');
    expect(['opaque', 'refused']).toContain(got.blind);
    expect(got.socket).toBe('refused');
    expect(got.picture).not.toBe('loaded');
    expect(got.script).not.toBe('loaded');
  } finally {
    await evil.close();
    site.close();
  }
});

test('two windows see the same', async ({ app }) => {
  await app.frame.startSample('Iris');
  await expect(app.canvas.node('input')).toBeVisible();
  const second = await app.page.context().newPage();
  await second.goto(new URL(app.page.url()).origin);
  const recent = second.getByRole('region', { name: ui.home.recent });
  await expect(recent.getByRole('button', { name: /^Iris/ })).toBeVisible();
  await second.close();
});

test('a browser without the key cannot guess it', async ({ app }) => {
  const { origin } = new URL(app.page.url());
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    expect((await page.goto(`${origin}/?token=${'A'.repeat(43)}`))?.status()).toBe(401);
    expect((await page.goto(origin))?.status()).toBe(401);
  } finally {
    await browser.close();
  }
});

test('a page of a server that was started anew asks for its new address, and goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'neuroloom-e2e-'));
  const browser = await launchChromium();
  let server = await serve(folder);
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(server.url);
    await expect(page.getByRole('heading', { name: ui.home.title, level: 1 })).toBeVisible();
    const { port } = new URL(server.url);
    await server.stop();
    await expect(page.getByText(ui.frame.lost)).toBeVisible();
    server = await serve(folder, ['--port', port]);
    await expect(page.getByText(ui.frame.unknown)).toBeVisible();
    await (await context.newPage()).goto(server.url);
    await expect(page.getByText(ui.frame.unknown)).toBeHidden();
    await expect(page.getByText(ui.frame.lost)).toBeHidden();
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
