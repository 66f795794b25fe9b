import { untrack } from 'svelte';
import type { CoreClient, TensorFlowInstall } from '../../shared/contract/core.ts';
import { coreUnreachable, failureOf, failureText } from '../../shared/words/failures.ts';

type TensorFlowCore = Pick<CoreClient, 'request' | 'on'>;

/** Whether native TensorFlow is there, and how far an installation is. */
export class TensorFlow {
  readonly #core: TensorFlowCore;
  /** null until the core has answered: then nothing is said of it. */
  native: boolean | null = $state.raw(null);
  install: TensorFlowInstall | null = $state.raw(null);
  /** Goes up when an installation ends. */
  ended: number = $state.raw(0);

  constructor(core: TensorFlowCore) {
    this.#core = core;
    core.on('tensorflow.changed', (install) => this.#hear(install));
    void this.look();
  }

  get running(): boolean {
    return this.install?.state === 'running';
  }

  /** Asks anew: at the start, and when it may have been installed from elsewhere. */
  async look(): Promise<void> {
    try {
      const { native, install } = await this.#core.request('tensorflow.state', {});
      this.native = native;
      this.install = install;
    } catch {
      // No connection: what was known stays, and the window says so elsewhere.
    }
  }

  /** Begins an installation; what keeps it from beginning is told as its failure. */
  async start(): Promise<void> {
    try {
      await this.#core.request('tensorflow.install', {}); // how it goes is heard
    } catch (error) {
      const cause = failureOf(error, coreUnreachable);
      this.install = { state: 'failed', text: failureText(cause), fraction: null, failure: cause };
    }
  }

  #hear(install: TensorFlowInstall): void {
    this.install = install;
    if (install.state === 'running') return;
    if (install.state === 'done') this.native = true;
    this.ended += 1;
  }
}

const models = new WeakMap<TensorFlowCore, TensorFlow>();

/** One model for every room that speaks of it. */
export function tensorFlowOf(core: TensorFlowCore): TensorFlow {
  let model = models.get(core);
  if (!model) {
    model = untrack(() => new TensorFlow(core));
    models.set(core, model);
  }
  return model;
}
