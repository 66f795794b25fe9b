/** What set-up tells the person: the table of what is missing, and lines on the terminal. Suits Node 18. */
import { readFileSync } from 'node:fs';

const table = JSON.parse(readFileSync(new URL('../src/shared/words/missing.json', import.meta.url), 'utf8'));

/** The row of the table with its fact filled in (as src/shared/words/missing.ts does). */
export function missingRow(code, detail = '') {
  const row = table[code];
  const fill = (text) =>
    detail
      ? text.replaceAll('{detail}', detail)
      : text.replaceAll(/ \(\{detail\}\)/g, '').replaceAll('{detail}', 'it');
  return { when: fill(row.when), then: fill(row.then), remedy: fill(row.remedy) };
}

/** One line: what is missing, what happens instead, how to get it. */
export function missingLine(code, detail) {
  const { when, then, remedy } = missingRow(code, detail);
  return `${when} ${then} ${remedy}`;
}

/** stderr, so that stdout stays the command's own. */
export const tell = (line) => process.stderr.write(`${line}\n`);

/** Ends the program with one line and exit code 1. */
export class SetupFailed extends Error {}

/** Says what is being done, and when it is done how long it took. A terminal sees the same line change. */
export async function step(title, work) {
  const live = process.stderr.isTTY;
  const started = Date.now();
  let shown = '';
  const show = (note) => {
    const line = note ? `${title}: ${note}` : `${title} ...`;
    if (line === shown) return;
    shown = line;
    if (live) process.stderr.write(`\r\x1b[2K${line}`);
  };
  if (live) show('');
  else tell(`${title} ...`);
  let failed = true;
  try {
    const result = await work(show);
    failed = false;
    return result;
  } finally {
    const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
    if (live) process.stderr.write('\r\x1b[2K');
    tell(failed ? `${title}: failed after ${seconds}` : `${title}: ${seconds}`);
  }
}
