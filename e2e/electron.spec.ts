/** Electron's security checklist, asserted on the app while it runs. The numbers are those of Electron's own list. */
import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { expect, test } from './fixtures.ts';
import type { AppUnderTest } from './fixtures.ts';
import { packageFile } from './launch.ts';

const PAGE = 'app://neuroloom/index.html';

/** Everything that the page gets from the shell. A new name here is a decision. */
const BRIDGE = [
  'onCommand',
  'onOpen',
  'openFiles',
  'pathOf',
  'platform',
  'port',
  'saveFile',
  'setMenus',
  'showInFolder',
];

const inMain = async <T>(
  app: AppUnderTest,
  work: (electron: typeof Electron.CrossProcessExports) => T | Promise<T>,
): Promise<T> => app.electron!.evaluate(work);
const windows = (app: AppUnderTest): Promise<number> =>
  inMain(app, ({ webContents }) => webContents.getAllWebContents().length);

/** What looks at the window and leaves it as it is: one start of the program does for all of these. */
const looks: (readonly [string, (args: { readonly app: AppUnderTest }) => void | Promise<void>])[] = [];
const look = (...one: (typeof looks)[number]): void => void looks.push(one);

test.beforeEach(async ({ app }) => {
  await expect(app.frame.title).toBeVisible();
});

look('1: the page is our own file, by our own scheme', async ({ app }) => {
  // That nothing else is ever asked for is watched in every test.
  expect(app.page.url()).toBe(PAGE);
});

look('2, 3, 4, 6, 8, 9, 10: every web contents is locked down', async ({ app }) => {
  const all = await inMain(app, ({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) =>
        (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
      ),
  );
  expect(all.length).toBeGreaterThan(0);
  for (const preferences of all) {
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
    expect((preferences as { enableBlinkFeatures?: string }).enableBlinkFeatures ?? '').toBe('');
  }
  const node = await app.page.evaluate(() =>
    ['require', 'process', 'Buffer', 'module', 'global'].filter((name) => name in window),
  );
  expect(node).toEqual([]);
});

look('5: no permission is granted but writing text to the clipboard', async ({ app }) => {
  const states = await app.page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'persistent-storage',
      'background-sync',
      'clipboard-read',
      'display-capture',
      'screen-wake-lock',
      'storage-access',
      'window-management',
      'local-fonts',
      'idle-detection',
      'nfc',
      'payment-handler',
      'accelerometer',
      'gyroscope',
      'magnetometer',
      'ambient-light-sensor',
    ];
    const granted: string[] = [];
    for (const name of names) {
      const state = await navigator.permissions.query({ name: name as PermissionName }).then(
        (status) => status.state,
        () => 'unknown',
      );
      if (state === 'granted') granted.push(name);
    }
    return granted;
  });
  // Motion sensors are granted by Chromium to every page and asked of nobody.
  const sensors = ['accelerometer', 'gyroscope', 'magnetometer', 'ambient-light-sensor'];
  expect(states.filter((name) => !sensors.includes(name))).toEqual([]);

  const asked = await app.page.evaluate(async () => {
    const tried = async (what: () => Promise<unknown>): Promise<string> =>
      what().then(String, () => 'refused');
    return {
      camera: await tried(() => navigator.mediaDevices.getUserMedia({ video: true })),
      microphone: await tried(() => navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await tried(() => navigator.mediaDevices.getDisplayMedia({ video: true })),
      place: await tried(() => new Promise((ok, no) => navigator.geolocation.getCurrentPosition(ok, no))),
      notifications: await tried(() => Notification.requestPermission()),
      clipboard: await tried(() => navigator.clipboard.readText()),
    };
  });
  expect(asked).toEqual({
    camera: 'refused',
    microphone: 'refused',
    screen: 'refused',
    place: 'refused',
    notifications: 'denied',
    clipboard: 'refused',
  });
});

test('7: the policy lets nothing in that is not a file of the page', async ({ app }) => {
  app.expectErrors(/Content Security Policy|Refused to|ERR_UNKNOWN_URL_SCHEME|violates/);
  app.expectForeign(/^x:/);
  const policy = await app.page.evaluate(
    async (page) => (await fetch(page)).headers.get('content-security-policy'),
    PAGE,
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-eval');
  const ran = await app.page.evaluate(async () => {
    const reached: string[] = [];
    const blocked: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
    (window as unknown as { reach(what: string): void }).reach = (what) => reached.push(what);
    const add = (html: string): void => {
      const box = document.createElement('div');
      box.innerHTML = html;
      document.body.append(box);
    };
    const script = document.createElement('script');
    script.textContent = "reach('inline script')";
    document.body.append(script);
    const remote = document.createElement('script');
    remote.src = 'data:text/javascript,reach("data script")';
    document.body.append(remote);
    add(`<img src="x:" onerror="reach('handler')">`);
    add(`<svg onload="reach('svg')"></svg>`);
    add(`<iframe srcdoc="<script>parent.reach('frame')</script>"></iframe>`);
    add(`<object data="data:text/html,x"></object><embed src="data:text/html,x">`);
    add(`<form id="out" action="https://example.invalid/"><input name="a"></form>`);
    const link = document.createElement('a');
    link.href = "javascript:reach('javascript address')";
    document.body.append(link);
    link.click();
    (document.getElementById('out') as HTMLFormElement).requestSubmit();
    try {
      setTimeout("reach('eval')", 0);
    } catch {
      // refused at once
    }
    await new Promise((done) => setTimeout(done, 500));
    return { reached, blocked: [...new Set(blocked)].sort() };
  });
  expect(ran.reached).toEqual([]);
  expect(ran.blocked).toEqual(expect.arrayContaining(['script-src-elem', 'script-src-attr']));
  expect(app.page.url()).toBe(PAGE);
});

look('11, 12: a webview is nothing', async ({ app }) => {
  const before = await windows(app);
  const kind = await app.page.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'https://example.invalid/');
    document.body.append(view);
    return view.constructor.name;
  });
  expect(kind).not.toBe('WebView');
  expect(await windows(app)).toBe(before);
});

test('13: the page goes nowhere else, not even by a dropped page', async ({ app }) => {
  app.expectErrors(/Content Security Policy|Not allowed to (load|navigate)|ERR_|violates|Refused/);
  app.expectForeign(
    /^(about:blank|javascript:|https:\/\/example\.invalid|app:\/\/other|chrome:|view-source:|file:)/,
  );
  const here = (): string => app.page.url().split('#')[0]!;
  const other = join(app.folder, 'other.html');
  writeFileSync(other, '<title>elsewhere</title><script>document.title = "ran"</script>');
  await app.drop([other]);
  await expect(app.page.locator('#app')).toBeVisible();
  expect(here()).toBe(PAGE);
  expect(await app.page.title()).not.toBe('ran');

  const addresses = [
    'https://example.invalid/',
    `file://${other}`,
    'data:text/html,elsewhere',
    'javascript:void(document.title="ran")',
    'about:blank',
    'app://other/index.html',
    'app://neuroloom/assets/',
    'blob:app://neuroloom/x',
    'chrome://gpu/',
    'view-source:app://neuroloom/index.html',
  ];
  for (const address of addresses) {
    await app.page
      .evaluate((to) => {
        const meta = document.createElement('meta');
        meta.httpEquiv = 'refresh';
        meta.content = `0; url=${to}`;
        document.head.append(meta);
        location.assign(to);
      }, address)
      .catch(() => undefined);
    await expect.poll(here).toBe(PAGE);
  }
});

look('14: no second window', async ({ app }) => {
  const before = await windows(app);
  const opened = await app.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.invalid/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.dispatchEvent(new MouseEvent('click', { button: 1, bubbles: true, ctrlKey: true }));
    return [window.open('https://example.invalid/'), window.open('about:blank'), window.open(location.href)];
  });
  expect(opened).toEqual([null, null, null]);
  expect(await windows(app)).toBe(before);
});

look('15: nothing is handed to the system to open', async ({ app }) => {
  // By the app itself: only it reads the package's archive.
  const main = await inMain(app, ({ app: self }) => {
    const files = process.mainModule!.require('node:fs') as { readFileSync: typeof readFileSync };
    return files.readFileSync(self.getAppPath() + '/dist/shell/main.cjs', 'utf8');
  });
  expect(main).toContain('BrowserWindow');
  expect(main).not.toContain('openExternal');
  expect(main).not.toContain('openPath');
});

look('16: Electron is one of the latest three majors', () => {
  const { devDependencies } = JSON.parse(readFileSync(packageFile, 'utf8')) as {
    devDependencies: { electron: string };
  };
  expect(Number(devDependencies.electron.split('.')[0])).toBeGreaterThanOrEqual(43);
});

look('17: only our page is answered', async ({ app }) => {
  const answers = await inMain(app, async ({ app: self, BrowserWindow, session }) => {
    const preload = self.getAppPath() + '/dist/shell/preload.cjs';
    const ask = async (address: string): Promise<string> => {
      const window: BrowserWindow = new BrowserWindow({
        show: false,
        webPreferences: { sandbox: true, contextIsolation: true, preload, session: session.defaultSession },
      });
      await window.loadURL(address).catch(() => undefined);
      const answer = (await window.webContents.executeJavaScript(
        'window.neuroloom ? window.neuroloom.port().then(() => "a port", (error) => String(error)) : "no bridge"',
      )) as string;
      window.destroy();
      return answer;
    };
    return [await ask('about:blank'), await ask('app://neuroloom/index.html')];
  });
  // The second has the very same address, but it is not the window.
  for (const answer of answers) expect(answer).toContain('Refused');
});

test('18: the scheme gives nothing but the files of the page', async ({ app }) => {
  const spellings = [
    '../shell/main.cjs',
    '../../package.json',
    '..%2fshell/main.cjs',
    '..%2Fshell%2Fmain.cjs',
    '%2e%2e/shell/main.cjs',
    '%2e%2e%2fshell%2fmain.cjs',
    '%252e%252e/shell/main.cjs',
    '..%5cshell%5cmain.cjs',
    '..\\shell\\main.cjs',
    'assets/../../shell/main.cjs',
    'assets/%2e%2e/%2e%2e/shell/main.cjs',
    '/etc/passwd',
    '//etc/passwd',
    '%2fetc%2fpasswd',
    'index.html%00',
    'index.html/',
    'index.html/../../shell/main.cjs',
    './index.html/..%2f..%2fshell/main.cjs',
    'C:/Windows/win.ini',
    'file:///etc/passwd',
    '..%c0%afshell/main.cjs',
    '%c0%ae%c0%ae/shell/main.cjs',
    '....//shell/main.cjs',
    '..;/shell/main.cjs',
    'assets/',
    'assets',
    '',
  ];
  const found = await app.page.evaluate(async (list) => {
    const opened: string[] = [];
    for (const address of [
      ...list.map((path) => `app://neuroloom/${path}`),
      'app://other/index.html',
      'app:///etc/passwd',
      'file:///etc/passwd',
    ]) {
      const status = await fetch(address).then(
        (response) => response.status,
        () => 0,
      );
      if (status === 200) opened.push(address);
    }
    return opened;
  }, spellings);
  expect(found).toEqual([]);
  app.expectErrors(/Failed to load resource|Content Security Policy|Not allowed|violates|Refused|URL scheme/);
  app.expectForeign(/^(file:|app:\/\/other|app:\/\/\/)/);
});

look('20: the page gets nine functions, and no object of Electron', async ({ app }) => {
  const bridge = await app.page.evaluate(() => {
    const given = window as unknown as Record<string, Record<string, unknown>>;
    const kinds = Object.entries(given['neuroloom']!).map(([name, value]) => `${name}: ${typeof value}`);
    const others = ['electron', 'ipcRenderer', 'api', '__dirname'].filter((name) => name in window);
    return { kinds: kinds.sort(), others, frozen: Object.isFrozen(given['neuroloom']) };
  });
  expect(bridge.kinds).toEqual(
    BRIDGE.map((name) => `${name}: ${name === 'platform' ? 'string' : 'function'}`),
  );
  expect(bridge.others).toEqual([]);
});

look('calls with anything in them are refused without harm', async ({ app }) => {
  const answers = await app.page.evaluate(async () => {
    const bridge = (
      window as unknown as { neuroloom: Record<string, (...args: unknown[]) => Promise<unknown>> }
    ).neuroloom;
    const odd: unknown[] = [
      '',
      '/etc/passwd',
      '../../etc/passwd',
      '\0',
      'x'.repeat(100_000),
      null,
      undefined,
      1e308,
      -0,
      true,
      [],
      {},
      { __proto__: { a: 1 } },
      [[[]]],
      '/proc/self/environ',
    ];
    const shown: string[] = [];
    for (let i = 0; i < 1000; i++) {
      const value = odd[i % odd.length];
      const answer = await bridge['showInFolder']!(value, value).then(String, () => 'refused');
      if (answer === 'true') shown.push(String(value));
    }
    return shown;
  });
  expect(answers).toEqual([]);
  expect(await windows(app)).toBe(1);
  await app.frame.goTo('data');
});

test('the window as it stands, number by number', async ({ app }) => {
  for (const [title, check] of looks) await test.step(title, () => check({ app }));
});

test('a page that crashed comes back', async ({ app }) => {
  await inMain(app, ({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(),
  );
  await expect
    .poll(() =>
      inMain(app, ({ BrowserWindow }) =>
        Promise.race([
          BrowserWindow.getAllWindows()[0]!
            .webContents.executeJavaScript('document.querySelector("h1")?.textContent ?? ""')
            .catch(() => ''),
          // A page that ends while it is asked never answers.
          new Promise((resolve) => setTimeout(resolve, 1000, '')),
        ]),
      ),
    )
    .toBe('Neuroloom');
});

test('a project file that is opened while the window is there opens in it', async ({ app }) => {
  const project = join(app.folder, 'flowers.neuroloom');
  copyFileSync(join(dirname(packageFile), 'resources', 'samples', 'iris-classifier.neuroloom'), project);
  const first = app.electron!.process();
  const [program, ...args] = first.spawnargs;
  // What a double click in the system's file manager starts: the same program with the file's path.
  const second = spawn(
    program!,
    [...args.filter((arg) => !/^--(inspect|remote-debugging)/.test(arg)), project],
    { stdio: 'ignore' },
  );
  const code = await new Promise((resolve) => second.on('exit', resolve));
  expect(code).toBe(0);
  await expect(app.page).toHaveTitle(/^Iris/);
  await expect(app.canvas.node('input')).toBeVisible();
});
