import { mkdtempSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ClientHead, CoreClient } from '../../shared/contract/core.ts';
import { decodeFrame, encodeFrame, NO_BYTES } from '../../shared/contract/frames.ts';
import type { Frame } from '../../shared/contract/frames.ts';
import { serve } from './main.ts';
import type { Serving } from './main.ts';
import type { PausableCarrier } from './relay.ts';
import { routes } from './routes.ts';

const SECRET = 'outside of the page';
let folder: string;
let serving: Serving;
let cookie: string;
/** How many windows reached a core: a refused upgrade must not. */
let carriers = 0;

/** A core's end of a carrier that answers every request with its own input, and uploads.begin with a place. */
function answeringCarrier(): PausableCarrier {
  carriers++;
  const frames: ((frame: Frame) => void)[] = [];
  const closes: (() => void)[] = [];
  return {
    send({ head, bytes }) {
      const { id, name, input } = head as ClientHead;
      const value =
        name === 'uploads.begin' ? { upload: 'u1', received: 0, path: join(folder, 'upload.part') } : input;
      for (const listener of frames) listener({ head: { type: 'reply', id, ok: true, value }, bytes });
    },
    onFrame: (listener) => frames.push(listener),
    onClose: (listener) => closes.push(listener),
    close: () => closes.forEach((listener) => listener()),
    waiting: 0,
    pause: () => undefined,
    resume: () => undefined,
    onDrain: () => undefined,
  };
}
const client = { onClose: () => {}, close: () => {} } as unknown as CoreClient;

/** Sends bytes as they are, so that a test can say what no HTTP client would. Answers the status and the body. */
function raw(head: readonly string[], body = ''): Promise<{ status: number; text: string; head: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(serving.port, '127.0.0.1', () =>
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}`),
    );
    let text = '';
    const done = (): void => {
      const [top = '', ...rest] = text.split('\r\n\r\n');
      resolve({
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(top)?.[1] ?? 0),
        text: rest.join('\r\n\r\n'),
        head: top,
      });
    };
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.startsWith('HTTP/1.1 101')) socket.destroy();
    });
    socket.on('close', done);
    socket.on('error', reject);
    socket.setTimeout(5000, () => socket.destroy());
  });
}

interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly host?: readonly string[];
  readonly origin?: readonly string[];
  readonly cookie?: string | null;
  readonly upgrade?: boolean;
  readonly more?: readonly string[];
}
const own = (): string => `127.0.0.1:${serving.port}`;
const ask = (a: Ask): ReturnType<typeof raw> =>
  raw([
    `${a.method ?? 'GET'} ${a.path} HTTP/1.1`,
    ...(a.host ?? [own()]).map((host) => `Host: ${host}`),
    ...(a.origin ?? (a.method === 'PUT' || a.upgrade ? [`http://${own()}`] : [])).map((o) => `Origin: ${o}`),
    ...(a.cookie === null ? [] : [`Cookie: ${a.cookie ?? cookie}`]),
    ...(a.upgrade
      ? [
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        ]
      : ['Connection: close']),
    ...(a.method === 'PUT' ? ['Content-Length: 0'] : []),
    ...(a.more ?? []),
  ]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'neuroloom-server-'));
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  mkdirSync(join(folder, 'page-secret'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Neuroloom</title>');
  writeFileSync(join(page, 'assets', 'index-AbCd1234.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  writeFileSync(join(folder, 'page-secret', 'secret.txt'), SECRET);
  symlinkSync(join(folder, 'secret.txt'), join(page, 'assets', 'link.txt'));
  serving = await serve({
    core: { carrier: () => Promise.resolve(answeringCarrier()), client: () => Promise.resolve(client) },
    page,
    port: 0,
    listen: '127.0.0.1',
    hosts: [],
  });
  const entered = await ask({ path: `/?token=${serving.token}`, cookie: null });
  cookie = /set-cookie: ([^;]+)/i.exec(entered.head)![1]!;
});
afterAll(async () => {
  await serving.close();
  rmSync(folder, { recursive: true });
});

const wrongHosts = (): readonly (readonly string[])[] => [
  [],
  [''],
  ['evil.com'],
  [`evil.com:${serving.port}`],
  [`localhost.evil.com:${serving.port}`],
  [`127.0.0.1.nip.io:${serving.port}`],
  [`127.0.0.1.evil.com:${serving.port}`],
  [`0.0.0.0:${serving.port}`],
  [`[::]:${serving.port}`],
  [`[::1]:${serving.port}`],
  [`127.0.0.1.:${serving.port}`],
  [`localhost.:${serving.port}`],
  [`127.1:${serving.port}`],
  [`2130706433:${serving.port}`],
  [`0x7f000001:${serving.port}`],
  [`127.0.0.2:${serving.port}`],
  ['127.0.0.1'],
  ['localhost'],
  ['127.0.0.1:80'],
  [`127.0.0.1:${serving.port + 1}`],
  [`127.0.0.1:${serving.port}0`],
  [`user@127.0.0.1:${serving.port}`],
  [`127.0.0.1:${serving.port}/x`],
  [`127.0.0.1:${serving.port}, evil.com`],
  [`xlocalhost:${serving.port}`],
  [own(), 'evil.com'],
  [own(), own()],
];
const wrongOrigins = (): readonly (readonly string[])[] => [
  ['null'],
  [''],
  ['http://evil.com'],
  ['https://evil.com'],
  [`http://evil.com:${serving.port}`],
  [`http://127.0.0.1.evil.com:${serving.port}`],
  [`http://evil127.0.0.1:${serving.port}`],
  [`http://127.0.0.1:${serving.port}.evil.com`],
  [`http://localhost:${serving.port}`], // ours, but not the one that Host names
  ['http://127.0.0.1'],
  [`http://127.0.0.1:${serving.port + 1}`],
  [`http://127.0.0.1:${serving.port}0`],
  [`http://127.0.0.1:${serving.port}/`],
  [`http://127.0.0.1:${serving.port}/path`],
  [`HTTP://127.0.0.1:${serving.port}`],
  [`http://user@127.0.0.1:${serving.port}`],
  [`ftp://127.0.0.1:${serving.port}`],
  [`ws://127.0.0.1:${serving.port}`],
  [`app://neuroloom`],
  ['file://'],
  ['file:///etc/passwd'],
  ['chrome-extension://abcdefghijklmnop'],
  [own()],
  [`http://${own()} http://evil.com`],
  [`http://${own()}, http://evil.com`],
  [`http://${own()}`, 'http://evil.com'],
  [`http://[::1]:${serving.port}`],
];
const wrongCookies = (): readonly (string | null)[] => {
  const [name, value] = cookie.split('=') as [string, string];
  return [
    null,
    '',
    `${name}=`,
    `${name}=${serving.token}`, // the token is no cookie
    `${name}=${value.slice(0, -1)}`,
    `${name}=${value}x`,
    `${name}=${value.toUpperCase()}`,
    `${name}x=${value}`,
    `neuroloom=${value}`,
    `x=${name}=${value}`,
    `token=${serving.token}`,
  ];
};

describe.each(routes.map((route) => [route.name, route] as const))('the route %s', (_, route) => {
  const upgrades = route.answer === 'upgrade' ? [true, false] : [false, true];
  const asks = upgrades.map((upgrade) => ({
    path: route.example,
    method: upgrade ? 'GET' : route.method,
    upgrade,
  }));

  it.each(asks)('refuses every foreign Host (upgrade: $upgrade)', async (call) => {
    for (const host of wrongHosts()) {
      const { status } = await ask({ ...call, host });
      expect([400, 403], `Host ${host.join(' and ')}`).toContain(status);
    }
  });
  it.each(asks)('refuses every foreign Origin (upgrade: $upgrade)', async (call) => {
    for (const origin of wrongOrigins()) {
      expect((await ask({ ...call, origin })).status, `Origin ${origin.join(' and ')}`).toBe(403);
    }
  });
  it.each(asks)('refuses every wrong cookie (upgrade: $upgrade)', async (call) => {
    for (const wrong of wrongCookies()) {
      expect((await ask({ ...call, cookie: wrong })).status, `Cookie ${wrong}`).toBe(401);
    }
  });
  it.each(asks)('takes the token nowhere but at the door (upgrade: $upgrade)', async (call) => {
    const token = serving.token;
    expect((await ask({ ...call, cookie: null, more: [`Authorization: Bearer ${token}`] })).status).toBe(401);
    if (route.example === '/') return;
    const path = `${call.path}${call.path.includes('?') ? '&' : '?'}token=${token}`;
    expect((await ask({ ...call, cookie: null, path })).status).toBe(401);
  });
  it.each(asks)('refuses what another site fetches (upgrade: $upgrade)', async (call) => {
    for (const site of ['cross-site', 'same-site']) {
      expect((await ask({ ...call, more: [`Sec-Fetch-Site: ${site}`] })).status).toBe(403);
    }
  });
  it('refuses an absolute address', async () => {
    expect((await ask({ method: route.method, path: `http://evil.com${route.example}` })).status).toBe(403);
    expect((await ask({ method: route.method, path: `http://${own()}${route.example}` })).status).toBe(403);
  });
  it('refuses other methods', async () => {
    for (const method of ['POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'PUT', 'GET'].filter(
      (m) => m !== route.method,
    )) {
      const { status, head } = await ask({ path: route.example, method, origin: [`http://${own()}`] });
      expect([405, 426], method).toContain(status);
      expect(head.toLowerCase()).not.toContain('access-control');
    }
  });
});

it('reaches no core for anything that was refused', () => {
  expect(carriers).toBe(0);
});

describe('the way in', () => {
  it('trades the token for a cookie of its own and goes on without it', async () => {
    const first = await ask({ path: `/?token=${serving.token}`, cookie: null });
    const second = await ask({ path: `/?token=${serving.token}`, cookie: null });
    expect(first.status).toBe(303);
    expect(first.head).toMatch(/^location: \/\r?$/im);
    expect(first.head).toMatch(
      /^set-cookie: neuroloom-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict\r?$/im,
    );
    expect(first.head).toMatch(/^referrer-policy: no-referrer\r?$/im);
    expect(first.head + first.text).not.toContain(serving.token);
    expect(first.head.match(/neuroloom-\d+=[\w-]+/)![0]).not.toBe(
      second.head.match(/neuroloom-\d+=[\w-]+/)![0],
    );
  });
  it('refuses a foreign Host and Origin even with the token', async () => {
    const path = `/?token=${serving.token}`;
    for (const host of wrongHosts())
      expect([400, 403]).toContain((await ask({ path, cookie: null, host })).status);
    for (const origin of wrongOrigins()) expect((await ask({ path, cookie: null, origin })).status).toBe(403);
  });
  it('serves the page with its policy to a browser that came in', async () => {
    const { status, head, text } = await ask({ path: '/' });
    expect(status).toBe(200);
    expect(text).toContain('<title>Neuroloom</title>');
    const policy = /^content-security-policy: (.*)$/im.exec(head)![1]!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|style-src [^;]*unsafe/);
    expect(head).toMatch(/^x-content-type-options: nosniff\r?$/im);
    expect((await ask({ path: '/assets/index-AbCd1234.js' })).status).toBe(200);
  });
});

const spellings = [
  '/../secret.txt',
  '/../../etc/passwd',
  '/./../secret.txt',
  '/assets/../../secret.txt',
  '/assets/..',
  '/..',
  '/.',
  '/%2e%2e/secret.txt',
  '/%2E%2E/secret.txt',
  '/.%2e/secret.txt',
  '/%2e./secret.txt',
  '/..%2fsecret.txt',
  '/..%2Fsecret.txt',
  '/%2e%2e%2fsecret.txt',
  '/%252e%252e/secret.txt',
  '/%252e%252e%252fsecret.txt',
  '/%25252e%25252e/secret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '\\..\\secret.txt',
  '/assets\\..\\..\\secret.txt',
  '/%5c..%5csecret.txt',
  '/..%c0%afsecret.txt',
  '/%c0%ae%c0%ae/secret.txt',
  '/%e0%80%ae%e0%80%ae/secret.txt',
  '/..%ef%bc%8fsecret.txt',
  '/..%u2215secret.txt',
  '/....//secret.txt',
  '/..../secret.txt',
  '/...//secret.txt',
  '/..;/secret.txt',
  '/.;/../secret.txt',
  '//etc/passwd',
  '///etc/passwd',
  '//127.0.0.1/etc/passwd',
  '/\\\\127.0.0.1\\c$\\x',
  '/C:/secret.txt',
  '/C:\\secret.txt',
  '/c%3a/secret.txt',
  '/file:///etc/passwd',
  '/etc/passwd',
  '/proc/self/environ',
  '/dev/null',
  '/index.html%00.txt',
  '/../secret.txt%00.html',
  '/index.html::$DATA',
  '/index.html.',
  '/index.html%20',
  '/INDEX.HTML',
  '/../page-secret/secret.txt',
  '/..%2fpage-secret/secret.txt',
  '-secret/secret.txt',
  '/assets/link.txt',
  '/assets/',
  '/assets',
  '//',
  '/uploads/../secret.txt',
  '/uploads/..%2fsecret.txt',
  '/exports/../../secret.txt',
  '/exports/..%2f..%2fsecret.txt',
  '/exports/%2e%2e',
];
it('finds nothing outside of the page in any spelling', async () => {
  for (const path of spellings) {
    const { status, text } = await ask({ path });
    expect([400, 403, 404, 405], path).toContain(status);
    expect(text, path).not.toContain(SECRET);
    const put = await ask({ path, method: 'PUT' });
    expect([400, 403, 404, 405], `PUT ${path}`).toContain(put.status);
  }
});

describe('frames and uploads', () => {
  const open = (): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${own()}/frames`, {
        headers: { Cookie: cookie, Origin: `http://${own()}` },
      });
      socket.binaryType = 'nodebuffer';
      socket.on('open', () => resolve(socket));
      socket.on('error', reject);
    });
  const put = (path: string, body: string, more: readonly string[] = []): ReturnType<typeof raw> =>
    raw(
      [
        `PUT ${path} HTTP/1.1`,
        `Host: ${own()}`,
        `Origin: http://${own()}`,
        `Cookie: ${cookie}`,
        `Content-Length: ${body.length}`,
        'Connection: close',
        ...more,
      ],
      body,
    );
  const request = (socket: WebSocket, name: string, input: unknown): Promise<Frame> =>
    new Promise((resolve) => {
      socket.once('message', (data: Buffer) => resolve(decodeFrame(data)));
      socket.send(encodeFrame({ head: { type: 'request', id: 7, name, input }, bytes: NO_BYTES }));
    });

  it('passes frames both ways', async () => {
    const socket = await open();
    const answer = await request(socket, 'anything', { a: 1 });
    expect(answer.head).toEqual({ type: 'reply', id: 7, ok: true, value: { a: 1 } });
    socket.close();
  });
  it('closes on text and on a broken frame', async () => {
    for (const [message, code] of [
      ['text', 1003],
      [Buffer.from([1, 2, 3]), 1002],
    ] as const) {
      const socket = await open();
      const closed = new Promise<number>((resolve) => socket.on('close', resolve));
      socket.send(message);
      expect(await closed).toBe(code);
    }
  });
  it('takes an upload only at a place that the core handed out, in order, and no more than announced', async () => {
    expect((await put('/uploads/u1?from=0', 'abc')).status).toBe(404);
    const socket = await open();
    await request(socket, 'uploads.begin', { name: 'a.csv', bytes: 6, group: 'g', key: 'k' });
    expect(JSON.parse((await put('/uploads/u1?from=0', 'abc')).text)).toEqual({ received: 3 });
    const again = await put('/uploads/u1?from=0', 'abc');
    expect(again.status).toBe(409);
    expect(JSON.parse(again.text)).toMatchObject({ received: 3 });
    expect((await put('/uploads/u1?from=3', 'defg')).status).toBe(413);
    expect((await put('/uploads/u1?from=3', 'def')).status).toBe(200);
    expect(readFileSync(join(folder, 'upload.part'), 'utf8')).toBe('abcdef');
    socket.close();
  });
  it('gives an upload to no other browser', async () => {
    const other = await ask({ path: `/?token=${serving.token}`, cookie: null });
    const otherCookie = /set-cookie: ([^;]+)/i.exec(other.head)![1]!;
    expect((await ask({ path: '/uploads/u1?from=6', method: 'PUT', cookie: otherCookie })).status).toBe(404);
    expect((await ask({ path: '/uploads/u1?from=6', method: 'PUT' })).status).toBe(200);
  });
});

it('says that a port is taken', async () => {
  await expect(
    serve({
      core: { carrier: () => Promise.resolve(answeringCarrier()), client: () => Promise.resolve(client) },
      page: join(folder, 'page'),
      port: serving.port,
      listen: '127.0.0.1',
      hosts: [],
    }),
  ).rejects.toMatchObject({ failure: { code: 'port-taken', facts: { port: serving.port } } });
});

it('closes while a window is coming, and then lets its way to the core go', async () => {
  let reached: () => void;
  const asked = new Promise<void>((resolve) => (reached = resolve));
  let give: (carrier: PausableCarrier) => void;
  const late = new Promise<PausableCarrier>((resolve) => (give = resolve));
  const other = await serve({
    core: { carrier: () => (reached(), late), client: () => Promise.resolve(client) },
    page: join(folder, 'page'),
    port: 0,
    listen: '127.0.0.1',
    hosts: [],
  });
  const origin = `http://127.0.0.1:${other.port}`;
  const entered = await fetch(`${origin}/?token=${other.token}`, { redirect: 'manual' });
  const window = new WebSocket(`${origin.replace('http', 'ws')}/frames`, {
    headers: { Cookie: entered.headers.get('set-cookie')!.split(';')[0]!, Origin: origin },
  });
  const refused = new Promise((resolve) => window.on('error', resolve));
  await asked;
  const closed = other.close();
  const carrier = answeringCarrier();
  const left = new Promise<void>((resolve) => carrier.onClose(resolve));
  give!(carrier);
  await Promise.all([closed, refused, left]);
});

// Last: it uses up this address's guesses.
it('refuses wrong tokens, and stops listening to whoever keeps guessing', async () => {
  const token = serving.token;
  const wrong = [
    '',
    'x',
    token.slice(0, -1),
    `${token}x`,
    token.slice(1),
    token.toUpperCase(),
    `${token}%00`,
    encodeURIComponent(`${token} `),
  ];
  for (const guess of wrong)
    expect((await ask({ path: `/?token=${guess}`, cookie: null })).status, guess).toBe(401);
  for (let i = wrong.length; i < 20; i++) await ask({ path: `/?token=guess${i}`, cookie: null });
  expect((await ask({ path: `/?token=${token}`, cookie: null })).status).toBe(429);
  expect((await ask({ path: '/' })).status).toBe(200);
});
