/**
 * The tracer: steps written in ordinary tfjs become one TensorFlow graph.
 *
 * Every kernel of tfjs-node ends in `binding.executeOp(op, attributes, inputs, outputs)` with TensorFlow's own op
 * names, so recording those calls during one eager run of a step gives the step's graph. Several steps (training on a
 * full and on a last smaller batch, evaluation) are traced into one graph over the same variables, loaded as one
 * SavedModel; from then on a step is one native call.
 *
 *   const session = createSession(tensorflow);
 *   session.addVariable('weights/a', [3, 2], 'float32', values);
 *   session.trace('train', [{ shape: [128], dtype: 'int32' }], ([rows], scope) => loss);
 *   session.load();
 *   session.run('train', [rowIndices]);          // the traced function's result
 *   session.read('weights/a');
 *   session.close();
 *
 * What varies from step to step is a feed or a variable. Whatever a step makes from JavaScript numbers becomes a
 * constant, which is right for shapes and rates and wrong for everything random: a large constant that is not one
 * repeated number, and every call of Math.random, throw while tracing.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { Precision } from '../../../shared/contract/runs.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { withOwnGradients } from './bias-gradients.ts';
import { attribute, ATTRIBUTE, TYPE } from './binding.ts';
import type { DataType, OpAttribute, TensorId, TypedArray } from './binding.ts';
import { graphWriter } from './graph-def.ts';
import type { NodeAttribute } from './graph-def.ts';
import type { NativeTensorFlow } from './native.ts';
import { inBfloat16 } from './precision.ts';
import type { GraphNode } from './precision.ts';
import { constantWriter, record } from './recorder.ts';
import { nothing, writeVariable } from './variable-nodes.ts';

const TAG = 'train';
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

export interface Session {
  addVariable(name: string, shape: Shape, dtype: DataType, values?: TypedArray): void;
  /** A variable that is never set again. TensorFlow may use `values` where they lie: they must not change either. */
  addData(name: string, shape: Shape, dtype: DataType, values: TypedArray): void;
  /** Records `step`. In bfloat16 its products compute in that type (`precision.ts`). */
  trace(name: string, feeds: readonly Feed[], step: TracedStep, precision?: Precision): void;
  load(): void;
  /** Runs a step and reads its result. */
  run(trace: string, feeds: readonly TypedArray[]): TypedArray;
  /** Runs a step without reading anything back. */
  start(trace: string, feeds: readonly TypedArray[]): void;
  read(variable: string): TypedArray;
  write(variable: string, values: TypedArray): void;
  /** Several variables in one call: every new set of variables costs TensorFlow a look through the whole graph. */
  readAll(variables: Iterable<string>): ReadonlyMap<string, TypedArray>;
  writeAll(values: ReadonlyMap<string, TypedArray>): void;
  /** Nodes of the graph by op. */
  readonly counts: ReadonlyMap<string, number>;
  close(): void;
}

interface Variable {
  /** Its name in the graph. */
  readonly node: string;
  readonly shape: Shape;
  readonly dtype: DataType;
  /** Its first value; freed once loaded. */
  readonly initial: TensorId;
  readonly fixed: boolean;
}
interface Trace {
  /** What its nodes' names begin with. */
  readonly node: string;
  readonly feeds: readonly Feed[];
  readonly names: string;
}

const typed = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;

export function createSession({ tf, backend, device }: NativeTensorFlow): Session {
  const binding = backend.binding;
  const graph = graphWriter();
  const variables = new Map<string, Variable>();
  const traces = new Map<string, Trace>();
  let count = 0;
  let model: number | null = null;

  const nextName = (): string => `n${count++}`;
  /** Adds nodes by `give`, which hands them to the graph or to the trace that is being recorded. */
  const adder =
    (give: (node: GraphNode) => void) =>
    (
      op: string,
      inputs: readonly string[],
      attributes: readonly NodeAttribute[],
      name = nextName(),
    ): string => {
      give({ name, op, inputs, attributes });
      return name;
    };
  const write = ({ name, op, inputs, attributes }: GraphNode): void =>
    graph.add(name, op, inputs, attributes);
  const addToGraph = adder(write);
  // Traces share constants.
  const constant = constantWriter(addToGraph);
  const variableOf = (name: string): Variable => {
    const known = variables.get(name);
    if (!known) throw new Error(`The session has no variable ${name}`);
    return known;
  };
  const settable = (name: string): Variable => {
    const known = variableOf(name);
    if (known.fixed) throw new Error(`The session's ${name} is data, which does not change`);
    return known;
  };
  const addNamed = (
    name: string,
    shape: Shape,
    dtype: DataType,
    values: TypedArray,
    fixed: boolean,
  ): void => {
    if (variables.has(name)) throw new Error(`The session already has a variable ${name}`);
    if (values.length !== sizeOf(shape))
      throw new Error(`${name}: ${values.length} values for shape ${shape.join(' × ')}`);
    const node = `v${variables.size}`;
    // On a CPU a tensor may be JavaScript's own memory, which the addon gives back to V8 on whatever thread lets go of it
    // last: for a variable that a step updates, one of TensorFlow's, where V8 must not be called. A GPU has a copy.
    writeVariable(addToGraph, { node, shape, dtype, copies: device === 'cpu' && !fixed });
    const initial = binding.createTensor(shape, TYPE[dtype], values);
    variables.set(name, { node, shape, dtype, initial, fixed });
  };
  const takeAll = (results: readonly { readonly id: TensorId }[]): readonly TypedArray[] =>
    results.map(({ id }) => {
      const values = binding.tensorDataSync(id);
      binding.deleteTensor(id);
      return values;
    });
  const take = (results: readonly { readonly id: TensorId }[]): TypedArray => takeAll(results)[0]!;
  const loaded = (): number => {
    if (model === null) throw new Error('The session is not loaded');
    return model;
  };
  /** Sets variables to tensors, which are freed. */
  const setAll = (tensors: readonly (readonly [Variable, TensorId])[]): void => {
    // TensorFlow refuses a call that asks for nothing.
    if (tensors.length === 0) return;
    const names = (end: 'new' | 'ready'): string => tensors.map(([{ node }]) => `${node}_${end}:0`).join(',');
    const ids = tensors.map(([, id]) => id);
    try {
      takeAll(binding.runSavedModel(loaded(), ids, names('new'), names('ready')));
    } finally {
      for (const id of ids) binding.deleteTensor(id);
    }
  };
  const call = (
    name: string,
    feeds: readonly TypedArray[],
    end: 'out' | 'done',
  ): readonly { readonly id: TensorId }[] => {
    const known = traces.get(name);
    if (!known) throw new Error(`The session has no trace ${name}`);
    const ids = known.feeds.map((feed, i) => binding.createTensor(feed.shape, TYPE[feed.dtype], feeds[i]!));
    try {
      return binding.runSavedModel(loaded(), ids, known.names, `${known.node}_${end}:0`);
    } finally {
      for (const id of ids) binding.deleteTensor(id);
    }
  };

  const session: Session = {
    counts: graph.counts,
    addVariable: (name, shape, dtype, values = new typed[dtype](sizeOf(shape))) =>
      addNamed(name, shape, dtype, values, false),
    addData: (name, shape, dtype, values) => addNamed(name, shape, dtype, values, true),

    trace(name, feeds, step, precision = 'float32') {
      if (model !== null) throw new Error('The session is loaded: nothing more can be traced');
      if (traces.has(name)) throw new Error(`The session already has a trace ${name}`);
      const node = `trace${traces.size}`;
      const nodes: GraphNode[] = [];
      const add = adder((each) => void nodes.push(each));
      const recording = record(binding, constant, add);
      const updates: string[] = [];
      /** What was last applied to a variable, by the variable's name. */
      const applied = new Map<string, string>();
      /** What reads must come after, once the trace has settled, and the reads since then by the variable's node. */
      let behind: readonly string[] = [];
      const reads = new Map<string, string>();
      const readOf = (node: string, dtype: DataType): string => {
        if (behind.length === 0) return `${node}_read`;
        const known =
          reads.get(node) ?? add('ReadVariableOp', [node, ...behind], [attribute.type('dtype', dtype)]);
        reads.set(node, known);
        return known;
      };
      const tensorOf = (id: TensorId, shape: Shape, dtype: DataType, output: string): Tensor => {
        recording.outputs.set(id, output);
        return backend.createOutputTensor({ id, shape: [...shape], dtype: TYPE[dtype] });
      };
      const scope: TraceScope = {
        variable(variable) {
          const { initial, shape, dtype, node } = variableOf(variable);
          recording.keep.add(initial);
          return tensorOf(initial, shape, dtype, `${readOf(node, dtype)}:0`);
        },
        settle() {
          behind = [...updates];
          reads.clear();
        },
        apply(op, stored, inputs, attributes) {
          const handles = stored.map((variable) => settable(variable).node);
          const values = inputs.map((tensor) =>
            recording.outputOf(backend.getInputTensorIds([tensor])[0]!, tensor),
          );
          const earlier = stored.flatMap((variable) => applied.get(variable) ?? []);
          const read = handles.flatMap((node) => [
            `${node}_read`,
            ...(reads.has(node) ? [reads.get(node)!] : []),
          ]);
          const after = [...[...read, ...earlier].map((node) => `^${node}`), ...behind];
          const name = add(op, [...handles, ...values, ...after], attributes);
          for (const variable of stored) applied.set(variable, name);
          updates.push(`^${name}`);
        },
        assign(variable, value) {
          scope.apply(
            'AssignVariableOp',
            [variable],
            [value],
            [attribute.type('dtype', variableOf(variable).dtype)],
          );
        },
      };
      const random = Math.random;
      Math.random = () => {
        throw new Error('A traced step drew a random number from JavaScript; use the context’s `random`');
      };
      backend.binding = recording.binding;
      const ownIds = backend.getInputTensorIds;
      backend.getInputTensorIds = (tensors) => {
        const ids = ownIds.call(backend, tensors);
        tensors.forEach((tensor, i) => recording.seen.set(ids[i]!, tensor));
        return ids;
      };
      try {
        tf.tidy(() => {
          const tensors = feeds.map((feed, i) => {
            const placeholder = add(
              'Placeholder',
              [],
              [
                attribute.type('dtype', feed.dtype),
                { name: 'shape', type: ATTRIBUTE.shape, value: feed.shape },
              ],
              `${node}_feed${i}`,
            );
            return tensorOf(
              binding.createTensor(feed.shape, TYPE[feed.dtype], new typed[feed.dtype](sizeOf(feed.shape))),
              feed.shape,
              feed.dtype,
              `${placeholder}:0`,
            );
          });
          const result = step(tensors, scope);
          const output = recording.outputOf(backend.getInputTensorIds([result])[0]!, result);
          add(
            'Identity',
            [output, ...updates],
            [attribute.type('T', result.dtype as DataType)],
            `${node}_out`,
          );
        });
      } finally {
        backend.binding = binding;
        backend.getInputTensorIds = ownIds;
        Math.random = random;
        recording.release();
      }
      add('Const', updates, nothing, `${node}_done`);
      const computed = precision === 'bfloat16' ? inBfloat16(nodes, nextName) : nodes;
      // Only the CPU's part of a graph goes through the pass that makes this necessary.
      (device === 'cpu' ? withOwnGradients(computed, nextName) : computed).forEach(write);
      traces.set(name, { node, feeds, names: feeds.map((_, i) => `${node}_feed${i}:0`).join(',') });
    },

    load() {
      const folder = mkdtempSync(join(tmpdir(), 'neuroloom-graph-'));
      try {
        writeFileSync(join(folder, 'saved_model.pb'), graph.savedModel(TAG));
        model = binding.loadSavedModel(folder, TAG);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      setAll([...variables.values()].map((variable) => [variable, variable.initial]));
    },
    run: (name, feeds) => take(call(name, feeds, 'out')),
    start: (name, feeds) => void binding.deleteTensor(call(name, feeds, 'done')[0]!.id),
    read: (name) => take(binding.runSavedModel(loaded(), [], '', `${variableOf(name).node}_read:0`)),
    write: (name, values) => session.writeAll(new Map([[name, values]])),
    readAll(names) {
      const known = [...names];
      if (known.length === 0) return new Map();
      const fetches = known.map((name) => `${variableOf(name).node}_read:0`).join(',');
      const values = takeAll(binding.runSavedModel(loaded(), [], '', fetches));
      return new Map(known.map((name, i) => [name, values[i]!]));
    },
    writeAll(values) {
      setAll(
        [...values].map(([name, each]) => {
          const variable = settable(name);
          return [variable, binding.createTensor(variable.shape, TYPE[variable.dtype], each)];
        }),
      );
    },
    close() {
      if (model !== null) binding.deleteSavedModel(model);
      else for (const { initial } of variables.values()) binding.deleteTensor(initial);
      model = null;
      variables.clear();
      traces.clear();
    },
  };
  return session;
}
