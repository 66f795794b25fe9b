/** Passes frames between one browser window and its own connection to the core. Reads nothing but upload places. */
import type { WebSocket } from 'ws';
import type { ClientHead, CoreHead, Output } from '../../shared/contract/core.ts';
import { decodeFrame, encodeFrame } from '../../shared/contract/frames.ts';
import type { Carrier, Frame } from '../../shared/contract/frames.ts';
import type { Uploads } from './uploads.ts';

/** A window that reads slower than the core tells is let go at this many unsent bytes; it connects again and asks. */
const MOST_UNSENT = 64 * 1024 * 1024;
const CLOSE = { broken: 1002, noText: 1003, tooSlow: 1013, coreGone: 1012 } as const;

export function relay(socket: WebSocket, core: Carrier, browser: string, uploads: Uploads): void {
  const begun = new Map<number, number>();

  socket.on('message', (data: Buffer, binary) => {
    if (!binary) return socket.close(CLOSE.noText);
    let frame: Frame;
    try {
      frame = decodeFrame(data);
    } catch {
      return socket.close(CLOSE.broken);
    }
    noteBegin(frame.head as ClientHead, begun);
    core.send(frame);
  });
  core.onFrame((frame) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNSENT) return socket.close(CLOSE.tooSlow);
    noteBegun(frame.head as CoreHead, begun, browser, uploads);
    socket.send(encodeFrame(frame));
  });
  socket.on('close', () => core.close());
  socket.on('error', () => socket.terminate());
  core.onClose(() => socket.close(CLOSE.coreGone));
}

/** Which of the browser's requests ask for a place to upload to, and how many bytes they announced. */
function noteBegin(head: ClientHead, begun: Map<number, number>): void {
  if (head?.name !== 'uploads.begin' || typeof head.id !== 'number') return;
  const bytes = (head.input as { bytes?: unknown } | null)?.bytes;
  if (typeof bytes === 'number') begun.set(head.id, bytes);
}

function noteBegun(head: CoreHead, begun: Map<number, number>, browser: string, uploads: Uploads): void {
  if (head.type !== 'reply' || !begun.has(head.id)) return;
  const bytes = begun.get(head.id)!;
  begun.delete(head.id);
  if (!head.ok) return;
  const { upload, path } = head.value as Output<'uploads.begin'>;
  uploads.begun(upload, { path, bytes, browser });
}
