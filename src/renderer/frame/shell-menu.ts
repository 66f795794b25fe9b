import type { PageMenus } from '../../shared/contract/page-menu.ts';
import { canRun } from '../commands.svelte.ts';
import type { Commands } from '../commands.svelte.ts';

/** The menus of the window as the system's menu is made of them. */
export const pageMenus = ({ menus }: Pick<Commands, 'menus'>): PageMenus =>
  menus.map(({ group, title, entries }) => ({
    group,
    title,
    items: entries.map((command) => ({
      id: command.id,
      label: command.label,
      ...(command.keys !== undefined && { keys: command.keys }),
      everywhere: (command.heard ?? 'window') === 'window',
      enabled: canRun(command),
    })),
  }));
