/** The app under test: a fresh workspace, a window on it, and a watch over what must never happen in one. */
import { test as base, expect } from '@playwright/test';
import type { CDPSession, ElectronApplication, Locator, Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ui } from '../src/shared/words/ui/index.ts';
import { drop } from './drop.ts';
import { endCore, open } from './launch.ts';
import type { CarrierName, Opened } from './launch.ts';
import { Canvas } from './pages/canvas.ts';
import { DataRoom } from './pages/data-room.ts';
import { Frame } from './pages/frame.ts';
import { TrainRoom } from './pages/train-room.ts';
import { UseRoom } from './pages/use-room.ts';

export interface CarrierOption {
  carrier: CarrierName;
}

export interface AppUnderTest {
  readonly page: Page;
  readonly carrier: CarrierName;
  /** Null in a browser. */
  readonly electron: ElectronApplication | null;
  readonly workspace: string;
  /** For files that a test makes. */
  readonly folder: string;
  readonly cdp: CDPSession;
  /** Drops files or folders of this machine, as a person does with the mouse; in the middle of `on`, or the window. */
  drop(paths: readonly string[], on?: Locator): Promise<void>;
  /** Errors on the console that a test provokes. */
  expectErrors(pattern: RegExp): void;
  /** Requests to elsewhere that a test tries; that they fail is what it tests. */
  expectForeign(pattern: RegExp): void;
  readonly frame: Frame;
  readonly data: DataRoom;
  readonly canvas: Canvas;
  readonly train: TrainRoom;
  readonly use: UseRoom;
}

export const test = base.extend<{ app: AppUnderTest } & CarrierOption>({
  carrier: ['browser', { option: true }],
  app: async ({ carrier }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'neuroloom-e2e-'));
    const workspace = join(folder, 'workspace');
    mkdirSync(workspace);
    let opened: Opened | null = null;
    try {
      opened = await open(carrier, workspace, join(folder, 'profile'));
      const watched = watch(opened);
      await opened.enter();
      const { page, electron } = opened;
      const cdp = await page.context().newCDPSession(page);
      const frame = new Frame(page);
      // Before that it takes no drop.
      await page.getByRole('navigation', { name: ui.frame.rail }).waitFor();
      const expected: { errors: RegExp[]; foreign: RegExp[] } = { errors: [], foreign: [] };
      const unexpected = (found: readonly string[], patterns: readonly RegExp[]): readonly string[] =>
        found.filter((text) => !patterns.some((pattern) => pattern.test(text)));
      await use({
        page,
        carrier,
        electron,
        workspace,
        folder,
        cdp,
        drop: (paths, on) => drop(page, cdp, paths, on),
        expectErrors: (pattern) => void expected.errors.push(pattern),
        expectForeign: (pattern) => void expected.foreign.push(pattern),
        frame,
        data: new DataRoom(page),
        canvas: new Canvas(page),
        train: new TrainRoom(page),
        use: new UseRoom(page),
      });
      expect(unexpected(watched.errors, expected.errors), 'errors on the console').toEqual([]);
      expect(unexpected(watched.foreign, expected.foreign), 'requests to elsewhere').toEqual([]);
    } finally {
      await opened?.close();
      await endCore(workspace);
      rmSync(folder, { recursive: true, force: true });
    }
  },
});
export { expect };

/** Errors and foreign requests of a window's whole life. */
function watch({ page, origin }: Opened): { errors: string[]; foreign: string[] } {
  const errors: string[] = [];
  const foreign: string[] = [];
  const inside = ['blob:', 'data:', `${origin}/`, `${origin.replace(/^http/, 'ws')}/`];
  const see = (url: string): void => {
    if (!inside.some((start) => url.startsWith(start))) foreign.push(url);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('request', (request) => see(request.url()));
  page.on('websocket', (socket) => see(socket.url()));
  return { errors, foreign };
}
