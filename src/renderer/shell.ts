/** The desktop shell around this window, where there is one. */
import type { PageMenus } from '../shared/contract/page-menu.ts';

/** What the preload script puts on the page in Electron. */
export interface ShellBridge {
  port(): ShellPort | Promise<ShellPort>;
  /** The path of a file that was dropped or picked. */
  pathOf(file: File): string;
  /** Shows a file of the workspace in the system's file manager. */
  showInFolder(path: string): void;
  /** What the system's menu is made of from now on. */
  setMenus(menus: PageMenus): Promise<void>;
  /** Calls back with each command that is chosen from it. */
  onCommand(listener: (command: string) => void): void;
  /** Calls back with each project file that the person opens from outside of the page. */
  onOpen(listener: (path: string) => void): void;
}
export interface ShellPort {
  postMessage(bytes: Uint8Array): void;
  onmessage(listener: (bytes: Uint8Array) => void): void;
  onclose(listener: () => void): void;
}
declare global {
  interface Window {
    readonly neuroloom?: ShellBridge;
  }
}

/** The shell's bridge; undefined in a browser. */
export const shell = (): ShellBridge | undefined => window.neuroloom;

/** Shows a file in the system's file manager; null in a browser, which downloads instead. */
export function showInFolder(): ((path: string) => void) | null {
  const bridge = shell();
  return bridge ? (path) => bridge.showInFolder(path) : null;
}
