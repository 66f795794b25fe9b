/**
 * Every layer kind, by its examples, within a training step: input → PReLU → kind → dense → output. It can be traced,
 * with nothing random and no large constant from JavaScript, and three traced steps are what three eager ones are.
 */
import { beforeAll, describe, test } from 'vitest';
import type { AnyLayer } from '../../../shared/kinds/define.ts';
import { layers } from '../../../shared/kinds/layers/index.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import { splitRows } from '../../../shared/data/split.ts';
import type { Project } from '../../../shared/network/document.ts';
import { emptyProject } from '../../../shared/network/starter.ts';
import { randomInputs, randomValues } from '../export/contract/contract.fixture.ts';
import { networkOf } from '../export/contract/networks.fixture.ts';
import type { Step } from '../export/contract/networks.fixture.ts';
import type { ModelData } from '../model/data.ts';
import { makePlan } from '../model/plan.ts';
import { inMemory } from '../model/rows.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { createEagerTrainer } from './eager.ts';
import { optionsOf, tableManifest } from './project.fixture.ts';
import { createTracedTrainer } from './traced.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';
import { expectClose } from './trainer.fixture.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 2, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('These tests need native TensorFlow');
  native = runtime;
});

const BATCH = 3;
const ROWS = 2 * BATCH;

/** The inputs and an output are ends of every one of these networks. */
const kinds = (layers as readonly AnyLayer[]).filter(({ group }) => group !== 'end');
type Example = AnyLayer['examples'][number];

/** Layers whose inputs are numbers get them from a layer that learns, so that their gradients are in the step. */
function stepsOf(kind: AnyLayer, { params = {}, inputs, outputs, tokens }: Example): readonly Step[] {
  const learning = tokens === undefined;
  const ends: Step[] = inputs.map((shape) => ({ kind: 'input', params: { shape, normalise: 'none' } }));
  const before: Step[] = learning ? inputs.map((_, i) => ({ kind: 'prelu', from: [i] })) : [];
  const place = ends.length + before.length;
  const from = inputs.map((_, i) => i + before.length);
  const flat = outputs.map((_, i): Step => ({
    kind: 'flatten',
    from: [[place, kind.outputs[i]!.name] as const],
  }));
  const joined: Step[] =
    flat.length > 1 ? [{ kind: 'concatenate', from: flat.map((_, i) => place + 1 + i) }] : [];
  return [
    ...ends,
    ...before,
    { kind: kind.kind, params, from },
    ...flat,
    ...joined,
    { kind: 'dense', params: { units: 1 } },
    { kind: 'output' },
  ];
}

function optionsFor(kind: AnyLayer, example: Example): TrainerOptions {
  const steps = stepsOf(kind, example);
  const network = networkOf(steps);
  const features = example.inputs.map(sizeOf);
  const manifest = tableManifest(
    features.reduce((a, b) => a + b, 0),
    { rows: ROWS },
  );
  let from = 0;
  const columns = features.map((count) =>
    manifest.columns.slice(from, (from += count)).map(({ name }) => name),
  );
  const output = `n${steps.length - 1}`;
  const empty = emptyProject('Test');
  const project: Project = {
    ...empty,
    networks: [network],
    data: {
      dataset: null,
      inputs: Object.fromEntries(columns.map((names, i) => [`n${i}`, names])),
      targets: { [output]: 'label' },
    },
    training: {
      ...empty.training,
      batchSize: BATCH,
      validationFraction: 0,
      testFraction: 0,
      // Adam would make much of the rounding of gradients that are 0, as that of the bias of an attention's keys.
      optimizer: { kind: 'sgd', params: { momentum: 0.9 } },
    },
  };
  const data: ModelData = {
    rows: ROWS,
    inputs: new Map(
      features.map((count, i) => [
        `n${i}`,
        inMemory(randomInputs([ROWS, count], `${kind.kind} ${i}`, example.tokens), ROWS),
      ]),
    ),
    targets: new Map([[output, inMemory(randomValues([ROWS], 'target'), ROWS)]]),
    split: splitRows(manifest, project.training),
    stride: 1,
    close: () => undefined,
  };
  return optionsOf(project, { plan: makePlan(project, manifest), data }, 1);
}

function threeSteps(trainer: Trainer, { data }: TrainerOptions): readonly Float32Array[] {
  const { train } = data.split;
  return [0, 1, 2].flatMap((step) => {
    const from = (step % 2) * BATCH;
    return trainer.step(train.slice(from, from + BATCH), step, 0.01);
  });
}

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('%s', (_, kind) => {
  test.each(kind.examples.map((example, i) => [i + 1, example] as const))('example %i', (_, example) => {
    const options = optionsFor(kind, example);
    const eager = createEagerTrainer(native, options);
    const traced = createTracedTrainer(native, options);
    const wanted = threeSteps(eager, options);
    threeSteps(traced, options).forEach((series, i) => expectClose(series, wanted[i]!, `step ${i}`));
    const state = traced.state();
    for (const [name, { values }] of eager.state()) expectClose(state.get(name)!.values, values, name);
    eager.close();
    traced.close();
  });
});
