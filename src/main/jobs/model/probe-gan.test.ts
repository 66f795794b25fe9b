/** A look inside of a GAN: each network by its own loss, the discriminator on what is made and on what is real. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ProbeTensor } from '../../../shared/contract/probe.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { ShownPass } from '../../../shared/kinds/recipe.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { randomOfStep } from '../tensorflow/random.ts';
import { createEagerTrainer } from '../train/eager.ts';
import { dense, network, numbers, prepare, ring } from '../train/recipes.fixture.ts';
import type { Case } from '../train/recipes.fixture.ts';
import { computeUpdate } from '../train/step.ts';
import type { TrainerOptions } from '../train/trainer.ts';
import type { Batch } from './evaluate-rows.ts';
import type { Tap } from './forward.ts';
import { judge } from './judge.ts';
import { probeBatch } from './probe.ts';
import type { ProbedBatch } from './probe.ts';
import { readBatch } from './read-batch.ts';

const SEED = 5;
const STEP = 4;
const ROWS = 12;

/** Both networks are told the angle at which a point is to lie. */
const conditional: Case = {
  recipe: { kind: 'gan', params: {} },
  networks: [
    network('g', [
      ['noise', 'input', numbers([4])],
      ['wish', 'input', numbers([1])],
      ['gc', 'concatenate', {}, 'noise wish'],
      ['gh', 'dense', dense(8, 'tanh')],
      ['gb', 'batchNormalization', {}],
      ['gd', 'dense', dense(2)],
      ['go', 'output', {}],
    ]),
    network('d', [
      ['real', 'input', numbers([2])],
      ['angle', 'input', numbers([1])],
      ['dc', 'concatenate', {}, 'real angle'],
      ['dh', 'dense', { ...dense(8, 'tanh'), l2: 0.01 }],
      ['dr', 'dropout', { rate: 0.3 }],
      ['dd', 'dense', dense(1, 'sigmoid')],
      ['do', 'output', {}],
    ]),
  ],
  inputs: { wish: ['angle'], real: ['x', 'y'], angle: ['angle'] },
  targets: {},
  data: ring(64),
  falls: [0, 1],
};

interface Variant {
  readonly title: string;
  readonly of: string | Case;
  readonly params: Readonly<Record<string, unknown>>;
}
const variants: readonly Variant[] = [
  { title: 'standard', of: 'gan', params: { objective: 'standard', labelSmoothing: 0.1 } },
  { title: 'least squares', of: 'gan', params: { objective: 'leastSquares' } },
  { title: 'Wasserstein with gradient penalty', of: 'gan', params: { objective: 'wasserstein' } },
  { title: 'conditional', of: conditional, params: { objective: 'standard' } },
  {
    title: 'conditional Wasserstein',
    of: conditional,
    params: { objective: 'wasserstein', gradientPenalty: 3, discriminatorSteps: 2 },
  },
];

let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
});

interface Looked {
  readonly options: TrainerOptions;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly batch: Batch;
  probe(over?: Partial<Parameters<typeof probeBatch>[4]>): ProbedBatch;
}
async function looked({ of, params }: Omit<Variant, 'title'>): Promise<Looked> {
  const options = await prepare(of, 1, params, { seed: SEED });
  const { tf } = runtime;
  const { plan } = options;
  const weights = new Map(
    plan.weights.map(({ name }) => {
      const { values, shape } = options.state.get(name)!;
      return [name, tf.tensor(values.slice(), [...shape])];
    }),
  );
  const batch = readBatch(runtime, options, options.data.split.train.slice(0, ROWS));
  return {
    options,
    weights,
    batch,
    probe: (over) =>
      probeBatch(runtime, plan, weights, batch, {
        nodes: plan.networks.flatMap(({ inferred }) => inferred.order.map(({ node }) => node.id)),
        gradients: true,
        training: false,
        values: true,
        seed: SEED,
        step: STEP,
        ...over,
      }),
  };
}

const named = ({ node, of, name, what, pass }: Omit<ProbeTensor, 'statistics'>): string =>
  `${node} ${of} ${name} ${what}${pass ? ` ${pass}` : ''}`;
function valuesOf({ tensors, bytes }: ProbedBatch, name: string): Float32Array {
  const tensor = tensors.find((candidate) => named(candidate) === name);
  if (!tensor) throw new Error(`${name} is not among ${tensors.map(named).join(', ')}`);
  return new Float32Array(bytes.slice(tensor.from, tensor.from + 4 * tensor.values).buffer);
}
const lossOf = ({ losses }: ProbedBatch, role: string): number =>
  losses.find((own) => own.role === role)!.loss;
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe.each(variants)('of a GAN, $title', (variant) => {
  test("gives both networks' losses and gradients as the training step has them", async () => {
    const { options, weights, batch, probe } = await looked(variant);
    const { plan } = options;
    const seen = probe({ training: true });
    expect(seen.losses.map(({ role }) => role)).toEqual(['generator', 'discriminator']);
    for (const { role, weights: own } of plan.networks) {
      const update = plan.updates.find(({ trains }) => trains === role)!;
      const random = randomOfStep(runtime, SEED, STEP);
      const wanted = computeUpdate(runtime, plan, update, weights, [batch], random);
      expect(lossOf(seen, role)).toBe(wanted.series.get('loss')!.dataSync()[0]);
      for (const { node, weight, name, trainable } of own) {
        if (!trainable) continue;
        const found = valuesOf(seen, `${node} weight ${weight} gradient`);
        const gradient = wanted.gradients.get(name)!.dataSync();
        const largest = Math.max(1, ...gradient.map(Math.abs));
        gradient.forEach((value, i) => expect(Math.abs(found[i]! - value) / largest).toBeLessThan(1e-6));
      }
    }
  });

  test('gives gradients that finite differences of each loss confirm', async () => {
    const { options, weights, batch, probe } = await looked(variant);
    const { tf } = runtime;
    const { plan } = options;
    const seen = probe();
    type Change = Pick<ProbeTensor, 'node' | 'of' | 'name' | 'pass'> & { readonly by: Float32Array };
    /** The loss with one tensor changed where it flows, or one weight. */
    const lossWith = (role: string, { node, of, name, pass, by }: Change): number =>
      tf.tidy(() => {
        const trained = plan.networks.find((network) => network.role === role)!;
        const changed = (value: Tensor): Tensor => tf.add(value, tf.tensor(by, value.shape));
        const place = /\d+$/.exec(name);
        const tap: Tap = (at, what, port, value) =>
          at === node && what === of && port === (place ? Number(place[0]) - 1 : 0) ? changed(value) : value;
        const key = trained.weights.find((own) => own.node === node && own.weight === name)?.name;
        const given = new Map(weights);
        if (of === 'weight') given.set(key!, changed(weights.get(key!)!));
        const update = plan.updates.find(({ trains }) => trains === role)!;
        const random = randomOfStep(runtime, SEED, STEP);
        const shard = { runtime, plan, update, weights: given, batch, shard: 0, rows: ROWS, random };
        const tapOf = (network: unknown, shown: ShownPass | null | undefined): Tap | undefined =>
          of !== 'weight' && network === trained && shown === pass ? tap : undefined;
        return judge({ ...shard, training: false, tapOf }, trained).total.dataSync()[0]!;
      });
    for (const { role, inferred } of plan.networks) {
      const own = seen.tensors.filter(({ node, what }) => what === 'gradient' && inferred.byId.has(node));
      for (const tensor of own) {
        const gradient = valuesOf(seen, named(tensor));
        // Along the gradient itself the loss changes most, well above the rounding of float32.
        const length = Math.hypot(...gradient);
        if (length < 1e-4) continue;
        const at = (step: number): number =>
          lossWith(role, { ...tensor, by: gradient.map((value) => (value / length) * step) });
        const difference = (at(0.02) - at(-0.02)) / 0.04;
        expect(difference / length, named(tensor)).toBeGreaterThan(0.97);
        expect(difference / length, named(tensor)).toBeLessThan(1.03);
      }
      const found = new Set(own.map(({ node, pass }) => `${node} ${pass}`));
      const passes = role === 'discriminator' ? ['made', 'real'] : [null];
      // Of each node the loss depends on: what comes before the scores.
      for (const { node, kind } of inferred.order)
        if (kind.kind !== 'output') for (const pass of passes) expect(found).toContain(`${node.id} ${pass}`);
    }
  });

  test('shows the same again, another step other noise, and leaves no tensor behind', async () => {
    const { probe, weights } = await looked(variant);
    const { tf } = runtime;
    const before = [...weights.values()].map((weight) => [...weight.dataSync()]);
    const tensors = tf.memory().numTensors;
    const first = probe();
    expect(probe()).toEqual(first);
    const noise = 'noise output output value';
    expect(valuesOf(probe({ step: STEP + 1 }), noise)).not.toEqual(valuesOf(first, noise));
    const without = probe({ gradients: false });
    expect(without.losses).toEqual(first.losses);
    expect(without.tensors.every(({ what }) => what === 'value')).toBe(true);
    expect(tf.memory().numTensors).toBe(tensors);
    expect([...weights.values()].map((weight) => [...weight.dataSync()])).toEqual(before);
  });
});

test("a GAN's first step tells the discriminator's loss that a look told before", async () => {
  const { options, probe } = await looked({ of: 'gan', params: { discriminatorSteps: 1 } });
  const trainer = createEagerTrainer(runtime, options);
  const [series] = trainer.step(options.data.split.train.slice(0, ROWS), STEP, 0.01);
  trainer.close();
  const told = series![options.plan.series.indexOf('discriminatorLoss')]!;
  expect(lossOf(probe({ training: true }), 'discriminator')).toBeCloseTo(told, 6);
});

test.each([
  ['standard', (real: number, made: number) => Math.log1p(Math.exp(-real)) + Math.log1p(Math.exp(made))],
  ['leastSquares', (real: number, made: number) => (real - 1) ** 2 + made ** 2],
  ['wasserstein', (real: number, made: number) => made - real],
] as const)("the discriminator's loss is that of the scores shown: %s", async (objective, loss) => {
  const { probe, batch } = await looked({ of: 'gan', params: { objective, gradientPenalty: 0 } });
  const seen = probe();
  const score = (pass: ShownPass): Float32Array => valuesOf(seen, `dd output output value ${pass}`);
  const made = score('made');
  const wanted = mean(score('real').map((real, row) => loss(real, made[row]!)));
  expect(lossOf(seen, 'discriminator')).toBeCloseTo(wanted, 5);
  expect(valuesOf(seen, 'real output output value real')).toEqual(batch.inputs.get('real')!.dataSync());
});
