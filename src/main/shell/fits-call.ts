/** What the arguments of the page's calls must be; anything may come. */
import { pageMenusSchema } from '../../shared/contract/page-menu.ts';
import type { PageCall } from './bridge.ts';

const LONGEST = 4096;

const isText = (arg: unknown): boolean => typeof arg === 'string' && arg.length <= LONGEST;
const isFlag = (arg: unknown): boolean => typeof arg === 'boolean';
const isMenus = (arg: unknown): boolean => pageMenusSchema.safeParse(arg).success;

const wanted: { readonly [C in PageCall]: readonly ((arg: unknown) => boolean)[] } = {
  'neuroloom:connect': [],
  'neuroloom:open-files': [isFlag],
  'neuroloom:save-file': [isText],
  'neuroloom:show-in-folder': [isText],
  'neuroloom:set-menus': [isMenus],
};

export const fitsCall = (call: PageCall, args: readonly unknown[]): boolean =>
  args.length === wanted[call].length && wanted[call].every((fits, i) => fits(args[i]));
