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
import { torchOptimizer } from './optimizers.ts';
import { rowLines, unpacked } from './rows.ts';
import { torchSchedule } from './schedules.ts';

export interface TorchTraining {
  readonly helpers: readonly HelperName[];
  /** After the network's class. */
  readonly lines: readonly string[];
}

/** `penalised`: the network keeps what its layers add to the loss. */
export function torchTraining(
  training: TrainingSettings,
  inputs: readonly FedInput[],
  learned: Learned,
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
  const stopping = stoppingOf(training, ends);
  const outputs = ends.length === 1 ? 'prediction' : 'predictions';
  const run = `${outputs} = ${call('network', given)}`;
  const judged = (shift = ''): string =>
    call('criterion', [outputs, ...targets.map((name) => `${name}${shift}`)]);
  const rows = `len(${given[0]!})`;
  const weights = weightLines(ends, columns);
  const lines = [
    ...criterion(learned, outputs, targets),
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
      mix ? `loss = share * ${judged()} + (1 - share) * ${judged('.roll(-1, 0)')}` : `loss = ${judged()}`,
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
          `total${stopping?.right ? ', right' : ''} = 0.0${stopping?.right ? ', 0' : ''}`,
          'with torch.no_grad():',
          `    for ${unpacked(columns)} in validation_loader:`,
          `        ${run}`,
          `        total += ${rows} * ${judged()}.item()`,
          ...(stopping?.right ? [`        right += ${stopping.right}.sum().item()`] : []),
          'epoch_loss = total / len(validation_rows)',
        ])
      : []),
    held
      ? '    print(f"epoch {epoch + 1}: loss {training_loss:.4f}, validation {epoch_loss:.4f}")'
      : '    print(f"epoch {epoch + 1}: loss {epoch_loss:.4f}")',
    ...indented(4, schedule?.epoch('epoch_loss') ?? []),
    ...indented(4, stopping?.lines ?? []),
    ...(stopping ? ['', 'network.load_state_dict(best_weights)'] : []),
  ];
  return {
    helpers: [
      ...lossHelpers(ends),
      ...(ends.some(({ classWeights }) => classWeights === 'balanced') ? (['class_weights'] as const) : []),
      ...(mix ? [mix.kind] : []),
      ...optimizer.helpers,
    ],
    lines,
  };
}

const indented = (by: number, lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));

/** The mean loss of a batch, over all outputs. */
function criterion(
  { ends, recipe }: Learned,
  outputs: string,
  targets: readonly string[],
): readonly string[] {
  const losses = ends.map((end, i) => {
    const loss = torchLoss(
      end,
      ends.length === 1 ? outputs : `${outputs}[${i}]`,
      targets[i]!,
      weightsName(ends, i),
    );
    return recipe.summed ? `${sizeOf(end.predicted)} * ${loss}` : loss;
  });
  return [
    `def ${call('criterion', [outputs, ...new Set(targets)])}:`,
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

interface Stopping {
  readonly worst: string;
  /** Of a batch, which rows are right, where that is watched. */
  readonly right: string | null;
  /** After an epoch. */
  readonly lines: readonly string[];
}

/** What ends the run early; it watches the loss where PyTorch code has no metric of that name. */
function stoppingOf(
  { earlyStopping, validationFraction }: TrainingSettings,
  ends: readonly LearnedEnd[],
): Stopping | null {
  if (!earlyStopping) return null;
  const { monitor, patience, minDelta } = earlyStopping;
  const [end] = ends;
  const accuracy =
    monitor === 'accuracy' && ends.length === 1 && end!.target.type === 'category' && validationFraction > 0;
  const than = (sign: string): string => `best${minDelta === 0 ? '' : ` ${sign} ${minDelta}`}`;
  return {
    worst: accuracy ? '-math.inf' : 'math.inf',
    right: !accuracy
      ? null
      : end!.predicted.at(-1) === 1
        ? '((prediction[:, 0] > 0) == y)'
        : '(prediction.argmax(dim=-1) == y)',
    lines: [
      ...(accuracy ? ['accuracy = right / len(validation_rows)'] : []),
      ...(accuracy || monitor === 'loss' ? [] : [`# ${codeWords.watchesLoss(monitor)}`]),
      accuracy ? `if accuracy > ${than('+')}:` : `if epoch_loss < ${than('-')}:`,
      `    best, wait = ${accuracy ? 'accuracy' : 'epoch_loss'}, 0`,
      '    best_weights = copy.deepcopy(network.state_dict())',
      'else:',
      '    wait += 1',
      `    if wait >= ${patience}:`,
      '        break',
    ],
  };
}
