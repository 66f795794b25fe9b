/** Opens an exported ONNX file as a stranger would: with ONNX Runtime, and what the file says about itself. */
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-web';

interface OpenModel {
  /** What Neuroloom wrote beside the graph: preprocessing and class names. */
  readonly metadata: {
    readonly inputs: readonly {
      readonly preprocessing: {
        readonly offset: readonly number[];
        readonly scale: readonly number[];
        readonly shape: readonly number[];
      };
    }[];
    readonly outputs: readonly { readonly target: { readonly classes: readonly string[] } }[];
  };
  /** Class of each row; a row is the raw bytes of an image. */
  classify(rows: readonly Uint8Array[]): Promise<readonly string[]>;
}

export async function openOnnx(path: string): Promise<OpenModel> {
  const bytes = readFileSync(path);
  const session = await InferenceSession.create(bytes);
  const metadata = JSON.parse(metadataOf(bytes).get('neuroloom') ?? '{}') as OpenModel['metadata'];
  return {
    metadata,
    async classify(rows) {
      const { offset, scale, shape } = metadata.inputs[0]!.preprocessing;
      const { classes } = metadata.outputs[0]!.target;
      const size = shape.reduce((product, n) => product * n, 1);
      const values = Float32Array.from({ length: rows.length * size }, (_, i) => {
        const feature = i % size;
        const at = (list: readonly number[]): number => list[list.length === 1 ? 0 : feature]!;
        return (rows[Math.floor(i / size)]![feature]! - at(offset)) * at(scale);
      });
      const given = { [session.inputNames[0]!]: new Tensor('float32', values, [rows.length, ...shape]) };
      const output = (await session.run(given))[session.outputNames[0]!]!;
      const data = output.data as Float32Array;
      return rows.map((_, row) => {
        const scores = data.subarray(row * classes.length, (row + 1) * classes.length);
        return classes[scores.indexOf(Math.max(...scores))]!;
      });
    },
  };
}

/** `metadata_props` of a ModelProto (field 14, key 1, value 2), read from the bytes: onnxruntime-web does not tell. */
function metadataOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { field, content } of fields(bytes)) {
    if (field !== 14) continue;
    const entry = new Map(
      [...fields(content)].map((part) => [part.field, Buffer.from(part.content).toString('utf8')]),
    );
    found.set(entry.get(1) ?? '', entry.get(2) ?? '');
  }
  return found;
}

/** The length-delimited fields of a protobuf message; numbers are passed over. */
function* fields(bytes: Uint8Array): Generator<{ field: number; content: Uint8Array }> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const kind = key & 7;
    if (kind === 0) varint();
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else {
      const length = varint();
      yield { field: key >>> 3, content: bytes.subarray(at, at + length) };
      at += length;
    }
  }
}
