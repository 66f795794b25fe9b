import type { Network } from '../../shared/network/document.ts';

/** How the person wants the canvas; remembered. */
const KEY = 'canvas';

interface Kept {
  readonly snap: boolean;
  /** Null: shown where the network is large. */
  readonly minimap: boolean | null;
}
const USUAL: Kept = { snap: true, minimap: null };

type Memory = Pick<Storage, 'getItem' | 'setItem'>;

function remembered(storage: Memory | undefined): Kept {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? '{}') as Partial<Record<keyof Kept, unknown>> | null;
    return {
      snap: typeof kept?.snap === 'boolean' ? kept.snap : USUAL.snap,
      minimap: typeof kept?.minimap === 'boolean' ? kept.minimap : USUAL.minimap,
    };
  } catch {
    return USUAL;
  }
}

export class CanvasSettings {
  readonly #storage: Memory | undefined;
  #kept: Kept = $state.raw(USUAL);

  /** Without storage (where there is no window) nothing is remembered. */
  constructor(storage: Memory | undefined) {
    this.#storage = storage;
    this.#kept = remembered(storage);
  }

  /** Nodes are moved along a grid. */
  get snap(): boolean {
    return this.#kept.snap;
  }
  set snap(snap: boolean) {
    this.#keep({ ...this.#kept, snap });
  }

  get minimap(): boolean | null {
    return this.#kept.minimap;
  }
  set minimap(minimap: boolean | null) {
    this.#keep({ ...this.#kept, minimap });
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    this.#storage?.setItem(KEY, JSON.stringify(kept));
  }
}

export const settings = new CanvasSettings(typeof localStorage === 'undefined' ? undefined : localStorage);

/** Whether there is an overview of a network: where the person wants one, else where it is large. */
export const showsMinimap = ({ nodes }: Pick<Network, 'nodes'>): boolean =>
  settings.minimap ?? nodes.length > 14;
