import type {
  CoreClient,
  CoreHead,
  EventName,
  Events,
  Input,
  Output,
  RequestName,
} from '../../shared/contract/core.ts';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import type { Carrier, Frame } from '../../shared/contract/frames.ts';
import { Failed, failure } from '../../shared/words/failures.ts';

interface Waiting {
  readonly resolve: (answer: { value: unknown; bytes: Uint8Array }) => void;
  readonly reject: (reason: unknown) => void;
}

/** A client of the core over any carrier. Requests that are open when the carrier closes fail with 'core-unreachable'. */
export function coreClient(carrier: Carrier): CoreClient {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<EventName, Set<(payload: never, bytes: Uint8Array) => void>>();
  let last = 0;
  let closed = false;
  const unreachable = (): Failed =>
    new Failed(failure('core-unreachable', { detail: 'the connection ended' }));

  carrier.onFrame((frame: Frame) => {
    const head = frame.head as CoreHead;
    if (head.type === 'event') {
      for (const listener of [...(listeners.get(head.name) ?? [])])
        listener(head.payload as never, frame.bytes);
      return;
    }
    const open = waiting.get(head.id);
    waiting.delete(head.id);
    if (head.ok) open?.resolve({ value: head.value, bytes: frame.bytes });
    else open?.reject(new Failed(head.failure));
  });
  carrier.onClose(() => {
    closed = true;
    for (const open of waiting.values()) open.reject(unreachable());
    waiting.clear();
  });

  const requestBytes = <N extends RequestName>(name: N, input: Input<N>) =>
    new Promise<{ value: Output<N>; bytes: Uint8Array }>((resolve, reject) => {
      if (closed) {
        reject(unreachable());
        return;
      }
      const id = ++last;
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      carrier.send({ head: { type: 'request', id, name, input }, bytes: NO_BYTES });
    });

  return {
    requestBytes,
    request: async (name, input) => (await requestBytes(name, input)).value,
    on: <E extends EventName>(event: E, listener: (payload: Events[E], bytes: Uint8Array) => void) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => void set.delete(listener);
    },
    onClose: (listener) => carrier.onClose(listener),
    close: () => carrier.close(),
  };
}
