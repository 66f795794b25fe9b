import type { Component } from 'svelte';

interface Named {
  readonly label: string;
  readonly icon?: Component | undefined;
}

export interface MenuAction extends Named {
  readonly act: () => void;
  readonly keys?: string | undefined;
  /** A colour shown before its name. */
  readonly swatch?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

/** A menu in a menu. */
export interface Submenu extends Named {
  readonly items: readonly MenuItem[];
}

export type MenuItem = 'line' | MenuAction | Submenu;
