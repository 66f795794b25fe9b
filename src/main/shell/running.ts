/** What the system is told while runs go on: progress in the taskbar, no sleep, a notification at the end. */
import { Notification, powerSaveBlocker } from 'electron';
import type { BrowserWindow } from 'electron';
import type { CoreClient } from '../../shared/contract/core.ts';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { ActiveRuns } from '../../shared/runs/active.ts';
import { runEndedText, runEndedTitle } from '../../shared/words/run-ended.ts';

/** Follows a core's runs for as long as its client is connected. */
export function followRuns(core: CoreClient, window: () => BrowserWindow | null): void {
  const runs = new ActiveRuns();
  let blocker: number | null = null;
  let over = false;

  /** Electron's own values: below 0 there is no bar, above 1 it has no known end. */
  const bar = (part: number): void => window()?.setProgressBar(part);

  function settle(): void {
    if (runs.some && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (runs.some || blocker === null) return;
    powerSaveBlocker.stop(blocker);
    blocker = null;
    bar(-1);
  }

  async function tell(run: RunSummary): Promise<void> {
    const settings = await core.request('settings.get', {}).catch(() => null);
    if (settings?.['window.notify'] === false || !Notification.isSupported()) return;
    if (window()?.isFocused()) return; // it is seen there
    const notification = new Notification({ title: runEndedTitle(run), body: runEndedText(run) });
    notification.on('click', () => {
      window()?.show();
      window()?.focus();
    });
    notification.show();
  }

  core.on('run.progress', ({ step, steps }) => runs.some && bar(steps > 0 ? step / steps : 2));
  core.on('run.changed', (run) => {
    const ended = runs.hear(run);
    settle();
    if (ended) void tell(run);
  });
  core.on('run.deleted', ({ run }) => {
    runs.forget(run);
    settle();
  });
  core.onClose(() => {
    over = true;
    if (blocker !== null) powerSaveBlocker.stop(blocker);
    bar(-1);
  });
  // Runs that another client started before this window was there.
  core.request('runs.list', {}).then(
    (all) => {
      if (over) return;
      for (const run of all) runs.hear(run);
      settle();
    },
    () => undefined,
  );
}
