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

/** Pixels beside the rail from which several panels have room beside the canvas. Zoomed to 200 %, a small screen has fewer. */
export const ROOMY = 800;
/** What stands beside the canvas, in the order in which one of them is shown where there is room for one only. */
const BESIDE: readonly PanelName[] = ['side', 'properties', 'code'];

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
  /** There is room for one panel beside the canvas, and for no canvas beside a page. */
  narrow = $state(false);
  /** The one panel of a narrow window, by room; null: none. Not remembered: a wide window has them as they were. */
  #front: { readonly [R in Room]?: PanelName | null } = $state.raw({});

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#chosen = remembered(storage);
  }

  has(room: Room, panel: PanelName): boolean {
    return PANELS[room][panel] !== undefined;
  }

  isOpen(room: Room, panel: PanelName): boolean {
    if (!this.has(room, panel)) return false;
    if (this.narrow && BESIDE.includes(panel)) return this.#frontOf(room) === panel;
    return this.#wanted(room, panel);
  }

  #frontOf(room: Room): PanelName | null {
    const front = this.#front[room];
    return front !== undefined ? front : (BESIDE.find((panel) => this.#wanted(room, panel)) ?? null);
  }

  #wanted(room: Room, panel: PanelName): boolean {
    return this.#chosen[`${room}.${panel}`] ?? PANELS[room][panel] ?? false;
  }

  open(room: Room, panel: PanelName): void {
    if (!this.isOpen(room, panel)) this.toggle(room, panel);
  }

  toggle(room: Room, panel: PanelName): void {
    if (!this.has(room, panel)) return;
    if (this.narrow && BESIDE.includes(panel)) {
      this.#front = { ...this.#front, [room]: this.isOpen(room, panel) ? null : panel };
      return;
    }
    this.#chosen = { ...this.#chosen, [`${room}.${panel}`]: !this.isOpen(room, panel) };
    this.#storage.setItem(KEY, JSON.stringify(this.#chosen));
  }
}

export const [getLayout, setLayout] = createContext<Layout>();
