/** Rows of a file in the order of time as the windows over them: what a model of a series reads. */
import { reachOf } from '../../../shared/kinds/recipe.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { predictReasons, rowsName } from '../../../shared/words/predictions.ts';
import type { PlannedInput } from '../model/plan.ts';
import { rowsOfSample } from '../model/rows.ts';
import type { FeatureBatch } from './features.ts';

/** Rows that one sample of a model reads. */
export const rowsRead = (inputs: readonly PlannedInput[]): number => reachOf(inputs.map(({ span }) => span));

/** A window from each row of a file on; of rows that stand by themselves, each. Throws `Failed` where there are too few. */
export async function* windowsOf(
  file: string,
  batches: AsyncIterable<FeatureBatch>,
  inputs: readonly PlannedInput[],
): AsyncGenerator<FeatureBatch> {
  const reach = rowsRead(inputs);
  let kept: FeatureBatch = { features: {}, sources: [] };
  let read = 0;
  for await (const batch of batches) {
    read += batch.sources.length;
    const all = joined(kept, batch);
    const count = Math.max(0, all.sources.length - reach + 1);
    if (count > 0) yield windowed(all, count, inputs, reach);
    kept = from(all, count);
  }
  if (read > 0 && read < reach) {
    const detail = predictReasons.tooFew(read, reach);
    throw new Failed(failure('import-failed', { file, detail }));
  }
}

/** The first `count` windows over these rows. */
function windowed(
  rows: FeatureBatch,
  count: number,
  inputs: readonly PlannedInput[],
  reach: number,
): FeatureBatch {
  const features = Object.fromEntries(
    inputs.map(({ node, span }) => {
      const all = rows.features[node]!;
      const width = all.length / rows.sources.length;
      const { offset, length } = rowsOfSample(span);
      const own = new Float32Array(count * length * width);
      for (let at = 0; at < count; at++)
        own.set(all.subarray((at + offset) * width, (at + offset + length) * width), at * length * width);
      return [node, own];
    }),
  );
  const { sources } = rows;
  return {
    features,
    sources: Array.from({ length: count }, (_, at) => rowsName(sources[at]!, sources[at + reach - 1]!)),
  };
}

function joined(a: FeatureBatch, b: FeatureBatch): FeatureBatch {
  const features = Object.fromEntries(
    Object.entries(b.features).map(([node, later]) => {
      const earlier = a.features[node] ?? new Float32Array();
      const both = new Float32Array(earlier.length + later.length);
      both.set(earlier);
      both.set(later, earlier.length);
      return [node, both];
    }),
  );
  return { features, sources: [...a.sources, ...b.sources] };
}

/** Without the first rows. */
function from({ features, sources }: FeatureBatch, first: number): FeatureBatch {
  const left = Object.entries(features).map(([node, all]): [string, Float32Array] => [
    node,
    all.slice((first * all.length) / sources.length),
  ]);
  return { features: Object.fromEntries(left), sources: sources.slice(first) };
}
