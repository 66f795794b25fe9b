/** Code that the app wrote, run by PyTorch itself, with the numbers that it ought to give. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { torchCode } from '../../../../shared/code/torch.ts';
import { variableNames } from '../../../../shared/code/python.ts';
import type { Network } from '../../../../shared/network/document.ts';
import type { NodeFacts } from '../../../../shared/network/infer.ts';
import { caseOf, numbers } from '../contract/code.fixture.ts';
import type { CodeCase } from '../contract/code.fixture.ts';
import { contextOf, randomInputs } from '../contract/contract.fixture.ts';
import { furnish } from '../contract/networks.fixture.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { passNetwork } from '../pass.ts';
import { runTorch, torchPython } from './torch-venv.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-torch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
export const torch = torchPython();

interface Answer {
  readonly difference?: number;
  readonly parameters?: number;
  readonly loss?: number;
  readonly error?: string;
}

/** What PyTorch says of each, with the code that it ran. */
export async function answers(
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

/** Declares that PyTorch gets the same numbers. */
export function agrees(name: string, cases: () => Promise<readonly CodeCase[]> | readonly CodeCase[]): void {
  test(name, { timeout: 600_000 }, async ({ skip }) => {
    if ('missing' in torch) return skip(torch.missing);
    for (const { name, code, difference, error } of await answers(torch.python, await cases())) {
      expect(error, `${name}\n${code}`).toBeUndefined();
      expect(difference, `${name}\n${code}`).toBeLessThanOrEqual(1e-5);
    }
  });
}
/** As many that some consist of nothing but padding. */
const ROWS = 24;

/** A network and how many tokens its inputs choose from, where they do. */
export interface Example {
  readonly name: string;
  readonly network: Network;
  readonly tokens?: number;
}

/** What the code calls the layers. */
export const variablesOf = (order: readonly NodeFacts[]): ReadonlyMap<string, string> =>
  variableNames(order.filter(({ node }) => node.kind !== 'output').map(({ node }) => node));

/** A network with weights as they may be after training, some random rows for it, and both as the script wants them. */
export function furnished({ network, tokens }: Example, seed: number) {
  const { inferred, weights } = furnish(network, seed);
  const prepared = network.nodes
    .filter(({ kind }) => kind === 'input')
    .map(({ id }) => {
      const shape = [ROWS, ...inferred.byId.get(id)!.outputs[0]!];
      return { id, shape, values: randomInputs(shape, id, tokens, seed) };
    });
  const names = variablesOf(inferred.order);
  const own = inferred.order.filter(
    ({ node }) => node.weightsOf === undefined && Object.keys(weights[node.id] ?? {}).length > 0,
  );
  return {
    inferred,
    weights,
    prepared,
    told: {
      inputs: prepared.map(({ shape, values }) => numbers(shape, values)),
      layers: own.map(({ node }) => ({
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
}

/** What the network gives for the rows. */
export function forwardCase(
  runtime: TensorFlowRuntime,
  example: Example,
  seed: number,
  context = contextOf(runtime, false),
): CodeCase {
  const { inferred, weights, prepared, told } = furnished(example, seed);
  const values = passNetwork(
    context,
    inferred,
    weights,
    Object.fromEntries(prepared.map(({ id, values }) => [id, values])),
    ROWS,
  );
  const outputs = example.network.nodes
    .filter(({ kind }) => kind === 'output')
    .map(({ id }) => {
      const { shape, values: own } = values[id]![0]!;
      return numbers([ROWS, ...shape], own);
    });
  return { ...caseOf(example.name, example.network), told: { ...told, run: 'forward', outputs } };
}
