/** What only the packaged program can show. The windows' own specs run in it too. */
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { shellWords } from '../src/shared/words/shell.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';
import { corePid, endCore, packagedProgram, sealedProgram, startProgram } from './launch.ts';

/** How the wire is written: the characters 0 and 1. */
const [DISABLED, ENABLED] = [48, 49];

const off = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable];
const on = [
  FuseV1Options.EnableCookieEncryption,
  FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  FuseV1Options.OnlyLoadAppFromAsar,
];

/** Where the packaged core lies, seen from the program. */
const coreOf = (program: string): string =>
  process.platform === 'darwin'
    ? join(dirname(program), '..', 'Resources', 'core')
    : join(dirname(program), 'resources', 'core');

/** A folder of its own for a program that is started by its file. */
async function inFolder(work: (folder: string, workspace: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'neuroloom-package-'));
  const workspace = join(folder, 'workspace');
  try {
    await work(folder, workspace);
  } finally {
    await endCore(workspace);
    rmSync(folder, { recursive: true, force: true });
  }
}

test('19: the fuses are set', async () => {
  for (const [program, inspector] of [
    [packagedProgram(), ENABLED],
    [sealedProgram(), DISABLED],
  ] as const) {
    const fuses = await getCurrentFuseWire(program);
    for (const fuse of off) expect(fuses[fuse], FuseV1Options[fuse]).toBe(DISABLED);
    for (const fuse of on) expect(fuses[fuse], FuseV1Options[fuse]).toBe(ENABLED);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(inspector);
  }
});

test('the packaged window trains a sample', async ({ app }) => {
  await app.frame.startSample('Iris');
  await expect(app.canvas.node('input')).toBeVisible();
  expect(await app.electron!.evaluate(({ app: self }) => self.isPackaged)).toBe(true);
  await app.frame.goTo('train');
  await app.train.start();
  await app.train.becomes('finished');
  await app.frame.goTo('use');
  expect(await app.use.export('onnx')).toMatch(/\.onnx$/);
});

test('the program as users get it shows its window, and no inspector', async () => {
  await inFolder(async (folder, workspace) => {
    const started = startProgram(sealedProgram(), workspace, join(folder, 'profile'), ['--inspect=0']);
    try {
      const address = await expectSaid(started.said, /DevTools listening on (ws:\S+)/);
      await expect.poll(() => pageOf(address).then((page) => page?.url)).toBe('app://neuroloom/index.html');
      const page = await pageOf(address);
      const seen = (): Promise<string> => evaluate(page!.webSocketDebuggerUrl, 'document.body.innerText');
      // The samples come from the core: they show that frames pass.
      await expect.poll(seen).toContain('Iris');
      expect(await seen()).toContain(ui.home.samples);
      expect(started.said()).not.toContain('Debugger listening');
    } finally {
      await started.stop();
    }
  });
});

test('the packaged command answers without a window', async () => {
  await inFolder((_folder, workspace) => {
    const command = join(
      coreOf(packagedProgram()),
      process.platform === 'win32' ? 'neuroloom.cmd' : 'neuroloom',
    );
    const ran = spawnSync(command, ['doctor', '--workspace', workspace], { encoding: 'utf8' });
    expect(ran.status, ran.stderr).toBe(0);
    return Promise.resolve();
  });
});

test('a package whose core was changed starts nothing of it', async () => {
  await inFolder(async (folder, workspace) => {
    const copy = join(folder, 'app');
    cpSync(dirname(packagedProgram()), copy, { recursive: true, verbatimSymlinks: true });
    const program = join(copy, basename(packagedProgram()));
    appendFileSync(join(coreOf(program), 'dist', 'node', 'core.js'), '\n');
    const started = startProgram(program, workspace, join(folder, 'profile'));
    try {
      await expectSaid(started.said, new RegExp(shellWords.damaged));
      expect(started.said()).toContain('dist/node/core.js was changed');
      expect(started.process.exitCode).toBe(null); // the person reads the dialog
      expect(corePid(workspace)).toBe(null);
    } finally {
      await started.stop();
    }
  });
});

interface DebuggedPage {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

/** The window's page by the browser's own list: Playwright's connection asks Electron for what it has not. */
async function pageOf(address: string): Promise<DebuggedPage | undefined> {
  const listed = await fetch(`http://${new URL(address).host}/json/list`);
  return ((await listed.json()) as DebuggedPage[]).find(({ type }) => type === 'page');
}

/** A page's answer to an expression, over the debugger's own protocol. */
async function evaluate(address: string, expression: string): Promise<string> {
  const socket = new WebSocket(address);
  try {
    return await new Promise<string>((resolve, reject) => {
      socket.onerror = () => reject(new Error(`${address} does not answer`));
      socket.onopen = () =>
        socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
      socket.onmessage = ({ data }) => {
        const { result } = JSON.parse(String(data)) as { result: { result: { value?: unknown } } };
        resolve(String(result.result.value));
      };
    });
  } finally {
    socket.close();
  }
}

async function expectSaid(said: () => string, pattern: RegExp): Promise<string> {
  await expect.poll(said).toMatch(pattern);
  const found = pattern.exec(said())!;
  return found[1] ?? found[0];
}
