import type { CoreClient } from '../contract/core.ts';
import type { Metric } from '../contract/runs.ts';

/** Every number of a run, oldest first, asked for page by page. */
export async function everyMetric(core: Pick<CoreClient, 'request'>, run: string): Promise<Metric[]> {
  const all: Metric[] = [];
  for (;;) {
    const page = await core.request('runs.metrics', { run, afterStep: all.at(-1)?.step ?? -1 });
    if (page.length === 0) return all;
    all.push(...page);
  }
}
