/** Statistics, histograms and small pictures of what a watched step showed (`watch.ts`), node by node. */
import { WATCH_BINS } from '../../../shared/contract/watch.ts';
import type { Watched, WatchedNode, WatchedPicture, WatchedValues } from '../../../shared/contract/watch.ts';
import { statisticsOf } from '../model/statistics.ts';
import type { Place, Sight } from './watch.ts';

/** The nodes in the order in which they were seen, and the bytes of their counts and pictures. */
export function describe({ places, values }: Sight): {
  readonly nodes: Watched['nodes'];
  readonly bytes: Uint8Array;
} {
  const parts: Uint8Array[] = [];
  let end = 0;
  /** Keeps bytes; answers where they lie. */
  const put = (bytes: Uint8Array): number => {
    const from = end;
    parts.push(bytes);
    end += bytes.length;
    return from;
  };
  let at = 0;
  const seen = places.map((place) => ({ place, values: values.subarray(at, (at += place.looked)) }));
  const of = (node: string, what: Place['of']) =>
    seen.filter(({ place }) => place.node === node && place.of === what);
  const describeValues = ({ place, values }: (typeof seen)[number]): WatchedValues => {
    const { silent: _, ...statistics } = statisticsOf(values, []);
    const counts = histogram(values, statistics.min ?? 0, statistics.max ?? 0);
    return {
      name: place.name,
      shape: place.shape,
      looked: place.looked,
      statistics: { ...statistics, magnitude: magnitude(values) },
      counts: put(counts),
    };
  };
  const describePicture = ({ place, values }: (typeof seen)[number]): WatchedPicture => {
    const [maps, rows, columns] = place.shape as [number, number, number];
    const scale = values.reduce(
      (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
      0,
    );
    const small = Int8Array.from(values, (value) =>
      Math.max(-127, Math.min(127, (127 * value) / (scale || 1))),
    );
    return { maps, rows, columns, scale, from: put(new Uint8Array(small.buffer)) };
  };
  const nodes = [...new Set(places.map(({ node }) => node))].map((node): WatchedNode => {
    const [output] = of(node, 'output');
    const [picture] = of(node, 'picture');
    const gradients = new Map(of(node, 'gradient').map((each) => [each.place.name, each]));
    return {
      node,
      output: output ? describeValues(output) : null,
      picture: picture ? describePicture(picture) : null,
      weights: of(node, 'weight').map((weight) => {
        const gradient = gradients.get(weight.place.name);
        return { values: describeValues(weight), gradient: gradient ? describeValues(gradient) : null };
      }),
    };
  });
  const bytes = new Uint8Array(end);
  let from = 0;
  for (const part of parts) {
    bytes.set(part, from);
    from += part.length;
  }
  return { nodes, bytes };
}

/** Finite values by bins, as the bytes of uint16. */
function histogram(values: Float32Array, min: number, max: number): Uint8Array {
  const counts = new Uint16Array(WATCH_BINS);
  const bins = max > min ? WATCH_BINS / (max - min) : 0;
  for (const value of values)
    if (Number.isFinite(value)) counts[Math.min(WATCH_BINS - 1, Math.floor((value - min) * bins))]! += 1;
  return new Uint8Array(counts.buffer);
}

function magnitude(values: Float32Array): number | null {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sum += Math.abs(value);
    count += 1;
  }
  return count > 0 ? sum / count : null;
}
