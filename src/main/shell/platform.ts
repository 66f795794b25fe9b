/**
 * Each place where Electron 45 (what users get) and 22 (what tests can have) differ, for the main process.
 * `platform-preload.ts` is the same for the preload, which may load no module of Node.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Protocol, WebContents } from 'electron';

/** What a request to the window's own scheme is answered with. */
export interface SchemeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A file to stream, or the text itself. */
  readonly body: { readonly file: string } | { readonly text: string };
}

type SchemeHandler = (request: { readonly method: string; readonly url: string }) => SchemeAnswer;

/** Streams the answers of a scheme. `registerStreamProtocol` is in both; `protocol.handle` came with 25. */
export function serveScheme(protocol: Protocol, scheme: string, answer: SchemeHandler): void {
  protocol.registerStreamProtocol(scheme, (request, respond) => {
    const { status, headers, body } = answer(request);
    respond({
      statusCode: status,
      headers: { ...headers },
      data: 'file' in body ? createReadStream(body.file) : Readable.from([Buffer.from(body.text)]),
    });
  });
}

/** Calls back for every attempt to leave the page, of the page itself and of frames (25 and later tell of those apart). */
export function onNavigation(
  contents: WebContents,
  listener: (event: { preventDefault(): void }, url: string) => void,
): void {
  contents.on('will-navigate', (event, url) => listener(event, url));
  contents.on('will-redirect', (event, url) => listener(event, url));
  contents.on('will-frame-navigate', (event) => listener(event, event.url));
}
