/** Rows of a split, page by page: a chart's or a text's beginning. */
import type { CoreClient } from '../../shared/contract/core.ts';
import type { SplitName } from '../../shared/data/manifest.ts';
import { pageOf } from './rows.ts';
import type { RowPage } from './rows.ts';

/** As many as the core gives at once. */
const PAGE = 1000;

export async function leadingRows(
  core: Pick<CoreClient, 'requestBytes'>,
  {
    id,
    split,
    start = 0,
    most,
  }: { readonly id: string; readonly split: SplitName; readonly start?: number; readonly most: number },
): Promise<RowPage[]> {
  const pages: RowPage[] = [];
  for (let read = 0; read < most;) {
    const [from, count] = [start + read, Math.min(PAGE, most - read)];
    const { value, bytes } = await core.requestBytes('datasets.rows', { id, split, from, count });
    if (value.rows.length === 0) break;
    pages.push(pageOf(value, bytes));
    read += value.rows.length;
  }
  return pages;
}
