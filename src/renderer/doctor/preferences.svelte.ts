import type { CoreClient } from '../../shared/contract/core.ts';
import type { LanguageChoice } from '../../shared/words/language.ts';
import { sentenceOf } from '../app.svelte.ts';
import { AT_START } from './updates.svelte.ts';

/** What becomes of runs when the last window closes. */
export const ON_CLOSE = ['ask', 'continue', 'pause'] as const;
export type OnClose = (typeof ON_CLOSE)[number];
/** More would take turns on the same cores. */
export const MOST_AT_ONCE = 8;

/** Settings that the core keeps, and their usual values. */
export class Preferences {
  readonly #core: Pick<CoreClient, 'request'>;
  #kept: Readonly<Record<string, unknown>> = $state.raw({});
  error: string | null = $state.raw(null);

  readonly onClose: OnClose = $derived(
    ON_CLOSE.find((choice) => choice === this.#kept['runs.onClose']) ?? 'ask',
  );
  readonly atOnce: number = $derived(
    typeof this.#kept['queue.runsAtOnce'] === 'number' ? this.#kept['queue.runsAtOnce'] : 1,
  );
  readonly updatesAtStart: boolean = $derived(this.#kept[AT_START] === true);
  readonly notify: boolean = $derived(this.#kept['window.notify'] !== false);

  constructor(core: Pick<CoreClient, 'request'>) {
    this.#core = core;
    void this.#try(async () => (this.#kept = await core.request('settings.get', {})));
  }

  /** Shown at once; taken back where it could not be kept. */
  async #set(key: string, value: string | number | boolean): Promise<void> {
    const before = this.#kept;
    this.#kept = { ...before, [key]: value };
    if (!(await this.#try(() => this.#core.request('settings.set', { key, value })))) this.#kept = before;
  }

  setOnClose = (choice: OnClose): Promise<void> => this.#set('runs.onClose', choice);
  setAtOnce = (runs: number): Promise<void> => this.#set('queue.runsAtOnce', runs);
  setNotify = (on: boolean): Promise<void> => this.#set('window.notify', on);

  /** The page remembers its language itself; this is for the desktop window around it. */
  setLanguage = (choice: LanguageChoice): Promise<void> => this.#set('window.language', choice);
  setUpdatesAtStart = (on: boolean): Promise<void> => this.#set(AT_START, on);

  async #try(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      this.error = null;
      return true;
    } catch (error) {
      this.error = sentenceOf(error);
      return false;
    }
  }
}
