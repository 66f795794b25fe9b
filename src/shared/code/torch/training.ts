/** The loop that trains a PyTorch network as the project asks. */
import type { TrainingSettings } from '../../network/document.ts';
import { sizeOf } from '../../kinds/shape.ts';
import { codeWords } from '../../words/code.ts';
import { columnsOf } from '../columns.ts';
import type { Columns, FedInput } from '../columns.ts';
import type { Learned, LearnedEnd } from '../ends.ts';
import { call, float, list } from '../python.ts';
import type { HelperName } from './helpers.ts';
import { lossHelpers, torchLoss } from './losses.ts';
import type { LossMask } from './masks.ts';
import { stoppingOf, torchMetrics } from './metrics.ts';
import { torchOptimizer } from './optimizers.ts';
import { rowLines, unpacked } from './rows.ts';
import { torchSchedule } from './schedules.ts';

export interface TorchTraining {
  readonly helpers: readonly HelperName[];
  /** After the network's class. */
  readonly lines: readonly string[];
}

/** The network keeps `masks` and, where it is `penalised`, what its layers add to the loss. */
export function torchTraining(
  training: TrainingSettings,
  inputs: readonly FedInput[],
  learned: Learned,
  masks: readonly LossMask[],
  penalised: boolean,
): TorchTraining {
  const { ends } = learned;
  const columns = columnsOf(inputs, ends);
  const { given, targets } = columns;
  const optimizer = torchOptimizer(training);
  const schedule = torchSchedule(training);
  const mix =
    learned.mixes && training.mix.kind !== 'none' ? { ...training.mix, kind: training.mix.kind } : null;
  const held = training.validationFraction > 0;
  const metrics = held ? torchMetrics(ends) : [];
  const stopping = stoppingOf(training, metrics);
  const outputs = ends.length === 1 ? 'prediction' : 'predictions';
  const run = `${outputs} = ${call('network', given)}`;
  const maskOf = ends.map((_, i) => masks.find(({ end }) => end === i)?.name ?? null);
  const weighted = ends.flatMap(({ classWeights }, i) =>
    classWeights === 'none' ? [] : weightsName(ends, i),
  );
  const judged = (counting: readonly string[], shift = ''): string =>
    call('criterion', [
      outputs,
      ...targets.map((name) => `${name}${shift}`),
      ...counting,
      ...masks.map(({ name }) => `network.${name}`),
    ]);
  const rows = `len(${given[0]!})`;
  const weights = weightLines(ends, columns);
  const lines = [
    ...criterion(learned, outputs, targets, weighted, maskOf),
    '',
    '',
    ...rowLines(training, inputs, ends, columns),
    ...(weights.length > 0 ? ['', ...weights] : []),
    '',
    'network = Network()',
    ...optimizer.made,
    `epochs = ${training.epochs}`,
    ...(schedule?.needs.stepsPerEpoch ? ['steps_per_epoch = len(loader)'] : []),
    ...(schedule?.made ?? []),
    ...(stopping ? [`best, wait = ${stopping.worst}, 0`] : []),
    '',
    'for epoch in range(epochs):',
    '    network.train()',
    '    total = 0.0',
    `    for ${unpacked(columns)} in loader:`,
    ...indented(8, [
      ...(mix ? [`x, share = ${call(mix.kind, ['x', String(mix.alpha)])}`] : []),
      run,
      mix
        ? `loss = share * ${judged(weighted)} + (1 - share) * ${judged(weighted, '.roll(-1, 0)')}`
        : `loss = ${judged(weighted)}`,
      ...(penalised ? ['loss = loss + network.penalty'] : []),
      'optimizer.zero_grad()',
      'loss.backward()',
      ...optimizer.before,
      ...(schedule?.before ?? []),
      'optimizer.step()',
      ...(schedule?.after ?? []),
      `total += ${rows} * loss.item()`,
    ]),
    `    ${held ? 'training_loss' : 'epoch_loss'} = total / len(rows)`,
    ...(held
      ? indented(4, [
          '',
          'network.eval()',
          ...['total', ...metrics.map(({ name }) => name)].map((sum) => `${sum} = 0.0`),
          'with torch.no_grad():',
          `    for ${unpacked(columns)} in validation_loader:`,
          ...indented(8, [
            run,
            ...(weighted.length > 0 ? [`# ${codeWords.evenly}`] : []),
            `loss = ${judged(weighted.map((name) => call('torch.ones_like', [name])))}${penalised ? ' + network.penalty' : ''}`,
            `total += ${rows} * loss.item()`,
            ...metrics.map(({ name, mean }) => `${name} += ${rows} * ${mean}.item()`),
          ]),
          'epoch_loss = total / len(validation_rows)',
          ...metrics.map(({ name }) => `${name} /= len(validation_rows)`),
        ])
      : []),
    ...indented(
      4,
      printLines(
        held,
        metrics.map(({ name }) => name),
      ),
    ),
    ...indented(4, schedule?.epoch('epoch_loss') ?? []),
    ...indented(4, stopping?.lines ?? []),
    ...(stopping ? ['', 'network.load_state_dict(best_weights)'] : []),
  ];
  return {
    helpers: [
      ...lossHelpers(ends, maskOf),
      ...metrics.flatMap((metric) => metric.helpers),
      ...(ends.some(({ classWeights }) => classWeights === 'balanced') ? (['class_weights'] as const) : []),
      ...(mix ? [mix.kind] : []),
      ...optimizer.helpers,
    ],
    lines,
  };
}

const indented = (by: number, lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));

/** What an epoch came to, its metrics on a line of their own. */
const printLines = (held: boolean, metrics: readonly string[]): readonly string[] => [
  held
    ? 'print(f"epoch {epoch + 1}: loss {training_loss:.4f}, validation {epoch_loss:.4f}")'
    : 'print(f"epoch {epoch + 1}: loss {epoch_loss:.4f}")',
  ...(metrics.length > 0
    ? [`print(f"    ${metrics.map((name) => `${name} {${name}:.4f}`).join(', ')}")`]
    : []),
];

/** The mean loss of a batch, over all outputs; `weighted`: what tells how much the rows of a class count. */
function criterion(
  { ends, recipe }: Learned,
  outputs: string,
  targets: readonly string[],
  weighted: readonly string[],
  masks: readonly (string | null)[],
): readonly string[] {
  const losses = ends.map((end, i) => {
    const loss = torchLoss(
      end,
      ends.length === 1 ? outputs : `${outputs}[${i}]`,
      targets[i]!,
      weightsName(ends, i),
      masks[i]!,
    );
    return recipe.summed ? `${sizeOf(end.predicted)} * ${loss}` : loss;
  });
  return [
    `def ${call('criterion', [outputs, ...new Set(targets), ...weighted, ...masks.filter((mask) => mask !== null)])}:`,
    ...(recipe.summed ? [`    # ${codeWords.summed}`] : []),
    ...losses.slice(0, -1).map((loss, i) => `    loss_${i + 1} = ${loss}`),
    `    return ${[...losses.slice(0, -1).map((_, i) => `loss_${i + 1}`), losses.at(-1)!].join(' + ')}`,
  ];
}

const weightsName = (ends: readonly LearnedEnd[], i: number): string =>
  ends.length === 1 ? 'weights' : `weights_${i + 1}`;

/** What a row of each class counts; padding is none. */
const weightLines = (ends: readonly LearnedEnd[], { targets }: Columns): readonly string[] =>
  ends.flatMap(({ classWeights, classes, padding }, i) => {
    if (classWeights === 'none') return [];
    const y = targets[i]!;
    const counted = padding === null ? y : `${y}[${y} != ${padding}]`;
    return [
      `# ${classWeights === 'balanced' ? codeWords.balanced : codeWords.ownWeights}`,
      `${weightsName(ends, i)} = ${
        classWeights === 'balanced'
          ? call('class_weights', [counted, String(classes!)])
          : call('torch.tensor', [list(classWeights.map(float))])
      }`,
    ];
  });
