/** One job as a process: frames over its descriptor 3, its last words from what it prints. */
import { spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import { coreWords } from '../../shared/words/core.ts';
import type { Text } from '../../shared/words/said.ts';
import { streamCarrier } from '../client/carrier.ts';
import { lastWords } from '../client/last-words.ts';

export interface JobProcess<Command, Event> {
  readonly pid: number | null;
  send(command: Command): void;
  onEvent(listener: (event: Event, bytes: Uint8Array) => void): void;
  /** Called once the process is gone and all that it sent was heard. `words`: what it printed last, or how it ended. */
  onExit(listener: (end: { readonly words: Text; readonly clean: boolean }) => void): void;
  /** Closes the pipe, on which the job ends by itself, and ends it where it has not after `grace` ms. */
  end(grace: number): void;
  kill(): void;
}

const LAST_WORDS = 16_000;
const LAST_LINES = 8;

/** Starts `node <entry>`. Nothing is thrown: a process that cannot start exits with the reason. */
export function startJob<Command, Event>(entry: string, folder: string): JobProcess<Command, Event> {
  const child = spawn(process.execPath, [entry], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const carrier = streamCarrier(child.stdio[3] as unknown as Duplex);
  let printed = '';
  const keep = (stream: Readable): void => {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (printed = (printed + text).slice(-LAST_WORDS)));
  };
  keep(child.stdout!);
  keep(child.stderr!);

  const exitListeners: ((end: { words: Text; clean: boolean }) => void)[] = [];
  let ended: { words: Text; clean: boolean } | null = null;
  const end = (words: Text, clean: boolean): void => {
    if (ended) return;
    ended = { words, clean };
    for (const listener of exitListeners) listener(ended);
  };
  child.on('error', (error) => end(error.message, false));
  // 'close' comes after the last byte of every stream, so no event of the job is heard after its end.
  child.on('close', (code, signal) => end(howItEnded(printed, code, signal), code === 0));

  return {
    pid: child.pid ?? null,
    send: (command) => carrier.send({ head: command, bytes: NO_BYTES }),
    onEvent: (listener) => carrier.onFrame(({ head, bytes }) => listener(head as Event, bytes)),
    onExit: (listener) => {
      if (ended) listener(ended);
      else exitListeners.push(listener);
    },
    end: (grace) => {
      carrier.close();
      const timer = setTimeout(() => child.kill('SIGKILL'), grace);
      child.on('exit', () => clearTimeout(timer));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function howItEnded(printed: string, code: number | null, signal: string | null): Text {
  const lines = lastWords(printed, LAST_LINES);
  if (signal !== null) return [coreWords.endedBySignal(signal), ...lines];
  return lines.length === 0 ? coreWords.endedWithCode(code ?? 0) : lines.join('\n');
}
