/**
 * A look at a run while it trains: the head of the event 'run.watched', whose bytes hold counts and pictures. It is
 * told about once a second to those who watch, is kept nowhere, and is dropped where nobody has read the last one.
 */
import type { TensorStatistics } from './probe.ts';

/** A histogram's bins: equal parts of the way from the smallest to the largest finite value. */
export const WATCH_BINS = 32;

/** Of the values that were looked at: all of a small tensor, else some that are spread evenly over it. */
export interface WatchedValues {
  /** The weight's or port's name; a layer inside a composite one is named before it. */
  readonly name: string;
  /** Of the whole tensor; rows first, but for weights. */
  readonly shape: readonly number[];
  readonly looked: number;
  readonly statistics: Omit<TensorStatistics, 'silent'> & {
    /** Mean of |value|. */
    readonly magnitude: number | null;
  };
  /** Where its counts lie in the bytes: `WATCH_BINS` numbers, uint16, little-endian. They count finite values. */
  readonly counts: number;
}

/** Values of the batch's first row as maps: channels of an image, a sequence with time to the right, a vector as one line. */
export interface WatchedPicture {
  readonly maps: number;
  readonly rows: number;
  readonly columns: number;
  /** The largest of |value|: what 127 stands for in the bytes. */
  readonly scale: number;
  /** Where its values lie in the bytes: int8, map after map. */
  readonly from: number;
}

export interface WatchedWeight {
  readonly values: WatchedValues;
  /** Of the loss, before any clipping; null where the weight is not trained. */
  readonly gradient: WatchedValues | null;
}

/** A node as it is drawn: of a composite layer, what its last part gives and the weights of all its parts. */
export interface WatchedNode {
  readonly node: string;
  /** What it gives; of an output, what it receives. In the first part of the batch, where the engine cuts it into several. */
  readonly output: WatchedValues | null;
  readonly picture: WatchedPicture | null;
  /** As the step found them. */
  readonly weights: readonly WatchedWeight[];
}

export interface Watched {
  readonly run: string;
  /** The step that was looked at, counted from 1. */
  readonly step: number;
  readonly nodes: readonly WatchedNode[];
}

export function countsOf({ counts }: WatchedValues, bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: WATCH_BINS }, (_, i) => view.getUint16(counts + 2 * i, true));
}

/** From -127 to 127, map after map. */
export const mapsOf = ({ maps, rows, columns, from }: WatchedPicture, bytes: Uint8Array): Int8Array =>
  new Int8Array(bytes.buffer, bytes.byteOffset + from, maps * rows * columns);
