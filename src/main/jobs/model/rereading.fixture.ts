/** Rows that are computed again give what the whole network gives, and run only what reads the input that changed. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputPreprocessing } from '../../../shared/data/preprocessing.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { Network } from '../../../shared/network/document.ts';
import { randomStream } from '../../../shared/random.ts';
import { copyTask } from '../generate/tasks.fixture.ts';
import { network, startOf } from '../generate/trained.fixture.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import { chooseOptimizer } from '../train/optimize.ts';
import { initialState } from '../train/trainer.ts';
import { BATCH, forwardRaw, rowsAt } from './forward-rows.ts';
import type { ForwardNeeds } from './forward-rows.ts';
import { makePlan } from './plan.ts';
import { createRereader } from './rereading.ts';

/** The encoder hands on what it gives, its mask and its last state. */
function translator(): Network {
  const [source, target] = [4, 5].map((steps) => ({ shape: [steps], normalise: 'none' }));
  const chain = network('n', [
    ['s', 'input', source!],
    ['se', 'embedding', { inputDim: 6, outputDim: 5, maskZero: true }],
    ['sl', 'gru', { units: 6, returnSequences: true }],
    ['t', 'input', target!],
    ['te', 'embedding', { inputDim: 6, outputDim: 4 }],
    ['tl', 'gru', { units: 6, returnSequences: true }],
    ['look', 'multiHeadAttention', { numHeads: 2, keyDim: 3 }],
    ['both', 'concatenate', {}, ['tl', 'look']],
    ['d', 'dense', { units: 6, activation: 'softmax' }],
    ['o', 'output', {}],
  ]);
  const edge = (node: string, port: string, to: string, input: string) => ({
    id: `${node}-${to}-${input}`,
    from: { node, port },
    to: { node: to, port: input },
  });
  return {
    ...chain,
    edges: [
      ...chain.edges.filter(({ to }) => to.node !== 'look'),
      edge('sl', 'state', 'tl', 'state'),
      edge('tl', 'output', 'look', 'query'),
      edge('sl', 'output', 'look', 'value'),
    ],
  };
}

export function rereads(backend: 'native' | 'portable'): void {
  const { start, folder } = startOf({ ...copyTask([], 1), networks: [translator()] });
  const weights = new Map<string, Tensor>();
  let needs: ForwardNeeds;
  beforeAll(async () => {
    const { project, manifest } = start;
    const runtime = await loadTensorFlow({ backend, threads: 1, shards: 1 });
    const plan = makePlan(project, manifest);
    for (const [name, { shape, values }] of initialState(plan, chooseOptimizer(project.training), 3))
      weights.set(name, runtime.tf.tensor(values, [...shape], 'float32'));
    const asTheyAre = plan.inputs.map(({ node, shape }): [string, InputPreprocessing] => [
      node,
      { columns: [], shape: [...shape], offset: [0], scale: [1] },
    ]);
    const preprocessing = { inputs: Object.fromEntries(asTheyAre), targets: {} };
    needs = { runtime, plan, preprocessing, weights };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const random = randomStream(1, 'rereading');
  const tokens = (rows: number, steps: number): Float32Array =>
    Float32Array.from({ length: rows * steps }, () => Math.floor(random.uniform() * 6));
  const most = (differences: Float32Array): number =>
    differences.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

  /** More than are computed at once. */
  const SOURCES = BATCH + 7;
  const features = { s: tokens(SOURCES, 4) };
  const some = [3, 0, SOURCES - 1, 3, 5];
  const all = Array.from({ length: 2 * SOURCES }, (_, i) => i % SOURCES);

  test.each([1, 1000])('gives what the whole network gives, where %i calls are to come', (calls) => {
    const rereader = createRereader(needs);
    for (const places of [some, all]) {
      const rereading = { input: 't', output: 'o', rows: places.length, calls };
      const reread = rereader.over(rereading, features, SOURCES);
      for (let call = 0; call < 3; call++) {
        // Fewer rows than were spoken of, too.
        const own = places.slice(call);
        const read = tokens(own.length, 5);
        const found = reread(read, own);
        const { o } = forwardRaw(needs, { ...rowsAt(features, SOURCES, own), t: read }, own.length).outputs;
        expect(found).toHaveLength(own.length * 5 * 6);
        expect(most(found.map((value, i) => value - o!.values[i]!))).toBeLessThan(1e-6);
      }
    }
    rereader.forget();
  });

  test.each([1, 1000])('computes the encoder once, where %i calls are to come', (calls) => {
    const rereader = createRereader(needs);
    const reread = rereader.over({ input: 't', output: 'o', rows: 2, calls }, features, SOURCES);
    const read = tokens(2, 5);
    const before = reread(read, [1, 2]);
    const own = [...weights].filter(([name]) => /\/(se|sl)\//.test(name));
    expect(own.length).toBeGreaterThan(0);
    for (const [name] of own) weights.delete(name);
    // An encoder without weights would throw.
    expect(reread(read, [1, 2])).toEqual(before);
    expect(reread(read, [2, 2])).not.toEqual(before);
    for (const [name, tensor] of own) weights.set(name, tensor);
    rereader.forget();
  });

  test('computes by the weights as they are once it has forgotten others', () => {
    const rereader = createRereader(needs);
    const rereading = { input: 't', output: 'o', rows: 2, calls: 1000 };
    const read = tokens(2, 5);
    const before = rereader.over(rereading, features, SOURCES)(read, [1, 2]);
    const [[name, tensor]] = [...weights].filter(([name]) => name.endsWith('/d/kernel')) as [
      [string, Tensor],
    ];
    weights.set(name, needs.runtime.tf.neg(tensor));
    rereader.forget();
    const after = rereader.over(rereading, features, SOURCES)(read, [1, 2]);
    const { o } = forwardRaw(needs, { ...rowsAt(features, SOURCES, [1, 2]), t: read }, 2).outputs;
    weights.set(name, tensor);
    expect(after).not.toEqual(before);
    expect(most(after.map((value, i) => value - o!.values[i]!))).toBeLessThan(1e-6);
    rereader.forget();
  });
}
