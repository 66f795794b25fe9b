/**
 * A job's end of the pipe to its parent: frames over file descriptor 3 (`contract/jobs.ts`).
 *
 *   const parent = connectParent<TrainCommand, TrainEvent>();
 *   parent.onCommand((command, bytes) => …);
 *   parent.onClose(() => …);            // the parent is gone: end too
 *   parent.send({ type: 'progress', … });
 *   await parent.end();                 // everything sent is written, the pipe is closed
 */
import { Socket } from 'node:net';
import { encodeFrame, frameReader, NO_BYTES } from '../../shared/contract/frames.ts';

const PARENT_FD = 3;

export interface Parent<Command, Event> {
  send(event: Event, bytes?: Uint8Array): void;
  /** Commands that came before the first listener are handed to it at once, in order. */
  onCommand(listener: (command: Command, bytes: Uint8Array) => void): void;
  /** The parent closed the pipe or died. Called once; at once if that happened before. */
  onClose(listener: () => void): void;
  /** Bytes sent that the parent has not taken yet. */
  readonly waiting: number;
  /** True until the parent is gone. */
  readonly connected: boolean;
  /** Waits until all that was sent has left this process, then closes the pipe. */
  end(): Promise<void>;
}

/** Throws where the process was not started as a job. */
export function connectParent<Command, Event>(fd = PARENT_FD): Parent<Command, Event> {
  const socket = new Socket({ fd, readable: true, writable: true });
  const early: { command: Command; bytes: Uint8Array }[] = [];
  let onCommand: ((command: Command, bytes: Uint8Array) => void) | null = null;
  let onClose: (() => void) | null = null;
  let connected = true;

  const read = frameReader(({ head, bytes }) => {
    if (onCommand) onCommand(head as Command, bytes);
    else early.push({ command: head as Command, bytes });
  });
  const closed = (): void => {
    if (!connected) return;
    connected = false;
    onClose?.();
  };
  socket.on('data', read);
  socket.on('end', closed);
  socket.on('close', closed);
  // A broken pipe is the parent's end; 'close' follows.
  socket.on('error', closed);

  return {
    get waiting() {
      return socket.writableLength;
    },
    get connected() {
      return connected;
    },
    send(event, bytes = NO_BYTES) {
      if (connected && !socket.writableEnded) socket.write(encodeFrame({ head: event, bytes }));
    },
    onCommand(listener) {
      onCommand = listener;
      for (const { command, bytes } of early.splice(0)) listener(command, bytes);
    },
    onClose(listener) {
      onClose = listener;
      if (!connected) listener();
    },
    end: () =>
      new Promise((done) => {
        if (!connected) return done();
        onClose = null;
        socket.once('close', () => done());
        socket.end(() => socket.destroy());
      }),
  };
}
