/** The only door between the page and the shell: nine names, no Electron object among them. */
import * as electron from 'electron';
import { COMMAND, OPEN, PORT } from './bridge.ts';
import type { PageMenus } from '../../shared/contract/page-menu.ts';
import type { PageCall, PageCalls } from './bridge.ts';
import { pathOfFile } from './platform-preload.ts';

const { contextBridge, ipcRenderer } = electron;

const call = <C extends PageCall>(name: C, ...args: PageCalls[C]['args']): Promise<PageCalls[C]['answer']> =>
  ipcRenderer.invoke(name, ...args) as Promise<PageCalls[C]['answer']>;

interface PagePort {
  postMessage(bytes: Uint8Array): void;
  onmessage(listener: (bytes: Uint8Array) => void): void;
  onclose(listener: () => void): void;
}

const waiting: ((port: PagePort) => void)[] = [];
ipcRenderer.on(PORT, (event) => {
  const port = event.ports[0];
  if (port) waiting.shift()?.(pagePort(port));
});

/** The port in functions that may cross to the page. Main sends null when the core is gone. */
function pagePort(port: MessagePort): PagePort {
  const closers: (() => void)[] = [];
  const listeners: ((bytes: Uint8Array) => void)[] = [];
  let closed = false;
  port.onmessage = ({ data }: MessageEvent<Uint8Array | null>) => {
    if (data !== null) return listeners.forEach((listener) => listener(data));
    closed = true;
    port.close();
    closers.forEach((closer) => closer());
  };
  return {
    postMessage: (bytes) => port.postMessage(bytes),
    onmessage: (listener) => void listeners.push(listener),
    onclose: (listener) => void (closed ? listener() : closers.push(listener)),
  };
}

async function port(): Promise<PagePort> {
  const handed = new Promise<PagePort>((resolve) => waiting.push(resolve));
  const refusal = await call('neuroloom:connect');
  if (refusal === null) return handed;
  waiting.pop();
  throw new Error(refusal);
}

const openers: ((path: string) => void)[] = [];
let unopened: string[] = [];
ipcRenderer.on(OPEN, (_event, path: string) => {
  if (openers.length === 0) unopened.push(path);
  for (const opener of openers) opener(path);
});

contextBridge.exposeInMainWorld('neuroloom', {
  platform: process.platform,
  /** A new connection to the core, carrying encoded frames. */
  port,
  /** The path of a file that was dropped or picked. */
  pathOf: (file: File) => pathOfFile(electron, file),
  /** Paths that the person picks; empty if they pick none. */
  openFiles: (options?: { folder?: boolean }) => call('neuroloom:open-files', options?.folder === true),
  /** Where the person wants a file saved, or null. */
  saveFile: (name: string) => call('neuroloom:save-file', String(name)),
  /** Shows a file of the workspace, or one that was picked, in the system's file manager. */
  showInFolder: (path: string) => call('neuroloom:show-in-folder', String(path)),
  /** What the system's menu is made of from now on. */
  setMenus: (menus: PageMenus) => call('neuroloom:set-menus', menus),
  /** Calls back with each command that is chosen from it. */
  onCommand: (listener: (command: string) => void) =>
    void ipcRenderer.on(COMMAND, (_event, command: string) => listener(command)),
  /** Calls back with each project file that the person opens from outside of the page. */
  onOpen(listener: (path: string) => void): void {
    openers.push(listener);
    const early = unopened;
    unopened = [];
    for (const path of early) listener(path);
  },
});
