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
import { attribute, ATTRIBUTE, TYPE } from './binding.ts';
import type { DataType, OpAttribute, OpResult, TensorId, TypedArray } from './binding.ts';
import { graphWriter } from './graph-def.ts';
import type { NodeAttribute } from './graph-def.ts';
import type { NativeTensorFlow } from './native.ts';
import { inBfloat16 } from './precision.ts';
import type { GraphNode } from './precision.ts';
import { constantWriter, record } from './recorder.ts';
import { writeVariable } from './variable-nodes.ts';

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
   * The same `count` times, settled between: it computes bit for bit what as many traces of it would, one after the other,
   * where each turn makes the same ops.
   */
  repeat<T>(count: number, body: (turn: number) => T): readonly T[];
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
/** A variable as a trace goes on, by nodes. */
interface VariableCourse {
  /** What reads it as it has settled; null before that is asked for. */
  read: string | null;
  /** What has read it since it was last changed. */
  reads: string[];
  /** What has changed it last. */
  changed: string | null;
}
interface Trace {
  /** What its nodes' names begin with. */
  readonly node: string;
  readonly feeds: readonly Feed[];
  readonly names: string;
}

/** Numbers as texts that sort as they do. */
const inOrder = (number: number): string => String(number).padStart(8, '0');

const typed = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;

export function createSession({ tf, backend, device }: NativeTensorFlow): Session {
  const binding = backend.binding;
  const graph = graphWriter();
  const variables = new Map<string, Variable>();
  const traces = new Map<string, Trace>();
  let model: number | null = null;

  /** Adds nodes by `give`, which hands them to the graph or to the trace that is being recorded. */
  const adder =
    (give: (node: GraphNode) => void, nextName: () => string) =>
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
  let constants = 0;
  const addToGraph = adder(write, () => `c${inOrder(constants++)}`);
  // Traces share constants.
  const constant = constantWriter(addToGraph);
  let rereads = 0;
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
  const run = (name: string, feeds: readonly TypedArray[]): TypedArray => {
    const known = traces.get(name);
    if (!known) throw new Error(`The session has no trace ${name}`);
    const ids = known.feeds.map((feed, i) => binding.createTensor(feed.shape, TYPE[feed.dtype], feeds[i]!));
    try {
      return take(binding.runSavedModel(loaded(), ids, known.names, `${known.node}_out:0`));
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
      /**
       * TensorFlow sorts what is added up by its name, and a sum of three rounds by their order. So that what is repeated
       * rounds the same in every turn, and as alone, a node's name begins with its number in the turn; nodes that are
       * equal in all turns become one, which then has the same place everywhere. Constants, which traces share, come first.
       */
      let [place, turn] = [0, 0];
      const add = adder(
        (each) => void nodes.push(each),
        () => `n${inOrder(place++)}_${node}_${turn}`,
      );
      const recording = record(binding, constant, add);
      const courses = new Map<Variable, VariableCourse>();
      const courseOf = (variable: Variable): VariableCourse => {
        const first = `${variable.node}_read`;
        const known = courses.get(variable) ?? { read: first, reads: [first], changed: null };
        courses.set(variable, known);
        return known;
      };
      /** What has changed each variable last. */
      const changes = (): readonly string[] =>
        [...courses.values()].flatMap(({ changed }) => (changed === null ? [] : [`^${changed}`]));
      /** What had changed by the last time that the trace settled, and by the time before. */
      let [settled, before]: [readonly string[], readonly string[]] = [[], []];
      const readOf = (variable: Variable): string => {
        const course = courseOf(variable);
        if (course.read === null) {
          const { node, dtype } = variable;
          const behind = course.changed === null ? before : [`^${course.changed}`];
          const type = attribute.type('dtype', dtype);
          // Among others it sorts as the first read of the variable.
          course.read = add('ReadVariableOp', [node, ...behind], [type], `${node}_read_${rereads++}`);
          course.reads.push(course.read);
        }
        return course.read;
      };
      const tensorOf = (id: TensorId, shape: Shape, dtype: DataType, output: string): Tensor => {
        recording.outputs.set(id, output);
        return backend.createOutputTensor({ id, shape: [...shape], dtype: TYPE[dtype] });
      };
      const scope: TraceScope = {
        variable(name) {
          const variable = variableOf(name);
          const { initial, shape, dtype } = variable;
          // An id of its own: what was read before keeps its node.
          const [{ id }] = binding.executeOp('Identity', [attribute.type('T', dtype)], [initial], 1) as [
            OpResult,
          ];
          return tensorOf(id, shape, dtype, `${readOf(variable)}:0`);
        },
        settle() {
          [settled, before] = [changes(), settled];
          // What nothing changes could be read at once for all that is to come, and take all the memory at once: it
          // is read while the part before the one that wants it is computed.
          for (const course of courses.values()) course.read = null;
        },
        repeat(count, body) {
          const first = place;
          return Array.from({ length: count }, (_, i) => {
            [place, turn] = [first, i];
            if (i > 0) scope.settle();
            return body(i);
          });
        },
        apply(op, names, inputs, attributes) {
          const stored = names.map(settable);
          const values = inputs.map((tensor) =>
            recording.outputOf(backend.getInputTensorIds([tensor])[0]!, tensor),
          );
          const after = stored.flatMap((variable) => {
            const { reads, changed } = courseOf(variable);
            return [...reads, ...(changed === null ? [] : [changed])];
          });
          const handles = stored.map(({ node }) => node);
          const node = add(op, [...handles, ...values, ...after.map((each) => `^${each}`)], attributes);
          for (const variable of stored) Object.assign(courseOf(variable), { reads: [], changed: node });
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
            [output, ...changes()],
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
      // Named by what they take, so that they sort beside it in every turn.
      const castName = (output: string): string => `${output.replace(':', '_')}_${node}`;
      const computed = precision === 'bfloat16' ? inBfloat16(nodes, castName) : nodes;
      computed.forEach(write);
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
    run,
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
