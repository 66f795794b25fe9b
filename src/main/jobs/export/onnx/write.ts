/** A network and its weights as an ONNX model. */
import type { OnnxWriter, WeightValues } from '../../../../shared/kinds/define.ts';
import { shown, shownSteps } from '../../../../shared/kinds/layers/parts/onnx-masks.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { inputMasks, masksOf } from '../../../../shared/network/masks.ts';
import type { Mask } from '../../../../shared/network/masks.ts';
import type { ExportPlan } from '../plan.ts';
import { buildGraph } from './graph.ts';
import type { Attribute, FinishedGraph, Initializer } from './graph.ts';
import { ATTRIBUTE_TYPE, DATA_TYPE, encodeModel, IR_VERSION, OPSET } from './schema.ts';
import type { AttributeProto, NodeProto, TensorProto, ValueInfoProto } from './schema.ts';

export interface OnnxFile {
  readonly bytes: Uint8Array;
  /** Names of the values that layers give, where they were asked for: by node id, then port. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

interface Output {
  readonly name: string;
  readonly value: string;
  readonly shape: Shape;
}

/**
 * Inputs and outputs are float32, batch first, pictures NHWC; weights are raw data. `everyValue` makes each layer's
 * signal an output of the model too, to find where two runtimes part.
 */
export function writeOnnx(
  plan: ExportPlan,
  weights: Readonly<Record<string, WeightValues>>,
  metadata: Readonly<Record<string, string>>,
  { everyValue = false, producerVersion = '' }: { everyValue?: boolean; producerVersion?: string } = {},
): OnnxFile {
  const graph = buildGraph();
  const values = new Map<string, readonly string[]>();
  const masks = masksOf(plan.nodes);
  const maskNames = new Map<Mask, string>();
  /** The mask as a value of the graph, 1 or 0 for each step; `writer`: of the first layer that reads it. */
  const maskName = (writer: OnnxWriter, mask: Mask): string => {
    const known = maskNames.get(mask) ?? onnxMask(writer, mask);
    maskNames.set(mask, known);
    return known;
  };
  const onnxMask = (writer: OnnxWriter, mask: Mask): string => {
    if ('of' in mask) {
      const steps = valueOf(plan, values, mask.of);
      return mask.axes === 1 ? shown(writer, mask.hidden, steps) : shownSteps(writer, mask.hidden, steps, 0);
    }
    const op = mask.joins === 'any' ? 'Max' : 'Mul';
    return mask.masks
      .map((one) => maskName(writer, one))
      .reduce((joined, one) => writer.node(op, [joined, one]));
  };
  for (const facts of plan.nodes) {
    const { node, kind, params, sources, inputs } = facts;
    const name = plan.names.get(node.id)!;
    if (node.kind === 'input') {
      graph.addInput(name);
      values.set(node.id, [name]);
      continue;
    }
    const given = sources.map((source) => valueOf(plan, values, source));
    const writer = graph.writer(name, weights[node.id] ?? {});
    const through = inputMasks(facts, masks).map((mask) => mask && maskName(writer, mask));
    values.set(node.id, kind.onnx(writer, params, given, inputs, through));
  }
  const outputs: Output[] = plan.outputs.map(({ name, source, facts }) => ({
    name,
    value: valueOf(plan, values, source),
    shape: facts.inputs[0]!,
  }));
  const exposed: readonly { id: string; outputs: readonly Output[] }[] = everyValue
    ? plan.nodes.map((facts) => ({
        id: facts.node.id,
        outputs: values.get(facts.node.id)!.map((value, port) => ({
          name: `value/${plan.names.get(facts.node.id)!}/${port}`,
          value,
          shape: facts.outputs[port]!,
        })),
      }))
    : [];
  const all = [...outputs, ...exposed.flatMap((node) => node.outputs)];
  const bytes = encodeModel({
    irVersion: IR_VERSION,
    producerName: 'Neuroloom',
    producerVersion,
    graph: {
      name: 'network',
      ...graphProto(graph.finish(all)),
      input: plan.inputs.map(({ node, outputs: [shape] }) => valueInfo(plan.names.get(node.id)!, shape!)),
      output: all.map(({ name, shape }) => valueInfo(name, shape)),
    },
    opsetImport: [{ domain: '', version: OPSET }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
  return { bytes, values: new Map(exposed.map(({ id, outputs }) => [id, outputs.map(({ name }) => name)])) };
}

function valueOf(
  plan: ExportPlan,
  values: ReadonlyMap<string, readonly string[]>,
  source: { readonly node: string; readonly port: string },
): string {
  const { kind } = plan.nodes.find(({ node }) => node.id === source.node)!;
  return values.get(source.node)![kind.outputs.findIndex(({ name }) => name === source.port)]!;
}

function graphProto({ nodes, initializers }: FinishedGraph): {
  node: NodeProto[];
  initializer: TensorProto[];
} {
  return {
    node: nodes.map(({ op, name, inputs, outputs, attributes }) => ({
      input: inputs,
      output: outputs,
      name,
      opType: op,
      attribute: Object.entries(attributes).map(([key, value]) => attributeProto(key, value)),
    })),
    initializer: initializers.map(tensorProto),
  };
}

/** Attributes that are real numbers even where their value is a whole one. */
const REAL = new Set(['alpha', 'beta', 'gamma', 'epsilon', 'momentum']);

function attributeProto(name: string, value: Attribute): AttributeProto {
  const text = new TextEncoder();
  if (typeof value === 'string') return { name, type: ATTRIBUTE_TYPE.string, s: text.encode(value) };
  if (typeof value !== 'number') {
    return typeof value[0] === 'string'
      ? { name, type: ATTRIBUTE_TYPE.strings, strings: value.map((item) => text.encode(String(item))) }
      : { name, type: ATTRIBUTE_TYPE.ints, ints: value as readonly number[] };
  }
  return REAL.has(name)
    ? { name, type: ATTRIBUTE_TYPE.float, f: value }
    : { name, type: ATTRIBUTE_TYPE.int, i: value };
}

const tensorProto = ({ name, shape, values }: Initializer): TensorProto => ({
  dims: shape,
  dataType: values instanceof Float32Array ? DATA_TYPE.float32 : DATA_TYPE.int64,
  name,
  // The format is little-endian, as every machine that the app runs on is.
  rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
});

const valueInfo = (name: string, shape: Shape): ValueInfoProto => ({
  name,
  type: {
    tensorType: {
      elemType: DATA_TYPE.float32,
      shape: { dim: [{ dimParam: 'batch' }, ...shape.map((dimValue) => ({ dimValue }))] },
    },
  },
});
