/** A network as Keras 3 code that a person would write: arguments that hold Keras' own defaults are left out. */
import type { DatasetManifest } from '../data/manifest.ts';
import type { Network, Project } from '../network/document.ts';
import type { NodeFacts } from '../network/infer.ts';
import { kerasArguments, kerasPass } from '../network/keras-pass.ts';
import { codeWords } from '../words/code.ts';
import { regularizerParams } from '../kinds/layers/parts/regularizers.ts';
import { learnedEnds } from './ends.ts';
import { ganOf, scoreLogits } from './gan.ts';
import { argument, args } from './keras/arguments.ts';
import type { Config } from './keras/arguments.ts';
import { kerasGan } from './keras/gan.ts';
import { helpers } from './keras/helpers.ts';
import type { HelperName } from './keras/helpers.ts';
import { ownLayer } from './keras/own-layers.ts';
import { kerasTraining } from './keras/training.ts';
import type { KerasTraining } from './keras/training.ts';
import { planCode, sharedNodes, tokensOf } from './nodes.ts';
import type { CodePlan } from './nodes.ts';
import { call, keyword, list, literal, oneOrList, variableNames } from './python.ts';
import type { Code, CodeLine } from './python.ts';
import { wrapped } from './wrap.ts';

/**
 * The network as a functional Keras model, with the training that the project asks for. Layers with a problem are
 * named in a comment; composite layers are written as the layers that they are made of.
 */
export function kerasCode(project: Project, network: Network, manifest: DatasetManifest | null): Code {
  const planOf = (of: Network): CodePlan =>
    kerasPass(
      planCode(
        of,
        ({ kind, params, inputs }) => kind.kind !== SAMPLING && kind.keras(params, inputs) === null,
      ),
    );
  const against = ganOf(project, manifest, planOf);
  if (against) {
    const [generator, discriminator] = against.networks.map((each, i) =>
      modelCode(each.plan, GAN_MODELS[i]!, i === 0 ? new Set() : scoreLogits(each), each.network === network),
    );
    const penalised = { generator: generator!.penalised, discriminator: discriminator!.penalised };
    return fileOf([generator!, discriminator!], kerasGan(project.training, against.gan, penalised));
  }
  const plan = planOf(network);
  const training = trainingCode(project, network, manifest, plan);
  return fileOf([modelCode(plan, 'model', new Set(), true)], training);
}

const GAN_MODELS = ['generator', 'discriminator'] as const;

const codeLines = (texts: readonly string[], node: string | null = null): readonly CodeLine[] =>
  texts.flatMap(wrapped).map((text) => ({ text, node }));

interface Model {
  readonly lines: Code;
  readonly helpers: readonly HelperName[];
  /** Layers of it add to the loss. */
  readonly penalised: boolean;
  /** It has an output, so it can be trained. */
  readonly whole: boolean;
}

/** `logits`: layers that are wanted without their last function. `shown`: its nodes are those of the canvas. */
function modelCode(plan: CodePlan, model: string, logits: ReadonlySet<string>, shown: boolean): Model {
  const names = variableNames(plan.nodes.map(({ node }) => node));
  const inputs = oneOrList(plan.inputs.map(({ node }) => names.get(node.id)!));
  const outputs = oneOrList(plan.outputs.map(({ source }) => signal(plan, names, source)));
  const whole = plan.outputs.length > 0;
  return {
    whole,
    penalised: plan.nodes.some(({ kind, params }) => kind.kind === SAMPLING || isRegularized(params)),
    helpers: plan.nodes.flatMap(({ kind, params }) => ownLayer(kind.kind, params, '', [])?.helpers ?? []),
    lines: [
      ...plan.nodes.flatMap((facts) => {
        const params = logits.has(facts.node.id) ? { ...facts.params, activation: 'linear' } : facts.params;
        const node = shown ? plan.drawn(facts.node.id) : null;
        return codeLines(layerLines(plan, names, { ...facts, params }), node);
      }),
      ...codeLines(plan.missing.map((name) => `# ${codeWords.missing(name)}`)),
      ...(whole
        ? codeLines([
            '',
            `${model} = ${call('keras.Model', [keyword('inputs', inputs), keyword('outputs', outputs)])}`,
            `${model}.summary()`,
          ])
        : []),
    ],
  };
}

const isRegularized = (params: Config): boolean =>
  Object.keys(regularizerParams).some((name) => Number(params[name] ?? 0) > 0);

function fileOf(models: readonly Model[], training: KerasTraining): Code {
  const wanted = new Set([...models.flatMap((model) => model.helpers), ...training.helpers]);
  const body = [
    ...[...wanted].flatMap((name) =>
      ['', '', ...helpers[name].split('\n')].map((text) => ({ text, node: null })),
    ),
    ...codeLines(wanted.size > 0 ? [''] : []),
    ...models.flatMap(({ lines }) => [...codeLines(['']), ...lines]),
    ...(models.every(({ whole }) => whole) ? codeLines(['', ...training.lines]) : []),
  ];
  return [...codeLines(imports(body)), ...body];
}

/** Keras has no such layer, but the code brings one. */
const SAMPLING = 'sampling';

function imports(body: Code): readonly string[] {
  const text = body.map((line) => line.text).join('\n');
  return [
    ...(text.includes('math.') ? ['import math', ''] : []),
    'import keras',
    ...(text.includes('np.') ? ['import numpy as np'] : []),
    ...(text.includes('tf.') ? ['import tensorflow as tf'] : []),
    'from keras import layers',
  ];
}

function trainingCode(
  project: Project,
  network: Network,
  manifest: DatasetManifest | null,
  plan: CodePlan,
): KerasTraining {
  const names = variableNames(plan.nodes.map(({ node }) => node));
  const learned = learnedEnds(project, network, manifest, plan);
  if (typeof learned === 'string') return { helpers: [], lines: [`# ${learned}`] };
  const inputs = plan.inputs.map((facts) => ({
    name: names.get(facts.node.id)!,
    facts,
    tokens: tokensOf(plan, facts),
  }));
  return kerasTraining(project.training, inputs, learned);
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
  const given = sources.map((source) => signal(plan, names, source));
  const own = ownLayer(node.kind, params, name, given);
  if (own) return [`${name} = ${own.text}`];
  const layer = kind.keras(params, inputs)!;
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
  const set = Object.entries(layer.regularizers ?? {}).flatMap(([weight, regularizer]) =>
    regularizer === null ? [] : [`${name}_layer.${weight}.regularizer = ${argument(regularizer)}`],
  );
  return set.length > 0 || sharedNodes(plan.nodes).has(node.id)
    ? [`${name}_layer = ${made}`, `${left} = ${call(`${name}_layer`, called)}`, ...set]
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
