import { createContext } from 'svelte';
import type { CoreClient } from '../../shared/contract/core.ts';
import type { Updates as Answer } from '../../shared/contract/updates.ts';
import { sentenceOf } from '../app.svelte.ts';

/** Whether there is a newer version, when a person asks or has said that it is to be asked at the start. */
export class Updates {
  readonly #core: Pick<CoreClient, 'request'>;
  /** This build knows whom to ask; until that is known, it does not. */
  possible = $state.raw(false);
  asking = $state.raw(false);
  answer: Answer | null = $state.raw(null);
  /** Why the last question had no answer. */
  problem: string | null = $state.raw(null);

  constructor(core: Pick<CoreClient, 'request'>) {
    this.#core = core;
  }

  async check(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    this.problem = null;
    try {
      this.answer = await this.#core.request('updates.check', {});
    } catch (error) {
      this.answer = null;
      this.problem = sentenceOf(error);
    }
    this.asking = false;
  }

  /** Finds out whether anybody can be asked, and asks if the person wants it; answers the newer version if there is one, and keeps silent about the rest. */
  async atStart(): Promise<Answer | null> {
    const info = await this.#core.request('workspace.info', {}).catch(() => null);
    this.possible = info?.releases === true;
    if (!this.possible) return null;
    const settings = await this.#core.request('settings.get', {}).catch(() => null);
    if (settings?.[AT_START] !== true) return null;
    const answer = await this.#core.request('updates.check', {}).catch(() => null);
    if (!answer?.newer) return null;
    this.answer = answer;
    return answer;
  }
}

export const AT_START = 'updates.atStart';

export const [getUpdates, setUpdates] = createContext<Updates>();
