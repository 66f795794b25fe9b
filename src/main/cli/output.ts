/** Where a command's words go: lines for people, or JSON lines for programs; a progress bar on a terminal only. */
import type { WriteStream } from 'node:tty';
import { sayInJson } from '../../shared/words/told.ts';

export interface Output {
  readonly json: boolean;
  /** A line for a person; nothing with --json. */
  say(line?: string): void;
  /** Part of a line for a person. */
  write(text: string): void;
  /** A line about how it goes, on the error stream; nothing with --json. */
  note(line: string): void;
  /** One JSON object on one line; nothing without --json. */
  event(value: { readonly event: string } & Record<string, unknown>): void;
  /** Draws the bar on a terminal; nothing elsewhere. `fraction`: 0 … 1. */
  progress(fraction: number, text: string): void;
  endProgress(): void;
}

const BAR = 24;
const CLEAR_LINE = '\r\x1b[2K';

export type Stream = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };

export function createOutput(json: boolean, stdout: Stream, stderr: Stream): Output {
  const bar = !json && stderr.isTTY === true;
  let drawn = false;
  const clear = (): void => {
    if (drawn) stderr.write(CLEAR_LINE);
    drawn = false;
  };
  return {
    json,
    say(line = '') {
      if (json) return;
      clear();
      stdout.write(`${plain(line)}\n`);
    },
    write(text) {
      if (!json) stdout.write(plain(text));
    },
    note(line) {
      if (json) return;
      clear();
      stderr.write(`${plain(line)}\n`);
    },
    event(value) {
      if (json) stdout.write(`${JSON.stringify(value, sayInJson)}\n`);
    },
    progress(fraction, text) {
      if (!bar) return;
      const full = Math.round(Math.min(1, Math.max(0, fraction)) * BAR);
      const line = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}  ${plain(text)}`;
      stderr.write(`${CLEAR_LINE}${line.slice(0, (stderr.columns ?? 80) - 1)}`);
      drawn = true;
    },
    endProgress: clear,
  };
}

/** Names come from files: a control character in one must not steer the terminal. */
export const plain = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '\ufffd');

/** Rows under headings, columns as wide as their widest cell. Columns named in `right` are flush right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const all = [head, ...rows].map((row) => row.map(plain));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}
