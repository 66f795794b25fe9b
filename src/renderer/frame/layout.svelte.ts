import { createContext } from 'svelte';
import type { Room, RouteName } from '../routes.ts';

export type PanelName = 'side' | 'properties' | 'drawer' | 'code';

/** Panels that a room has, and whether they are open before the person has said otherwise. */
export const PANELS: { readonly [R in Room]: { readonly [P in PanelName]?: boolean } } = {
  data: { side: true },
  design: { side: true, properties: true, drawer: false, code: false },
  train: { side: true, properties: false, drawer: true },
  runs: { side: true },
  use: { side: true },
};

export const isRoom = (route: RouteName): route is Room => Object.hasOwn(PANELS, route);

const KEY = 'panels';

function remembered(storage: Pick<Storage, 'getItem'>): Readonly<Record<string, boolean>> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, boolean>) : {};
  } catch {
    return {};
  }
}

/** Which panels are open, by room; remembered. */
export class Layout {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #chosen: Readonly<Record<string, boolean>> = $state.raw({});

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#chosen = remembered(storage);
  }

  has(room: Room, panel: PanelName): boolean {
    return PANELS[room][panel] !== undefined;
  }

  isOpen(room: Room, panel: PanelName): boolean {
    if (!this.has(room, panel)) return false;
    return this.#chosen[`${room}.${panel}`] ?? PANELS[room][panel] ?? false;
  }

  toggle(room: Room, panel: PanelName): void {
    if (!this.has(room, panel)) return;
    this.#chosen = { ...this.#chosen, [`${room}.${panel}`]: !this.isOpen(room, panel) };
    this.#storage.setItem(KEY, JSON.stringify(this.#chosen));
  }
}

export const [getLayout, setLayout] = createContext<Layout>();
