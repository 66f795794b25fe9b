/**
 * The traced trainer: training and evaluation steps recorded once and run as one TensorFlow call each, over weights,
 * optimizer state and data that live in the session. Data that stays in its files is fed, read ahead of the steps.
 */
import type { Precision } from '../../../shared/contract/runs.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import { MOST_NODES } from '../../../shared/network/shards.ts';
import { samplesPerEpoch } from '../model/data.ts';
import { evaluateRows } from '../model/evaluate-rows.ts';
import type { Plan } from '../model/plan.ts';
import { createReadAhead, readParts } from '../model/read-ahead.ts';
import type { RowArray } from '../model/rows.ts';
import type { TypedArray } from '../tensorflow/binding.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { statelessRandom } from '../tensorflow/random.ts';
import { createSession } from '../tensorflow/session.ts';
import type { Session } from '../tensorflow/session.ts';
import type { Feed, TracedStep } from '../tensorflow/trace.ts';
import { MIX_NUMBERS, mixOfSteps } from './mix.ts';
import { applyTraced } from './optimize.ts';
import { computeUpdate, stepSeries } from './step.ts';
import {
  batchFeeds,
  classWeightsName,
  cut,
  gatherBatch,
  partsOf,
  trainingBatch,
  weightsOf,
} from './traced-batch.ts';
import type { Part } from './traced-batch.ts';
import { createTracedLook } from './traced-look.ts';
import { optimizerFor, stepBatches, stepSizes } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';

/** Several steps are one call as long as it has fewer nodes than `MOST_NODES`, and as long as their rows take no more: TensorFlow gathers those of all its steps at its start. */
const MOST_BYTES = 16e6;

export function createTracedTrainer(
  native: NativeTensorFlow,
  options: TrainerOptions,
  precision: Precision = 'float32',
  stepsPerCall = 1,
): Trainer & { readonly session: Session } {
  const { plan, data, state, seed, mix } = options;
  const session = createSession(native);
  for (const [name, { shape, values }] of state) session.addVariable(name, shape, 'float32', values);
  const parts = partsOf(plan, data);
  for (const { name, of } of parts)
    if (of.values) session.addData(name, [of.rows, of.width], of.type, of.values);
  for (const [node, values] of options.classWeights)
    session.addData(classWeightsName(node), [values.length], 'float32', values);

  const streamed = streamedOf(parts);
  const together = traceAllSteps(native, session, options, parts, stepsPerCall, precision);
  const looks = createTracedLook(native, session, options, parts, precision);
  if (plan.outputs.length > 0) traceEvaluation(native, session, options, parts);
  session.load();
  const ahead = streamed.length > 0 ? createReadAhead(streamed, Math.max(...stepSizes(options))) : null;

  return {
    session,
    stepsPerCall: together,
    step(rows, step, ...rates) {
      const count = rates.length;
      const run = (values: readonly RowArray[]): TypedArray =>
        session.run(stepsName({ size: rows.length / count, count }), [
          Float32Array.from(rates),
          Int32Array.from(rates.flatMap((_, i) => [seed | 0, step + i])),
          ...(mix ? [mixOfSteps(mix, seed, step, count)] : []),
          rows,
          ...values,
        ]);
      const series = (ahead ? ahead.take(rows, run) : run([])) as Float32Array;
      const width = plan.series.length;
      return rates.map((_, i) => series.subarray(i * width, (i + 1) * width));
    },
    look: (rows, step) => looks.look(rows, step),
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
      looks.close();
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

/** Of a sample's inputs, as the layers get them. */
const bytesOfSample = ({ inputs }: Plan): number =>
  inputs.reduce((bytes, { shape }) => bytes + 4 * sizeOf(shape), 1);

/** Those that stay in their files. */
const streamedOf = (parts: readonly Part[]): readonly Part[] => parts.filter(({ of }) => !of.values);

/**
 * Traces a call for every size that a step can have, and one for as many full steps as are worth it, `stepsPerCall` at
 * the most; answers how many these are.
 */
function traceAllSteps(
  native: NativeTensorFlow,
  session: Session,
  options: TrainerOptions,
  parts: readonly Part[],
  stepsPerCall: number,
  precision: Precision,
): number {
  const trace = (steps: Steps): void => traceSteps(native, session, options, parts, steps, precision);
  const sizes = stepSizes(options);
  const full = Math.max(...sizes);
  const before = nodesOf(session);
  trace({ size: full, count: 1 });
  // What is streamed is read for one step at a time.
  const most =
    streamedOf(parts).length > 0
      ? 1
      : Math.min(stepsPerCall, Math.floor(samplesPerEpoch(options.data) / full));
  const together = Math.max(
    1,
    Math.min(
      most,
      Math.floor(MOST_NODES / (nodesOf(session) - before)),
      Math.floor(MOST_BYTES / (full * bytesOfSample(options.plan))),
    ),
  );
  if (together > 1) trace({ size: full, count: together });
  for (const size of sizes) if (size < full) trace({ size, count: 1 });
  return together;
}

function traceEvaluation(
  native: NativeTensorFlow,
  session: Session,
  options: TrainerOptions,
  parts: readonly Part[],
): void {
  const { plan, shards } = options;
  session.trace('evaluate', batchFeeds(streamedOf(parts), plan.evaluationRows), (fed, scope) => {
    const weights = weightsOf(options, scope);
    const batch = { parts, fed };
    const pieces = cut({ from: 0, count: plan.evaluationRows }, shards).map((piece) =>
      evaluateRows(native, plan, weights, gatherBatch(native, options, scope, batch, piece)),
    );
    return pieces.length === 1 ? pieces[0]! : native.tf.concat(pieces, 1);
  });
}

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
    ...(mix ? ([{ shape: [count, MIX_NUMBERS], dtype: 'float32' }] as const) : []),
  ];
  const streamed = streamedOf(parts);
  const steps: TracedStep = (feeds, scope) => {
    const [rates, keys] = feeds;
    const mixNumbers = mix ? tf.unstack(feeds[2]!) : [];
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
    return tf.stack([...series]);
  };
  const name = stepsName({ size, count });
  session.trace(name, [...numbers, ...batchFeeds(streamed, count * size)], steps, precision);
}
