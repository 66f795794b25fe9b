/**
 * The traced trainer's looks: a session of their own, made when somebody first looks, so that a run that nobody looks at
 * begins without it. The trainer's session gives it the weights and the rows of each look.
 */
import type { Precision } from '../../../shared/contract/runs.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { readParts } from '../model/read-ahead.ts';
import { rowArray, rowsOfSample } from '../model/rows.ts';
import type { RowArray } from '../model/rows.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { statelessRandom } from '../tensorflow/random.ts';
import { createSession } from '../tensorflow/session.ts';
import type { Session } from '../tensorflow/session.ts';
import type { Feed, TraceScope } from '../tensorflow/trace.ts';
import { MIX_NUMBERS, mixOfStep } from './mix.ts';
import {
  batchFeeds,
  bytesToFloat,
  classWeightsName,
  storedRows,
  trainingBatch,
  weightsOf,
} from './traced-batch.ts';
import type { Part } from './traced-batch.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';
import { look, lookRows, lookSize } from './watch.ts';
import type { Place } from './watch.ts';

const ROWS = 'look/rows';

/** `trained`: the trainer's session, before it is loaded. */
export function createTracedLook(
  native: NativeTensorFlow,
  trained: Session,
  options: TrainerOptions,
  parts: readonly Part[],
  precision: Precision,
): Pick<Trainer, 'look' | 'close'> {
  const { plan, seed, mix } = options;
  const size = lookSize(options);
  const samplesFeed: Feed = { shape: [plan.batches * size], dtype: 'int32' };
  const stored = parts.filter(({ of }) => of.values);
  if (stored.length > 0)
    trained.trace(ROWS, [samplesFeed], ([samples], scope) => {
      const { tf } = native;
      const rows = stored.map((part): Tensor => {
        const values = storedRows(native, scope, part, samples!);
        const numbers = part.of.type === 'uint8' ? bytesToFloat(native, values) : tf.cast(values, 'float32');
        return tf.reshape(numbers, [-1]);
      });
      return tf.concat(rows);
    });

  /** Rows of all parts, as the trainer has them. */
  const rowsOf = (samples: Int32Array): readonly RowArray[] => {
    const numbers = stored.length > 0 ? (trained.run(ROWS, [samples]) as Float32Array) : new Float32Array();
    let from = 0;
    return parts.map((part) => {
      if (!part.of.values) return readParts([part], samples)[0]!;
      const values = rowArray(part.of.type, samples.length * rowsOfSample(part.span).length * part.of.width);
      values.set(numbers.subarray(from, from + values.length));
      from += values.length;
      return values;
    });
  };

  const fed = parts.map((part): Part => ({ ...part, of: { ...part.of, values: null } }));
  const make = (): { readonly session: Session; readonly places: readonly Place[] } => {
    const session = createSession(native);
    for (const { name, spec } of plan.weights) session.addVariable(name, spec.shape, 'float32');
    for (const [node, values] of options.classWeights)
      session.addVariable(classWeightsName(node), [values.length], 'float32', values);
    const numbers: readonly Feed[] = [
      { shape: [2], dtype: 'int32' },
      ...(mix ? ([{ shape: [MIX_NUMBERS], dtype: 'float32' }] as const) : []),
    ];
    let places: readonly Place[] = [];
    const step = (feeds: readonly Tensor[], scope: TraceScope): Tensor => {
      const [seed, mixNumbers] = feeds;
      const rows = { parts: fed, fed: feeds.slice(numbers.length) };
      const batches = Array.from({ length: plan.batches }, (_, i) => {
        const piece = { from: i * size, count: size };
        return trainingBatch(native, options, scope, rows, piece, mix ? mixNumbers : undefined);
      });
      const seen = look(native, plan, weightsOf(options, scope), batches, statelessRandom(native, seed!));
      places = seen.places;
      return seen.values;
    };
    session.trace('look', [...numbers, ...batchFeeds(fed, plan.batches * size)], step, precision);
    session.load();
    return { session, places };
  };
  let made: ReturnType<typeof make> | null = null;

  return {
    look(rows, step) {
      const seen = lookRows(plan, rows, size);
      if (!seen) return null;
      made ??= make();
      const { session, places } = made;
      session.writeAll(
        trained.readAll(plan.weights.map(({ name }) => name)) as ReadonlyMap<string, Float32Array>,
      );
      const samples = Int32Array.from(seen.flatMap((part) => [...part]));
      const values = session.run('look', [
        Int32Array.of(seed | 0, step),
        ...(mix ? [mixOfStep(mix, seed, step)] : []),
        samples,
        ...rowsOf(samples),
      ]) as Float32Array;
      return { places, values };
    },
    close: () => made?.session.close(),
  };
}
