import type { LayerGroup } from '../../shared/kinds/define.ts';

const KEY = 'palette';

function remembered(storage: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((group) => typeof group === 'string') : [];
  } catch {
    return [];
  }
}

/** Which groups of the palette are folded up; remembered. */
export class PaletteGroups {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #folded: readonly string[] = $state.raw([]);

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#folded = remembered(storage);
  }

  isOpen(group: LayerGroup): boolean {
    return !this.#folded.includes(group);
  }

  toggle(group: LayerGroup): void {
    this.#folded = this.isOpen(group)
      ? [...this.#folded, group]
      : this.#folded.filter((folded) => folded !== group);
    this.#storage.setItem(KEY, JSON.stringify(this.#folded));
  }
}
