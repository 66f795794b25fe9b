import { checked, refusedText } from '../../shared/checked.ts';
import { requests } from '../../shared/contract/core.ts';
import type { Output, Parsed, RequestName } from '../../shared/contract/core.ts';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import { coreWords } from '../../shared/words/core.ts';
import { Failed, failure, failureOf, faultIn } from '../../shared/words/failures.ts';
import type { Failure } from '../../shared/words/failures.ts';
import type { Text } from '../../shared/words/said.ts';
import type { Log } from './log.ts';
import type { Client } from './runs/watching.ts';

/** An answer that carries bytes. */
export class WithBytes<T> {
  readonly value: T;
  readonly bytes: Uint8Array;
  constructor(value: T, bytes: Uint8Array) {
    this.value = value;
    this.bytes = bytes;
  }
}

type Answer<N extends RequestName> = Output<N> | WithBytes<Output<N>>;

/** One function for each request of the contract: a missing one, or one that answers otherwise, does not compile. */
export type Handlers = {
  readonly [N in RequestName]: (input: Parsed<N>, client: Client) => Answer<N> | Promise<Answer<N>>;
};

export type Reply =
  | { readonly ok: true; readonly value: unknown; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly failure: Failure };

/** Deeper than any request needs; a schema's own recursion ends somewhere else in thousands. */
const DEEPEST = 100;

/** Validates and answers one request of a client. Never rejects: what a handler throws becomes the reply. */
export async function answer(
  handlers: Handlers,
  name: string,
  input: unknown,
  client: Client,
  log: Log,
): Promise<Reply> {
  if (!Object.hasOwn(requests, name))
    return { ok: false, failure: failure('unknown-request', { name: name.slice(0, 100) }) };
  const known = name as RequestName;
  try {
    const harm = harmful(input);
    if (harm) return { ok: false, failure: failure('bad-request', { name, detail: harm }) };
    const parsed = checked<unknown>(requests[known].input, input);
    if (!parsed.ok)
      return { ok: false, failure: failure('bad-request', { name, detail: refusedText(parsed.error) }) };
    const handler = handlers[known] as (input: unknown, client: Client) => unknown;
    const value = await handler(parsed.value, client);
    if (value instanceof WithBytes) return { ok: true, value: value.value, bytes: value.bytes };
    return { ok: true, value, bytes: NO_BYTES };
  } catch (error) {
    if (!(error instanceof Failed)) log.error(`while answering ${name}`, error);
    return { ok: false, failure: failureOf(error, faultIn(name)) };
  }
}

/** What no request may hold, whatever its schema: keys that change prototypes when copied, and endless depth. */
function harmful(input: unknown): Text | null {
  let level: unknown[] = [input];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return coreWords.tooDeep;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (Object.hasOwn(value, '__proto__')) return coreWords.keyProto;
      for (const child of Object.values(value))
        if (typeof child === 'object' && child !== null) next.push(child);
    }
    level = next;
  }
  return null;
}
