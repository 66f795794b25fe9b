/**
 * The commands of the window: one table, which the menus, the shortcuts, the tooltips and the command palette read.
 * Rooms contribute theirs with `useCommands`.
 */
import { createContext, untrack } from 'svelte';
import type { Component } from 'svelte';
import { matchKeybindingPress, parseKeybinding } from 'tinykeys';
import { ui } from '../shared/words/ui/index.ts';
import type { MenuAction } from './ui/menu.ts';

const words = ui.commands;

export type CommandGroup = keyof typeof ui.commands.groups;

/** The menus, in their order. All layers or colours would make a menu too long: those have places of their own. */
export const MENU_GROUPS = [
  'project',
  'edit',
  'canvas',
  'arrange',
  'train',
  'view',
  'go',
  'help',
] as const satisfies readonly CommandGroup[];

export interface Command {
  /** Unique, and the same in every version: what was used last is remembered by it. */
  readonly id: string;
  readonly label: string;
  /** The label where it is clear what is meant: in a menu of that thing. */
  readonly short?: string;
  readonly group: CommandGroup;
  /** The shortcut that is shown, as tinykeys writes it: `$mod+Shift+Z`. */
  readonly keys?: string | undefined;
  /** Shortcuts that do the same. */
  readonly otherKeys?: readonly string[];
  /**
   * 'window': wherever the focus is; the usual. 'outside-texts': but in a text field, which has the same command of its
   * own. 'canvas': while the canvas has the focus. 'elsewhere': not by this table, which only tells of them: the browser
   * makes events of the clipboard's keys, and what Enter does depends on what has the focus.
   */
  readonly heard?: 'window' | 'outside-texts' | 'canvas' | 'elsewhere';
  /** Once for each press: not again and again while the keys are held. */
  readonly once?: boolean;
  /** Other words that a search finds it by. */
  readonly also?: string | undefined;
  readonly icon?: Component | undefined;
  /** False while there is nothing that it could do. */
  readonly can?: boolean;
  readonly run: () => void;
}

export interface Menu {
  readonly group: CommandGroup;
  readonly title: string;
  readonly entries: readonly Command[];
}

export const canRun = (command: Command): boolean => command.can !== false;

/** How many of the commands used last are remembered. */
const REMEMBERED = 6;
const KEY = 'commands';

function remembered(storage: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export class Commands {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #sources: readonly (() => readonly Command[])[] = $state.raw([]);
  #used: readonly string[] = $state.raw([]);
  readonly all: readonly Command[] = $derived(this.#sources.flatMap((source) => source()));
  readonly byId: ReadonlyMap<string, Command> = $derived(
    new Map(this.all.map((command) => [command.id, command])),
  );
  readonly menus: readonly Menu[] = $derived(
    MENU_GROUPS.map((group) => ({
      group,
      title: words.groups[group],
      entries: this.all.filter((each) => each.group === group),
    })).filter(({ entries }) => entries.length > 0),
  );
  /** Those used last, the newest first. */
  readonly recent: readonly Command[] = $derived.by(() =>
    this.#used.map((id) => this.byId.get(id)).filter((command) => command !== undefined),
  );

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#used = remembered(storage);
  }

  /** Adds commands for as long as the answered function is not called. What they say may change: `source` is derived from. */
  contribute(source: () => readonly Command[]): () => void {
    this.#sources = [...untrack(() => this.#sources), source];
    return () => (this.#sources = untrack(() => this.#sources).filter((each) => each !== source));
  }

  /** The shortcut of a command, for a tooltip. */
  keysOf(id: string): string | undefined {
    return this.byId.get(id)?.keys;
  }

  /** A command as a menu offers it. */
  item(id: string): MenuAction {
    const command = this.byId.get(id);
    if (!command) throw new Error(`There is no command ${id}`);
    const { label, short = label, icon, keys } = command;
    return { label: short, icon, keys, disabled: !canRun(command), act: () => this.run(id) };
  }

  /** Does nothing where the command does not apply. */
  run(id: string): void {
    const command = this.byId.get(id);
    if (!command || !canRun(command)) return;
    this.#used = [id, ...this.#used.filter((used) => used !== id)].slice(0, REMEMBERED);
    this.#storage.setItem(KEY, JSON.stringify(this.#used));
    command.run();
  }

  /** Runs what a key press asks for, in the window or on the canvas; true if it asked for something that can be done. */
  press(event: KeyboardEvent, on: 'window' | 'canvas' = 'window'): boolean {
    if (event.defaultPrevented || event.isComposing || isAside(event.target)) return false;
    const command = this.all.find(
      (each) =>
        each.heard !== 'elsewhere' &&
        (each.heard === 'canvas') === (on === 'canvas') &&
        keysOf(each).some((keys) => isPressed(event, keys, each)),
    );
    if (!command) return false;
    // Also where it cannot be done now: the browser's own meaning of the keys would surprise.
    event.preventDefault();
    if (!canRun(command)) return false;
    if (!(event.repeat && command.once)) command.run();
    return true;
  }
}

export const keysOf = ({ keys, otherKeys = [] }: Pick<Command, 'keys' | 'otherKeys'>): readonly string[] =>
  keys === undefined ? otherKeys : [keys, ...otherKeys];

function isPressed(event: KeyboardEvent, keys: string, { heard }: Command): boolean {
  const [press] = parseKeybinding(keys);
  if (!press || !matchKeybindingPress(event, press)) return false;
  const writes = !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1;
  return !((writes || (heard ?? 'window') !== 'window') && isText(event.target));
}

const within = (target: EventTarget | null, selector: string): boolean =>
  target !== null && 'closest' in target && (target as Element).closest(selector) !== null;

/** A key press in a text field writes. */
const isText = (target: EventTarget | null): boolean =>
  within(target, 'input, textarea, select, [contenteditable="true"]');

/** In a dialog or an open menu the keys are its own. One that was closed has the focus until the next frame. */
const isAside = (target: EventTarget | null): boolean =>
  within(target, ':is([role="dialog"], [role="alertdialog"], [role="menu"]):not([data-state="closed"])');

export const [getCommands, setCommands] = createContext<Commands>();

/** Contributes commands while the component is there. */
export function useCommands(source: () => readonly Command[]): void {
  const commands = getCommands();
  $effect(() => commands.contribute(source));
}
