/** What the system is told of a run: progress in the taskbar and the title, no sleep, a notification at its end. */
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test('the system is told of a run while it goes on and when it ends', async ({ app }) => {
  await app.electron!.evaluate(({ BrowserWindow, Notification, powerSaveBlocker }) => {
    const told = { bars: [] as number[], notifications: [] as string[], awake: [] as string[] };
    (globalThis as unknown as { told: typeof told }).told = told;
    const window = BrowserWindow.getAllWindows()[0]!;
    window.setProgressBar = (part) => void told.bars.push(part);
    // Nobody looks at it.
    window.isFocused = () => false;
    // `show` is each notification's own; the program listens to clicks on it just before.
    Notification.prototype.on = function on(this: Electron.Notification) {
      told.notifications.push(`${this.title} | ${this.body}`);
      return this;
    };
    const start = powerSaveBlocker.start.bind(powerSaveBlocker);
    const stop = powerSaveBlocker.stop.bind(powerSaveBlocker);
    powerSaveBlocker.start = (type) => (told.awake.push(type), start(type));
    powerSaveBlocker.stop = (id) => (told.awake.push('over'), stop(id));
  });
  const told = () =>
    app.electron!.evaluate(
      () =>
        (globalThis as unknown as { told: { bars: number[]; notifications: string[]; awake: string[] } })
          .told,
    );
  const { frame, train, page } = app;
  await frame.startSample('Iris');
  await expect(app.canvas.node('input')).toBeVisible();
  await frame.goTo('train');
  await train.set(ui.train.settings.epochs, 4000);
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveTitle(/^\d+ % · Iris/, { timeout: 60_000 });
  await train.becomes('finished');
  await expect(page).toHaveTitle(/^Iris/);
  await expect(page.getByTestId('run-news')).toContainText('has finished');

  await expect.poll(async () => (await told()).notifications).toHaveLength(1);
  const { bars, notifications, awake } = await told();
  expect(awake).toEqual(['prevent-app-suspension', 'over']);
  expect(bars.some((part) => part > 0 && part < 1)).toBe(true);
  expect(bars.at(-1)).toBe(-1);
  expect(notifications[0]).toMatch(/^Iris: Run 1 has finished \| Trained for .*, test accuracy/);
});
