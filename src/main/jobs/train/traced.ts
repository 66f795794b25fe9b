/**
 * The traced trainer: training and evaluation steps recorded once and run as one TensorFlow call each, over weights,
 * optimizer state and data that live in the session.
 */
import type { Precision } from '../../../shared/contract/runs.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { Span } from '../../../shared/kinds/recipe.ts';
import { evaluateRows } from '../model/evaluate-rows.ts';
import { EVALUATION_BATCH, shardSizes } from '../model/shards.ts';
import type { Batch } from '../model/evaluate-rows.ts';
import { prepare } from '../model/preprocess.ts';
import { attribute, ATTRIBUTE, TYPE } from '../tensorflow/binding.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { statelessRandom } from '../tensorflow/random.ts';
import { createSession } from '../tensorflow/session.ts';
import type { Session, TracedStep, TraceScope } from '../tensorflow/session.ts';
import { MIX_NUMBERS, mixBatch, mixOfStep } from './mix.ts';
import { applyTraced } from './optimize.ts';
import { computeUpdate, stepSeries } from './step.ts';
import { optimizerFor, stepBatches, stepSizes } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';
import { look, lookRows, lookSize } from './watch.ts';
import type { Place } from './watch.ts';

/** Rows of the ring of recent losses and metrics. */
const REMEMBERS = 256;

const RING = 'ring';
const inputName = (node: string): string => `data/inputs/${node}`;
const targetName = (node: string): string => `data/targets/${node}`;
const classWeightsName = (node: string): string => `data/class-weights/${node}`;

export function createTracedTrainer(
  native: NativeTensorFlow,
  options: TrainerOptions,
  precision: Precision = 'float32',
): Trainer & { readonly session: Session } {
  const { plan, data, state, seed, shards, mix } = options;
  const session = createSession(native);
  for (const [name, { shape, values }] of state) session.addVariable(name, shape, 'float32', values);
  for (const [node, { features, values }] of data.inputs) {
    session.addVariable(
      inputName(node),
      [data.rows, features],
      values instanceof Uint8Array ? 'uint8' : 'float32',
      values,
    );
  }
  for (const [node, values] of data.targets) {
    session.addVariable(
      targetName(node),
      [data.rows, values.length / data.rows],
      values instanceof Int32Array ? 'int32' : 'float32',
      values,
    );
  }
  for (const [node, values] of options.classWeights)
    session.addVariable(classWeightsName(node), [values.length], 'float32', values);
  session.addVariable(RING, [REMEMBERS, plan.series.length], 'float32');

  for (const size of stepSizes(options)) traceStep(native, session, options, size, precision);
  const lookedAt = lookSize(options);
  const places = traceLook(native, session, options, lookedAt, precision);
  if (plan.outputs.length > 0)
    session.trace('evaluate', [{ shape: [EVALUATION_BATCH], dtype: 'int32' }], ([rows], scope) => {
      const weights = weightsOf(options, scope);
      const parts = cut(native, rows!, EVALUATION_BATCH, shards).map((part) =>
        evaluateRows(native, plan, weights, gatherBatch(native, options, scope, part)),
      );
      return parts.length === 1 ? parts[0]! : native.tf.concat(parts, 1);
    });
  session.load();

  let pending: number[] = [];
  return {
    session,
    remembers: REMEMBERS,
    step(rows, step, learningRate) {
      if (pending.length === REMEMBERS) throw new Error('The ring of recent losses was not read in time');
      const slot = step % REMEMBERS;
      session.start(`train/${rows.length}`, [
        rows,
        Float32Array.of(learningRate),
        Int32Array.of(seed | 0, step),
        Int32Array.of(slot),
        ...(mix ? [mixOfStep(mix, seed, step)] : []),
      ]);
      pending.push(slot);
    },
    look(rows, step) {
      const parts = lookRows(plan, rows, lookedAt);
      if (!parts) return null;
      const values = session.run('look', [
        Int32Array.from(parts.flatMap((part) => [...part])),
        Int32Array.of(seed | 0, step),
        ...(mix ? [mixOfStep(mix, seed, step)] : []),
      ]) as Float32Array;
      return { places, values };
    },
    recent() {
      if (pending.length === 0) return [];
      const ring = session.read(RING) as Float32Array;
      const width = plan.series.length;
      const rows = pending.map((slot) => ring.slice(slot * width, (slot + 1) * width));
      pending = [];
      return rows;
    },
    evaluate(rows) {
      const full = new Int32Array(EVALUATION_BATCH).fill(rows[0] ?? 0);
      full.set(rows);
      const values = session.run('evaluate', [full]) as Float32Array;
      const count = values.length / EVALUATION_BATCH;
      const kept = new Float32Array(count * rows.length);
      for (let i = 0; i < count; i++) {
        kept.set(values.subarray(i * EVALUATION_BATCH, i * EVALUATION_BATCH + rows.length), i * rows.length);
      }
      return kept;
    },
    state: () =>
      new Map(
        [...state].map(([name, { shape }]) => [name, { shape, values: session.read(name) as Float32Array }]),
      ),
    restore(tensors) {
      for (const [name, { values }] of tensors) session.write(name, values);
    },
    close: () => session.close(),
  };
}

function traceStep(
  native: NativeTensorFlow,
  session: Session,
  options: TrainerOptions,
  size: number,
  precision: Precision,
): void {
  const { tf } = native;
  const { plan, optimizer, shards, mix } = options;
  const feeds = [
    { shape: [size], dtype: 'int32' },
    { shape: [], dtype: 'float32' },
    { shape: [2], dtype: 'int32' },
    { shape: [1], dtype: 'int32' },
    ...(mix ? ([{ shape: [MIX_NUMBERS], dtype: 'float32' }] as const) : []),
  ] as const;
  const step: TracedStep = ([rows, learningRate, seed, slot, mixNumbers], scope) => {
    const batches = stepBatches(plan, size).map(({ from, count }) =>
      cut(native, tf.slice(rows!, [from], [count]), count, shards).map((part) =>
        trainingBatch(native, options, scope, part, mixNumbers),
      ),
    );
    const random = statelessRandom(native, seed!);
    const results = plan.updates.map((update, i) => {
      // Each update meets the weights that the ones before it have moved.
      if (i > 0) scope.settle();
      const result = computeUpdate(
        native,
        plan,
        update,
        weightsOf(options, scope),
        batches[update.batch]!,
        random,
      );
      applyTraced(tf, scope, optimizerFor(plan, optimizer, update.trains), result.gradients, learningRate!);
      for (const [name, value] of result.updates) scope.assign(name, value);
      return result;
    });
    const series = stepSeries(tf, plan, results);
    const scatter = [attribute.type('dtype', 'float32'), attribute.type('Tindices', 'int32')];
    scope.apply('ResourceScatterUpdate', [RING], [slot!, tf.expandDims(series, 0)], scatter);
    return series;
  };
  session.trace(`train/${size}`, feeds, step, precision);
}

/** A look at so many rows of each of a step's batches. */
function traceLook(
  native: NativeTensorFlow,
  session: Session,
  options: TrainerOptions,
  size: number,
  precision: Precision,
): readonly Place[] {
  const { tf } = native;
  const { plan, mix } = options;
  const feeds = [
    { shape: [plan.batches * size], dtype: 'int32' },
    { shape: [2], dtype: 'int32' },
    ...(mix ? ([{ shape: [MIX_NUMBERS], dtype: 'float32' }] as const) : []),
  ] as const;
  let places: readonly Place[] = [];
  const step: TracedStep = ([rows, seed, mixNumbers], scope) => {
    const batches = Array.from({ length: plan.batches }, (_, i) =>
      trainingBatch(native, options, scope, tf.slice(rows!, [i * size], [size]), mixNumbers),
    );
    const random = statelessRandom(native, seed!);
    const seen = look(native, plan, weightsOf(options, scope), batches, random);
    places = seen.places;
    return seen.values;
  };
  session.trace('look', feeds, step, precision);
  return places;
}

/** Rows as training has them: weighted and mixed where the settings say so. */
function trainingBatch(
  native: NativeTensorFlow,
  options: TrainerOptions,
  scope: TraceScope,
  rows: Tensor,
  mixNumbers: Tensor | undefined,
): Batch {
  const { classWeights, mix } = options;
  const batch = gatherBatch(native, options, scope, rows);
  const weights = [...classWeights.keys()].map((node) => {
    const values = scope.variable(classWeightsName(node));
    return [node, gather(native, values, 'float32', batch.targets.get(node)!)] as const;
  });
  const weighted = { ...batch, rowWeights: new Map(weights) };
  return mix ? mixBatch(native.tf, mix, mixNumbers!, weighted) : weighted;
}

const weightsOf = ({ plan }: TrainerOptions, scope: TraceScope): ReadonlyMap<string, Tensor> =>
  new Map(plan.weights.map(({ name }) => [name, scope.variable(name)]));

/** The row indices of each shard. */
function cut({ tf }: NativeTensorFlow, rows: Tensor, size: number, shards: number): readonly Tensor[] {
  let from = 0;
  return shardSizes(size, shards).map((count) => {
    const part = tf.slice(rows, [from], [count]);
    from += count;
    return part;
  });
}

/** Rows of a variable of the session. tfjs' own gather looks at the row numbers, which a trace cannot. */
const gather = (
  { tf, op }: NativeTensorFlow,
  from: Tensor,
  type: 'uint8' | 'float32' | 'int32',
  rows: Tensor,
): Tensor =>
  op(
    'GatherV2',
    [
      { name: 'Tparams', type: ATTRIBUTE.type, value: TYPE[type] },
      attribute.type('Tindices', 'int32'),
      attribute.type('Taxis', 'int32'),
      attribute.int('batch_dims', 0),
    ],
    [from, rows, tf.scalar(0, 'int32')],
  );

/** Reads rows of the data in the session, in the graph. */
function gatherBatch(
  native: NativeTensorFlow,
  options: TrainerOptions,
  scope: TraceScope,
  rows: Tensor,
): Batch {
  const { tf, op } = native;
  const { plan, data, preprocessing } = options;
  /** The values of a sample's row, or of its span: [n, features], or [n, length, features] of a span of rows. */
  const read = (name: string, type: 'uint8' | 'float32' | 'int32', span: Span | null): Tensor => {
    const values = scope.variable(name);
    if (span?.axis === 'rows') {
      const steps = tf.range(span.offset, span.offset + span.length, 1, 'int32');
      return gather(native, values, type, tf.add(tf.expandDims(rows, 1), tf.expandDims(steps, 0)));
    }
    const whole = gather(native, values, type, rows);
    return span ? tf.slice(whole, [0, span.offset], [rows.shape[0]!, span.length]) : whole;
  };
  const bytesToFloat = [
    attribute.type('SrcT', 'uint8'),
    attribute.type('DstT', 'float32'),
    attribute.bool('Truncate', false),
  ];
  const fed = plan.inputs.filter(({ columns }) => columns.length > 0);
  const inputs = new Map(
    fed.map(({ node, shape, span }) => {
      const raw =
        data.inputs.get(node)!.values instanceof Uint8Array
          ? op('Cast', bytesToFloat, [read(inputName(node), 'uint8', span)])
          : read(inputName(node), 'float32', span);
      return [node, prepare(tf, raw, preprocessing.inputs[node]!, shape)];
    }),
  );
  const targets = plan.outputs.map(({ node, learns: { target } }): [string, Tensor] => {
    if (target.type === 'input') return [node, inputs.get(target.input)!];
    const type = data.targets.get(node) instanceof Int32Array ? 'int32' : 'float32';
    const values = read(targetName(node), type, target.span);
    const count = target.span ? [target.span.length] : [];
    return [node, tf.reshape(values, [rows.shape[0]!, ...count])];
  });
  return { rows: rows.shape[0]!, inputs, targets: new Map(targets) };
}
