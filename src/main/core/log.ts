import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Log {
  info(text: string): void;
  error(text: string, cause?: unknown): void;
  /** As the connecting client reads it back to say why no core started. */
  failure(cause: object): void;
}

const LARGEST_LOG = 4 * 1024 * 1024;

/** One line an event, with its time. A log that has grown large is laid aside once (`<path>.1`). */
export function openLog(path: string): Log {
  mkdirSync(dirname(path), { recursive: true });
  try {
    if (statSync(path).size > LARGEST_LOG) renameSync(path, `${path}.1`);
  } catch {
    // there is none yet
  }
  const write = (text: string): void => {
    const line = `${new Date().toISOString()} ${process.pid} ${text.replaceAll('\n', '\n    ')}\n`;
    try {
      appendFileSync(path, line, { mode: 0o600 });
    } catch {
      // A full disk must not end the core over its log.
    }
  };
  return {
    info: write,
    error: (text, cause) => write(`error ${text}${cause === undefined ? '' : `: ${errorText(cause)}`}`),
    failure: (cause) => write(`failure ${JSON.stringify(cause)}`),
  };
}

export const errorText = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
