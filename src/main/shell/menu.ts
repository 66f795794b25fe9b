import { app, Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { shellWords as words } from '../../shared/words/shell.ts';

/** The system's menu. What the page can do it offers itself; here is what belongs to the system. */
export function setMenu(actions: { open(): void }): void {
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const developer: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      {
        label: words.menus.file,
        submenu: [
          { label: words.menus.open, accelerator: 'CmdOrCtrl+O', click: actions.open },
          { type: 'separator' },
          process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
        ],
      },
      // Undo and redo are the page's own: of the network, not of a text field.
      {
        label: words.menus.edit,
        submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
      },
      {
        label: words.menus.view,
        submenu: [
          ...developer,
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { role: 'togglefullscreen' },
        ],
      },
      { label: words.menus.window, role: 'windowMenu' },
    ]),
  );
}
