import type { CoreClient } from '../../shared/contract/core.ts';
import type { MachineNow, MachineReport, Trial } from '../../shared/contract/machine.ts';
import type { EngineRequest } from '../../shared/contract/runs.ts';
import type { Project } from '../../shared/network/document.ts';
import { sentenceOf } from '../app.svelte.ts';

type MachineCore = Pick<CoreClient, 'request' | 'on'>;

/** Asked for this often while it is looked at, in ms. */
const EVERY = 1000;

/** What the machine's page shows: read once, and what is in use again and again while the page is open. */
export class Machine {
  readonly #core: MachineCore;
  report: MachineReport | null = $state.raw(null);
  now: MachineNow | null = $state.raw(null);
  trial: Trial | null = $state.raw(null);
  error: string | null = $state.raw(null);

  constructor(core: MachineCore) {
    this.#core = core;
  }

  /** Until the answered function is called. */
  watch(): () => void {
    const look = (): void =>
      void this.#try(async () => (this.now = await this.#core.request('machine.now', {})));
    const timer = setInterval(look, EVERY);
    const off = this.#core.on('trial.changed', (trial) => (this.trial = trial));
    look();
    void this.look();
    void this.#try(async () => (this.trial = await this.#core.request('trial.state', {})));
    return () => {
      clearInterval(timer);
      off();
    };
  }

  look(): Promise<void> {
    return this.#try(async () => (this.report = await this.#core.request('machine.report', {})));
  }

  tryOut(project: Project): Promise<void> {
    return this.#try(async () => (this.trial = await this.#core.request('trial.start', { project })));
  }

  cancel(): Promise<void> {
    return this.#try(() => this.#core.request('trial.cancel', {}));
  }

  /** What is not named stays as it is; threads and shards of null are by rule. */
  use(wanted: Partial<Pick<EngineRequest, 'threads' | 'shards' | 'precision'>>): Promise<void> {
    const { threads = null, shards = null, precision = 'float32' } = { ...this.now?.request, ...wanted };
    const value = { threads, shards, precision };
    return this.#try(async () => {
      await this.#core.request('settings.set', { key: 'runs.engine', value });
      this.now = await this.#core.request('machine.now', {});
    });
  }

  async #try(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
      this.error = null;
    } catch (error) {
      this.error = sentenceOf(error);
    }
  }
}
