/** What layers add to the loss in PyTorch code: the sizes of weights and outputs, and a latent space's distance. */
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { kerasParts } from '../../../../shared/kinds/keras-parts.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { expandNetwork } from '../../../../shared/network/expand.ts';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import { category, manifest, number } from '../../../../shared/network/testing.ts';
import { fixtures } from '../../train/fixtures/keras.fixture.ts';
import { chainProject } from '../../train/project.fixture.ts';
import { caseOf, numbers } from '../contract/code.fixture.ts';
import type { CodeCase } from '../contract/code.fixture.ts';
import { nativeRuntime } from '../contract/contract.fixture.ts';
import { exampleNetwork, networkOf } from '../contract/networks.fixture.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { forwardNetwork } from '../../model/forward.ts';
import { computedRandom } from '../../tensorflow/random.ts';
import { agrees, furnished, variablesOf } from './cases.fixture.ts';
import type { Example } from './cases.fixture.ts';

/** What the layers add to the loss of the rows. */
function penaltyCase(runtime: TensorFlowRuntime, example: Example, seed: number): CodeCase {
  const { inferred, weights, prepared, told } = furnished(example, seed);
  const { tf, ops } = runtime;
  const owned = inferred.order.filter(({ node }) => node.weightsOf === undefined);
  const planned = owned.flatMap(({ node, weights }) =>
    Object.entries(weights).map(([weight, spec]) => {
      return { name: `${node.id}/${weight}`, node: node.id, weight, spec, trainable: true };
    }),
  );
  const penalty = tf.tidy(() => {
    const { penalties, rowPenalties } = forwardNetwork(
      { tf, ops, training: false, random: computedRandom(runtime, 1, 0), shard: 0 },
      { inferred, weights: planned, outputs: [] },
      new Map(
        planned.map(({ name, node, weight }) => {
          const { shape, values } = weights[node]![weight]!;
          return [name, tf.tensor(values, [...shape])];
        }),
      ),
      new Map(prepared.map(({ id, shape, values }) => [id, tf.tensor(values, shape)])),
    );
    const terms = [...penalties, ...rowPenalties.map((rows) => tf.mean(rows))];
    return terms.reduce((sum, term) => sum + term.dataSync()[0]!, 0);
  });
  return {
    ...caseOf(example.name, example.network),
    told: { ...told, run: 'penalty', penalty: numbers([], [penalty]) },
  };
}

/** What the sizes of a layer's weights add, by Keras. */
const penaltyCases = fixtures.penalties.map(({ kind, params, inputs, weights, penalty }): CodeCase => {
  const ends = inputs.map(({ shape }) => ({ kind: 'input', params: { shape: shape.slice(1) } }));
  const layer = { kind, params, from: ends.map((_, i) => i) };
  const network = networkOf([...ends, layer, { kind: 'output' }]);
  const { order } = inferNetwork(expandNetwork(network));
  const owners = order.filter(
    ({ node, weights }) => node.weightsOf === undefined && Object.keys(weights).length > 0,
  );
  const rest = [...weights];
  return {
    ...caseOf(kind, network),
    told: {
      run: 'penalty',
      inputs,
      penalty: { shape: [], values: [penalty] },
      layers: owners.map((facts) => {
        const names = kerasParts(facts.kind.keras(facts.params, facts.inputs)!).flatMap(([, own]) => own);
        return {
          kind: facts.node.kind,
          name: variablesOf(order).get(facts.node.id),
          weights: Object.fromEntries(names.map((name) => [name, rest.shift()!])),
        };
      }),
    },
  };
});

agrees("adds what the sizes of a layer's weights do in Keras", () => penaltyCases);

const common = { l1: 0.01, l2: 0.02, biasL1: 0.03, biasL2: 0.04, activityL1: 0.05, activityL2: 0.06 };
const STRENGTHS = { ...common, gammaL1: 0.07, gammaL2: 0.08, betaL1: 0.09, betaL2: 0.1 };
const bothWays = ['concat', 'sum', 'mul', 'ave'].flatMap((merge) =>
  [true, false].map((returnSequences) => ({
    units: 2,
    direction: 'both',
    merge,
    returnSequences,
    ...common,
  })),
);
const penalised: readonly Example[] = [
  ...(layers as readonly AnyLayer[])
    .filter(({ params }) => 'l1' in params || 'activityL1' in params || 'weight' in params)
    .flatMap((kind) =>
      kind.examples.map((example, i) => {
        const strengths = Object.entries(STRENGTHS).filter(([name]) => name in kind.params);
        const params = { ...example.params, ...Object.fromEntries(strengths) };
        return {
          name: `${kind.kind} ${i}, penalised`,
          network: exampleNetwork(kind, { ...example, params }),
          ...(example.tokens !== undefined && { tokens: example.tokens }),
        };
      }),
    ),
  ...['simpleRNN', 'lstm', 'gru'].flatMap((kind) =>
    bothWays.map((params) => ({
      name: `${kind} ${JSON.stringify(params)}`,
      network: networkOf([
        { kind: 'input', params: { shape: [4, 2] } },
        { kind: 'activation', params: { activation: 'relu' } },
        { kind: 'masking' },
        { kind, params },
        { kind: 'output' },
      ]),
    })),
  ),
  {
    name: 'a layer that is used twice',
    network: networkOf([
      { kind: 'input', params: { shape: [4] } },
      { kind: 'dense', params: { units: 4, ...common } },
      { kind: 'dense', params: { units: 4, ...common }, weightsOf: 1 },
      { kind: 'output' },
    ]),
  },
  {
    name: 'attention that is used twice',
    network: networkOf([
      { kind: 'input', params: { shape: [5, 4] } },
      { kind: 'multiHeadAttention', params: { numHeads: 2, keyDim: 3, ...common } },
      { kind: 'multiHeadAttention', params: { numHeads: 2, keyDim: 3, ...common }, weightsOf: 1 },
      { kind: 'output' },
    ]),
  },
];

/** Its loss takes the values before the last softmax; what the layer gives comes after it. */
const classes = manifest('Table', 6, [number('x', '0.f32'), category('y', ['a', 'b', 'c'])], 'y');
const classifier = chainProject([1], [['dense', { units: 3, activation: 'softmax', ...common }]], classes);

agrees('adds what we do for the sizes of weights and outputs', async () => {
  const runtime = await nativeRuntime();
  const last = penaltyCase(runtime, { name: 'a last layer', network: classifier.networks[0]! }, 1);
  return [
    ...penalised.map((example, i) => penaltyCase(runtime, example, i)),
    { ...last, project: classifier, manifest: classes },
  ];
});
