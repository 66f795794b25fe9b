/**
 * A frame is a JSON head and bytes; every carrier (socket, MessagePort, WebSocket, a job's pipe) moves frames.
 * On a stream: u32 little-endian length of all that follows, u32 length of the head, the head in UTF-8, the bytes.
 */
export interface Frame<Head = unknown> {
  readonly head: Head;
  readonly bytes: Uint8Array;
}

/** Two functions and an end: all that a carrier is, so everything above it is tested without one. */
export interface Carrier {
  send(frame: Frame): void;
  onFrame(listener: (frame: Frame) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export const NO_BYTES = new Uint8Array(0);
/** Larger frames are refused: a length from a broken or hostile peer must not allocate without bound. */
export const LARGEST_FRAME = 256 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** One frame as the bytes of a stream. */
export function encodeFrame(frame: Frame): Uint8Array {
  const head = encoder.encode(JSON.stringify(frame.head));
  const whole = new Uint8Array(8 + head.length + frame.bytes.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, 4 + head.length + frame.bytes.length, true);
  view.setUint32(4, head.length, true);
  whole.set(head, 8);
  whole.set(frame.bytes, 8 + head.length);
  return whole;
}

/** One whole encoded frame (as a WebSocket message or MessagePort buffer) back into a frame. Throws on a broken one. */
export function decodeFrame(whole: Uint8Array): Frame {
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  if (whole.length < 8 || view.getUint32(0, true) !== whole.length - 4)
    throw new Error('Broken frame: wrong length');
  const headLength = view.getUint32(4, true);
  if (headLength > whole.length - 8) throw new Error('Broken frame: head longer than the frame');
  return {
    head: JSON.parse(decoder.decode(whole.subarray(8, 8 + headLength))) as unknown,
    bytes: whole.subarray(8 + headLength),
  };
}

/** Cuts a byte stream into frames; feed it chunks as they come. Throws on a frame that is too large or broken. */
export function frameReader(onFrame: (frame: Frame) => void): (chunk: Uint8Array) => void {
  let parts: Uint8Array[] = [];
  let held = 0;
  const join = (): Uint8Array => {
    if (parts.length === 1) return parts[0]!;
    const all = new Uint8Array(held);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    parts = [all];
    return all;
  };
  let wanted = 4;
  return (chunk) => {
    parts.push(chunk);
    held += chunk.length;
    while (held >= wanted) {
      const all = join();
      const length = new DataView(all.buffer, all.byteOffset, all.byteLength).getUint32(0, true);
      if (length > LARGEST_FRAME || length < 4) throw new Error(`Broken frame: ${length} bytes announced`);
      wanted = 4 + length;
      if (held < wanted) return;
      // A copy (a Buffer's own `slice` is none): the chunk's memory belongs to the stream, which may use it again.
      onFrame(decodeFrame(new Uint8Array(all.subarray(0, wanted))));
      parts = [all.subarray(wanted)];
      held -= wanted;
      wanted = 4;
    }
  };
}
