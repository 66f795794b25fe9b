import type { Component } from 'svelte';

/** One choice of a Select, a Segments or a Menu of choices. */
export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly icon?: Component | undefined;
  /** Beside its label: how many there are of something, and that in words. */
  readonly count?: { readonly n: number; readonly says: string } | undefined;
}
