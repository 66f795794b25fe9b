/** What crosses between the page and the shell, once: the preload offers it, main answers it. */

/** Channels that the page may call, and what main answers. Nothing else is listened to. */
export interface PageCalls {
  /** Hands over a new port to the core, on the channel `PORT`. Answers null, or why there is none. */
  'neuroloom:connect': { readonly args: readonly []; readonly answer: string | null };
  'neuroloom:open-files': { readonly args: readonly [folder: boolean]; readonly answer: readonly string[] };
  'neuroloom:save-file': { readonly args: readonly [name: string]; readonly answer: string | null };
  'neuroloom:show-in-folder': { readonly args: readonly [path: string]; readonly answer: boolean };
}
export type PageCall = keyof PageCalls;

/** Main to page: a port to the core comes with it. */
export const PORT = 'neuroloom:port';
/** Main to page: a project file to open (from the system's file manager, or the menu). */
export const OPEN = 'neuroloom:open';

/** The types that each call's arguments must have. */
export const callArguments: { readonly [C in PageCall]: readonly ('string' | 'boolean')[] } = {
  'neuroloom:connect': [],
  'neuroloom:open-files': ['boolean'],
  'neuroloom:save-file': ['string'],
  'neuroloom:show-in-folder': ['string'],
};

const LONGEST = 4096;

/** True if `args` are what the call takes; anything may come. */
export function fitsCall(call: PageCall, args: readonly unknown[]): boolean {
  const wanted = callArguments[call];
  return (
    args.length === wanted.length &&
    args.every((arg, i) => typeof arg === wanted[i] && (typeof arg !== 'string' || arg.length <= LONGEST))
  );
}
