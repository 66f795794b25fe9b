import type { Watched, WatchedNode } from '../../shared/contract/watch.ts';

/** What the small pictures on the layers show. */
export const PICTURES = ['none', 'output', 'activations', 'weights', 'gradients'] as const;
export type PictureChoice = (typeof PICTURES)[number];

const KEY = 'pictures';

/** The last look at a run of the project, and what of it is drawn on the layers. */
export class Pictures {
  #storage: Pick<Storage, 'getItem' | 'setItem'> | null = null;
  choice: PictureChoice = $state.raw('none');
  #look: { readonly watched: Watched; readonly bytes: Uint8Array } | null = $state.raw(null);
  /** Pictures are drawn: some are asked for, and there has been a look. */
  readonly shown: boolean = $derived(this.choice !== 'none' && this.#look !== null);
  readonly #byNode: ReadonlyMap<string, WatchedNode> = $derived(
    new Map(this.#look?.watched.nodes.map((node) => [node.node, node])),
  );

  /** Takes up the choice that was remembered there, and remembers what is chosen from now on. */
  rememberIn(storage: Pick<Storage, 'getItem' | 'setItem'>): void {
    this.#storage = storage;
    const kept = storage.getItem(KEY);
    this.choice = PICTURES.find((choice) => choice === kept) ?? 'none';
  }

  choose(choice: PictureChoice): void {
    this.choice = choice;
    this.#storage?.setItem(KEY, choice);
  }

  take(watched: Watched, bytes: Uint8Array): void {
    this.#look = { watched, bytes };
  }

  /** The step that was looked at. */
  get step(): number | null {
    return this.#look?.watched.step ?? null;
  }

  of(node: string): { readonly node: WatchedNode; readonly bytes: Uint8Array } | null {
    const found = this.#byNode.get(node);
    return found && this.#look ? { node: found, bytes: this.#look.bytes } : null;
  }
}
