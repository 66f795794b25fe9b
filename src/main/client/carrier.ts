import type { Duplex } from 'node:stream';
import { encodeFrame, frameReader } from '../../shared/contract/frames.ts';
import type { Carrier, Frame } from '../../shared/contract/frames.ts';

export interface StreamCarrier extends Carrier {
  /** The next frame, kept from every listener; null when the stream ends before. For a first exchange. */
  take(): Promise<Frame | null>;
  /** Bytes accepted by `send` that the other side has not taken yet. */
  readonly waiting: number;
  /** Stops and goes on with reading, so that a peer which does not read its answers cannot ask for more. */
  pause(): void;
  resume(): void;
  onDrain(listener: () => void): void;
}

/**
 * Frames over a byte stream: a local socket, or a job's pipe. A broken frame ends the stream, because nothing after it
 * can be trusted. Frames that came before a listener was there are kept for it.
 */
export function streamCarrier(stream: Duplex): StreamCarrier {
  const frameListeners: ((frame: Frame) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  const takers: ((frame: Frame | null) => void)[] = [];
  let early: Frame[] = [];
  let closed = false;
  const read = frameReader((frame) => {
    const taker = takers.shift();
    if (taker) return taker(frame);
    if (frameListeners.length === 0) early.push(frame);
    for (const listener of [...frameListeners]) listener(frame);
  });
  stream.on('data', (chunk: Buffer) => {
    try {
      read(chunk);
    } catch (error) {
      stream.destroy(error as Error);
    }
  });
  const close = (): void => {
    if (closed) return;
    closed = true;
    for (const taker of takers.splice(0)) taker(null);
    for (const listener of closeListeners) listener();
  };
  // An error is followed by `close`, which is all that a user of a carrier needs to know.
  stream.on('error', () => undefined);
  stream.on('end', () => stream.destroy());
  stream.on('close', close);
  return {
    take: () =>
      new Promise((resolve) => {
        const kept = early.shift();
        if (kept || closed) resolve(kept ?? null);
        else takers.push(resolve);
      }),
    send: (frame) => {
      if (!closed && stream.writable) stream.write(encodeFrame(frame));
    },
    onFrame: (listener) => {
      frameListeners.push(listener);
      const kept = early;
      early = [];
      for (const frame of kept) listener(frame);
    },
    onClose: (listener) => {
      if (closed) listener();
      else closeListeners.push(listener);
    },
    close: () => {
      // What was sent is still delivered; a peer that does not read is cut off.
      stream.end();
      setTimeout(() => stream.destroy(), 1000).unref();
    },
    get waiting() {
      return stream.writableLength;
    },
    pause: () => stream.pause(),
    resume: () => stream.resume(),
    onDrain: (listener) => void stream.on('drain', listener),
  };
}
