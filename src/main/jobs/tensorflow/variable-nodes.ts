/** A variable of a session as nodes of its graph, by their names: `v0` the handle, `v0_read` its value, and so on. */
import type { Shape } from '../../../shared/kinds/shape.ts';
import { attribute, ATTRIBUTE, TYPE } from './binding.ts';
import type { DataType, OpAttribute } from './binding.ts';
import type { AddNode, NodeAttribute } from './graph-nodes.ts';

export interface VariableNodes {
  readonly node: string;
  readonly shape: Shape;
  readonly dtype: DataType;
  /** What it is set to is copied first. */
  readonly copies: boolean;
}

/** `_new` feeds what it is set to, and `_ready` is there once it is. */
export function writeVariable(add: AddNode, { node, shape, dtype, copies }: VariableNodes): void {
  const type = attribute.type('dtype', dtype);
  const dims: OpAttribute = { name: 'shape', type: ATTRIBUTE.shape, value: shape };
  const names = [attribute.string('shared_name', node), attribute.string('container', '')];
  add('VarHandleOp', [], [type, dims, ...names], node);
  add('ReadVariableOp', [node], [type], `${node}_read`);
  const given = add('Placeholder', [], [type, dims], `${node}_new`);
  const value = copies
    ? add('DeepCopy', [`${given}:0`], [attribute.type('T', dtype)], `${node}_copy`)
    : given;
  add('AssignVariableOp', [node, `${value}:0`], [type], `${node}_set`);
  add('Const', [`^${node}_set`], nothing, `${node}_ready`);
}

/** The attributes of a constant that is there for its order alone. */
const nothing: readonly NodeAttribute[] = [
  attribute.type('dtype', 'int32'),
  { name: 'value', tensor: { dtype: TYPE.int32, shape: [], content: new Uint8Array(4) } },
];
