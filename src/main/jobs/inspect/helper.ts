/** A second inspect process behind the first, for models of another engine. */
import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { encodeFrame, frameReader, NO_BYTES } from '../../../shared/contract/frames.ts';
import type { InspectCommand, InspectEvent, InspectQuestion } from '../../../shared/contract/jobs.ts';
import { failure } from '../../../shared/words/failures.ts';

export interface Helper {
  readonly alive: boolean;
  ask(command: InspectQuestion): void;
  /** Ends a writing, if it was asked for here and goes on. */
  cancel(id: number): void;
  /** It ends once it has answered what it was asked. */
  close(): void;
}

/** Starts `entry` as a job whose events go to `onEvent`; questions left open when it dies are answered with that. */
export function startHelper(
  entry: string,
  onEvent: (event: InspectEvent, bytes: Uint8Array) => void,
): Helper {
  const child = spawn(process.execPath, [...process.execArgv, entry], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const pipe = child.stdio[3] as Duplex;
  const open = new Set<number>();
  let alive = true;
  let closing = false;
  const endIfIdle = (): void => {
    if (closing && open.size === 0) pipe.end();
  };
  pipe.on(
    'data',
    frameReader(({ head, bytes }) => {
      const event = head as InspectEvent;
      if (event.type !== 'written') open.delete(event.id);
      onEvent(event, bytes);
      endIfIdle();
    }),
  );
  const send = (command: InspectCommand): void =>
    void pipe.write(encodeFrame({ head: command, bytes: NO_BYTES }));
  // The child's end closes the pipe, which 'exit' and 'error' tell.
  pipe.on('error', () => undefined);
  const died = (detail: string): void => {
    if (!alive) return;
    alive = false;
    for (const id of open)
      onEvent({ type: 'failed', id, failure: failure('job-died', { job: 'inspect', detail }) }, NO_BYTES);
    open.clear();
  };
  child.on('error', (error) => died(error.message));
  child.on('exit', (code, signal) => died(signal ?? `exit code ${code}`));
  return {
    get alive() {
      return alive;
    },
    ask(command) {
      open.add(command.id);
      send(command);
    },
    cancel(id) {
      if (open.has(id)) send({ type: 'cancel', id });
    },
    close() {
      closing = true;
      endIfIdle();
    },
  };
}
