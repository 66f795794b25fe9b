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
import type { Precision } from '../../../shared/contract/runs.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { TYPE, zeros } from './binding.ts';
import type { DataType, OpResult, TensorId, TypedArray } from './binding.ts';
import { graphWriter } from './graph-def.ts';
import { inOrder, nodeAdder } from './graph-nodes.ts';
import type { NativeTensorFlow } from './native.ts';
import { inBfloat16 } from './precision.ts';
import { constantWriter } from './recorder.ts';
import { traceStep } from './trace.ts';
import type { Feed, TracedStep } from './trace.ts';
import { createVariables } from './variables.ts';
import type { Variable } from './variables.ts';

const TAG = 'train';

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

interface Trace {
  /** What its nodes' names begin with. */
  readonly node: string;
  readonly feeds: readonly Feed[];
  /** The feeds' names in the graph. */
  readonly names: string;
}

export function createSession(native: NativeTensorFlow): Session {
  const binding = native.backend.binding;
  const graph = graphWriter();
  let constants = 0;
  const add = nodeAdder(graph.add, () => `c${inOrder(constants++)}`);
  // Traces share constants.
  const constant = constantWriter(add);
  const variables = createVariables(native, add);
  const traces = new Map<string, Trace>();
  let model: number | null = null;

  const loaded = (): number => {
    if (model === null) throw new Error('The session is not loaded');
    return model;
  };
  const takeAll = (results: readonly OpResult[]): readonly TypedArray[] =>
    results.map(({ id }) => {
      const values = binding.tensorDataSync(id);
      binding.deleteTensor(id);
      return values;
    });
  const take = (results: readonly OpResult[]): TypedArray => takeAll(results)[0]!;
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

  const session: Session = {
    counts: graph.counts,
    addVariable: (name, shape, dtype, values = zeros(dtype, sizeOf(shape))) =>
      variables.add(name, shape, dtype, values, false),
    addData: (name, shape, dtype, values) => variables.add(name, shape, dtype, values, true),

    trace(name, feeds, step, precision = 'float32') {
      if (model !== null) throw new Error('The session is loaded: nothing more can be traced');
      if (traces.has(name)) throw new Error(`The session already has a trace ${name}`);
      const node = `trace${traces.size}`;
      const recorded = traceStep(native, { variables, constant }, node, feeds, step);
      // Named by what they take, so that they sort beside it in every turn.
      const castName = (output: string): string => `${output.replace(':', '_')}_${node}`;
      const nodes = precision === 'bfloat16' ? inBfloat16(recorded, castName) : recorded;
      for (const each of nodes) graph.add(each);
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
      setAll(variables.all().map((variable) => [variable, variable.initial]));
    },
    run(name, feeds) {
      const known = traces.get(name);
      if (!known) throw new Error(`The session has no trace ${name}`);
      const ids = known.feeds.map((feed, i) => binding.createTensor(feed.shape, TYPE[feed.dtype], feeds[i]!));
      try {
        return take(binding.runSavedModel(loaded(), ids, known.names, `${known.node}_out:0`));
      } finally {
        for (const id of ids) binding.deleteTensor(id);
      }
    },
    read: (name) => take(binding.runSavedModel(loaded(), [], '', `${variables.of(name).node}_read:0`)),
    write: (name, values) => session.writeAll(new Map([[name, values]])),
    readAll(names) {
      const known = [...names];
      if (known.length === 0) return new Map();
      const fetches = known.map((name) => `${variables.of(name).node}_read:0`).join(',');
      const values = takeAll(binding.runSavedModel(loaded(), [], '', fetches));
      return new Map(known.map((name, i) => [name, values[i]!]));
    },
    writeAll(values) {
      setAll(
        [...values].map(([name, each]) => {
          const variable = variables.settable(name);
          return [variable, binding.createTensor(variable.shape, TYPE[variable.dtype], each)];
        }),
      );
    },
    close() {
      if (model !== null) binding.deleteSavedModel(model);
      else for (const { initial } of variables.all()) binding.deleteTensor(initial);
      model = null;
      variables.clear();
      traces.clear();
    },
  };
  return session;
}
