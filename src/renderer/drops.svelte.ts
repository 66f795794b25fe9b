/** Who takes the files that are dropped on the window, wherever on it. */
import { createContext, untrack } from 'svelte';

export interface DropTaker {
  /** What becomes of the files, said while they hover. */
  readonly title: string;
  readonly text: string;
  readonly take: (files: File[]) => void;
}

/** Files that nobody in the shown room has asked for are data to import. */
export class Drops {
  #asking: readonly (() => DropTaker)[] = $state.raw([]);
  readonly taker: DropTaker | null = $derived(this.#asking.at(-1)?.() ?? null);

  /** Asks for what is dropped for as long as the answered function is not called. */
  ask(taker: () => DropTaker): () => void {
    this.#asking = [...untrack(() => this.#asking), taker];
    return () => (this.#asking = untrack(() => this.#asking).filter((each) => each !== taker));
  }
}

export const [getDrops, setDrops] = createContext<Drops>();

/** Takes what is dropped on the window while the component is there. */
export function useDrops(taker: () => DropTaker): void {
  const drops = getDrops();
  $effect(() => drops.ask(taker));
}
