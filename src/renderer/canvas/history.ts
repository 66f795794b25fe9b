/** Undo and redo as plain data. Documents share what did not change, so keeping the one before each step is cheap. */
import type { Project } from '../../shared/network/document.ts';

export interface Step {
  /** What was done, for the menu: "Undo move 2 layers". */
  readonly name: string;
  readonly before: Project;
  readonly after: Project;
  /** Steps that follow each other under one key (a drag, a word being typed) are taken back as one. */
  readonly key: string | null;
  /** When the step was last added to, in milliseconds. */
  readonly at: number;
}

export interface History {
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

export const EMPTY_HISTORY: History = { past: [], future: [] };

const LONGEST = 500;
const COALESCE_WITHIN_MS = 1500;

/** The history with one more step; what was undone before can no longer be redone. */
export function record(history: History, step: Step): History {
  const last = history.past.at(-1);
  const joins = last && step.key !== null && last.key === step.key && step.at - last.at <= COALESCE_WITHIN_MS;
  const past = joins
    ? [...history.past.slice(0, -1), { ...step, before: last.before }]
    : [...history.past.slice(1 - LONGEST), step];
  return { past, future: [] };
}

/** The history after taking back its last step, and the document to show; null where there is none. */
export function undone(history: History): { readonly history: History; readonly document: Project } | null {
  const step = history.past.at(-1);
  if (!step) return null;
  return {
    history: { past: history.past.slice(0, -1), future: [{ ...step, key: null }, ...history.future] },
    document: step.before,
  };
}

export function redone(history: History): { readonly history: History; readonly document: Project } | null {
  const [step, ...future] = history.future;
  if (!step) return null;
  return { history: { past: [...history.past, step], future }, document: step.after };
}
