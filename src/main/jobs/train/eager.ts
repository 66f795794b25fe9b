/**
 * The eager trainer: every step calls the step's functions op by op. It is the reference that the traced step must
 * agree with, and the portable backend's way to train.
 */
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { weighted } from '../model/class-weights.ts';
import { evaluateRows } from '../model/evaluate-rows.ts';
import { readBatch } from '../model/read-batch.ts';
import { shardSizes } from '../model/shards.ts';
import type { Batch } from '../model/evaluate-rows.ts';
import { randomOfStep } from '../tensorflow/random.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { tidied } from '../tensorflow/tidied.ts';
import { mixBatch, mixOfStep } from './mix.ts';
import { applyEager } from './optimize.ts';
import { computeUpdate, stepSeries } from './step.ts';
import { optimizerFor, stepBatches } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';
import { look, lookRows, lookSize } from './watch.ts';

export function createEagerTrainer(runtime: TensorFlowRuntime, options: TrainerOptions): Trainer {
  const { tf } = runtime;
  const { plan, optimizer, seed } = options;
  const state = new Map<string, Tensor>();
  for (const [name, { shape, values }] of options.state) {
    // A copy: a backend may keep the given array as the tensor's memory.
    state.set(name, tf.keep(tf.tensor(values.slice(), [...shape], 'float32')));
  }
  const stateOf = (name: string): Tensor => state.get(name)!;
  const replace = (name: string, value: Tensor): void => {
    const kept = tf.keep(tf.clone(value));
    stateOf(name).dispose();
    state.set(name, kept);
  };

  const takeStep = (rows: Int32Array, step: number, rate: number): Float32Array =>
    tidied(tf, () => {
      const random = randomOfStep(runtime, seed, step);
      const batches = trainingBatches(runtime, options, rows, step);
      const results = plan.updates.map((update) => {
        const result = computeUpdate(runtime, plan, update, state, batches[update.batch]!, random);
        const own = optimizerFor(plan, optimizer, update.trains);
        const changed = applyEager(tf, stateOf, own, result.gradients, tf.scalar(rate));
        for (const [name, value] of [...result.updates, ...changed]) replace(name, value);
        return result;
      });
      return new Float32Array(stepSeries(tf, plan, results).dataSync());
    });

  return {
    // Its steps take so long that reading as they go adds little.
    expect: () => false,
    stepsPerCall: 1,
    step(rows, first, ...rates) {
      const size = rows.length / rates.length;
      return rates.map((rate, i) => takeStep(rows.subarray(i * size, (i + 1) * size), first + i, rate));
    },
    look(rows, step) {
      const parts = lookRows(plan, rows, lookSize(options));
      if (!parts) return null;
      return tidied(tf, () => {
        const batches = parts.map((part) => trainingBatch(runtime, options, part, step));
        const { places, values } = look(runtime, plan, state, batches, randomOfStep(runtime, seed, step));
        return { places, values: new Float32Array(values.dataSync()) };
      });
    },
    evaluate: (rows) =>
      tidied(tf, () => {
        const values = evaluateRows(runtime, plan, state, readBatch(runtime, options, rows));
        return new Float32Array(values.dataSync());
      }),
    state: () =>
      new Map(
        [...state].map(([name, tensor]) => [
          name,
          { shape: tensor.shape, values: new Float32Array(tensor.dataSync()) },
        ]),
      ),
    restore(tensors) {
      tf.tidy(() => {
        for (const [name, { shape, values }] of tensors)
          replace(name, tf.tensor(values.slice(), [...shape], 'float32'));
      });
    },
    close() {
      for (const tensor of state.values()) tensor.dispose();
      state.clear();
    },
  };
}

/** The batches of a step, counted from 0, each in its shards as training has them. */
export function trainingBatches(
  runtime: TensorFlowRuntime,
  options: TrainerOptions,
  rows: Int32Array,
  step: number,
): readonly (readonly Batch[])[] {
  return stepBatches(options.plan, rows.length).map(({ from: start, count }) => {
    let from = start;
    return shardSizes(count, options.shards).map((size) =>
      trainingBatch(runtime, options, rows.subarray(from, (from += size)), step),
    );
  });
}

/** Rows as training has them: weighted and mixed where the settings say so. */
function trainingBatch(
  runtime: TensorFlowRuntime,
  options: TrainerOptions,
  rows: Int32Array,
  step: number,
): Batch {
  const { tf } = runtime;
  const { mix, seed, classWeights } = options;
  const batch = weighted(tf, classWeights, readBatch(runtime, options, rows));
  return mix ? mixBatch(tf, mix, tf.tensor1d(mixOfStep(mix, seed, step)), batch) : batch;
}
