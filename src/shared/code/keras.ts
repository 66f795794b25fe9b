/** A network as Keras 3 code that a person would write: arguments that hold Keras' own defaults are left out. */
import type { DatasetManifest } from '../data/manifest.ts';
import type { AnyLoss } from '../kinds/define.ts';
import { topKCategoricalAccuracy } from '../kinds/metrics/top-k-categorical-accuracy.ts';
import { optimizerOf } from '../kinds/optimizers/index.ts';
import { defaults as paramDefaults } from '../kinds/params.ts';
import { learnedEnds } from './ends.ts';
import type { LearnedEnd } from './ends.ts';
import { targetType } from '../network/ends.ts';
import type { Network, Project } from '../network/document.ts';
import type { NodeFacts } from '../network/infer.ts';
import { kerasArguments, kerasPass } from '../network/keras-pass.ts';
import { codeWords } from '../words/code.ts';
import table from './keras-defaults.json' with { type: 'json' };
import { planCode, sharedNodes } from './nodes.ts';
import type { CodePlan } from './nodes.ts';
import { call, keyword, list, literal, oneOrList, snakeCase, variableNames } from './python.ts';
import type { Code, CodeLine } from './python.ts';

type Config = Readonly<Record<string, unknown>>;
interface KerasObject {
  readonly class_name: string;
  readonly config: Config;
  readonly module: string;
}
const isObject = (value: unknown): value is KerasObject =>
  typeof value === 'object' && value !== null && 'class_name' in value;

/**
 * By class, what its constructor's arguments are if nothing is said; made by keras-defaults.py. Constant is not among
 * them: Keras cannot make it of its name alone.
 */
const defaults: Readonly<Record<string, Config>> = table;

/** A Keras object that holds nothing but its name is written as that: "glorot_uniform". */
function argument(value: unknown): string {
  if (!isObject(value)) return literal(value);
  const said = args(value.class_name, value.config);
  if (said.length === 0 && value.module !== 'keras.layers') return literal(snakeCase(value.class_name));
  return call(`${value.module.replace('keras.layers', 'layers')}.${value.class_name}`, said);
}

/** Arguments that differ from the class' defaults. */
const args = (className: string, config: Config): readonly string[] =>
  Object.entries(config).flatMap(([name, value]) => {
    const usual = defaults[className]?.[name];
    // What the constructor does not know, Keras adds when it builds the layer.
    if (defaults[className] && usual === undefined && !(name in defaults[className])) return [];
    const written = argument(value);
    const unsaid = usual === null ? [literal(null), literal(STANDS_FOR[name])] : [argument(usual)];
    return usual !== REQUIRED && unsaid.includes(written) ? [] : [keyword(name, written)];
  });

const REQUIRED = '(required)';
/** What Keras takes for an argument of None. */
const STANDS_FOR: Config = { activation: 'linear', data_format: 'channels_last', attention_axes: [1] };

/**
 * The network as a functional Keras model, with the training that the project asks for. Layers with a problem are
 * named in a comment; composite layers are written as the layers that they are made of.
 */
export function kerasCode(project: Project, network: Network, manifest: DatasetManifest | null): Code {
  const plan = kerasPass(
    planCode(network, ({ kind, params, inputs }) => kind.keras(params, inputs) === null),
  );
  const names = variableNames(plan.nodes.map(({ node }) => node));
  const line = (text: string, node: string | null = null): CodeLine => ({ text, node });
  const layers = plan.nodes.flatMap((facts) =>
    layerLines(plan, names, facts).map((text) => line(text, plan.drawn(facts.node.id))),
  );
  const inputs = oneOrList(plan.inputs.map(({ node }) => names.get(node.id)!));
  const outputs = oneOrList(plan.outputs.map(({ source }) => signal(plan, names, source)));
  return [
    line('import keras'),
    line('from keras import layers'),
    line(''),
    ...layers,
    ...plan.missing.map((name) => line(`# ${codeWords.missing(name)}`)),
    ...(plan.outputs.length > 0
      ? [
          line(''),
          line(`model = keras.Model(inputs=${inputs}, outputs=${outputs})`),
          line('model.summary()'),
          line(''),
          ...trainingLines(project, network, manifest, plan).map((text) => line(text)),
        ]
      : []),
  ];
}

function layerLines(plan: CodePlan, names: ReadonlyMap<string, string>, facts: NodeFacts): readonly string[] {
  const { node, kind, params, inputs, sources } = facts;
  const name = names.get(node.id)!;
  if (node.kind === 'input') {
    const lines = [
      `${name} = ${call('keras.Input', [`shape=${literal(inputShape(facts))}`, `name="${name}"`])}`,
    ];
    const read = codeWords.normalised[String(params['normalise'])];
    return read ? [`# ${read}`, ...lines] : lines;
  }
  const layer = kind.keras(params, inputs)!;
  const given = sources.map((source) => signal(plan, names, source));
  const called = callArgs(facts, given);
  if (layer.operation !== undefined) {
    const told = Object.entries(layer.config).map(([key, value]) => keyword(key, literal(value)));
    return [`${name} = ${call(`keras.ops.${layer.operation}`, [...called, ...told])}`];
  }
  const outputs = outputNames(plan, facts, names);
  const state = outputs.length > 1 ? layer.states?.returned : {};
  const config = { ...layer.config, ...state, ...(!node.trainable && { trainable: false }) };
  const made = call(`layers.${layer.className}`, [...layerArgs(layer.className, config), `name="${name}"`]);
  const left = outputs.join(', ');
  if (node.weightsOf !== undefined)
    return [`${left} = ${call(`${names.get(node.weightsOf)!}_layer`, called)}`];
  return sharedNodes(plan.nodes).has(node.id)
    ? [`${name}_layer = ${made}`, `${left} = ${call(`${name}_layer`, called)}`]
    : [`${left} = ${call(made, called)}`];
}

/** `trainable` is every layer's, so no constructor names it. */
const layerArgs = (className: string, { trainable, ...config }: Config): readonly string[] => [
  ...args(className, config),
  ...(trainable === false ? ['trainable=False'] : []),
];

const inputShape = ({ outputs }: NodeFacts): unknown => outputs[0];

/** A layer that joins branches is called on a list; states and masks have names. */
function callArgs(facts: NodeFacts, given: readonly string[]): readonly string[] {
  const { positional, onList, named, kwargs } = kerasArguments(facts);
  const of = (places: readonly number[]): string[] => places.map((place) => given[place]!);
  return [
    ...(onList ? [list(of(positional))] : of(positional)),
    ...Object.entries(kwargs).map(([name, value]) => keyword(name, literal(value))),
    ...Object.entries(named).map(([name, places]) =>
      keyword(name, typeof places === 'number' ? given[places]! : list(of(places))),
    ),
  ];
}

/** The layer's first output, and those after it where one of them leads anywhere, of this call or another. */
function outputNames(
  plan: CodePlan,
  { node, kind }: NodeFacts,
  names: ReadonlyMap<string, string>,
): string[] {
  const name = names.get(node.id)!;
  const owner = node.weightsOf ?? node.id;
  const calls = new Set(
    plan.nodes.flatMap(({ node: { id, weightsOf } }) => ((weightsOf ?? id) === owner ? id : [])),
  );
  const read = [...plan.nodes.flatMap(({ sources }) => sources), ...plan.outputs.map(({ source }) => source)];
  const more = read.some((source) => calls.has(source.node) && source.port !== kind.outputs[0]!.name);
  return more ? kind.outputs.map((port, i) => (i === 0 ? name : `${name}_${port.name}`)) : [name];
}

function signal(
  plan: CodePlan,
  names: ReadonlyMap<string, string>,
  { node, port }: { readonly node: string; readonly port: string },
): string {
  const facts = plan.nodes.find((known) => known.node.id === node)!;
  return facts.kind.outputs[0]!.name === port ? names.get(node)! : `${names.get(node)!}_${port}`;
}

/** Arguments of an optimizer of ours that Keras calls otherwise. */
const KERAS_NAMES: Readonly<Record<string, string>> = { beta1: 'beta_1', beta2: 'beta_2' };
const CLIPPING = { none: null, value: 'clipvalue', norm: 'clipnorm', globalNorm: 'global_clipnorm' } as const;

function trainingLines(
  project: Project,
  network: Network,
  manifest: DatasetManifest | null,
  plan: CodePlan,
): readonly string[] {
  const { training } = project;
  const ends = learnedEnds(project, network, manifest, plan);
  if (typeof ends === 'string') return [`# ${ends}`];
  const weights = classWeight(ends);
  const kind = optimizerOf(training.optimizer.kind);
  const clip = CLIPPING[training.gradientClipping.by];
  const config = {
    learning_rate: training.learningRate,
    ...(kind &&
      Object.fromEntries(
        Object.entries({ ...paramDefaults(kind.params), ...training.optimizer.params }).map(
          ([name, value]) => [
            KERAS_NAMES[name] ?? snakeCase(name),
            value === 0 && name === 'weightDecay' ? null : value,
          ],
        ),
      )),
    ...(clip && { [clip]: training.gradientClipping.limit }),
  };
  const className = kind ? optimizerClass(kind.kind) : 'Adam';
  const metrics = ends.map(metricsText);
  const constant = training.schedule.kind === 'constant';
  return [
    ...(constant ? [] : [`# ${codeWords.schedule(training.schedule.kind)}`]),
    'model.compile(',
    `    optimizer=${call(`keras.optimizers.${className}`, args(className, config))},`,
    `    loss=${oneOrList(ends.map(({ loss, params }) => lossText(loss, params)))},`,
    `    metrics=${metrics.length === 1 ? list(metrics[0]!) : list(metrics.map(list))},`,
    ')',
    `# ${codeWords.rows}`,
    ...weights.lines,
    call('model.fit', [
      'x',
      'y',
      keyword('batch_size', String(training.batchSize)),
      keyword('epochs', String(training.epochs)),
      ...(training.validationFraction > 0
        ? [keyword('validation_split', String(training.validationFraction))]
        : []),
      ...weights.said,
    ]),
  ];
}

/** The metrics of an output in Keras' words: the one to look at, and the top of several classes where it is measured. */
function metricsText({ target, metrics }: LearnedEnd): readonly string[] {
  if (targetType(target) === 'number') return [literal('mean_absolute_error')];
  const top = metrics.find(({ metric }) => metric.kind === topKCategoricalAccuracy.kind)?.params;
  const k = top && String(top['k']);
  return [
    literal('accuracy'),
    ...(k === undefined
      ? []
      : [call('keras.metrics.SparseTopKCategoricalAccuracy', [`k=${k}`, `name="top_${k}_accuracy"`])]),
  ];
}

/** What classes count, as an argument of `fit`; with what must come before it. */
function classWeight(ends: readonly LearnedEnd[]): {
  readonly lines: readonly string[];
  readonly said: readonly string[];
} {
  const [end, ...others] = ends.filter(({ weights }) => weights !== 'none');
  if (!end) return { lines: [], said: [] };
  const { weights, target } = end;
  if (others.length > 0 || ends.length > 1) return { lines: [`# ${codeWords.ofOutputs}`], said: [] };
  if (target.type !== 'category') return { lines: [`# ${codeWords.ofSteps}`], said: [] };
  const { classes } = target.column;
  if (typeof weights !== 'string')
    return {
      lines: [],
      said: [`class_weight={${weights.map((weight, i) => `${i}: ${weight}`).join(', ')}}`],
    };
  return {
    lines: [
      `# ${codeWords.alike}`,
      `class_weight = {c: len(y) / (${classes.length} * (y == c).sum()) for c in range(${classes.length})}`,
    ],
    said: ['class_weight=class_weight'],
  };
}

/** SGD for sgd, AdamW for adamW, RMSprop for rmsprop: Keras' own spelling. */
const SPELLED: Readonly<Record<string, string>> = { sgd: 'SGD', rmsprop: 'RMSprop' };
const optimizerClass = (kind: string): string => SPELLED[kind] ?? kind[0]!.toUpperCase() + kind.slice(1);

function lossText(loss: AnyLoss, params: Config): string {
  const className = loss.kind[0]!.toUpperCase() + loss.kind.slice(1).replace('klDivergence', 'KLDivergence');
  const config = Object.fromEntries(Object.entries(params).map(([name, value]) => [snakeCase(name), value]));
  const said = args(className, config);
  return said.length === 0 ? literal(snakeCase(loss.kind)) : call(`keras.losses.${className}`, said);
}
