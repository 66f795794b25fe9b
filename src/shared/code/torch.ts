/** A network as PyTorch code. Signals keep our order of axes, channels last, so that it computes what the network does. */
import type { DatasetManifest } from '../data/manifest.ts';
import { isActivityRegularized } from '../kinds/layers/parts/regularizers.ts';
import type { Network, Project } from '../network/document.ts';
import { hasMovingWeights } from '../network/infer.ts';
import type { NodeFacts } from '../network/infer.ts';
import { codeWords } from '../words/code.ts';
import { learnedEnds } from './ends.ts';
import type { Learned } from './ends.ts';
import { ganOf, scoreLogits } from './gan.ts';
import { planCode, tokensOf } from './nodes.ts';
import type { CodePlan } from './nodes.ts';
import { call, oneOrMany, variableNames } from './python.ts';
import type { Code, CodeLine } from './python.ts';
import { torchGan } from './torch/gan.ts';
import { helpers } from './torch/helpers.ts';
import type { HelperName } from './torch/helpers.ts';
import { initialLines } from './torch/initial.ts';
import { activated, channelsFirst, channelsLast, isFirst } from './torch/layer.ts';
import type { TorchLayer } from './torch/layer.ts';
import { torchLayer } from './torch/layers.ts';
import { lossMasks, torchMasks } from './torch/masks.ts';
import type { LossMask, TorchMasks } from './torch/masks.ts';
import { penaltyTerms } from './torch/penalties.ts';
import { torchTraining } from './torch/training.ts';
import type { TorchTraining } from './torch/training.ts';
import { wrapped } from './wrap.ts';

interface Written {
  readonly facts: NodeFacts;
  readonly name: string;
  readonly layer: TorchLayer;
  /** Lines of `forward`. */
  readonly pass: readonly string[];
  /** Terms of the loss. */
  readonly penalties: readonly string[];
}

/**
 * The network as a module, and the loop that trains it as the project asks. What PyTorch has no counterpart for is
 * named in comments.
 */
export function torchCode(project: Project, network: Network, manifest: DatasetManifest | null): Code {
  const planOf = (of: Network): CodePlan => planCode(of, () => false);
  const against = ganOf(project, manifest, planOf);
  if (against) {
    const [generator, discriminator] = against.networks.map((each, i) =>
      moduleCode(
        each.plan,
        GAN_CLASSES[i]!,
        i === 0 ? new Set() : scoreLogits(each),
        [],
        each.network === network,
      ),
    );
    const penalised = { generator: generator!.penalised, discriminator: discriminator!.penalised };
    return fileOf([generator!, discriminator!], torchGan(project.training, against.gan, penalised));
  }
  const plan = planOf(network);
  const learned = learnedEnds(project, network, manifest, plan);
  const masks = typeof learned === 'string' ? [] : lossMasks(plan, learned);
  const module = moduleCode(plan, 'Network', logitsOf(plan, learned), masks, true);
  return fileOf([module], trainingCode(project, plan, learned, masks, module.penalised));
}

const GAN_CLASSES = ['Generator', 'Discriminator'] as const;

const codeLines = (texts: readonly string[], node: string | null = null): readonly CodeLine[] =>
  texts.flatMap(wrapped).map((text) => ({ text, node }));

/** A network's class. */
interface Module {
  readonly lines: Code;
  readonly helpers: readonly HelperName[];
  /** It keeps what its layers add to the loss. */
  readonly penalised: boolean;
}

/** `counted`: masks that the loss wants. `shown`: its nodes are those of the canvas. */
function moduleCode(
  plan: CodePlan,
  className: string,
  logits: ReadonlySet<string>,
  counted: readonly LossMask[],
  shown: boolean,
): Module {
  const names = variableNames(plan.nodes.map(({ node }) => node));
  const first = new Set<string>();
  const masks = torchMasks(
    plan.nodes,
    counted.map(({ facts }) => facts),
    names,
  );
  const written = plan.nodes
    .filter(({ node }) => node.kind !== 'input')
    .map((facts): Written => writeLayer(plan, names, facts, logits, masks, first));
  const penalties = written.flatMap((layer) => layer.penalties);
  const own = ({ node }: NodeFacts): string | null => (shown ? plan.drawn(node.id) : null);
  const inputs = plan.inputs.map(({ node }) => names.get(node.id)!);
  const result = plan.outputs.map(({ source }) => signal(plan, names, source, first, logits));
  const lines = [
    ...codeLines([`class ${className}(nn.Module):`, '    def __init__(self):', '        super().__init__()']),
    ...written.flatMap((layer) => codeLines(indented(madeLines(layer)), own(layer.facts))),
    ...codeLines(['', `    def ${call('forward', ['self', ...inputs])}:`]),
    ...plan.inputs.flatMap((facts) => codeLines(indented([`# ${inputText(names, facts)}`]), own(facts))),
    ...written.flatMap(({ facts, pass }) => codeLines(indented(pass), own(facts))),
    ...codeLines(
      indented([
        ...plan.missing.map((name) => `# ${codeWords.missing(name)}`),
        ...(counted.length > 0 ? [`# ${codeWords.counted}`] : []),
        ...counted.map(({ name, facts }) => `self.${name} = ${masks.inputs(facts)[0]!}`),
        ...penaltyLines(penalties),
        ...(logits.size > 0 ? [`# ${codeWords.logits}`] : []),
        `return ${oneOrMany(result)}`,
      ]),
    ),
  ];
  return {
    lines,
    helpers: written.flatMap(({ layer }) => layer.helpers ?? []),
    penalised: penalties.length > 0,
  };
}

function fileOf(modules: readonly Module[], training: TorchTraining): Code {
  const wanted = new Set([...modules.flatMap((module) => module.helpers), ...training.helpers]);
  const body = [
    ...[...wanted].flatMap((name) =>
      ['', '', ...helpers[name].split('\n')].map((text) => ({ text, node: null })),
    ),
    ...modules.flatMap(({ lines }) => [...codeLines(['', '']), ...lines]),
    ...codeLines(['', '', ...training.lines]),
  ];
  return [...codeLines(imports(body)), ...body];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `        ${line}`);

/** Modules that the code names, in black's and isort's order. */
function imports(body: Code): readonly string[] {
  const text = body.map((line) => line.text).join('\n');
  const standard = ['copy', 'math', 'random'].filter((name) => new RegExp(`\\b${name}\\.(?!\\W)`).test(text));
  const data = ['DataLoader', 'TensorDataset', 'random_split'].filter((name) => text.includes(`${name}(`));
  return [
    ...standard.map((name) => `import ${name}`),
    ...(standard.length > 0 ? [''] : []),
    'import torch',
    'from torch import nn',
    'from torch.nn import functional as F',
    ...(data.length > 0 ? [`from torch.utils.data import ${data.join(', ')}`] : []),
  ];
}

/** Layers that outputs want without their last function, which the loss has inside. */
const logitsOf = (plan: CodePlan, learned: Learned | string): ReadonlySet<string> =>
  new Set(
    typeof learned === 'string'
      ? []
      : plan.outputs.flatMap(({ source }, i) => (learned.ends[i]!.inside ? [source.node] : [])),
  );

function trainingCode(
  project: Project,
  plan: CodePlan,
  learned: Learned | string,
  masks: readonly LossMask[],
  penalised: boolean,
): TorchTraining {
  const names = variableNames(plan.nodes.map(({ node }) => node));
  if (typeof learned === 'string') return { helpers: [], lines: ['network = Network()', `# ${learned}`] };
  const inputs = plan.inputs.map((facts) => ({
    name: names.get(facts.node.id)!,
    facts,
    tokens: tokensOf(plan, facts),
  }));
  return torchTraining(project.training, inputs, learned, masks, penalised);
}

const penaltyLines = (terms: readonly string[]): readonly string[] =>
  terms.length === 0
    ? []
    : [
        `# ${codeWords.penalty}`,
        'self.penalty = (',
        ...terms.map((term, i) => `    ${i === 0 ? '' : '+ '}${term}`),
        ')',
      ];

function inputText(names: ReadonlyMap<string, string>, { node, params, outputs }: NodeFacts): string {
  const read = codeWords.normalised[String(params['normalise'])];
  return `${names.get(node.id)!}: (n, ${outputs[0]!.join(', ')})${read ? `. ${read}` : ''}`;
}

/** `first`: layers whose output is kept with channels first, as the convolutions give it; this one may become one. */
function writeLayer(
  plan: CodePlan,
  names: ReadonlyMap<string, string>,
  facts: NodeFacts,
  logits: ReadonlySet<string>,
  masks: TorchMasks,
  first: Set<string>,
): Written {
  const { node, inputs, outputs, sources } = facts;
  const name = names.get(node.id)!;
  const x = sources.map((source) => signal(plan, names, source, first));
  const self = `self.${names.get(node.weightsOf ?? node.id)!}`;
  const apart = logits.has(node.id);
  const params = apart ? { ...facts.params, activation: 'linear' } : facts.params;
  const values = apart ? logitsName(name) : name;
  const frozen = !node.trainable && hasMovingWeights(facts.weights);
  const mask = masks.made(facts, x[0]!);
  const place = {
    params,
    inputs,
    outputs,
    x,
    name: values,
    read: portsOf(plan, node.id),
    self: frozen ? `${self}.eval()` : self,
    masks: masks.inputs(facts),
    masked: masks.masked(facts),
    mask: mask && mask.name,
  };
  const layer = torchLayer(node.kind, place)!;
  const last = String(facts.params['activation']);
  const read =
    apart &&
    (isActivityRegularized(params) ||
      plan.nodes.some(({ sources }) => sources.some((source) => source.node === node.id)));
  const keepsFirst = !apart && typeof layer.pass === 'string' && isFirst(layer.pass);
  if (keepsFirst) first.add(node.id);
  const expression = (pass: string): string => (keepsFirst ? channelsFirst(pass) : pass);
  const pass = typeof layer.pass === 'string' ? [`${values} = ${expression(layer.pass)}`] : layer.pass;
  return {
    facts,
    name,
    layer: frozen ? { ...layer, made: torchLayer(node.kind, { ...place, self })!.made ?? {} } : layer,
    pass: [
      ...(mask ? [`${mask.name} = ${mask.text}`] : []),
      ...(frozen ? [`# ${codeWords.frozen}`] : []),
      ...pass,
      ...(read ? [`${name} = ${activated(last, values)}`] : []),
    ],
    penalties: [...(layer.penalties ?? []), ...penaltyTerms(facts, layer, name, self)],
  };
}

/** The ports of a layer that others read. */
const portsOf = ({ nodes, outputs }: CodePlan, id: string): ReadonlySet<string> =>
  new Set(
    [...nodes.flatMap(({ sources }) => sources), ...outputs.map(({ source }) => source)].flatMap((source) =>
      source.node === id ? source.port : [],
    ),
  );

/** What `__init__` makes of a layer; nothing of one that uses another's weights. */
function madeLines({ facts, name, layer }: Written): readonly string[] {
  if (facts.node.weightsOf !== undefined) return [];
  const self = `self.${name}`;
  const made = Object.entries(layer.made ?? {});
  const weighs = Object.keys(facts.weights).length > 0;
  return [
    ...made.map(([suffix, module]) => `${self}${suffix} = ${module}`),
    ...initialLines(facts, self, layer),
    ...(layer.fixed ?? []).map((at) => `${self}${at}.requires_grad_(False)`),
    ...(facts.node.trainable || !weighs
      ? []
      : made.map(([suffix]) => `${self}${suffix}.requires_grad_(False)`)),
  ];
}

const logitsName = (name: string): string => `${name}_logits`;

/** `logits`: of which layers the values before their last function are wanted. */
function signal(
  plan: CodePlan,
  names: ReadonlyMap<string, string>,
  { node, port }: { readonly node: string; readonly port: string },
  first: ReadonlySet<string>,
  logits: ReadonlySet<string> = new Set(),
): string {
  const { kind } = plan.nodes.find((known) => known.node.id === node)!;
  const name = names.get(node)!;
  if (kind.outputs[0]!.name !== port) return `${name}_${port}`;
  if (logits.has(node)) return logitsName(name);
  return first.has(node) ? channelsLast(name) : name;
}
