/** What crosses between the page and the shell, once: the preload offers it, main answers it. */

import type { PageMenus } from '../../shared/contract/page-menu.ts';

/** Channels that the page may call, and what main answers. Nothing else is listened to. */
export interface PageCalls {
  /** Hands over a new port to the core, on the channel `PORT`. Answers null, or why there is none. */
  'neuroloom:connect': { readonly args: readonly []; readonly answer: string | null };
  'neuroloom:open-files': { readonly args: readonly [folder: boolean]; readonly answer: readonly string[] };
  'neuroloom:save-file': { readonly args: readonly [name: string]; readonly answer: string | null };
  'neuroloom:show-in-folder': { readonly args: readonly [path: string]; readonly answer: boolean };
  'neuroloom:set-menus': { readonly args: readonly [menus: PageMenus]; readonly answer: void };
}
export type PageCall = keyof PageCalls;

/** Main to page: a port to the core comes with it. */
export const PORT = 'neuroloom:port';
/** Main to page: a project file to open (from the system's file manager, or the menu). */
export const OPEN = 'neuroloom:open';
/** Main to page: a command that was chosen from the system's menu. */
export const COMMAND = 'neuroloom:command';
