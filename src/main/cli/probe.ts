/** `probe`: what flows through a trained network, and what comes back as gradients. */
import type { ProbeTensor } from '../../shared/contract/probe.ts';
import type { Network } from '../../shared/network/document.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import { measured, wholePercent } from '../../shared/words/numbers.ts';
import { defineCommand, EXIT } from './command.ts';
import { findLayer, findRun } from './find.ts';
import type { Layer } from './find.ts';
import { table } from './output.ts';

export const probeCommand = defineCommand({
  name: 'probe',
  summary: words.summaries.probe,
  positionals: [{ name: 'RUN' }],
  options: {
    node: { type: 'text', value: 'NAME', doc: words.flags.node },
    rows: { type: 'integer', value: 'N', min: 1, max: 1024, doc: words.flags.rows },
    split: {
      type: 'choice',
      choices: ['train', 'validation', 'test'],
      usual: 'train',
      rare: true,
      doc: words.flags.probeSplit,
    },
    training: { type: 'flag', rare: true, doc: words.flags.training },
  },
  async run(session, [given], { node: wanted, rows, split, training }) {
    const core = await session.core();
    const run = await findRun(core, given!);
    const { project } = await core.request('runs.get', { run: run.id });
    const known = layersOf(project.networks);
    const node = wanted === undefined ? undefined : findLayer(known, wanted);
    const probe = await core.request('runs.probe', {
      run: run.id,
      split,
      training,
      values: false,
      ...(rows !== undefined && { rows }),
      ...(node && { nodes: [node.id] }),
    });
    const nameOf = (id: string): string => known.find((layer) => layer.id === id)?.shown ?? id;
    // Of the whole network: what each layer gives, and gradients. Of one layer: everything.
    const shown = node
      ? probe.tensors
      : probe.tensors.filter(({ of, what }) => of === 'output' || (of !== 'input' && what === 'gradient'));
    const { step, epoch, rows: seen, loss, losses } = probe;
    session.out.event({
      event: 'probe',
      run: run.id,
      step,
      epoch,
      split,
      rows: seen,
      training,
      loss,
      losses,
    });
    for (const { node: id, pass, of, name, what, shape, statistics } of probe.tensors)
      session.out.event({ event: 'tensor', node: nameOf(id), pass, of, name, what, shape, ...statistics });
    session.out.say(words.probed(run.name, step, seen.length, split, probe));
    const lines = shown.map((tensor) => line(tensor, nameOf));
    session.out.say(table(Object.values(words.probeColumns), lines, [3, 4, 5, 6, 7, 8]));
    return EXIT.done;
  },
});

/** Where there are several networks, layers of the same name are told apart by theirs. */
const layersOf = (networks: readonly Network[]): readonly Layer[] =>
  networks.flatMap((network) =>
    network.nodes.map(({ id, name }) => ({
      id,
      name,
      shown: networks.length > 1 ? words.layerOf(network.name, name) : name,
    })),
  );

function line(tensor: ProbeTensor, nameOf: (id: string) => string): readonly string[] {
  const { mean, deviation, min, max, zeros, silent } = tensor.statistics;
  const number = (value: number | null): string => (value === null ? '' : measured(value));
  return [
    nameOf(tensor.node),
    words.probeTensor(tensor),
    tensor.shape.join(' × '),
    ...[mean, deviation, min, max].map(number),
    wholePercent(zeros),
    silent > 0 ? String(silent) : '',
  ];
}
