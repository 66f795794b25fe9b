/** How a Keras model is compiled and fitted as the project asks. */
import type { TrainingSettings } from '../../network/document.ts';
import { optimizerOf } from '../../kinds/optimizers/index.ts';
import { defaults as paramDefaults } from '../../kinds/params.ts';
import { codeWords } from '../../words/code.ts';
import { columnsOf, ROWS } from '../columns.ts';
import type { Columns, FedInput } from '../columns.ts';
import type { Learned, LearnedEnd } from '../ends.ts';
import { call, float, keyword, list, literal, oneOrList, snakeCase, tuple } from '../python.ts';
import { args } from './arguments.ts';
import type { HelperName } from './helpers.ts';
import { lossText, oneHot } from './losses.ts';
import { metricsText, watchedMetric } from './metrics.ts';
import type { KerasMetric } from './metrics.ts';
import { kerasSchedule } from './schedules.ts';

export interface KerasTraining {
  readonly helpers: readonly HelperName[];
  /** After the model. */
  readonly lines: readonly string[];
}

export function kerasTraining(
  training: TrainingSettings,
  inputs: readonly FedInput[],
  learned: Learned,
): KerasTraining {
  const { ends } = learned;
  const { batchSize, epochs, validationFraction: held } = training;
  const columns = columnsOf(inputs, ends);
  const mix =
    learned.mixes && training.mix.kind !== 'none' ? { ...training.mix, kind: training.mix.kind } : null;
  const losses = ends.map((end, i) =>
    lossText(end, learned, mix !== null, ends.length === 1 ? 'loss' : `loss_${i + 1}`, weightsName(ends, i)),
  );
  const schedule = kerasSchedule(training);
  const watched =
    training.earlyStopping === null
      ? undefined
      : watchedMetric(training.earlyStopping.monitor, ends, mix !== null);
  const stopping = stoppingOf(training, watched);
  const callbacks = [...(schedule?.callbacks ?? []), ...(stopping ? [stopping.callback] : [])];
  const stepped = schedule !== null && schedule.made.length > 0;
  const own = losses.flatMap(({ lines }) => lines);
  const validation = mix && held > 0 ? `validation_data=${tuple(['x[held:]', 'y[held:]'])}` : null;
  const first = columns.given[0]!;
  const rows = held > 0 ? `int(len(${first}) * ${rest(held)})` : `len(${first})`;
  const fed = mix ? (held > 0 ? ['x[:held]', 'y[:held]'] : ['x', 'y']) : [];
  return {
    helpers: [
      ...(ends.some(({ classWeights }) => classWeights === 'balanced') ? (['class_weights'] as const) : []),
      ...(mix ? (['Mixed', mix.kind] as const) : []),
      ...(schedule?.helpers ?? []),
    ],
    lines: [
      ...rowLines(inputs, ends, columns, mix !== null),
      ...own,
      ...(own.length > 0 ? ['', ''] : ['']),
      ...(schedule && schedule.made.length > 0
        ? [`epochs = ${epochs}`, `steps_per_epoch = math.ceil(${rows} / ${batchSize})`, ...schedule.made]
        : []),
      call('model.compile', [
        keyword('optimizer', optimizerText(training, schedule?.rate ?? float(training.learningRate))),
        keyword('loss', oneOrList(losses.map(({ loss }) => loss))),
        keyword('metrics', metricsText(ends, mix !== null, watched)),
      ]),
      ...(stopping?.note === undefined ? [] : [`# ${stopping.note}`]),
      ...(validation ? [`held = ${rows}`] : []),
      ...(mix ? [`mixed = ${call('Mixed', [...fed, mix.kind, String(batchSize), String(mix.alpha)])}`] : []),
      call('model.fit', [
        ...(mix ? ['mixed'] : [oneOrList(columns.given), oneOrList(columns.targets)]),
        ...weightArgument(ends, columns),
        ...(mix ? [] : [keyword('batch_size', literal(batchSize))]),
        keyword('epochs', stepped ? 'epochs' : literal(epochs)),
        ...(validation ? [validation] : held > 0 ? [keyword('validation_split', literal(held))] : []),
        ...(callbacks.length > 0 ? [keyword('callbacks', list(callbacks))] : []),
      ]),
    ],
  };
}

const rest = (part: number): number => Number((1 - part).toPrecision(12));

const random = (shape: readonly number[], most: number | null): string =>
  most === null
    ? `np.random.rand(${[ROWS, ...shape].join(', ')})`
    : `np.random.randint(${most}, size=${tuple([ROWS, ...shape].map(String))})`;

function rowLines(
  inputs: readonly FedInput[],
  ends: readonly LearnedEnd[],
  { given, targets }: Columns,
  mixed: boolean,
): readonly string[] {
  return [
    `# ${codeWords.rows}`,
    ...inputs.map(({ facts, tokens }, i) => `${given[i]!} = ${random(facts.outputs[0]!, tokens)}`),
    ...ends.flatMap((end, i) => {
      const y = targets[i]!;
      const classes = oneHot(end, mixed);
      return [
        ...(end.target.type === 'input' ? [] : [`${y} = ${random(end.shape, end.classes)}`]),
        ...(end.standard ? [`${y} = (${y} - ${y}.mean()) / ${y}.std()`] : []),
        ...weightLines(ends, i, y),
        ...(classes === null ? [] : [`${y} = keras.utils.to_categorical(${y}, ${classes})`]),
      ];
    }),
  ];
}

const weightsName = (ends: readonly LearnedEnd[], i: number): string =>
  ends.length === 1 ? 'weights' : `weights_${i + 1}`;

/** Whether `fit` takes what a class counts; else it is told what each row does, and the loss what each step does. */
const byClass = ([end, ...others]: readonly LearnedEnd[]): boolean =>
  others.length === 0 && end!.target.type === 'category';

/** What classes count, where `fit` or the loss names it. */
function weightLines(ends: readonly LearnedEnd[], i: number, y: string): readonly string[] {
  const { classWeights, classes, padding } = ends[i]!;
  const name = weightsName(ends, i);
  const ofRows = byClass(ends) || padding !== null ? [] : [`${name} = ${name}[${y}]`];
  if (classWeights === 'balanced') {
    const counted = padding === null ? y : `${y}[${y} != ${padding}]`;
    return [`${name} = ${call('class_weights', [counted, String(classes)])}`, ...ofRows];
  }
  return classWeights === 'none' || byClass(ends)
    ? []
    : [`${name} = ${call('np.array', [list(classWeights.map(float))])}`, ...ofRows];
}

/** What classes count, as `fit` takes it. */
function weightArgument(ends: readonly LearnedEnd[], { targets }: Columns): readonly string[] {
  const weighted = ends.map(({ classWeights, padding }) => classWeights !== 'none' && padding === null);
  if (!weighted.includes(true)) return [];
  if (!byClass(ends)) {
    const rows = weighted.map((own, i) => (own ? weightsName(ends, i) : `np.ones(len(${targets[i]!}))`));
    return [keyword('sample_weight', oneOrList(rows))];
  }
  const { classWeights } = ends[0]!;
  const told =
    typeof classWeights === 'string'
      ? call('dict', [call('enumerate', [weightsName(ends, 0)])])
      : `{${classWeights.map((weight, i) => `${i}: ${literal(weight)}`).join(', ')}}`;
  return [keyword('class_weight', told)];
}

/** Arguments of an optimizer of ours that Keras calls otherwise. */
const KERAS_NAMES: Readonly<Record<string, string>> = { beta1: 'beta_1', beta2: 'beta_2' };
const CLIPPING = { none: null, value: 'clipvalue', norm: 'clipnorm', globalNorm: 'global_clipnorm' } as const;

export function optimizerText({ optimizer, gradientClipping }: TrainingSettings, rate: string): string {
  const kind = optimizerOf(optimizer.kind);
  const values = { ...(kind && paramDefaults(kind.params)), ...optimizer.params };
  const clip = CLIPPING[gradientClipping.by];
  const config = {
    ...Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        KERAS_NAMES[name] ?? snakeCase(name),
        value === 0 && name === 'weightDecay' ? null : value,
      ]),
    ),
    ...(clip && { [clip]: gradientClipping.limit }),
  };
  const className = kind ? optimizerClass(kind.kind) : 'Adam';
  return call(`keras.optimizers.${className}`, [keyword('learning_rate', rate), ...args(className, config)]);
}

/** SGD for sgd, AdamW for adamW, RMSprop for rmsprop: Keras' own spelling. */
const SPELLED: Readonly<Record<string, string>> = { sgd: 'SGD', rmsprop: 'RMSprop' };
const optimizerClass = (kind: string): string => SPELLED[kind] ?? kind[0]!.toUpperCase() + kind.slice(1);

/** `watched`: what the monitor is, where Keras measures that. */
function stoppingOf(
  { earlyStopping, validationFraction }: TrainingSettings,
  watched: KerasMetric | undefined,
): { readonly callback: string; readonly note?: string } | null {
  if (!earlyStopping) return null;
  const { monitor, patience, minDelta } = earlyStopping;
  const { name, higher } = watched ?? { name: 'loss' };
  const series = validationFraction > 0 ? `val_${name}` : name;
  return {
    callback: call('keras.callbacks.EarlyStopping', [
      ...(series === 'val_loss' ? [] : [keyword('monitor', literal(series))]),
      ...(minDelta === 0 ? [] : [keyword('min_delta', literal(minDelta))]),
      keyword('patience', literal(patience)),
      ...(higher ? ['mode="max"'] : []),
      'restore_best_weights=True',
    ]),
    ...(!watched && monitor !== 'loss' && { note: codeWords.watchesLoss(monitor) }),
  };
}
