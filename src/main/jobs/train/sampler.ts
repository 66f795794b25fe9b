/**
 * What the network makes while it trains, computed apart from the training step on copies of its weights: nothing of the
 * run changes by it, and it depends on nothing but the weights, the data and the run's seed.
 */
import type { Evaluation } from '../../../shared/contract/runs.ts';
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { NamedTensor } from '../checkpoint/safetensors.ts';
import { makeEpochSample, samplePasses, SAMPLE_ROWS } from '../generate/epoch.ts';
import type { Maker, MakerSource } from '../generate/maker.ts';
import type { Made } from '../generate/samples.ts';
import { exactMatches, withExactMatch } from '../generate/sequences.ts';
import { samplesPerEpoch } from '../model/data.ts';
import type { ModelData } from '../model/data.ts';
import { forwardRaw, rawFeatures, rowsAt } from '../model/forward-rows.ts';
import type { Plan } from '../model/plan.ts';
import { createRereader } from '../model/rereading.ts';
import type { Rereader } from '../model/rereading.ts';
import { gather } from '../model/rows.ts';
import { columnTargets } from '../model/targets.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { allFinite } from './finite.ts';

/** The part of an epoch's time that its sample may take, or it is made every so many epochs. */
const SHARE = 0.02;
/** A training step computes a row about three times: forward, and backward by weights and values. */
const PASSES_OF_TRAINING = 3;
/** Rows that could be computed in a large batch while one call computes few. */
const ROWS_OF_A_CALL = 24;
/** Samples that are kept of a run at most. */
const MOST_KEPT = 500;
/** Rows of the test split that are answered token by token at the end of a run. */
const EXACT_ROWS = 500;

export interface Sampler {
  /** Whether an epoch, from 1, has a sample: the first and the last, and every so many between. */
  due(epoch: number): boolean;
  /** Null where nothing can be made, or where `cancelled` has ended it. */
  make(state: ReadonlyMap<string, NamedTensor>, cancelled: () => boolean): Promise<Made | null>;
  /** The evaluation of the test split, with what only writing tells; null where `cancelled` has ended it. */
  tested(
    evaluation: Evaluation,
    state: ReadonlyMap<string, NamedTensor>,
    cancelled: () => boolean,
  ): Promise<Evaluation | null>;
}

export interface SamplerNeeds {
  readonly runtime: TensorFlowRuntime;
  readonly plan: Plan;
  /** Looked at once: the session takes the data over afterwards. */
  readonly data: ModelData;
  readonly preprocessing: Preprocessing;
}

/** Null for a network that makes nothing. */
export function createSampler(source: MakerSource, needs: SamplerNeeds): Sampler | null {
  const { runtime, plan, data } = needs;
  const { tf } = runtime;
  const { epochs } = source.project.training;
  const weights = new Map<string, Tensor>();
  const answers = source.project.recipe.kind === 'sequenceToSequence' ? EXACT_ROWS : 0;
  const rereader = createRereader({ ...needs, weights });
  const maker = makerOf(needs, weights, rereader, answers);
  const passes = samplePasses(maker, source);
  if (passes === 0) return null;
  const every = Math.max(epochsBetween(passes, samplesPerEpoch(data)), Math.ceil(epochs / MOST_KEPT));

  /** Does the work on a copy of the weights. A run whose weights are not finite ends anyway. */
  const withWeights = async <T>(
    state: ReadonlyMap<string, NamedTensor>,
    work: () => Promise<T>,
  ): Promise<T | null> => {
    const own = plan.result.weights.map(({ name }) => [name, state.get(name)!] as const);
    if (!own.every(([, { values }]) => allFinite(values))) return null;
    for (const [name, { shape, values }] of own)
      weights.set(name, tf.keep(tf.tensor(values, [...shape], 'float32')));
    try {
      return await work();
    } finally {
      rereader.forget();
      for (const tensor of weights.values()) tensor.dispose();
      weights.clear();
    }
  };

  return {
    due: (epoch) => epoch === 1 || epoch === epochs || epoch % every === 0,
    make: (state, cancelled) => withWeights(state, () => makeEpochSample(maker, source, cancelled)),
    async tested(evaluation, state, cancelled) {
      const rows = maker.rowsOf('test');
      let left = false;
      const next = async (): Promise<Maker | null> => {
        await new Promise((done) => setImmediate(done));
        left = cancelled();
        return left ? null : maker;
      };
      const exact = await withWeights(state, () => exactMatches(source, rows, next));
      return left ? null : withExactMatch(evaluation, exact);
    },
  };
}

/** Every how many epochs a sample of so many passes is cheap, beside epochs of so many samples. */
export const epochsBetween = (passes: number, samples: number): number =>
  // All that is made at once takes what a batch takes.
  passes === 1 ? 1 : Math.ceil((passes * ROWS_OF_A_CALL) / (SHARE * PASSES_OF_TRAINING * samples));

/** The network with weights that come and go, and the few rows of the data that samples look at. */
function makerOf(
  { runtime, plan, data, preprocessing }: SamplerNeeds,
  weights: ReadonlyMap<string, Tensor>,
  rereader: Rereader,
  testRows: number,
): Maker {
  const { split } = data;
  const rows = {
    train: split.train.subarray(0, SAMPLE_ROWS),
    validation: split.validation.subarray(0, SAMPLE_ROWS),
    test: split.test.subarray(0, testRows),
  };
  const looked = [...rows.train, ...rows.validation, ...rows.test];
  const kept = rawFeatures(plan, data, looked);
  const placeOf = new Map(looked.map((row, place) => [row, place]));
  return {
    network: plan.network,
    inferred: plan.inferred,
    preprocessing,
    rowsOf: (name) => rows[name],
    rawRows: (wanted) =>
      rowsAt(
        kept,
        looked.length,
        Array.from(wanted, (row) => placeOf.get(row)!),
      ),
    rawTargets: (output, wanted) => {
      const { target } = columnTargets(plan).find((known) => known.output.node === output)!;
      return gather(data.targets.get(output)!, target.span, wanted) as Int32Array | Float32Array;
    },
    forwardRaw: (features, count, options) =>
      forwardRaw({ runtime, plan, preprocessing, weights }, features, count, options),
    reread: rereader.over,
  };
}
