/** Whether runs go on when the window closes: asked once, remembered if wanted. */
import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { CoreClient } from '../../shared/contract/core.ts';
import { RUN_ENDED } from '../../shared/contract/runs.ts';
import { shellWords as words } from '../../shared/words/shell.ts';

const SETTING = 'runs.onClose';
const CHOICES = ['continue', 'pause', 'keep'] as const;

/** True if the window may close; runs that were to pause have been told. A core that does not answer is no reason to stay. */
export async function mayClose(window: BrowserWindow, core: CoreClient): Promise<boolean> {
  try {
    const { active, answer } = await core.request('core.runsOnClose', {});
    if (active === 0) return true;
    const choice = answer === 'ask' ? await ask(window, core, active) : answer;
    if (choice === 'pause') await pauseRuns(core);
    return choice !== 'keep';
  } catch {
    return true;
  }
}

async function ask(
  window: BrowserWindow,
  core: CoreClient,
  active: number,
): Promise<(typeof CHOICES)[number]> {
  const { response, checkboxChecked } = await dialog.showMessageBox(window, {
    type: 'question',
    message: words.runsTitle,
    detail: words.runsGoOn(active),
    buttons: [words.goOn, words.pause, words.cancel],
    defaultId: 0,
    cancelId: 2,
    checkboxLabel: words.remember,
    noLink: true,
  });
  const choice = CHOICES[response] ?? 'keep';
  if (checkboxChecked && choice !== 'keep')
    await core.request('settings.set', { key: SETTING, value: choice });
  return choice;
}

async function pauseRuns(core: CoreClient): Promise<void> {
  const runs = await core.request('runs.list', {});
  const active = runs.filter(({ state }) => !RUN_ENDED.includes(state));
  // One that ends by itself meanwhile needs no pause.
  await Promise.all(active.map((run) => core.request('runs.pause', { run: run.id }).catch(() => undefined)));
}
