import type { EventName, Events } from '../../shared/contract/core.ts';

type Listener = <E extends EventName>(name: E, payload: Events[E]) => void;

/** Tells every client what changed. */
export interface Broadcast {
  emit: Listener;
  /** Hears all events; answers a function that ends it. */
  subscribe(listener: Listener): () => void;
}

export function broadcast(): Broadcast {
  const listeners = new Set<Listener>();
  return {
    emit: (name, payload) => {
      for (const listener of [...listeners]) listener(name, payload);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
