/** Rows of a file in the order of time as the windows over them: what a model of a series reads. */
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { reachOf } from '../../../shared/kinds/recipe.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { predictReasons, rowsName } from '../../../shared/words/predictions.ts';
import { TimeScan, momentOf } from '../files/clock.ts';
import type { Clock } from '../files/clock.ts';
import { parseNumber } from '../files/cells.ts';
import type { PlannedInput } from '../model/plan.ts';
import { joined } from '../model/forward-rows.ts';
import { rowsOfSample } from '../model/rows.ts';
import type { FeatureBatch, FileRow } from './file-rows.ts';

/** Rows that one sample of a model reads. */
export const rowsRead = (inputs: readonly PlannedInput[]): number => reachOf(inputs.map(({ span }) => span));

interface Series {
  readonly inputs: readonly PlannedInput[];
  readonly time: DatasetManifest['time'];
  /** Samples handed on at once. */
  readonly batch: number;
}

/**
 * A window up to each row of a file that has enough rows before it in its series; of rows that stand by themselves, each.
 * Rows stay in the file's order, whatever the order of their moments; of rows with the same moment the first counts, as
 * in an import. Throws `Failed` where no series is as long as a window.
 */
export async function* windowsOf(
  file: string,
  batches: AsyncIterable<FeatureBatch>,
  { inputs, time, batch }: Series,
): AsyncGenerator<FeatureBatch> {
  if (inputs.every(({ span }) => span?.axis !== 'rows')) {
    yield* batches;
    return;
  }
  const reach = rowsRead(inputs);
  const whole = await together(batches);
  if (!whole) return;
  const { form, rows, features } = whole;
  const series = seriesOf(file, rows, time);
  const longest = Math.max(...series.map(({ length }) => length));
  if (longest < reach) {
    const detail = predictReasons.tooFew(longest, reach);
    throw new Failed(failure('import-failed', { file, detail }));
  }
  /** By the row that a window ends at: its rows in the order of time. */
  const windows = new Map<number, Int32Array>();
  for (const ordered of series)
    for (let end = reach; end <= ordered.length; end++)
      windows.set(ordered[end - 1]!, ordered.subarray(end - reach, end));
  for (let from = 0; from < rows.length; from += batch) {
    const own = rows.slice(from, from + batch);
    const at = own.map((_, i) => i).filter((i) => windows.has(from + i));
    const chosen = at.map((i) => windows.get(from + i)!);
    const read = inputs.map(({ node, span }) => [node, gathered(features[node]!, chosen, rows.length, span)]);
    yield {
      form,
      rows: own,
      at,
      sources: chosen.map((window) => rowsName(rows[window[0]!]!.name, rows[window.at(-1)!]!.name)),
      features: Object.fromEntries(read) as FeatureBatch['features'],
    };
  }
}

/** Of each window the rows that the input reads, one after the other. */
function gathered(
  all: Float32Array,
  windows: readonly Int32Array[],
  rows: number,
  span: PlannedInput['span'],
): Float32Array {
  const width = all.length / rows;
  const { offset, length } = rowsOfSample(span);
  const own = new Float32Array(windows.length * length * width);
  let place = 0;
  for (const window of windows) {
    for (let i = offset; i < offset + length; i++) {
      own.set(all.subarray(window[i]! * width, (window[i]! + 1) * width), place);
      place += width;
    }
  }
  return own;
}

/** The places of the rows of each series, by time; in the file's order where it tells no time. */
function seriesOf(file: string, rows: readonly FileRow[], time: DatasetManifest['time']): Int32Array[] {
  const byName = new Map<string | null, number[]>();
  for (const [i, { series }] of rows.entries()) {
    const own = byName.get(series);
    if (own) own.push(i);
    else byName.set(series, [i]);
  }
  const moments = momentsOf(file, rows, time);
  return [...byName.values()].map((own) => {
    const places = Int32Array.from(own);
    if (!moments) return places;
    places.sort((a, b) => moments[a]! - moments[b]! || a - b);
    return places.filter((row, i) => i === 0 || moments[row] !== moments[places[i - 1]!]);
  });
}

/** When each row was; null where the file does not have the column of time. */
function momentsOf(
  file: string,
  rows: readonly FileRow[],
  time: DatasetManifest['time'],
): Float64Array | null {
  if (!time || rows.some(({ moment }) => moment === null)) return null;
  const clock = clockOf(rows, time.clock);
  return Float64Array.from(rows, ({ name, moment }) => {
    const read = momentOf(moment!, clock);
    if (!Number.isNaN(read)) return read;
    const detail = predictReasons.notATime(name, time.column, moment!.slice(0, 60));
    throw new Failed(failure('import-failed', { file, detail }));
  });
}

/** As the data was read, where the file's first cells are of that form; else as they look. */
function clockOf(rows: readonly FileRow[], known: Clock | undefined): Clock {
  const scan = new TimeScan();
  for (const { moment } of rows) scan.add(moment!, parseNumber(moment!));
  if (known !== undefined && !Number.isNaN(momentOf(rows[0]!.moment!, known))) return known;
  return scan.clock ?? known ?? 'number';
}

async function together(
  batches: AsyncIterable<FeatureBatch>,
): Promise<Pick<FeatureBatch, 'form' | 'rows' | 'features'> | null> {
  const all: FeatureBatch[] = [];
  for await (const batch of batches) all.push(batch);
  if (all.length === 0) return null;
  const nodes = Object.keys(all[0]!.features);
  return {
    form: all[0]!.form,
    rows: all.flatMap(({ rows }) => rows),
    features: Object.fromEntries(
      nodes.map((node) => [node, joined(all.map(({ features }) => features[node]!))]),
    ),
  };
}
