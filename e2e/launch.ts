/** Starts the app in one of its carriers on a workspace, and ends every process of it. */
import { _electron, chromium } from '@playwright/test';
import type { Browser, ElectronApplication, Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export type CarrierName = 'browser' | 'electron' | 'packaged';

export interface Opened {
  readonly page: Page;
  readonly electron: ElectronApplication | null;
  /** Everything that the page may ask for begins with this. */
  readonly origin: string;
  /** Goes to the app; Electron is there already. */
  enter(): Promise<void>;
  close(): Promise<void>;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const cli = join(root, 'dist', 'node', 'cli.js');
export const packageFile = join(root, 'package.json');
const asRoot = process.getuid?.() === 0;

export const open = (carrier: CarrierName, workspace: string, profile: string): Promise<Opened> =>
  carrier === 'browser' ? openBrowser(workspace) : openElectron(carrier, workspace, profile);

/** The server as a person starts it, and the printed address in Chromium. */
async function openBrowser(workspace: string): Promise<Opened> {
  const server = await serve(workspace);
  let browser: Browser | null = null;
  try {
    browser = await launchChromium();
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
    });
    const page = await context.newPage();
    const opened = browser;
    return {
      page,
      electron: null,
      origin: new URL(server.url).origin,
      enter: async () => void (await page.goto(server.url)),
      async close() {
        await opened.close();
        await server.stop();
      },
    };
  } catch (error) {
    await browser?.close();
    await server.stop();
    throw error;
  }
}

export function launchChromium(): Promise<Browser> {
  const named = process.env['NEUROLOOM_E2E_CHROMIUM'] ?? '/usr/bin/chromium';
  return chromium.launch({ ...(existsSync(named) && { executablePath: named }), args: ['--disable-gpu'] });
}

export interface Server {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** `neuroloom serve` on a free port. */
export async function serve(workspace: string, args: readonly string[] = []): Promise<Server> {
  const child = spawn(process.execPath, [cli, 'serve', '--json', '--workspace', workspace, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const event = JSON.parse(line) as { event: string; url?: string };
      if (event.event === 'serving' && event.url) resolve(event.url);
    });
    child.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
  return {
    url,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function openElectron(
  carrier: 'electron' | 'packaged',
  workspace: string,
  profile: string,
): Promise<Opened> {
  const electron = await _electron.launch({
    executablePath: carrier === 'packaged' ? packagedProgram() : electronProgram(),
    args: [`--user-data-dir=${profile}`, ...(carrier === 'packaged' ? [] : [root]), '--workspace', workspace],
    env: { ...(process.env as Record<string, string>), NEUROLOOM_NODE: process.execPath },
    colorScheme: 'light',
    // Electron gives root no sandbox; electron-sandbox.spec.ts runs as an ordinary user.
    chromiumSandbox: !asRoot,
  });
  // Playwright forgets it when it ends.
  const program = electron.process();
  const page = await electron.firstWindow();
  return {
    page,
    electron,
    origin: 'app://neuroloom',
    enter: () => Promise.resolve(),
    async close() {
      if (page.isClosed()) {
        // The test closed the window, or killed the program. What is left of the program waits for this test's debugger to leave.
        program.kill('SIGKILL');
        return;
      }
      // A run that still goes would be asked about: nobody is there to answer.
      await electron.evaluate(({ dialog }) => {
        dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
      });
      await electron.close();
    },
  };
}

export const packagedProgram = (): string => named('NEUROLOOM_PACKAGED');
/** The same program as users get it, without the inspector. */
export const sealedProgram = (): string => named('NEUROLOOM_PACKAGED_SEALED');

function named(variable: string): string {
  const program = process.env[variable];
  if (!program) throw new Error(`${variable} names no packaged program`);
  return program;
}

function electronProgram(): string {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!dist) throw new Error('ELECTRON_OVERRIDE_DIST_PATH names no Electron to test with');
  if (process.platform === 'darwin') return join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/** A program that was started by its file, as a person starts it. */
export interface Started {
  readonly process: ChildProcess;
  /** What it has said until now, on both outputs. */
  said(): string;
  /** Ends its window's processes; its core goes on. */
  stop(): Promise<void>;
}

/** Starts a packaged program; its pages can be reached over a port that it prints. */
export function startProgram(
  program: string,
  workspace: string,
  profile: string,
  more: readonly string[] = [],
): Started {
  const args = [...more, `--user-data-dir=${profile}`, '--remote-debugging-port=0', '--workspace', workspace];
  const child = spawn(program, asRoot ? ['--no-sandbox', ...args] : args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (text: string) => (said += text));
  return {
    process: child,
    said: () => said,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Ends the workspace's core, and with it its jobs. It ends by itself too, but not while a run goes. */
export async function endCore(workspace: string): Promise<void> {
  const pid = corePid(workspace);
  if (pid === null || !isAlive(pid)) return;
  process.kill(pid, 'SIGTERM');
  for (let i = 0; i < 100 && isAlive(pid); i++) await pause(50);
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** The process that last wrote into the core's log that it starts. */
export function corePid(workspace: string): number | null {
  const log = join(workspace, 'logs', 'core.log');
  if (!existsSync(log)) return null;
  const pids = [...readFileSync(log, 'utf8').matchAll(/^\S+ (\d+) core starts/gm)];
  return pids.length > 0 ? Number(pids.at(-1)![1]) : null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
