import type { Component } from 'svelte';

export type MenuItem =
  | 'line'
  | {
      readonly label: string;
      readonly act: () => void;
      readonly icon?: Component | undefined;
      readonly keys?: string | undefined;
      readonly danger?: boolean | undefined;
      readonly disabled?: boolean | undefined;
    };
