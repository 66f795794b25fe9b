import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Failed } from '../../shared/words/failures.ts';
import { checkForUpdates, releasesOf } from './updates.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** A place of releases that answers like this. */
async function place(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/releases/latest`;
}
const saying =
  (body: unknown, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const notes = 'https://github.com/neuroloom/neuroloom/releases/tag/v1.2.0';
const release = (tag_name: string, more: object = {}) => ({ tag_name, html_url: notes, ...more });
const why = (address: string, limit = 2000): Promise<unknown> =>
  checkForUpdates({ current: '1.0.0', address, limit }).then(
    () => null,
    (error: unknown) => (error instanceof Failed ? error.failure : error),
  );

test.each([
  ['octo/loom'],
  ['github:octo/loom'],
  ['https://github.com/octo/loom'],
  [{ type: 'git', url: 'git+https://github.com/octo/loom.git' }],
  [{ url: 'git+ssh://git@github.com/octo/loom.git' }],
  [{ url: 'git@github.com:octo/loom.git' }],
])('the releases of %j are known', (repository) => {
  expect(releasesOf({ repository })).toBe('https://api.github.com/repos/octo/loom/releases/latest');
});

test.each([
  [undefined],
  [''],
  ['gitlab:octo/loom'],
  ['https://example.org/octo/loom'],
  [{ type: 'git' }],
  [{ url: 'https://github.com/octo' }],
  [7],
])('nobody is asked where the repository is %j', async (repository) => {
  const address = releasesOf({ repository });
  expect(address).toBeNull();
  await expect(checkForUpdates({ current: '1.0.0', address })).rejects.toThrow(/knows no place/);
});

describe('looking for updates', () => {
  test.each([
    ['v1.2.0', '1.1.9', true],
    ['1.10.0', '1.9.0', true],
    ['v1.2.0', '1.2.0', false],
    ['v1.2.0', '1.2.1', false],
    ['v1.2.0', '1.2.0-beta.1', true],
    ['v1.2.0-beta.10', '1.2.0-beta.9', true],
    ['v1.2.0-beta.1', '1.2.0', false],
  ])('%s beside %s: newer is %s', async (tag, current, newer) => {
    const address = await place(saying(release(tag, { assets: [{ name: 'ignored' }], body: 'What is new' })));
    expect(await checkForUpdates({ current, address })).toEqual({
      current,
      newest: tag.replace(/^v/, ''),
      newer,
      notes,
    });
  });

  test('tells nothing of the machine, and asks once', async () => {
    const asked: (string | undefined)[] = [];
    const address = await place((request, response) => {
      asked.push(request.headers['user-agent'], request.headers.cookie, request.method, request.url);
      saying(release('v1.2.0'))(request, response);
    });
    await checkForUpdates({ current: '1.0.0', address });
    expect(asked).toEqual(['Neuroloom', undefined, 'GET', '/releases/latest']);
  });

  test.each([
    ['no JSON', '<html>'],
    ['another form', { name: 'v1.2.0' }],
    ['no version', release('nightly')],
    ['an address of another kind', { tag_name: 'v1.2.0', html_url: 'javascript:alert(1)' }],
    ['too much', `{"tag_name": "v1.2.0", "html_url": "${notes}", "body": "${'x'.repeat(2 << 20)}"}`],
  ])('an answer with %s is wrong', async (_, body) => {
    expect(await why(await place(saying(body)))).toMatchObject({
      code: 'updates-failed',
      facts: { why: 'wrong' },
    });
  });

  test.each([
    [404, 'none'],
    [403, 'busy'],
    [429, 'busy'],
    [500, 'wrong'],
  ])('status %i: %s', async (status, expected) => {
    expect(await why(await place(saying({}, status)))).toMatchObject({ facts: { why: expected } });
  });

  test('waits no longer than its limit, before the answer and within it', async () => {
    expect(await why(await place(() => undefined), 100)).toMatchObject({ facts: { why: 'slow' } });
    const halting = await place((_, response) => {
      response.writeHead(200);
      response.write('{"tag_name":');
    });
    expect(await why(halting, 100)).toMatchObject({ facts: { why: 'slow' } });
  });

  test('without a network says so in a sentence, naming whom it asked', async () => {
    const address = await place(saying({}));
    server!.close();
    server!.closeAllConnections();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { host } = new URL(address);
    expect(await why(address)).toEqual({ code: 'updates-failed', facts: { host, why: 'offline' } });
    await expect(checkForUpdates({ current: '1.0.0', address })).rejects.toThrow(/network/);
  });
});
