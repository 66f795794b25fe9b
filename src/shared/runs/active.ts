import { RUN_ENDED } from '../contract/runs.ts';
import type { RunState, RunSummary } from '../contract/runs.ts';

/** Ends that come without the person's asking, so that they want to be told. */
const BY_THEMSELVES: readonly RunState[] = ['finished', 'failed', 'interrupted'];

/** The runs that go on or wait: heard of one by one, as the core tells. */
export class ActiveRuns {
  readonly #ids = new Set<string>();

  get some(): boolean {
    return this.#ids.size > 0;
  }

  /** True where this run went on until now and has ended by itself. */
  hear({ id, state }: Pick<RunSummary, 'id' | 'state'>): boolean {
    if (!RUN_ENDED.includes(state)) {
      this.#ids.add(id);
      return false;
    }
    return this.#ids.delete(id) && BY_THEMSELVES.includes(state);
  }

  forget(id: string): void {
    this.#ids.delete(id);
  }
}
