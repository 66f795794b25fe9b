/**
 * The traced trainer: training and evaluation steps recorded once and run as one TensorFlow call each, over weights,
 * optimizer state and data that live in the session. Data that stays in its files is fed, read ahead of the steps.
 */
import type { Precision } from '../../../shared/contract/runs.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { samplesPerEpoch } from '../model/data.ts';
import type { ModelData } from '../model/data.ts';
import { evaluateRows } from '../model/evaluate-rows.ts';
import { shardSizes } from '../model/shards.ts';
import type { Batch } from '../model/evaluate-rows.ts';
import type { Plan } from '../model/plan.ts';
import { prepare } from '../model/preprocess.ts';
import { createReadAhead, readParts } from '../model/read-ahead.ts';
import type { RingPart } from '../model/ring.ts';
import type { RowArray, RowType } from '../model/rows.ts';
import { columnTargets } from '../model/targets.ts';
import { attribute, ATTRIBUTE, TYPE } from '../tensorflow/binding.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { statelessRandom } from '../tensorflow/random.ts';
import { createSession } from '../tensorflow/session.ts';
import type { Feed, Session, TracedStep, TraceScope } from '../tensorflow/session.ts';
import { MIX_NUMBERS, mixBatch, mixOfStep, mixOfSteps } from './mix.ts';
import { applyTraced } from './optimize.ts';
import { computeUpdate, stepSeries } from './step.ts';
import { optimizerFor, stepBatches, stepSizes } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';
import { look, lookRows, lookSize } from './watch.ts';
import type { Place } from './watch.ts';

/** Rows of the ring of recent losses and metrics. */
const REMEMBERS = 256;
/** Several steps are one call as long as it has fewer nodes: TensorFlow plans a large graph for long before it starts. */
const MOST_NODES = 5000;

const RING = 'ring';
const inputName = (node: string): string => `data/inputs/${node}`;
const targetName = (node: string): string => `data/targets/${node}`;
/** What a batch is made of, by its name in the session: there as a variable, or fed where it stays in its files. */
interface Part extends RingPart {
  readonly name: string;
}
const partsOf = (plan: Plan, data: Pick<ModelData, 'inputs' | 'targets'>): readonly Part[] => [
  ...plan.inputs.flatMap(({ node, span }) => {
    const of = data.inputs.get(node);
    return of ? [{ name: inputName(node), of, span }] : [];
  }),
  ...columnTargets(plan).map(({ output: { node }, target: { span } }) => ({
    name: targetName(node),
    of: data.targets.get(node)!,
    span,
  })),
];
const classWeightsName = (node: string): string => `data/class-weights/${node}`;

export function createTracedTrainer(
  native: NativeTensorFlow,
  options: TrainerOptions,
  precision: Precision = 'float32',
  stepsPerCall = 1,
): Trainer & { readonly session: Session } {
  const { plan, data, state, seed, shards, mix } = options;
  const session = createSession(native);
  for (const [name, { shape, values }] of state) session.addVariable(name, shape, 'float32', values);
  const parts = partsOf(plan, data);
  for (const { name, of } of parts)
    if (of.values) session.addVariable(name, [of.rows, of.width], of.type, of.values);
  for (const [node, values] of options.classWeights)
    session.addVariable(classWeightsName(node), [values.length], 'float32', values);
  session.addVariable(RING, [REMEMBERS, plan.series.length], 'float32');

  const streamed = parts.filter(({ of }) => !of.values);
  const sizes = stepSizes(options);
  const full = Math.max(...sizes);
  const before = nodesOf(session);
  traceSteps(native, session, options, parts, { size: full, count: 1 }, precision);
  // What is streamed is read for one step at a time.
  const most = streamed.length > 0 ? 1 : Math.min(stepsPerCall, Math.floor(samplesPerEpoch(data) / full));
  const together = Math.max(1, Math.min(most, Math.floor(MOST_NODES / (nodesOf(session) - before))));
  if (together > 1) traceSteps(native, session, options, parts, { size: full, count: together }, precision);
  for (const size of sizes)
    if (size < full) traceSteps(native, session, options, parts, { size, count: 1 }, precision);
  const lookedAt = lookSize(options);
  const places = traceLook(native, session, options, parts, lookedAt, precision);
  if (plan.outputs.length > 0)
    session.trace('evaluate', batchFeeds(streamed, plan.evaluationRows), (fed, scope) => {
      const weights = weightsOf(options, scope);
      const batch = { parts, fed };
      const pieces = cut({ from: 0, count: plan.evaluationRows }, shards).map((piece) =>
        evaluateRows(native, plan, weights, gatherBatch(native, options, scope, batch, piece)),
      );
      return pieces.length === 1 ? pieces[0]! : native.tf.concat(pieces, 1);
    });
  session.load();
  const ahead = streamed.length > 0 ? createReadAhead(streamed, full) : null;

  let pending: number[] = [];
  return {
    session,
    remembers: REMEMBERS,
    stepsPerCall: together,
    step(rows, step, ...rates) {
      const count = rates.length;
      if (pending.length + count > REMEMBERS)
        throw new Error('The ring of recent losses was not read in time');
      const slots = rates.map((_, i) => (step + i) % REMEMBERS);
      const start = (values: readonly RowArray[]): void =>
        session.start(stepsName({ size: rows.length / count, count }), [
          Float32Array.from(rates),
          Int32Array.from(rates.flatMap((_, i) => [seed | 0, step + i])),
          Int32Array.from(slots),
          ...(mix ? [mixOfSteps(mix, seed, step, count)] : []),
          rows,
          ...values,
        ]);
      if (ahead) ahead.take(rows, start);
      else start([]);
      pending.push(...slots);
    },
    look(rows, step) {
      const seen = lookRows(plan, rows, lookedAt);
      if (!seen) return null;
      const samples = Int32Array.from(seen.flatMap((part) => [...part]));
      const values = session.run('look', [
        Int32Array.of(seed | 0, step),
        ...(mix ? [mixOfStep(mix, seed, step)] : []),
        samples,
        ...readParts(streamed, samples),
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
      const batch = plan.evaluationRows;
      const full = new Int32Array(batch).fill(rows[0] ?? 0);
      full.set(rows);
      const values = session.run('evaluate', [full, ...readParts(streamed, full)]) as Float32Array;
      const count = values.length / batch;
      const kept = new Float32Array(count * rows.length);
      for (let i = 0; i < count; i++) {
        kept.set(values.subarray(i * batch, i * batch + rows.length), i * rows.length);
      }
      return kept;
    },
    state() {
      const values = session.readAll(state.keys());
      return new Map(
        [...state].map(([name, { shape }]) => [name, { shape, values: values.get(name) as Float32Array }]),
      );
    },
    restore: (tensors) => session.writeAll(new Map([...tensors].map(([name, { values }]) => [name, values]))),
    expect: (rows) => ahead?.expect(rows) ?? false,
    close() {
      ahead?.close();
      session.close();
    },
  };
}

/** Steps of so many samples, so many in one call. */
interface Steps {
  readonly size: number;
  readonly count: number;
}

const stepsName = ({ size, count }: Steps): string => `train/${count}x${size}`;

const nodesOf = ({ counts }: Session): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

function traceSteps(
  native: NativeTensorFlow,
  session: Session,
  options: TrainerOptions,
  parts: readonly Part[],
  { size, count }: Steps,
  precision: Precision,
): void {
  const { tf } = native;
  const { plan, optimizer, shards, mix } = options;
  const runtime = { tf, ops: native.opsIn(precision) };
  const numbers: readonly Feed[] = [
    { shape: [count], dtype: 'float32' },
    { shape: [count, 2], dtype: 'int32' },
    { shape: [count], dtype: 'int32' },
    ...(mix ? ([{ shape: [count, MIX_NUMBERS], dtype: 'float32' }] as const) : []),
  ];
  const streamed = parts.filter(({ of }) => !of.values);
  const steps: TracedStep = (feeds, scope) => {
    const [rates, keys, slots] = feeds;
    const mixNumbers = mix ? tf.unstack(feeds[3]!) : [];
    const fed = { parts, fed: feeds.slice(numbers.length) };
    const [learningRates, seeds] = [tf.unstack(rates!), tf.unstack(keys!)];
    const series = scope.repeat(count, (i) => {
      const batches = stepBatches(plan, size).map(({ from, count: samples }) =>
        cut({ from: i * size + from, count: samples }, shards).map((piece) =>
          trainingBatch(native, options, scope, fed, piece, mixNumbers[i]),
        ),
      );
      const random = statelessRandom(native, seeds[i]!);
      const results = plan.updates.map((update, u) => {
        // Each update meets the weights that the ones before it have moved.
        if (u > 0) scope.settle();
        const result = computeUpdate(
          runtime,
          plan,
          update,
          weightsOf(options, scope),
          batches[update.batch]!,
          random,
        );
        applyTraced(
          tf,
          scope,
          optimizerFor(plan, optimizer, update.trains),
          result.gradients,
          learningRates[i]!,
        );
        for (const [name, value] of result.updates) scope.assign(name, value);
        return result;
      });
      return stepSeries(tf, plan, results);
    });
    const measured = tf.stack([...series]);
    const scatter = [attribute.type('dtype', 'float32'), attribute.type('Tindices', 'int32')];
    scope.apply('ResourceScatterUpdate', [RING], [slots!, measured], scatter);
    return measured;
  };
  const name = stepsName({ size, count });
  session.trace(name, [...numbers, ...batchFeeds(streamed, count * size)], steps, precision);
}

/** A look at so many rows of each of a step's batches. */
function traceLook(
  native: NativeTensorFlow,
  session: Session,
  options: TrainerOptions,
  parts: readonly Part[],
  size: number,
  precision: Precision,
): readonly Place[] {
  const { plan, mix } = options;
  const numbers: readonly Feed[] = [
    { shape: [2], dtype: 'int32' },
    ...(mix ? ([{ shape: [MIX_NUMBERS], dtype: 'float32' }] as const) : []),
  ];
  const streamed = parts.filter(({ of }) => !of.values);
  let places: readonly Place[] = [];
  const step: TracedStep = (feeds, scope) => {
    const [seed, mixNumbers] = feeds;
    const fed = { parts, fed: feeds.slice(numbers.length) };
    const batches = Array.from({ length: plan.batches }, (_, i) =>
      trainingBatch(
        native,
        options,
        scope,
        fed,
        { from: i * size, count: size },
        mix ? mixNumbers : undefined,
      ),
    );
    const random = statelessRandom(native, seed!);
    const seen = look(native, plan, weightsOf(options, scope), batches, random);
    places = seen.places;
    return seen.values;
  };
  session.trace('look', [...numbers, ...batchFeeds(streamed, plan.batches * size)], step, precision);
  return places;
}

/** A piece of a step's samples as training has them: weighted and mixed where the settings say so. */
function trainingBatch(
  native: NativeTensorFlow,
  options: TrainerOptions,
  scope: TraceScope,
  fed: Fed,
  piece: Piece,
  mixNumbers: Tensor | undefined,
): Batch {
  const { classWeights, mix } = options;
  const batch = gatherBatch(native, options, scope, fed, piece);
  const weights = [...classWeights.keys()].map((node) => {
    const values = scope.variable(classWeightsName(node));
    return [node, gather(native, values, 'float32', batch.targets.get(node)!)] as const;
  });
  const weighted = { ...batch, rowWeights: new Map(weights) };
  return mix ? mixBatch(native.tf, mix, mixNumbers!, weighted) : weighted;
}

const weightsOf = ({ plan }: TrainerOptions, scope: TraceScope): ReadonlyMap<string, Tensor> =>
  new Map(plan.weights.map(({ name }) => [name, scope.variable(name)]));

/** What a step of so many samples is fed of them: their first rows, and the whole rows of what is streamed. */
const batchFeeds = (streamed: readonly Part[], size: number): readonly Feed[] => [
  { shape: [size], dtype: 'int32' },
  ...streamed.map(({ of: { width, type }, span }): Feed => ({
    shape: span?.axis === 'rows' ? [size, span.length, width] : [size, width],
    dtype: type,
  })),
];

/** A step's feeds by `batchFeeds`, and the parts that they or the session hold. */
interface Fed {
  readonly parts: readonly Part[];
  readonly fed: readonly Tensor[];
}

/** Samples of a step that follow one another: those of a shard. */
interface Piece {
  readonly from: number;
  readonly count: number;
}

function cut({ from, count }: Piece, shards: number): readonly Piece[] {
  let next = from;
  return shardSizes(count, shards).map((size) => {
    const piece = { from: next, count: size };
    next += size;
    return piece;
  });
}

/** Rows of a variable of the session. tfjs' own gather looks at the row numbers, which a trace cannot. */
const gather = ({ tf, op }: NativeTensorFlow, from: Tensor, type: RowType, rows: Tensor): Tensor =>
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

/** A piece of a step's samples as a batch, in the graph: from what the session holds or was fed. */
function gatherBatch(
  native: NativeTensorFlow,
  { plan, preprocessing }: TrainerOptions,
  scope: TraceScope,
  { parts, fed: [samples, ...values] }: Fed,
  { from, count }: Piece,
): Batch {
  const { tf, op } = native;
  /** tfjs has no bytes, and takes them for int32. */
  const pieceOf = (whole: Tensor, type: RowType): Tensor => {
    const inside = whole.shape.slice(1);
    return op(
      'Slice',
      [attribute.type('T', type), attribute.type('Index', 'int32')],
      [whole, tf.tensor1d([from, ...inside.map(() => 0)], 'int32'), tf.tensor1d([count, ...inside], 'int32')],
    );
  };
  const rows = pieceOf(samples!, 'int32');
  const streamed = new Map(parts.filter(({ of }) => !of.values).map((part, i) => [part, values[i]!]));
  /** The values of a sample's row, or of its span: [n, width], or [n, length, width] of a span of rows. */
  const read = (name: string): { readonly type: RowType; readonly values: Tensor } => {
    const part = parts.find((each) => each.name === name)!;
    const { of, span } = part;
    const ready = streamed.get(part);
    const taken = (): Tensor => {
      const variable = scope.variable(name);
      if (span?.axis !== 'rows') return gather(native, variable, of.type, rows);
      const steps = tf.range(span.offset, span.offset + span.length, 1, 'int32');
      return gather(native, variable, of.type, tf.add(tf.expandDims(rows, 1), tf.expandDims(steps, 0)));
    };
    const whole = ready ? pieceOf(ready, of.type) : taken();
    const own = span?.axis === 'tokens' ? tf.slice(whole, [0, span.offset], [count, span.length]) : whole;
    return { type: of.type, values: own };
  };
  const bytesToFloat = [
    attribute.type('SrcT', 'uint8'),
    attribute.type('DstT', 'float32'),
    attribute.bool('Truncate', false),
  ];
  const fed = plan.inputs.filter(({ columns }) => columns.length > 0);
  const inputs = new Map(
    fed.map(({ node, shape }) => {
      const { type, values } = read(inputName(node));
      const raw = type === 'uint8' ? op('Cast', bytesToFloat, [values]) : values;
      return [node, prepare(tf, raw, preprocessing.inputs[node]!, shape)];
    }),
  );
  const targets = plan.outputs.map(({ node, learns: { target } }): [string, Tensor] => {
    if (target.type === 'input') return [node, inputs.get(target.input)!];
    const length = target.span ? [target.span.length] : [];
    return [node, tf.reshape(read(targetName(node)).values, [count, ...length])];
  });
  return { rows: count, inputs, targets: new Map(targets) };
}
