/** One IDX file (the format of MNIST): a magic number, big-endian sizes, then the values row by row. */
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { readBytes, readHead } from './bytes.ts';
import type { SourceFile } from './bytes.ts';
import type { ImportProblem } from '../../../shared/data/manifest.ts';

interface IdxType {
  readonly bytes: number;
  readonly integer: boolean;
  read(view: DataView, at: number): number;
}
const TYPES: Readonly<Record<number, IdxType>> = {
  0x08: { bytes: 1, integer: true, read: (view, at) => view.getUint8(at) },
  0x09: { bytes: 1, integer: true, read: (view, at) => view.getInt8(at) },
  0x0b: { bytes: 2, integer: true, read: (view, at) => view.getInt16(at) },
  0x0c: { bytes: 4, integer: true, read: (view, at) => view.getInt32(at) },
  0x0d: { bytes: 4, integer: false, read: (view, at) => view.getFloat32(at) },
  0x0e: { bytes: 8, integer: false, read: (view, at) => view.getFloat64(at) },
};
const UBYTE = 0x08;
const MOST_DIMENSIONS = 8;
/** Values of one row; an image of this size takes 256 MB. */
const MOST_VALUES = 2 ** 28;

/** Told what is read; an import's context is one. */
export interface IdxContext {
  readonly signal?: AbortSignal;
  readonly note: (problem: ImportProblem) => void;
  readonly advance?: (bytes: number) => void;
}

export interface IdxHeader {
  readonly rows: number;
  /** The shape of one row: [] for labels, [28, 28] for images. */
  readonly shape: readonly number[];
  /** Values in a row. */
  readonly values: number;
  readonly integer: boolean;
  readonly ubyte: boolean;
  readonly type: number;
  readonly bytes: number;
}

/** Throws `Failed` where the file does not begin as an IDX file does. */
export async function readIdxHeader(file: SourceFile): Promise<IdxHeader> {
  const fail = (detail: Text): Failed => new Failed(failure('import-failed', { file: file.name, detail }));
  const head = await readHead(file, 4 + 4 * MOST_DIMENSIONS);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const type = TYPES[head[2] ?? 0];
  const dimensions = head[3] ?? 0;
  if (!type || head[0] !== 0 || head[1] !== 0 || dimensions === 0 || dimensions > MOST_DIMENSIONS) {
    throw fail(importReasons.idxMagic());
  }
  if (head.length < 4 + 4 * dimensions) throw fail(importReasons.idxMagic());
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const [rows, ...shape] = sizes as [number, ...number[]];
  const values = shape.reduce((product, n) => product * n, 1);
  if (values === 0 || values > MOST_VALUES) throw fail(importReasons.idxHeader(sizes));
  if (rows === 0) throw new Failed(failure('import-no-rows', { file: file.name }));
  return {
    rows,
    shape,
    values,
    integer: type.integer,
    ubyte: head[2] === UBYTE,
    type: head[2]!,
    bytes: 4 + 4 * dimensions,
  };
}

/**
 * The values of an IDX file, byte for byte as they are there, in chunks that may end anywhere. Throws `Failed` where
 * fewer rows are there than announced; more bytes than announced are noted and left.
 */
async function* rawValues(
  file: SourceFile,
  header: IdxHeader,
  context: IdxContext,
): AsyncGenerator<Uint8Array> {
  const rowBytes = header.values * TYPES[header.type]!.bytes;
  const total = header.rows * rowBytes;
  let skip = header.bytes;
  let have = 0;
  const options = {
    ...(context.signal && { signal: context.signal }),
    ...(context.advance && { onBytes: context.advance }),
  };
  for await (const chunk of readBytes(file, options)) {
    const data = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - data.length;
    const wanted = data.subarray(0, total - have);
    have += wanted.length;
    if (wanted.length > 0) yield wanted;
    if (data.length > wanted.length) {
      context.note({ file: file.name, message: importNotes.idxTrailing(data.length - wanted.length) });
      return;
    }
  }
  if (have < total) {
    const detail = importReasons.idxTruncated(Math.floor(have / rowBytes), header.rows);
    throw new Failed(failure('import-failed', { file: file.name, detail }));
  }
}

/** Values as numbers, some thousand at a time. */
export async function* idxNumbers(
  file: SourceFile,
  header: IdxHeader,
  context: IdxContext,
): AsyncGenerator<Float64Array> {
  const type = TYPES[header.type]!;
  let cut: Uint8Array = new Uint8Array(0);
  for await (const chunk of rawValues(file, header, context)) {
    const data = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const count = Math.floor(data.length / type.bytes);
    const numbers = new Float64Array(count);
    for (let i = 0; i < count; i++) numbers[i] = type.read(view, i * type.bytes);
    cut = data.slice(count * type.bytes);
    if (count > 0) yield numbers;
  }
}

/** Values as bytes: pixels. Throws `Failed` where another type holds what is no whole number from 0 to 255. */
export async function* idxBytes(
  file: SourceFile,
  header: IdxHeader,
  context: IdxContext,
): AsyncGenerator<Uint8Array> {
  if (header.ubyte) {
    yield* rawValues(file, header, context);
    return;
  }
  for await (const numbers of idxNumbers(file, header, context)) {
    const bytes = Uint8Array.from(numbers);
    if (bytes.some((byte, i) => byte !== numbers[i])) {
      throw new Failed(failure('import-failed', { file: file.name, detail: importReasons.idxNotBytes() }));
    }
    yield bytes;
  }
}

/** Height, width, channels; null where rows are no images. */
export function imageShape({ shape, ubyte, integer }: IdxHeader): [number, number, number] | null {
  if (!ubyte && !integer) return null;
  if (shape.length === 2) return [shape[0]!, shape[1]!, 1];
  if (shape.length === 3 && shape[2]! <= 4) return [shape[0]!, shape[1]!, shape[2]!];
  return null;
}
