/** Layers that change pictures while training, as PyTorch code. */
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { layerOf, layers } from '../../../../shared/kinds/layers/index.ts';
import { fixtures } from '../../train/fixtures/keras.fixture.ts';
import type { CodeCase } from '../contract/code.fixture.ts';
import { contextOf, nativeRuntime } from '../contract/contract.fixture.ts';
import { exampleNetwork, networkOf } from '../contract/networks.fixture.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { agrees, caseOf, numbers, forwardCase } from './cases.fixture.ts';
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

/** What is drawn must be one of these for each picture, and not always the same. */
const SIDE = 6;
const picture = (at: (row: number, column: number) => number, height = SIDE, width = SIDE): number[] =>
  Array.from({ length: height * width }, (_, i) => at(Math.floor(i / width), i % width));
const whole = (row: number, column: number): number => row * SIDE + column;
const corners = (most: number): readonly (readonly [number, number])[] =>
  Array.from({ length: (most + 1) ** 2 }, (_, i) => [Math.floor(i / (most + 1)), i % (most + 1)]);
const drawn: Readonly<Record<string, { readonly params: object; readonly results: readonly number[][] }>> = {
  randomFlip: {
    params: {},
    results: [
      picture(whole),
      picture((row, column) => whole(SIDE - 1 - row, column)),
      picture((row, column) => whole(row, SIDE - 1 - column)),
      picture((row, column) => whole(SIDE - 1 - row, SIDE - 1 - column)),
    ],
  },
  randomCrop: {
    params: { height: 4, width: 4 },
    results: corners(2).map(([top, left]) => picture((row, column) => whole(top + row, left + column), 4, 4)),
  },
  randomErasing: {
    params: { factor: [1, 1], scale: [0.25, 0.25], fill: 'value', fillValue: 99, valueRange: [-1, 100] },
    results: corners(2).map(([top, left]) =>
      picture((row, column) =>
        row > top && row <= top + 3 && column > left && column <= left + 3 ? 99 : whole(row, column),
      ),
    ),
  },
};
const drawnCases = Object.entries(drawn).map(([kind, { params, results }]): CodeCase => {
  const network = networkOf([
    { kind: 'input', params: { shape: [SIDE, SIDE, 1] } },
    { kind, params: { ...params } },
    { kind: 'output' },
  ]);
  const side = Math.sqrt(results[0]!.length);
  return {
    ...caseOf(kind, network),
    told: {
      run: 'drawn',
      input: numbers([SIDE, SIDE, 1], picture(whole)),
      results: numbers([results.length, side, side, 1], results.flat()),
    },
  };
});

agrees('draws every change of a picture that there is, and no other', () => drawnCases);
