import { SvelteMap } from 'svelte/reactivity';
import type { CoreClient } from '../../shared/contract/core.ts';
import type { SplitName } from '../../shared/data/manifest.ts';
import { pageOf } from './rows.ts';
import type { RowPage } from './rows.ts';

const PAGE = 120;
/** Pages kept; the oldest goes when another comes, so that scrolling through millions of rows needs little memory. */
const KEPT = 40;

export interface RowQuery {
  readonly id: string;
  readonly split: SplitName;
  readonly category: { readonly column: string; readonly index: number } | null;
}

/** Rows of one split of a data set (or of one class in it), fetched a page at a time as they are looked at. */
export class RowPages {
  readonly #core: Pick<CoreClient, 'requestBytes'>;
  readonly query: RowQuery;
  readonly #pages = new SvelteMap<number, RowPage>();
  readonly #asked = new Set<number>();
  readonly #sentence: (error: unknown) => string;
  total: number = $state.raw(0);
  loaded: boolean = $state.raw(false);
  error: string | null = $state.raw(null);

  constructor(core: Pick<CoreClient, 'requestBytes'>, query: RowQuery, sentence: (error: unknown) => string) {
    this.#core = core;
    this.query = query;
    this.#sentence = sentence;
    void this.#fetch(0);
  }

  /** The page that holds a row and the row's place in it; null while it is on its way. */
  row(at: number): { readonly page: RowPage; readonly at: number } | null {
    const number = Math.floor(at / PAGE);
    const page = this.#pages.get(number);
    if (!page) {
      void this.#fetch(number);
      return null;
    }
    return at % PAGE < page.rows.length ? { page, at: at % PAGE } : null;
  }

  async #fetch(number: number): Promise<void> {
    if (this.#asked.has(number)) return;
    this.#asked.add(number);
    const { id, split, category } = this.query;
    try {
      const { value, bytes } = await this.#core.requestBytes('datasets.rows', {
        id,
        split,
        from: number * PAGE,
        count: PAGE,
        ...(category && { category }),
      });
      this.#pages.set(number, pageOf(value, bytes));
      this.total = value.total;
      this.loaded = true;
      this.#forget();
    } catch (error) {
      this.#asked.delete(number);
      this.error = this.#sentence(error);
    }
  }

  #forget(): void {
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= KEPT) return;
      this.#pages.delete(oldest);
      this.#asked.delete(oldest);
    }
  }
}
