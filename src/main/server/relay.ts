/** Passes frames between one browser window and its own connection to the core. Reads nothing but upload places. */
import type { WebSocket } from 'ws';
import type { ClientHead, CoreHead, Output } from '../../shared/contract/core.ts';
import { decodeFrame, encodeFrame } from '../../shared/contract/frames.ts';
import type { Carrier, Frame } from '../../shared/contract/frames.ts';
import type { Uploads } from './uploads.ts';

/** A carrier that can be told to wait, so that neither side fills this process's memory. */
export interface PausableCarrier extends Carrier {
  readonly waiting: number;
  pause(): void;
  resume(): void;
  onDrain(listener: () => void): void;
}

/** Above this many bytes on their way to one side the other is not read. */
const PAUSE_ABOVE = 8 * 1024 * 1024;
const CLOSE = { broken: 1002, noText: 1003, coreGone: 1012 } as const;

export function relay(socket: WebSocket, core: PausableCarrier, browser: string, uploads: Uploads): void {
  const begun = new Map<number, number>();

  socket.on('message', (data: Buffer, binary) => {
    if (!binary) return socket.close(CLOSE.noText);
    let frame: Frame;
    try {
      frame = decodeFrame(data);
    } catch {
      return socket.close(CLOSE.broken);
    }
    noteBegin(frame.head, begun);
    core.send(frame);
    if (core.waiting > PAUSE_ABOVE) socket.pause();
  });
  core.onDrain(() => socket.resume());
  core.onFrame((frame) => {
    if (socket.readyState !== socket.OPEN) return;
    noteBegun(frame.head as CoreHead, begun, browser, uploads);
    socket.send(encodeFrame(frame), () => {
      if (socket.bufferedAmount <= PAUSE_ABOVE) core.resume();
    });
    if (socket.bufferedAmount > PAUSE_ABOVE) core.pause();
  });
  socket.on('error', () => socket.terminate());
  core.onClose(() => socket.close(CLOSE.coreGone));
}

/** Which of the browser's requests ask for a place to upload to, and how many bytes they announced. */
function noteBegin(head: unknown, begun: Map<number, number>): void {
  const { id, name, input } = (head ?? {}) as Partial<ClientHead>;
  if (name !== 'uploads.begin' || typeof id !== 'number') return;
  const bytes = (input as { bytes?: unknown } | null | undefined)?.bytes;
  if (typeof bytes === 'number') begun.set(id, bytes);
}

function noteBegun(head: CoreHead, begun: Map<number, number>, browser: string, uploads: Uploads): void {
  if (head.type !== 'reply' || !begun.has(head.id)) return;
  const bytes = begun.get(head.id)!;
  begun.delete(head.id);
  if (!head.ok) return;
  const { upload, path } = head.value as Output<'uploads.begin'>;
  uploads.begun(upload, { path, bytes, browser });
}
