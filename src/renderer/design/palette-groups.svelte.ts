import type { LayerGroup } from '../../shared/kinds/layer-groups.ts';

const FOLDED = 'palette';
const FAVOURITES = 'palette-favourites';

function remembered(storage: Pick<Storage, 'getItem'>, key: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

/** Which groups of the palette are folded up, and which kinds the person wants at its top; remembered. */
export class PaletteGroups {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #folded: readonly string[] = $state.raw([]);
  #favourites: readonly string[] = $state.raw([]);

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#folded = remembered(storage, FOLDED);
    this.#favourites = remembered(storage, FAVOURITES);
  }

  isOpen(group: LayerGroup): boolean {
    return !this.#folded.includes(group);
  }

  toggle(group: LayerGroup): void {
    this.#folded = this.isOpen(group)
      ? [...this.#folded, group]
      : this.#folded.filter((folded) => folded !== group);
    this.#storage.setItem(FOLDED, JSON.stringify(this.#folded));
  }

  /** Kinds, in the order in which they were chosen. */
  get favourites(): readonly string[] {
    return this.#favourites;
  }

  toggleFavourite(kind: string): void {
    this.#favourites = this.#favourites.includes(kind)
      ? this.#favourites.filter((other) => other !== kind)
      : [...this.#favourites, kind];
    this.#storage.setItem(FAVOURITES, JSON.stringify(this.#favourites));
  }
}
