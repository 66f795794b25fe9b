import type { CoreClient } from '../../shared/contract/core.ts';
import type { RunSample } from '../../shared/contract/runs.ts';

type SampleCore = Pick<CoreClient, 'request' | 'requestBytes' | 'on'>;

/** What a run's network made after its epochs: which there are, and the one that is looked at. */
export class RunSamples {
  readonly #core: SampleCore;
  readonly #run: string;
  readonly #off: () => void;
  /** Epochs that have one, oldest first. */
  epochs: readonly number[] = $state.raw([]);
  /** The one that is wanted; null follows the newest. */
  #chosen: number | null = $state.raw(null);
  /** The one that is here: until the wanted one has come, the one before. */
  shown: { readonly sample: RunSample; readonly bytes: Uint8Array } | null = $state.raw(null);
  #asked: number | null = null;

  constructor(core: SampleCore, run: string) {
    this.#core = core;
    this.#run = run;
    this.#off = core.on('run.sample', (heard) => {
      if (heard.run !== run) return;
      this.epochs = inOrder([...this.epochs, heard.epoch]);
      // A run that goes on from a checkpoint makes those after it again, the same.
      this.#look();
    });
    void this.reload();
  }

  /** The place of the wanted one among the epochs. */
  get place(): number {
    const place = this.#chosen === null ? -1 : this.epochs.indexOf(this.#chosen);
    return place < 0 ? this.epochs.length - 1 : place;
  }

  /** Looks at one; the last place follows what is still to come. */
  choose(place: number): void {
    this.#chosen = place >= this.epochs.length - 1 ? null : (this.epochs[place] ?? null);
    this.#look();
  }

  /** Reads anew which there are: at the start, and where news may have been missed. */
  async reload(): Promise<void> {
    // Without a connection nothing is shown; it is asked again when it is back.
    const found = await this.#core.request('runs.samples', { run: this.#run }).catch(() => []);
    this.epochs = inOrder([...this.epochs, ...found.map(({ epoch }) => epoch)]);
    this.#look();
  }

  #look(): void {
    const epoch = this.epochs[this.place];
    if (epoch === undefined || epoch === this.#asked) return;
    this.#asked = epoch;
    this.#core.requestBytes('runs.sample', { run: this.#run, epoch }).then(
      ({ value, bytes }) => {
        // Another one may have been chosen meanwhile.
        if (this.#asked === epoch) this.shown = { sample: value, bytes };
      },
      () => {
        if (this.#asked === epoch) this.#asked = null;
      },
    );
  }

  close(): void {
    this.#off();
  }
}

const inOrder = (epochs: readonly number[]): readonly number[] => [...new Set(epochs)].sort((a, b) => a - b);
