/**
 * The PyTorch code beside the canvas, run by PyTorch itself: for every example of every layer kind, what it computes
 * with the same weights is compared with what the network computes.
 *
 *   node bench/torch-code.ts [KIND …]
 *
 * PyTorch lies where the bench's peers do (see steps.ts). Ends with 1 where an example differs by more than 1e-5, but
 * for those whose code says what it leaves out.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { torchCode } from '../src/shared/code/torch.ts';
import type { AnyLayer } from '../src/shared/kinds/define.ts';
import { layers } from '../src/shared/kinds/layers/index.ts';
import { codeWords } from '../src/shared/words/code.ts';
import { contextOf, nativeRuntime, randomInputs } from '../src/main/jobs/export/contract/contract.fixture.ts';
import { furnish, networkOf } from '../src/main/jobs/export/contract/networks.fixture.ts';
import { passNetwork } from '../src/main/jobs/export/pass.ts';
import { chainProject, imageManifest } from '../src/main/jobs/train/project.fixture.ts';
import { variableNames } from '../src/shared/code/python.ts';
import { environmentPython } from './lib/peers.ts';

const ROWS = 3;
const folder = mkdtempSync(join(tmpdir(), 'neuroloom-torch-code-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const runtime = await nativeRuntime();
const project = chainProject([2, 2, 1], [], imageManifest([2, 2, 1], { rows: 4, testRows: 1, classes: 2 }));
const wanted = process.argv.slice(2);
const cases = (layers as readonly AnyLayer[])
  .filter(({ group, kind }) => group !== 'end' && (wanted.length === 0 || wanted.includes(kind)))
  .flatMap((kind) => kind.examples.map((example, i) => ({ kind, example, name: `${kind.kind}-${i}` })));

const told = cases.map(({ kind, example, name }, i) => {
  const inputs = example.inputs.map((shape) => ({ kind: 'input', params: { shape } }));
  const layer = { kind: kind.kind, params: { ...example.params }, from: inputs.map((_, at) => at) };
  const network = networkOf([...inputs, layer, { kind: 'output' }]);
  const { inferred, weights } = furnish(network, i);
  const prepared = Object.fromEntries(
    example.inputs.map((shape, at) => [
      `n${at}`,
      randomInputs([ROWS, ...shape], `n${at}`, example.tokens, i),
    ]),
  );
  const values = passNetwork(contextOf(runtime, false), inferred, weights, prepared, ROWS);
  const end = inferred.order.find(({ node }) => node.kind === 'output')!;
  const output = values[end.node.id]![0]!;
  const code = torchCode({ ...project, networks: [network] }, network, null).map(({ text }) => text);
  const names = variableNames(
    inferred.order.filter(({ node }) => node.kind !== 'output').map(({ node }) => node),
  );
  mkdirSync(join(folder, name));
  const write = (file: string, contents: unknown): void =>
    writeFileSync(
      join(folder, name, file),
      typeof contents === 'string' ? contents : JSON.stringify(contents),
    );
  write('model.py', code.join('\n'));
  write('case.json', {
    inputs: example.inputs.map((shape, at) => ({
      shape: [ROWS, ...shape],
      values: [...prepared[`n${at}`]!],
    })),
    output: { shape: [ROWS, ...output.shape], values: [...output.values] },
    layers: inferred.order.flatMap(({ node }) =>
      Object.keys(weights[node.id] ?? {}).length === 0
        ? []
        : [
            {
              kind: node.kind,
              name: names.get(node.id),
              weights: Object.fromEntries(
                Object.entries(weights[node.id]!).map(([weight, { shape, values }]) => [
                  weight,
                  { shape, values: [...values] },
                ]),
              ),
            },
          ],
    ),
  });
  const leavesOut = code.some((line) => line.trim().startsWith(`# ${codeWords.without('').slice(0, -1)}`));
  return { name, leavesOut };
});

const python = await environmentPython('torch');
const script = join(import.meta.dirname, 'peers/torch_code.py');
const answer = execFileSync(python, [script, ...told.map(({ name }) => join(folder, name))], {
  encoding: 'utf8',
});
const results = JSON.parse(answer) as Record<string, { difference?: number; error?: string }>;
for (const { name, leavesOut } of told) {
  const { difference, error } = results[name]!;
  const met = error === undefined && difference! <= 1e-5;
  if (met) continue;
  if (!leavesOut) process.exitCode = 1;
  console.log(`${leavesOut ? 'said   ' : 'DIFFERS'} ${name}: ${error ?? difference!.toExponential(1)}`);
  if (!leavesOut) console.log(readFileSync(join(folder, name, 'model.py'), 'utf8'));
}
console.log(
  `${told.length} examples, ${told.filter(({ leavesOut }) => leavesOut).length} of which leave something out`,
);
