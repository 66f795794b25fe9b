/** One step, written in ordinary tfjs, as nodes of a session's graph. */
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { attribute, ATTRIBUTE, TYPE, zeros } from './binding.ts';
import type { DataType, OpAttribute, OpResult } from './binding.ts';
import { inOrder, nodeAdder } from './graph-nodes.ts';
import type { AddNode, GraphNode } from './graph-nodes.ts';
import type { NativeTensorFlow } from './native.ts';
import { createRecorder } from './recorder.ts';
import type { WriteConstant } from './recorder.ts';
import { variableOrder } from './variable-order.ts';
import type { Variables } from './variables.ts';

export interface Feed {
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** What a traced function can do besides tfjs. */
export interface TraceScope {
  /** A variable's value before the step, or, after `settle`, as the step has made it so far. */
  variable(name: string): Tensor;
  /** From here on the trace reads variables with all that was applied to them before. */
  settle(): void;
  /**
   * The same `count` times, settled between: it computes bit for bit what as many traces of it would, one after the other,
   * where each turn makes the same ops. What a turn makes besides its result is freed at the turn's end.
   */
  repeat(count: number, body: (turn: number) => Tensor): readonly Tensor[];
  /**
   * A TensorFlow op whose first inputs are variables. It runs after this step has read them, and after what was
   * applied to them before.
   */
  apply(
    op: string,
    variables: readonly string[],
    inputs: readonly Tensor[],
    attributes: readonly OpAttribute[],
  ): void;
  /** Sets a variable once the step has read it. */
  assign(name: string, value: Tensor): void;
}

export type TracedStep = (feeds: readonly Tensor[], scope: TraceScope) => Tensor;

/** What the traces of a session share. */
export interface SharedNodes {
  readonly variables: Variables;
  readonly constant: WriteConstant;
}

/** The nodes of a trace: `…_feed0` and so on are what it takes, `…_out` is its result, once all is changed. */
export function traceStep(
  native: NativeTensorFlow,
  { variables, constant }: SharedNodes,
  trace: string,
  feeds: readonly Feed[],
  step: TracedStep,
): readonly GraphNode[] {
  const { binding } = native.backend;
  const nodes: GraphNode[] = [];
  const names = namesByTurn(trace);
  const add = nodeAdder((node) => void nodes.push(node), names.next);
  const recorder = createRecorder(native, constant, add);
  const order = variableOrder(variables, add);

  const scope: TraceScope = {
    variable(name) {
      const variable = variables.of(name);
      const { initial, shape, dtype } = variable;
      // An id of its own: what was read before keeps its node.
      const [{ id }] = binding.executeOp('Identity', [attribute.type('T', dtype)], [initial], 1) as [
        OpResult,
      ];
      return recorder.tensorOf(id, shape, dtype, `${order.read(variable)}:0`);
    },
    settle: order.settle,
    repeat: (count, body) =>
      names.repeat(count, (turn) => {
        if (turn > 0) order.settle();
        return native.tf.tidy(() => body(turn));
      }),
    apply(op, names, inputs, attributes) {
      order.change(op, names.map(variables.settable), inputs.map(recorder.outputOf), attributes);
    },
    assign(name, value) {
      const type = attribute.type('dtype', variables.of(name).dtype);
      scope.apply('AssignVariableOp', [name], [value], [type]);
    },
  };

  recorder.record(() => {
    const tensors = feeds.map(({ shape, dtype }, i) => {
      const placeholder = addFeed(add, { shape, dtype }, `${trace}_feed${i}`);
      const id = binding.createTensor(shape, TYPE[dtype], zeros(dtype, sizeOf(shape)));
      return recorder.tensorOf(id, shape, dtype, `${placeholder}:0`);
    });
    const result = step(tensors, scope);
    const type = attribute.type('T', result.dtype as DataType);
    add('Identity', [recorder.outputOf(result), ...order.changes()], [type], `${trace}_out`);
  });
  return nodes;
}

const addFeed = (add: AddNode, { shape, dtype }: Feed, name: string): string =>
  add(
    'Placeholder',
    [],
    [attribute.type('dtype', dtype), { name: 'shape', type: ATTRIBUTE.shape, value: shape }],
    name,
  );

/**
 * TensorFlow sorts what is added up by its name, and a sum of three rounds by their order. So that what is repeated
 * rounds the same in every turn, and as alone, a node's name begins with its number in the turn; nodes that are
 * equal in all turns become one, which then has the same place everywhere. Constants, which traces share, come first.
 */
function namesByTurn(trace: string) {
  let [place, turn] = [0, 0];
  return {
    next: (): string => `n${inOrder(place++)}_${trace}_${turn}`,
    repeat<T>(count: number, body: (turn: number) => T): readonly T[] {
      const first = place;
      return Array.from({ length: count }, (_, i) => {
        [place, turn] = [first, i];
        return body(i);
      });
    },
  };
}
