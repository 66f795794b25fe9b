import type { CoreClient, Input, Output, RequestName } from '../../shared/contract/core.ts';
import { ask, giveUp, hear, newExchange, receive } from '../../shared/contract/exchange.ts';
import type { Carrier } from '../../shared/contract/frames.ts';
import { coreUnreachable, Failed } from '../../shared/words/failures.ts';

const ENDED = coreUnreachable('the connection ended');

/** A client of the core over any carrier. Requests that are open when the carrier closes fail with 'core-unreachable'. */
export function coreClient(carrier: Carrier): CoreClient {
  const exchange = newExchange();
  let closed = false;
  carrier.onFrame((frame) => receive(exchange, frame));
  carrier.onClose(() => {
    closed = true;
    giveUp(exchange, ENDED);
  });

  const requestBytes = async <N extends RequestName>(name: N, input: Input<N>) => {
    if (closed) throw new Failed(ENDED);
    const answered = await ask(exchange, (frame) => carrier.send(frame), name, input);
    return answered as { readonly value: Output<N>; readonly bytes: Uint8Array };
  };

  return {
    requestBytes,
    request: async (name, input) => (await requestBytes(name, input)).value,
    on: (event, listener) => hear(exchange, event, listener),
    onClose: (listener) => carrier.onClose(listener),
    close: () => carrier.close(),
  };
}
