/** The system's menu is made of the window's own commands. */
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';
import type { AppUnderTest } from './fixtures.ts';

interface Shown {
  readonly label: string;
  readonly accelerator: string | null;
  readonly enabled: boolean;
  readonly role: string | null;
}

/** The item of a command in the system's menu; null where there is none. */
const item = (app: AppUnderTest, id: string): Promise<Shown | null> =>
  app.electron!.evaluate(({ Menu }, wanted) => {
    const found = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!found) return null;
    const { label, accelerator = null, enabled, role = null } = found;
    return { label, accelerator: accelerator as string | null, enabled, role: role as string | null };
  }, id);
const choose = (app: AppUnderTest, id: string): Promise<void> =>
  app.electron!.evaluate(
    ({ Menu, BrowserWindow }, wanted) =>
      Menu.getApplicationMenu()!
        .getMenuItemById(wanted)!
        .click({} as Electron.KeyboardEvent, BrowserWindow.getAllWindows()[0]!),
    id,
  );

test('what can be done is what the system’s menu offers, with its name and keys', async ({ app }) => {
  const { canvas, frame } = app;
  await expect(frame.title).toBeVisible();
  await expect.poll(() => item(app, 'close-project')).toMatchObject({ enabled: false });
  expect(await item(app, 'undo')).toBeNull();

  await frame.newEmptyProject('Menu');
  await canvas.dragIn('input', { x: 300, y: 80 });
  const undo = ui.design.undo(ui.design.steps.add('Input'));
  await expect
    .poll(() => item(app, 'undo'))
    .toMatchObject({ label: undo, enabled: true, accelerator: 'CmdOrCtrl+Z' });
  expect(await item(app, 'copy')).toMatchObject({ role: 'copy' });
  expect(await item(app, 'align-left')).toMatchObject({ label: ui.drawing.align.left, enabled: false });

  await choose(app, 'undo');
  await expect(canvas.node('input')).toHaveCount(0);
  await expect.poll(() => item(app, 'undo')).toMatchObject({ label: ui.design.undo(null), enabled: false });
  await choose(app, 'add-comment');
  await expect(canvas.root.getByRole('textbox', { name: ui.comments.edit })).toBeFocused();
});

test('menus of any other form are refused, and the menu stays as it is', async ({ app }) => {
  await expect(app.frame.title).toBeVisible();
  await expect.poll(() => item(app, 'close-project')).not.toBeNull();
  const answers = await app.page.evaluate(async () => {
    const { neuroloom } = window as unknown as {
      neuroloom: { setMenus: (menus: unknown) => Promise<unknown> };
    };
    const entry = { id: 'x', label: 'x', everywhere: true, enabled: true };
    const odd: unknown[] = [
      null,
      'x',
      {},
      [[]],
      [{ group: 'x', title: 'x', items: [{ ...entry, role: 'quit' }] }],
      [{ group: 'x', title: 'x', items: Array(1000).fill(entry) }],
    ];
    return Promise.all(odd.map((menus) => neuroloom.setMenus(menus).then(String, () => 'refused')));
  });
  expect(new Set(answers)).toEqual(new Set(['refused']));
  expect(await item(app, 'close-project')).not.toBeNull();
});
