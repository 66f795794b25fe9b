/** Run as an ordinary user with Electron's real sandbox: the page's process is confined by the system itself. */
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';

test('the window opens with its page in the system’s sandbox', async ({ app }) => {
  await expect(app.frame.title).toBeVisible();
  expect(process.getuid?.(), 'an ordinary user').not.toBe(0);
  const { args, pages } = await app.electron!.evaluate(({ BrowserWindow }) => ({
    args: process.argv,
    pages: BrowserWindow.getAllWindows().map((window) => window.webContents.getOSProcessId()),
  }));
  expect(args).not.toContain('--no-sandbox');
  expect(pages).toHaveLength(1);
  if (process.platform !== 'linux') return;
  const status = readFileSync(`/proc/${pages[0]}/status`, 'utf8');
  // 2: system calls go through a filter. NoNewPrivs: no setuid program gives it more.
  expect(status).toMatch(/^Seccomp:\t2$/m);
  expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  // Its own namespaces: it sees neither the machine's processes nor its network.
  expect(readFileSync(`/proc/${pages[0]}/status`, 'utf8')).toMatch(/^NSpid:\t\d+\t\d+/m);

  await app.frame.startSample('Iris');
  await expect(app.canvas.node('input')).toBeVisible();
});
