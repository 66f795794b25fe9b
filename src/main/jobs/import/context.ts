/** What every importer works with: a way to be stopped, to say how far it is, and to name what it leaves out. */
import type { ImportEvent } from '../../../shared/contract/jobs.ts';
import type { ImportProblem } from '../../../shared/data/manifest.ts';

export interface ImportContext {
  readonly signal: AbortSignal;
  note(problem: ImportProblem): void;
  /** All the work to come, in units of the importer's own (bytes, files). */
  expect(units: number): void;
  /** Units done since the last call. */
  advance(units: number): void;
  /** Rows written since the last call. */
  wrote(rows: number): void;
}

/** The problems kept in the manifest. */
export const MOST_KEPT_PROBLEMS = 1000;
const BETWEEN_REPORTS_MS = 100;

export interface Reporter extends ImportContext {
  readonly problems: { readonly count: number; readonly first: readonly ImportProblem[] };
  /** Sends what the last report did not. */
  flush(): void;
}

/** A context that sends progress events, at most ten a second. */
export function reporter(signal: AbortSignal, send: (event: ImportEvent) => void): Reporter {
  let expected = 0;
  let done = 0;
  let rows = 0;
  let count = 0;
  let reported = 0;
  let fresh: ImportProblem[] = [];
  const first: ImportProblem[] = [];

  const flush = (): void => {
    reported = performance.now();
    const fraction = expected > 0 ? Math.min(1, done / expected) : 0;
    send({ type: 'progress', fraction, rows, problems: count, newProblems: fresh.splice(0) });
  };
  const due = (): void => {
    if (performance.now() - reported >= BETWEEN_REPORTS_MS) flush();
  };
  return {
    signal,
    problems: {
      get count() {
        return count;
      },
      first,
    },
    note(problem) {
      count++;
      if (first.length < MOST_KEPT_PROBLEMS) {
        first.push(problem);
        fresh = [...fresh, problem];
      }
      due();
    },
    expect(units) {
      expected += units;
    },
    advance(units) {
      done += units;
      due();
    },
    wrote(written) {
      rows += written;
      due();
    },
    flush,
  };
}
