/** A network as PyTorch code. Signals keep our order of axes, channels last, so that it computes what the network does. */
import type { DatasetManifest } from '../data/manifest.ts';
import { learnedEnds } from './ends.ts';
import type { Network, Project } from '../network/document.ts';
import type { NodeFacts } from '../network/infer.ts';
import { codeWords } from '../words/code.ts';
import { planCode } from './nodes.ts';
import type { CodePlan } from './nodes.ts';
import { oneOrMany, variableNames } from './python.ts';
import type { Code, CodeLine } from './python.ts';
import { helpers } from './torch/helpers.ts';
import { initialLines } from './torch/initial.ts';
import { torchLayer } from './torch/layers.ts';
import type { TorchLayer } from './torch/layer.ts';
import { torchTraining } from './torch/training.ts';

interface Written {
  readonly facts: NodeFacts;
  readonly name: string;
  readonly layer: TorchLayer;
}

/**
 * The network as a module, and the loop that trains it as the project asks. What PyTorch has no counterpart for is
 * named in comments.
 */
export function torchCode(project: Project, network: Network, manifest: DatasetManifest | null): Code {
  const plan = planCode(network, () => false);
  const names = variableNames(plan.nodes.map(({ node }) => node));
  const written = plan.nodes
    .filter(({ node }) => node.kind !== 'input')
    .map((facts): Written => writeLayer(plan, names, facts));
  const line = (text: string, node: string | null = null): CodeLine => ({ text, node });
  const wanted = new Set(written.flatMap(({ layer }) => layer.helpers ?? []));
  const own = ({ node }: NodeFacts): string => plan.drawn(node.id);
  const made = written
    .filter(({ facts }) => facts.node.weightsOf === undefined)
    .flatMap(({ facts, name, layer }) => {
      const self = `self.${name}`;
      return [
        ...Object.entries(layer.made ?? {}).map(([suffix, module]) => `${self}${suffix} = ${module}`),
        ...initialLines(facts, self, layer),
      ].map((text) => line(`        ${text}`, own(facts)));
    });
  const inputs = plan.inputs.map(({ node }) => names.get(node.id)!);
  return [
    line('import torch'),
    line('from torch import nn'),
    line('from torch.nn import functional as F'),
    ...[...wanted].flatMap((name) => ['', '', ...helpers[name].split('\n')].map((text) => line(text))),
    line(''),
    line(''),
    line('class Network(nn.Module):'),
    line('    def __init__(self):'),
    line('        super().__init__()'),
    ...made,
    line(''),
    line(`    def forward(self, ${inputs.join(', ')}):`),
    ...plan.inputs.map((facts) => line(`        # ${inputText(names, facts)}`, own(facts))),
    ...written.flatMap((each) => passLines(each).map((text) => line(`        ${text}`, own(each.facts)))),
    ...plan.missing.map((name) => line(`        # ${codeWords.missing(name)}`)),
    line(`        return ${oneOrMany(plan.outputs.map(({ source }) => signal(plan, names, source)))}`),
    line(''),
    line(''),
    line('network = Network()'),
    ...torchTraining(project.training, inputs.length, learnedEnds(project, network, manifest, plan)).map(
      (text) => line(text),
    ),
  ];
}

function inputText(names: ReadonlyMap<string, string>, { node, params, outputs }: NodeFacts): string {
  const read = codeWords.normalised[String(params['normalise'])];
  return `${names.get(node.id)!}: (n, ${outputs[0]!.join(', ')})${read ? `. ${read}` : ''}`;
}

function writeLayer(plan: CodePlan, names: ReadonlyMap<string, string>, facts: NodeFacts): Written {
  const { node, params, inputs, outputs, sources } = facts;
  const name = names.get(node.id)!;
  const x = sources.map((source) => signal(plan, names, source));
  const self = `self.${names.get(node.weightsOf ?? node.id)!}`;
  const layer = torchLayer(node.kind, { params, inputs, outputs, x, name, self });
  return { facts, name, layer: layer ?? { pass: x[0]!, without: [codeWords.notWritten] } };
}

function passLines({ name, layer }: Written): readonly string[] {
  const lines = typeof layer.pass === 'string' ? [`${name} = ${layer.pass}`] : layer.pass;
  return [...(layer.without ?? []).map((what) => `# ${codeWords.without(what)}`), ...lines];
}

function signal(
  plan: CodePlan,
  names: ReadonlyMap<string, string>,
  { node, port }: { readonly node: string; readonly port: string },
): string {
  const { kind } = plan.nodes.find((known) => known.node.id === node)!;
  return kind.outputs[0]!.name === port ? names.get(node)! : `${names.get(node)!}_${port}`;
}
