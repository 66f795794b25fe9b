/** Layers that change pictures while training, as PyTorch code. */
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { layerOf, layers } from '../../../../shared/kinds/layers/index.ts';
import { fixtures } from '../../train/fixtures/keras.fixture.ts';
import { caseOf } from '../contract/code.fixture.ts';
import type { CodeCase } from '../contract/code.fixture.ts';
import { contextOf, nativeRuntime } from '../contract/contract.fixture.ts';
import { exampleNetwork, networkOf } from '../contract/networks.fixture.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { drawnCases } from '../contract/pictures.fixture.ts';
import { agrees, forwardCase } from './cases.fixture.ts';
import type { Example } from './cases.fixture.ts';

/** While training, with ranges of one number: what Keras makes of the same pictures. */
const fixedCases = fixtures.layers
  .filter(({ kind, training }) => layerOf(kind)!.group === 'augmentation' && training)
  .map(({ name, kind, params, inputs, output }): CodeCase => {
    const network = networkOf([
      { kind: 'input', params: { shape: inputs[0]!.shape.slice(1) } },
      { kind, params },
      { kind: 'output' },
    ]);
    return { ...caseOf(name, network), told: { run: 'augmented', inputs, outputs: [output] } };
  });

agrees('changes pictures as Keras does where nothing is left to chance', () => fixedCases);

/** While training, where every draw is the same: what we make of pictures, as in the kinds' examples and otherwise. */
const turned = { fillMode: 'wrap', factor: [0.05, 0.2] };
const otherwise: readonly (readonly [kind: string, params: object])[] = [
  ['randomRotation', turned],
  ['randomRotation', { ...turned, interpolation: 'nearest' }],
  ['randomRotation', { ...turned, fillMode: 'nearest' }],
  ['randomZoom', { fillMode: 'wrap', heightFactor: [0.7, 0.9] }],
  ['randomZoom', { fillMode: 'constant', fillValue: 2, heightFactor: [0.2, 0.4] }],
  ['randomTranslation', { fillMode: 'wrap', heightFactor: [0, 0], widthFactor: [-0.9, 0.9] }],
  ['randomTranslation', { fillMode: 'wrap', heightFactor: [0, 0], widthFactor: [0, 0] }],
  ['randomTranslation', { heightFactor: [-1, -0.8], widthFactor: [0.9, 1] }],
];
const changes: readonly Example[] = [
  ...(layers as readonly AnyLayer[])
    .filter(({ group, kind }) => group === 'augmentation' && kind !== 'randomCrop')
    .flatMap((kind) =>
      kind.examples.map((example, i) => ({
        name: `${kind.kind} ${i}`,
        network: exampleNetwork(kind, example),
      })),
    ),
  ...otherwise.map(([kind, params]) => ({
    name: `${kind} ${JSON.stringify(params)}`,
    network: networkOf([
      { kind: 'input', params: { shape: [4, 5, 2] } },
      { kind, params: { ...params } },
      { kind: 'output' },
    ]),
  })),
];
function changeCase(runtime: TensorFlowRuntime, example: Example, seed: number, draw: number): CodeCase {
  const same = (shape: readonly number[]) => runtime.tf.fill([...shape], draw);
  const training = { ...contextOf(runtime, true), random: { uniform: same, normal: same } };
  const { project, manifest, told } = forwardCase(runtime, example, seed, training);
  return { name: `${example.name}, ${draw}`, project, manifest, told: { ...told, run: 'augmented', draw } };
}

agrees('changes pictures as we do for the same draws', async () => {
  const runtime = await nativeRuntime();
  return changes.flatMap((example, i) =>
    [0.1, 0.4, 0.8].map((draw) => changeCase(runtime, example, i, draw)),
  );
});

agrees('draws every change of a picture that there is, and no other', () => drawnCases);
