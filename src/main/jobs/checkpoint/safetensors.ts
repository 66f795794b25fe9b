/**
 * The safetensors format: u64 length of a JSON header, the header, the tensors' bytes. Little-endian. Only float32 is
 * written and read here. A file is checked whole before any of it is used: it may come from a broken disk.
 */
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';

export interface NamedTensor {
  readonly shape: Shape;
  readonly values: Float32Array;
}
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const LARGEST_HEADER = 100 * 1024 * 1024;
const ALIGNMENT = 8;

/** The file's bytes in parts, to be written one after the other. Tensors are sorted by name: equal contents give equal bytes. */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array[] {
  const names = [...tensors.keys()].sort(byCodeUnit);
  const header: Record<string, unknown> = { __metadata__: metadata };
  let at = 0;
  for (const name of names) {
    const { shape, values } = tensors.get(name)!;
    if (values.length !== sizeOf(shape))
      throw new Error(`${name} has ${values.length} values for shape [${shape.join()}]`);
    header[name] = { dtype: 'F32', shape, data_offsets: [at, at + values.byteLength] };
    at += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padding = (ALIGNMENT - (text.length % ALIGNMENT)) % ALIGNMENT;
  const head = new Uint8Array(8 + text.length + padding).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(text.length + padding), true);
  head.set(text, 8);
  return [head, ...names.map((name) => littleEndian(tensors.get(name)!.values))];
}

/** Throws an `Error` that says what is wrong with a broken file. */
export function decodeSafetensors(file: Uint8Array): Safetensors {
  if (file.length < 8) throw new Error('it is shorter than its length field');
  const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  if (length > LARGEST_HEADER || 8 + length > file.length)
    throw new Error(`its header of ${length} bytes is longer than the file`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(8, 8 + length)));
  } catch {
    throw new Error('its header is not JSON');
  }
  if (!isRecord(header)) throw new Error('its header is not an object');
  const body = file.subarray(8 + length);
  const tensors = new Map<string, NamedTensor>();
  let metadata: Record<string, string> = {};
  let end = 0;
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  if (header['__metadata__'] !== undefined) metadata = checkMetadata(header['__metadata__']);
  const checked = entries.map(([name, entry]) => ({ name, ...checkEntry(name, entry) }));
  for (const { name, shape, from, to } of checked.sort((a, b) => a.from - b.from)) {
    if (from !== end) throw new Error(`the bytes of ${name} do not follow those before them`);
    if (to > body.length) throw new Error(`the bytes of ${name} lie outside the file`);
    end = to;
    tensors.set(name, { shape, values: fromLittleEndian(body.subarray(from, to)) });
  }
  if (end !== body.length) throw new Error(`${body.length - end} bytes at its end belong to nothing`);
  return { tensors, metadata };
}

function checkMetadata(value: unknown): Record<string, string> {
  if (!isRecord(value) || !Object.values(value).every((entry) => typeof entry === 'string')) {
    throw new Error('its metadata holds something other than text');
  }
  return value as Record<string, string>;
}

function checkEntry(name: string, entry: unknown): { shape: number[]; from: number; to: number } {
  if (!isRecord(entry)) throw new Error(`the entry of ${name} is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32') throw new Error(`${name} is ${String(dtype)} in place of F32`);
  if (!isCounts(shape)) throw new Error(`${name} has a shape that is none`);
  if (!isCounts(offsets) || offsets.length !== 2) throw new Error(`${name} has offsets that are none`);
  const [from, to] = offsets as [number, number];
  if (to - from !== 4 * sizeOf(shape))
    throw new Error(`${name} has ${to - from} bytes for shape [${shape.join()}]`);
  return { shape, from, to };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

/** Order of names that no locale changes. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const BIG_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 0;

/** The values' bytes; a view of the same memory on the usual machine. */
export function littleEndian(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return BIG_ENDIAN ? Buffer.from(bytes).swap32() : bytes;
}

function fromLittleEndian(bytes: Uint8Array): Float32Array {
  // A copy: the file's memory is freed, and its tensors need not be aligned.
  const copy = new Uint8Array(bytes);
  return new Float32Array((BIG_ENDIAN ? Buffer.from(copy.buffer).swap32() : copy).buffer);
}
