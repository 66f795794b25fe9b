/** The answers to the page's calls. `guard` and `fitsCall` stand before each, so that no answer can forget them. */
import { dialog, ipcMain, MessageChannelMain, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative } from 'node:path';
import type { Carrier } from '../../shared/contract/frames.ts';
import { Failed } from '../../shared/words/failures.ts';
import { COMMAND, PORT } from './bridge.ts';
import type { PageCall, PageCalls } from './bridge.ts';
import { fitsCall } from './fits-call.ts';
import { isOurPage } from './guard.ts';
import { setPageMenus } from './menu.ts';
import { relay } from './relay.ts';

export interface CallContext {
  window(): BrowserWindow | null;
  /** A connection to the core, which is started where none runs. Fails with `Failed`. */
  connect(): Promise<Carrier>;
  readonly workspace: string;
}

type Answers = {
  readonly [C in PageCall]: (
    window: BrowserWindow,
    ...args: PageCalls[C]['args']
  ) => Promise<PageCalls[C]['answer']>;
};

export function answerCalls(context: CallContext): void {
  /** Folders that the person picked in this session: their files may be shown. */
  const picked = new Set<string>();

  const answers: Answers = {
    'neuroloom:connect': async (window) => {
      let carrier: Carrier;
      try {
        carrier = await context.connect();
      } catch (error) {
        return error instanceof Failed ? error.message : String(error);
      }
      if (window.isDestroyed()) {
        carrier.close();
        return null;
      }
      const { port1, port2 } = new MessageChannelMain();
      relay(port1, carrier);
      window.webContents.postMessage(PORT, null, [port2]);
      return null;
    },
    'neuroloom:open-files': async (window, folder) => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        properties: folder ? ['openDirectory'] : ['openFile', 'multiSelections'],
      });
      return filePaths;
    },
    'neuroloom:save-file': async (window, name) => {
      const { filePath } = await dialog.showSaveDialog(window, { defaultPath: basename(name) });
      if (!filePath) return null;
      picked.add(dirname(filePath));
      return filePath;
    },
    'neuroloom:show-in-folder': (_window, path) => {
      const allowed = [context.workspace, ...picked].some((folder) => isInside(folder, path));
      if (allowed) shell.showItemInFolder(path);
      return Promise.resolve(allowed);
    },
    'neuroloom:set-menus': (window, menus) => {
      setPageMenus(menus, (command) => {
        if (!window.isDestroyed()) window.webContents.send(COMMAND, command);
      });
      return Promise.resolve();
    },
  };

  for (const name of Object.keys(answers) as PageCall[]) {
    ipcMain.handle(name, (event, ...args: unknown[]) => {
      const window = context.window();
      if (!window || !isOurPage(event, window.webContents) || !fitsCall(name, args))
        throw new Error('Refused');
      const answer = answers[name] as (window: BrowserWindow, ...args: unknown[]) => Promise<unknown>;
      return answer(window, ...args);
    });
  }
}

/** True if `path` exists in `folder`, links followed. */
export function isInside(folder: string, path: string): boolean {
  if (!isAbsolute(path)) return false;
  try {
    const way = relative(realpathSync(folder), realpathSync(path));
    return way !== '' && !way.startsWith('..') && !isAbsolute(way);
  } catch {
    return false;
  }
}
