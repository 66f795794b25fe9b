/** A TensorFlow graph as protocol buffers, written with tfjs-node's own message classes. */
import { createRequire } from 'node:module';
import { ATTRIBUTE } from './binding.ts';
import type { GraphNode, NodeAttribute } from './graph-nodes.ts';

interface Message {
  serializeBinary(): Uint8Array;
}
interface Dim extends Message {
  setSize(size: number): void;
}
interface TensorShape extends Message {
  addDim(dim: Dim): void;
}
interface TensorProto extends Message {
  setDtype(type: number): void;
  setTensorShape(shape: TensorShape): void;
  setTensorContent(bytes: Uint8Array): void;
}
interface ListValue extends Message {
  setIList(values: readonly number[]): void;
  setFList(values: readonly number[]): void;
  setBList(values: readonly boolean[]): void;
}
interface AttrValue extends Message {
  setS(bytes: Uint8Array): void;
  setI(value: number): void;
  setF(value: number): void;
  setB(value: boolean): void;
  setType(value: number): void;
  setShape(shape: TensorShape): void;
  setTensor(tensor: TensorProto): void;
  setList(list: ListValue): void;
}
interface NodeDef extends Message {
  setName(name: string): void;
  setOp(op: string): void;
  setInputList(inputs: readonly string[]): void;
  getAttrMap(): { set(name: string, value: AttrValue): void };
}
interface VersionDef extends Message {
  setProducer(version: number): void;
}
interface GraphDef extends Message {
  setNodeList(nodes: readonly NodeDef[]): void;
  setVersions(versions: VersionDef): void;
}
interface MetaInfoDef extends Message {
  addTags(tag: string): void;
}
interface MetaGraphDef extends Message {
  setMetaInfoDef(info: MetaInfoDef): void;
  setGraphDef(graph: GraphDef): void;
}
interface SavedModel extends Message {
  setSavedModelSchemaVersion(version: number): void;
  addMetaGraphs(graph: MetaGraphDef): void;
}
interface Messages {
  readonly TensorShape: (new () => TensorShape) & { readonly Dim: new () => Dim };
  readonly Tensor: new () => TensorProto;
  readonly AttrValue: (new () => AttrValue) & { readonly ListValue: new () => ListValue };
  readonly NodeDef: new () => NodeDef;
  readonly VersionDef: new () => VersionDef;
  readonly GraphDef: new () => GraphDef;
  readonly MetaGraphDef: (new () => MetaGraphDef) & { readonly MetaInfoDef: new () => MetaInfoDef };
  readonly SavedModel: new () => SavedModel;
}

/** The version of the graph format; any that every supported TensorFlow reads. */
const PRODUCER = 1087;

const load = createRequire(import.meta.url);
const encoder = new TextEncoder();

export interface GraphWriter {
  add(node: GraphNode): void;
  /** How many nodes there are of each op. */
  readonly counts: ReadonlyMap<string, number>;
  /** The graph as the bytes of a `saved_model.pb` under this tag. */
  savedModel(tag: string): Uint8Array;
}

export function graphWriter(): GraphWriter {
  const messages = load('@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js') as Messages;
  const nodes: NodeDef[] = [];
  const counts = new Map<string, number>();
  return {
    counts,
    add(node) {
      nodes.push(nodeMessage(messages, node));
      counts.set(node.op, (counts.get(node.op) ?? 0) + 1);
    },
    savedModel: (tag) => savedModelOf(messages, nodes, tag).serializeBinary(),
  };
}

function nodeMessage(messages: Messages, { name, op, inputs, attributes }: GraphNode): NodeDef {
  const node = new messages.NodeDef();
  node.setName(name);
  node.setOp(op);
  // GraphDef wants order-only inputs last.
  node.setInputList([...inputs].sort((a, b) => Number(a.startsWith('^')) - Number(b.startsWith('^'))));
  const map = node.getAttrMap();
  for (const attribute of attributes) map.set(attribute.name, attributeMessage(messages, attribute));
  return node;
}

function attributeMessage(messages: Messages, attribute: NodeAttribute): AttrValue {
  const message = new messages.AttrValue();
  if ('tensor' in attribute) {
    const tensor = new messages.Tensor();
    tensor.setDtype(attribute.tensor.dtype);
    tensor.setTensorShape(shapeMessage(messages, attribute.tensor.shape));
    tensor.setTensorContent(attribute.tensor.content);
    message.setTensor(tensor);
    return message;
  }
  const { name, type, value } = attribute;
  if (Array.isArray(value) && type !== ATTRIBUTE.shape) {
    const list = new messages.AttrValue.ListValue();
    if (type === ATTRIBUTE.int) list.setIList(value as number[]);
    else if (type === ATTRIBUTE.float) list.setFList(value as number[]);
    else if (type === ATTRIBUTE.bool) list.setBList(value as boolean[]);
    else throw new Error(`Attribute ${name}: a list of type ${type} cannot be written`);
    message.setList(list);
  } else if (type === ATTRIBUTE.string) message.setS(encoder.encode(value as string));
  else if (type === ATTRIBUTE.int) message.setI(value as number);
  else if (type === ATTRIBUTE.float) message.setF(value as number);
  else if (type === ATTRIBUTE.bool) message.setB(value as boolean);
  else if (type === ATTRIBUTE.type) message.setType(value as number);
  else if (type === ATTRIBUTE.shape) message.setShape(shapeMessage(messages, value as number[]));
  else throw new Error(`Attribute ${name} has unknown type ${type}`);
  return message;
}

function shapeMessage(messages: Messages, dims: readonly number[]): TensorShape {
  const shape = new messages.TensorShape();
  for (const size of dims) {
    const dim = new messages.TensorShape.Dim();
    dim.setSize(size);
    shape.addDim(dim);
  }
  return shape;
}

function savedModelOf(messages: Messages, nodes: readonly NodeDef[], tag: string): SavedModel {
  const versions = new messages.VersionDef();
  versions.setProducer(PRODUCER);
  const graph = new messages.GraphDef();
  graph.setNodeList(nodes);
  graph.setVersions(versions);
  const info = new messages.MetaGraphDef.MetaInfoDef();
  info.addTags(tag);
  const meta = new messages.MetaGraphDef();
  meta.setMetaInfoDef(info);
  meta.setGraphDef(graph);
  const model = new messages.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.addMetaGraphs(meta);
  return model;
}
