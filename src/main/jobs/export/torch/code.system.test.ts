/** The PyTorch code beside the canvas computes and learns what we do: PyTorch itself runs it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { losses } from '../../../../shared/kinds/losses/index.ts';
import { optimizers } from '../../../../shared/kinds/optimizers/index.ts';
import { fixtures } from '../../train/fixtures/keras.fixture.ts';
import {
  lossCases,
  maskedLossCases,
  optimizerCases,
  parametersOf,
  scheduleCases,
  trainingCases,
} from '../contract/code.fixture.ts';
import { nativeRuntime } from '../contract/contract.fixture.ts';
import {
  bothStates,
  exampleNetwork,
  filledKernels,
  filledVectors,
  handedStates,
  manyEnds,
  maskedRows,
  maskedStates,
  maskedSteps,
  maskedTokens,
  randomNetwork,
  sharedLayers,
} from '../contract/networks.fixture.ts';
import { answers, agrees, forwardCase, torch } from './cases.fixture.ts';
import type { Example } from './cases.fixture.ts';
import { measuredCases } from './measured.fixture.ts';

const networks: readonly Example[] = [
  ...(layers as readonly AnyLayer[])
    .filter(({ group }) => group !== 'end')
    .flatMap((kind) =>
      kind.examples.map((example, i) => ({
        name: `${kind.kind} ${i}`,
        network: exampleNetwork(kind, example),
        ...(example.tokens !== undefined && { tokens: example.tokens }),
      })),
    ),
  ...[
    ...filledKernels,
    ...filledVectors,
    ...fc.sample(randomNetwork, { numRuns: 60, seed: 20_261_126 }),
    ...sharedLayers,
    ...bothStates,
    handedStates,
    maskedSteps,
    manyEnds,
  ].map((network, i) => ({ name: `network ${i}`, network })),
  ...[maskedTokens, maskedStates, ...maskedRows].map((network, i) => ({
    name: `masked tokens ${i}`,
    network,
    tokens: 3,
  })),
];

agrees('computes what we do, for every layer and for random networks', async () => {
  const runtime = await nativeRuntime();
  return networks.map((network, i) => forwardCase(runtime, network, i));
});

agrees('has every loss', () => [...lossCases, ...maskedLossCases]);

agrees('measures the rows that are held back', () => measuredCases);

agrees('steps as every optimizer does', () => optimizerCases);

agrees('follows every schedule', () => scheduleCases);

test('trains every sample', { timeout: 600_000 }, async ({ skip }) => {
  if ('missing' in torch) return skip(torch.missing);
  const cases = [
    ...trainingCases,
    ...maskedLossCases.map((each) => ({ ...each, told: { run: 'training' } })),
  ];
  const found = await answers(torch.python, cases);
  found.forEach(({ name, code, error, loss, parameters }, i) => {
    expect(error, `${name}\n${code}`).toBeUndefined();
    expect(Number.isFinite(loss), name).toBe(true);
    expect(parameters, name).toBe(parametersOf(cases[i]!.project));
  });
});

test('no loss or optimizer is without a case', () => {
  expect(new Set(fixtures.losses.map(({ kind }) => kind))).toEqual(new Set(losses.map(({ kind }) => kind)));
  expect(new Set(fixtures.optimizers.map(({ kind }) => kind))).toEqual(
    new Set(optimizers.map(({ kind }) => kind)),
  );
});
