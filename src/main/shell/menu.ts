/** The system's menu: the page's own menus, and what belongs to the system. */
import { app, Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { PageMenus } from '../../shared/contract/page-menu.ts';
import { shellWords as words } from '../../shared/words/shell.ts';
import { acceleratorOf } from './accelerator.ts';

type Template = MenuItemConstructorOptions[];

const onMac = process.platform === 'darwin';
const separator = { type: 'separator' } as const;

const quit: Template = [onMac ? { role: 'close' } : { role: 'quit' }];
const view: Template = [
  ...(app.isPackaged ? [] : ([{ role: 'reload' }, { role: 'toggleDevTools' }, separator] as const)),
  { role: 'resetZoom' },
  { role: 'zoomIn' },
  { role: 'zoomOut' },
  separator,
  { role: 'togglefullscreen' },
];

/** Commands that the system does in text fields too. */
const ROLES: Readonly<Record<string, MenuItemConstructorOptions['role']>> = {
  cut: 'cut',
  copy: 'copy',
  paste: 'paste',
};

/** Until the page has told of its own. */
export function setFirstMenu(actions: { open(): void }): void {
  show([
    {
      label: words.menus.file,
      submenu: [
        { label: words.menus.open, accelerator: 'CmdOrCtrl+O', click: actions.open },
        separator,
        ...quit,
      ],
    },
    {
      label: words.menus.edit,
      submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
    },
    { label: words.menus.view, submenu: view },
  ]);
}

/** The page's menus; `run` is given the command that was chosen. */
export function setPageMenus(menus: PageMenus, run: (command: string) => void): void {
  const more: Readonly<Record<string, Template>> = {
    project: [separator, ...quit],
    // Text fields of a Mac know these keys from the menu alone.
    edit: onMac ? [{ role: 'selectAll', visible: false, acceleratorWorksWhenHidden: true }] : [],
    view: [separator, ...view],
  };
  show(
    menus.map(({ group, title, items }) => ({
      label: title,
      submenu: [...items.map((item) => entry(item, run)), ...(more[group] ?? [])],
    })),
  );
}

/** Keys are shown here and heard by the page, which knows what has the focus; on a Mac shown keys are heard here too. */
function entry(
  { id, label, keys, everywhere, enabled }: PageMenus[number]['items'][number],
  run: (command: string) => void,
): MenuItemConstructorOptions {
  const role = ROLES[id];
  if (role) return { id, label, role };
  const accelerator = keys === undefined || (onMac && !everywhere) ? undefined : acceleratorOf(keys);
  return {
    id,
    label: label.replaceAll('&', '&&'),
    enabled,
    click: () => run(id),
    registerAccelerator: false,
    ...(accelerator !== undefined && { accelerator }),
  };
}

const show = (template: Template): void =>
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(onMac ? [{ role: 'appMenu' } as const] : []),
      ...template,
      { label: words.menus.window, role: 'windowMenu' },
    ]),
  );
