/**
 * The part of the ONNX format that exports use, as protobufjs reflects it. Field names and numbers are those of the
 * published format (IR version 8); what is not written is left out.
 */
import protobuf from 'protobufjs/light.js';

const field = (type: string, id: number) => ({ type, id });
const list = (type: string, id: number) => ({ rule: 'repeated', type, id });

const root = protobuf.Root.fromJSON({
  nested: {
    onnx: {
      nested: {
        ModelProto: {
          fields: {
            irVersion: field('int64', 1),
            producerName: field('string', 2),
            producerVersion: field('string', 3),
            docString: field('string', 6),
            graph: field('GraphProto', 7),
            opsetImport: list('OperatorSetIdProto', 8),
            metadataProps: list('StringStringEntryProto', 14),
          },
        },
        OperatorSetIdProto: { fields: { domain: field('string', 1), version: field('int64', 2) } },
        StringStringEntryProto: { fields: { key: field('string', 1), value: field('string', 2) } },
        GraphProto: {
          fields: {
            node: list('NodeProto', 1),
            name: field('string', 2),
            initializer: list('TensorProto', 5),
            input: list('ValueInfoProto', 11),
            output: list('ValueInfoProto', 12),
          },
        },
        NodeProto: {
          fields: {
            input: list('string', 1),
            output: list('string', 2),
            name: field('string', 3),
            opType: field('string', 4),
            attribute: list('AttributeProto', 5),
          },
        },
        AttributeProto: {
          fields: {
            name: field('string', 1),
            f: field('float', 2),
            i: field('int64', 3),
            s: field('bytes', 4),
            ints: list('int64', 8),
            strings: list('bytes', 9),
            type: field('int32', 20),
          },
        },
        TensorProto: {
          fields: {
            dims: list('int64', 1),
            dataType: field('int32', 2),
            name: field('string', 8),
            rawData: field('bytes', 9),
          },
        },
        ValueInfoProto: { fields: { name: field('string', 1), type: field('TypeProto', 2) } },
        TypeProto: { fields: { tensorType: field('TensorType', 1) } },
        TensorType: { fields: { elemType: field('int32', 1), shape: field('TensorShapeProto', 2) } },
        TensorShapeProto: { fields: { dim: list('Dimension', 1) } },
        Dimension: { fields: { dimValue: field('int64', 1), dimParam: field('string', 2) } },
      },
    },
  },
});

export const OPSET = 17;
export const IR_VERSION = 8;
/** TensorProto.DataType */
export const DATA_TYPE = { float32: 1, int64: 7 } as const;
/** AttributeProto.AttributeType */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7, strings: 8 } as const;

export interface AttributeProto {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly ints?: readonly number[];
  readonly strings?: readonly Uint8Array[];
}
export interface NodeProto {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly opType: string;
  readonly attribute: readonly AttributeProto[];
}
export interface TensorProto {
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly name: string;
  readonly rawData: Uint8Array;
}
export interface ValueInfoProto {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: {
        readonly dim: readonly ({ readonly dimValue: number } | { readonly dimParam: string })[];
      };
    };
  };
}
export interface ModelProto {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly graph: {
    readonly node: readonly NodeProto[];
    readonly name: string;
    readonly initializer: readonly TensorProto[];
    readonly input: readonly ValueInfoProto[];
    readonly output: readonly ValueInfoProto[];
  };
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
}

const modelType = root.lookupType('onnx.ModelProto');

export const encodeModel = (model: ModelProto): Uint8Array =>
  modelType.encode(modelType.fromObject(model)).finish();

/** Throws on bytes that are not a model. */
export const decodeModel = (bytes: Uint8Array): ModelProto =>
  modelType.toObject(modelType.decode(bytes), {
    longs: Number,
    arrays: true,
    defaults: true,
  }) as ModelProto;
