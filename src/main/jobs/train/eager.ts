/**
 * The eager trainer: every step calls the step's functions op by op. It is the reference that the traced step must
 * agree with, and the portable backend's way to train.
 */
import type { Tensor } from '../../../shared/kinds/define.ts';
import { gatherFeatures } from '../model/data.ts';
import { evaluateRows } from '../model/evaluate-rows.ts';
import { shardSizes } from '../model/shards.ts';
import type { Batch } from '../model/evaluate-rows.ts';
import { targetTensors } from '../model/targets.ts';
import { prepare } from '../model/preprocess.ts';
import { computedRandom, statelessRandom } from '../tensorflow/random.ts';
import type { RandomOf } from '../tensorflow/random.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { mixBatch, mixOfStep } from './mix.ts';
import { applyEager } from './optimize.ts';
import { computeStep } from './step.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';

const REMEMBERS = 256;

export function createEagerTrainer(runtime: TensorFlowRuntime, options: TrainerOptions): Trainer {
  const { tf } = runtime;
  const { plan, optimizer, seed } = options;
  const state = new Map<string, Tensor>();
  for (const [name, { shape, values }] of options.state) {
    // A copy: a backend may keep the given array as the tensor's memory.
    state.set(name, tf.keep(tf.tensor(values.slice(), [...shape], 'float32')));
  }
  const replace = (name: string, value: Tensor): void => {
    const kept = tf.keep(tf.clone(value));
    state.get(name)!.dispose();
    state.set(name, kept);
  };
  let measured: Float32Array[] = [];

  return {
    remembers: REMEMBERS,
    step(rows, step, learningRate) {
      tf.tidy(() => {
        const random = randomOfStep(runtime, seed, step);
        const parts = trainingBatches(runtime, options, rows, step);
        const { series, gradients, updates } = computeStep(runtime, plan, state, parts, random);
        const changed = applyEager(
          tf,
          (name) => state.get(name)!,
          optimizer,
          gradients,
          tf.scalar(learningRate),
        );
        for (const [name, value] of [...updates, ...changed]) replace(name, value);
        measured.push(new Float32Array(series.dataSync()));
      });
    },
    recent() {
      const all = measured;
      measured = [];
      return all;
    },
    evaluate: (rows) => {
      let values = new Float32Array();
      // The array does not leave by tidy, which would walk through it.
      tf.tidy(() => {
        values = new Float32Array(
          evaluateRows(runtime, plan, state, readBatch(runtime, options, rows)).dataSync(),
        );
      });
      return values;
    },
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

/** The shards of a step's batch, counted from 0, as training has them: weighted and mixed where the settings say so. */
export function trainingBatches(
  runtime: TensorFlowRuntime,
  options: TrainerOptions,
  rows: Int32Array,
  step: number,
): readonly Batch[] {
  const { tf } = runtime;
  const { mix, seed, shards, classWeights } = options;
  let from = 0;
  return shardSizes(rows.length, shards).map((size) => {
    const batch = readBatch(runtime, options, rows.subarray(from, (from += size)));
    const weights = [...classWeights].map(
      ([node, values]) => [node, tf.gather(tf.tensor1d(values), batch.targets.get(node)!)] as const,
    );
    const weighted = { ...batch, rowWeights: new Map(weights) };
    return mix ? mixBatch(tf, mix, tf.tensor1d(mixOfStep(mix, seed, step)), weighted) : weighted;
  });
}

/** Random numbers of a step, counted from 0. */
export const randomOfStep = (runtime: TensorFlowRuntime, seed: number, step: number): RandomOf =>
  runtime.kind === 'native'
    ? statelessRandom(runtime, runtime.tf.tensor1d([seed | 0, step], 'int32'))
    : computedRandom(runtime, seed, step);

/** Rows of the data in memory as a batch. */
export function readBatch(
  { tf }: Pick<TensorFlowRuntime, 'tf'>,
  { plan, data, preprocessing }: Pick<TrainerOptions, 'plan' | 'data' | 'preprocessing'>,
  rows: Int32Array,
): Batch {
  return {
    rows: rows.length,
    inputs: new Map(
      plan.inputs.map(({ node, shape }) => {
        const input = data.inputs.get(node)!;
        const raw = tf.tensor2d(gatherFeatures(input, rows), [rows.length, input.features]);
        return [node, prepare(tf, raw, preprocessing.inputs[node]!, shape)];
      }),
    ),
    targets: targetTensors(tf, plan, data, rows),
  };
}
