/** A client's side of the contract, whatever carries it: requests with their answers, and who hears which event. */
import { Failed } from '../words/failures.ts';
import type { Failure } from '../words/failures.ts';
import type { CoreHead, EventName, Events, RequestName } from './core.ts';
import { NO_BYTES } from './frames.ts';
import type { Frame } from './frames.ts';

export interface Answered {
  readonly value: unknown;
  readonly bytes: Uint8Array;
}

interface Waiting {
  resolve(answer: Answered): void;
  reject(reason: Failed): void;
}

export interface Exchange {
  /** Requests without an answer, by their number. */
  readonly waiting: Map<number, Waiting>;
  readonly listeners: Map<EventName, Set<(payload: never, bytes: Uint8Array) => void>>;
  /** The number of the last request. */
  last: number;
}

export const newExchange = (): Exchange => ({ waiting: new Map(), listeners: new Map(), last: 0 });

/** Sends a request; settles with what `receive` hears of it, or with `giveUp`. */
export function ask(
  exchange: Exchange,
  send: (frame: Frame) => void,
  name: RequestName,
  input: unknown,
): Promise<Answered> {
  const id = ++exchange.last;
  return new Promise((resolve, reject) => {
    exchange.waiting.set(id, { resolve, reject });
    send({ head: { type: 'request', id, name, input }, bytes: NO_BYTES });
  });
}

/** Hands what the core sent to those it is for. */
export function receive({ waiting, listeners }: Exchange, { head, bytes }: Frame): void {
  const message = head as CoreHead;
  if (message.type === 'event') {
    for (const listener of [...(listeners.get(message.name) ?? [])])
      listener(message.payload as never, bytes);
    return;
  }
  const request = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.ok) request?.resolve({ value: message.value, bytes });
  else request?.reject(new Failed(message.failure));
}

/** Answers a function that ends it. */
export function hear<E extends EventName>(
  { listeners }: Exchange,
  event: E,
  listener: (payload: Events[E], bytes: Uint8Array) => void,
): () => void {
  const heard = listeners.get(event) ?? new Set();
  listeners.set(event, heard);
  heard.add(listener);
  return () => void heard.delete(listener);
}

/** Requests that will have no answer fail, all but those that have not been sent. */
export function giveUp({ waiting }: Exchange, why: Failure, unsent: readonly Frame[] = []): void {
  const kept = new Set(unsent.map(({ head }) => (head as { readonly id: number }).id));
  for (const [id, request] of [...waiting]) {
    if (kept.has(id)) continue;
    waiting.delete(id);
    request.reject(new Failed(why));
  }
}
