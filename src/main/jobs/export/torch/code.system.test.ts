/** The PyTorch code beside the canvas computes and learns what we do: PyTorch itself runs it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { torchCode } from '../../../../shared/code/torch.ts';
import { variableNames } from '../../../../shared/code/python.ts';
import type { AnyLayer } from '../../../../shared/kinds/define.ts';
import { layers } from '../../../../shared/kinds/layers/index.ts';
import { losses } from '../../../../shared/kinds/losses/index.ts';
import { optimizers } from '../../../../shared/kinds/optimizers/index.ts';
import type { Network } from '../../../../shared/network/document.ts';
import { table } from '../../../../shared/network/testing.ts';
import { codeWords } from '../../../../shared/words/code.ts';
import { fixtures } from '../../train/fixtures/keras.fixture.ts';
import { chainProject } from '../../train/project.fixture.ts';
import {
  lossCases,
  optimizerCases,
  parametersOf,
  scheduleCases,
  trainingCases,
} from '../contract/code.fixture.ts';
import type { CodeCase } from '../contract/code.fixture.ts';
import { contextOf, nativeRuntime, randomInputs } from '../contract/contract.fixture.ts';
import { furnish, networkOf } from '../contract/networks.fixture.ts';
import { passNetwork } from '../pass.ts';
import { runTorch, torchPython } from './torch-venv.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-torch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const torch = torchPython();

interface Answer {
  readonly difference?: number;
  readonly parameters?: number;
  readonly loss?: number;
  readonly error?: string;
}

/** What PyTorch says of each, with the code that it ran. */
async function answers(
  python: string,
  cases: readonly CodeCase[],
): Promise<readonly (Answer & Pick<CodeCase, 'name'> & { readonly code: string })[]> {
  const written = cases.map(({ project, manifest, told }) => {
    const own = mkdtempSync(join(folder, 'case-'));
    const [network] = project.networks;
    const code = torchCode(project, network!, manifest)
      .map(({ text }) => text)
      .join('\n');
    writeFileSync(join(own, 'model.py'), code);
    writeFileSync(join(own, 'case.json'), JSON.stringify(told));
    return { own, code };
  });
  const found = await runTorch<Answer>(
    python,
    written.map(({ own }) => own),
  );
  return found.map((answer, i) => ({ ...answer, name: cases[i]!.name, code: written[i]!.code }));
}

/** Declares that PyTorch gets the same numbers, but for the cases whose code says what it has otherwise. */
function agrees(
  name: string,
  cases: () => Promise<readonly CodeCase[]> | readonly CodeCase[],
  said: RegExp,
): void {
  test(name, { timeout: 600_000 }, async ({ skip }) => {
    if ('missing' in torch) return skip(torch.missing);
    for (const { name, code, difference, error } of await answers(torch.python, await cases())) {
      if (said.test(code)) continue;
      expect(error, `${name}\n${code}`).toBeUndefined();
      expect(difference, `${name}\n${code}`).toBeLessThanOrEqual(1e-5);
    }
  });
}
const nothing = /^$/;
const ROWS = 3;

const single = (kind: AnyLayer, { inputs: shapes, params }: AnyLayer['examples'][number]): Network => {
  const inputs = shapes.map((shape) => ({ kind: 'input', params: { shape } }));
  const layer = { kind: kind.kind, params: { ...params }, from: inputs.map((_, at) => at) };
  return networkOf([...inputs, layer, { kind: 'output' }]);
};

agrees(
  'computes what every example of every layer does',
  async () => {
    const runtime = await nativeRuntime();
    const project = chainProject([2, 2, 1], [], table(1));
    return (layers as readonly AnyLayer[])
      .filter(({ group }) => group !== 'end')
      .flatMap((kind) => kind.examples.map((example, i) => ({ kind, example, name: `${kind.kind} ${i}` })))
      .map(({ kind, example, name }, i): CodeCase => {
        const network = single(kind, example);
        const { inferred, weights } = furnish(network, i);
        const shapes = example.inputs.map((shape) => [ROWS, ...shape]);
        const inputs = shapes.map((shape, at) => randomInputs(shape, `n${at}`, example.tokens, i));
        const prepared = Object.fromEntries(inputs.map((values, at) => [`n${at}`, values]));
        const values = passNetwork(contextOf(runtime, false), inferred, weights, prepared, ROWS);
        const end = inferred.order.find(({ node }) => node.kind === 'output')!;
        const [output] = values[end.node.id]!;
        const names = variableNames(
          inferred.order.filter(({ node }) => node.kind !== 'output').map(({ node }) => node),
        );
        const numbers = (shape: readonly number[], values: ArrayLike<number>) => ({
          shape,
          values: Array.from(values),
        });
        return {
          name,
          project: { ...project, networks: [network] },
          manifest: null,
          told: {
            run: 'forward',
            inputs: inputs.map((values, at) => numbers(shapes[at]!, values)),
            output: numbers([ROWS, ...output!.shape], output!.values),
            layers: inferred.order
              .filter(({ node }) => Object.keys(weights[node.id] ?? {}).length > 0)
              .map(({ node }) => ({
                kind: node.kind,
                name: names.get(node.id),
                weights: Object.fromEntries(
                  Object.entries(weights[node.id]!).map(([weight, { shape, values }]) => [
                    weight,
                    numbers(shape, values),
                  ]),
                ),
              })),
          },
        };
      });
  },
  new RegExp(`# ${codeWords.without('').slice(0, -1)}`),
);

agrees('has every loss', () => lossCases, nothing);

agrees(
  'steps as every optimizer does',
  () => optimizerCases,
  new RegExp(`# (${codeWords.epsilonOutside}|${codeWords.epsilonElsewhere})`),
);

agrees('follows every schedule', () => scheduleCases, nothing);

test('trains every sample', { timeout: 600_000 }, async ({ skip }) => {
  if ('missing' in torch) return skip(torch.missing);
  const found = await answers(torch.python, trainingCases);
  found.forEach(({ name, code, error, loss, parameters }, i) => {
    expect(error, `${name}\n${code}`).toBeUndefined();
    expect(Number.isFinite(loss), name).toBe(true);
    expect(parameters, name).toBe(parametersOf(trainingCases[i]!.project));
  });
});

test('no loss or optimizer is without a case', () => {
  expect(new Set(fixtures.losses.map(({ kind }) => kind))).toEqual(new Set(losses.map(({ kind }) => kind)));
  expect(new Set(fixtures.optimizers.map(({ kind }) => kind))).toEqual(
    new Set(optimizers.map(({ kind }) => kind)),
  );
});
