/** The first rows of a split, page by page: a chart's or a text's beginning. */
import type { CoreClient } from '../../shared/contract/core.ts';
import type { SplitName } from '../../shared/data/manifest.ts';
import { pageOf } from './rows.ts';
import type { RowPage } from './rows.ts';

/** As many as the core gives at once. */
const PAGE = 1000;

export async function leadingRows(
  core: Pick<CoreClient, 'requestBytes'>,
  { id, split, most }: { readonly id: string; readonly split: SplitName; readonly most: number },
): Promise<RowPage[]> {
  const pages: RowPage[] = [];
  for (let from = 0; from < most;) {
    const count = Math.min(PAGE, most - from);
    const { value, bytes } = await core.requestBytes('datasets.rows', { id, split, from, count });
    if (value.rows.length === 0) break;
    pages.push(pageOf(value, bytes));
    from += value.rows.length;
  }
  return pages;
}
