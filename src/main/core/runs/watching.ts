/** Who watches which run: its job shows looks while somebody does, and they go to those who do. */
import type { Watched } from '../../../shared/contract/watch.ts';

/** A client, as far as the core must know one from another. */
export interface Client {
  /** Hears a look, unless it has not read what it was told before. */
  show(watched: Watched, bytes: Uint8Array): void;
  /** Called when it is gone. */
  onClose(listener: () => void): void;
}

export interface Watching {
  set(run: string, client: Client, on: boolean): void;
  has(run: string): boolean;
  show(watched: Watched, bytes: Uint8Array): void;
  /** Told when a run gets its first watcher or loses its last. */
  onChange(listener: (run: string) => void): void;
}

export function openWatching(): Watching {
  const watchers = new Map<string, Set<Client>>();
  const known = new WeakSet<Client>();
  const listeners: ((run: string) => void)[] = [];
  const has = (run: string): boolean => watchers.has(run);
  const set = (run: string, client: Client, on: boolean): void => {
    const before = has(run);
    const clients = watchers.get(run) ?? new Set();
    if (on) clients.add(client);
    else clients.delete(client);
    if (clients.size > 0) watchers.set(run, clients);
    else watchers.delete(run);
    if (before !== has(run)) for (const listener of listeners) listener(run);
  };
  return {
    has,
    set(run, client, on) {
      if (on && !known.has(client)) {
        known.add(client);
        client.onClose(() => {
          for (const each of [...watchers.keys()]) set(each, client, false);
        });
      }
      set(run, client, on);
    },
    show(watched, bytes) {
      for (const client of watchers.get(watched.run) ?? []) client.show(watched, bytes);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
