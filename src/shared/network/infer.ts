/** What flows through a network: shapes, weights and work of every node, and every problem on the way. */
import { checked } from '../checked.ts';
import type { AnyLayer, Port, WeightSpec } from '../kinds/define.ts';
import { layerOf } from '../kinds/layers/index.ts';
import { paramsSchema } from '../kinds/params.ts';
import type { Shape } from '../kinds/shape.ts';
import { sameShape, sizeOf } from '../kinds/shape.ts';
import { kindWords, paramWords } from '../words/kinds.ts';
import type { Misfit, Problem } from '../words/problems.ts';
import type { EdgeEnd, Network, NetworkEdge, NetworkNode } from './document.ts';
import { endName, networkOfFragment } from './fragment.ts';
import { orderNetwork } from './order.ts';
import { fixFor } from './fix-layers.ts';
import { edgesTo } from './wires.ts';

/** A node whose kind, parameters and inputs are all right. */
export interface NodeFacts {
  readonly node: NetworkNode;
  readonly kind: AnyLayer;
  /** The stored parameters, checked, with defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Where each input comes from, by port in the kind's order, those of a `many` port in edge order. */
  readonly sources: readonly EdgeEnd[];
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  readonly weights: Readonly<Record<string, WeightSpec>>;
  /** Trainable and fixed values together. */
  readonly parameters: number;
  readonly trainableParameters: number;
  readonly multiplyAdds: number;
}

export interface Inferred {
  /** In the order of the pass; nodes with a problem, or behind one, are missing. */
  readonly order: readonly NodeFacts[];
  readonly byId: ReadonlyMap<string, NodeFacts>;
  readonly problems: readonly Problem[];
  readonly parameters: number;
  readonly trainableParameters: number;
  readonly multiplyAdds: number;
}

interface CheckedNode {
  readonly kind: AnyLayer;
  readonly params: Record<string, unknown>;
}
type Checked = CheckedNode | { readonly problem: Problem };

/** Nodes that were found right, by their parameters: a node that is only moved or renamed keeps the object. */
const checkedNodes = new WeakMap<NetworkNode['params'], CheckedNode>();

/** The kind of a node and its parameters, checked by the kind's own schema. */
export function checkNode(network: Network, node: NetworkNode): Checked {
  const at = { network: network.id, node: node.id };
  const kind = layerOf(node.kind);
  if (!kind) return { problem: { at, severity: 'error', code: 'unknown-kind', facts: { kind: node.kind } } };
  const known = checkedNodes.get(node.params);
  if (known?.kind === kind) return known;
  const parsed = checked(paramsSchema(kind.params), node.params);
  if (parsed.ok) {
    const fit = { kind, params: parsed.value };
    checkedNodes.set(node.params, fit);
    return fit;
  }
  const { path, reason } = parsed.error;
  const [param = ''] = path;
  const described = kind.params[param];
  return {
    problem: {
      at: { ...at, param },
      severity: 'error',
      code: 'param-invalid',
      facts: {
        layer: node.name,
        param: described ? paramWords('layers', node.kind, param, described).label : param,
        reason,
      },
    },
  };
}

/** The edges into a node by port, and what is wrong with them. */
function gatherSources(
  network: Network,
  node: NetworkNode,
  kind: AnyLayer,
): { sources: EdgeEnd[]; problem?: Problem } {
  const sources: EdgeEnd[] = [];
  const at = { network: network.id, node: node.id };
  const into = (port: Port): NetworkEdge[] =>
    edgesTo(network, node.id).filter((edge) => edge.to.port === port.name);
  for (const [i, port] of kind.inputs.entries()) {
    const edges = into(port);
    const facts = { layer: node.name, port: port.name };
    if (edges.length === 0) {
      if (port.optional && kind.inputs.slice(i).every((later) => into(later).length === 0)) break;
      return { sources, problem: { at, severity: 'error', code: 'input-not-connected', facts } };
    }
    if (edges.length > 1 && !port.many)
      return { sources, problem: { at, severity: 'error', code: 'input-taken', facts } };
    sources.push(...edges.map((edge) => edge.from));
  }
  return { sources };
}

/** A layer that keeps averages over batches, as batch normalisation does: it must see the whole batch. */
export const hasMovingWeights = (weights: Readonly<Record<string, WeightSpec>>): boolean =>
  Object.values(weights).some((spec) => !spec.trainable);

/** Whether the size of its weights adds to the loss: as in Keras once, however often they are used, and not while they are frozen. */
export const paysForWeights = ({ trainable, weightsOf }: NetworkNode): boolean =>
  trainable && weightsOf === undefined;

const known = new WeakMap<Network, Inferred>();

/**
 * Infers the whole network. Problems are where they start: what lies behind a problem stays silent. Documents are never
 * changed in place, so a network is inferred once, however often it is asked for.
 */
export function inferNetwork(network: Network): Inferred {
  let inferred = known.get(network);
  if (!inferred) known.set(network, (inferred = infer(network)));
  return inferred;
}

/** What a layer makes of its inputs. */
type LayerFacts = Pick<
  NodeFacts,
  'outputs' | 'weights' | 'parameters' | 'trainableParameters' | 'multiplyAdds'
>;

interface InferredLayer {
  readonly inputs: readonly Shape[];
  readonly facts: LayerFacts;
}
/** What was made of the inputs last, by checked parameters: an edit changes few layers, and few shapes behind them. */
const inferredLayers = new WeakMap<NodeFacts['params'], InferredLayer>();

export function inferLayer(
  kind: AnyLayer,
  params: NodeFacts['params'],
  inputs: readonly Shape[],
): LayerFacts | { readonly misfit: Misfit } {
  const known = inferredLayers.get(params);
  if (
    known?.inputs.length === inputs.length &&
    known.inputs.every((shape, i) => sameShape(shape, inputs[i]!))
  )
    return known.facts;
  const facts = kind.expand ? inferComposite(kind, params, inputs) : inferPlain(kind, params, inputs);
  if (!('misfit' in facts)) inferredLayers.set(params, { inputs, facts });
  return facts;
}

function inferPlain(
  kind: AnyLayer,
  params: NodeFacts['params'],
  inputs: readonly Shape[],
): LayerFacts | { readonly misfit: Misfit } {
  const inferred = kind.infer(params, inputs);
  if ('misfit' in inferred) return inferred;
  const weights = kind.weights(params, inputs);
  const count = (wanted: (spec: WeightSpec) => boolean): number =>
    Object.values(weights).reduce((sum, spec) => sum + (wanted(spec) ? sizeOf(spec.shape) : 0), 0);
  return {
    outputs: inferred.outputs,
    weights,
    parameters: count(() => true),
    trainableParameters: count((spec) => spec.trainable),
    multiplyAdds: kind.multiplyAdds(params, inputs),
  };
}

/** The sums of the layers that a composite is made of. What is wrong inside is wrong with the composite. */
function inferComposite(
  kind: AnyLayer,
  params: NodeFacts['params'],
  inputs: readonly Shape[],
): LayerFacts | { readonly misfit: Misfit } {
  const expanded = kind.expand!(params, inputs);
  if ('misfit' in expanded) return expanded;
  const inner = inferNetwork(networkOfFragment(expanded.fragment, kind, inputs));
  const [problem] = inner.problems;
  if (problem) {
    const { code, facts } = problem;
    return {
      misfit: {
        code: 'inside',
        facts: { layer: kindWords('layers', kind).label, problem: { code, facts } as Misfit },
      },
    };
  }
  const layers = inner.order.filter(({ node }) => node.kind !== 'input' && node.kind !== 'output');
  return {
    outputs: kind.outputs.map(({ name }) => inner.byId.get(endName('output', name))!.inputs[0]!),
    weights: Object.fromEntries(
      layers
        .filter(({ node }) => node.weightsOf === undefined)
        .flatMap(({ node, weights }) =>
          Object.entries(weights).map(([weight, spec]) => [`${node.id}/${weight}`, spec]),
        ),
    ),
    parameters: inner.parameters,
    trainableParameters: inner.trainableParameters,
    multiplyAdds: inner.multiplyAdds,
  };
}

const sameWeights = (a: NodeFacts['weights'] | undefined, b: NodeFacts['weights']): boolean =>
  a !== undefined &&
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(b).every(([name, { shape }]) => a[name] !== undefined && sameShape(a[name].shape, shape));

function infer(network: Network): Inferred {
  const { order, looped } = orderNetwork(network);
  const problems: Problem[] = [];
  const facts: NodeFacts[] = [];
  const byId = new Map<string, NodeFacts>();
  for (const node of order) {
    const checked = checkNode(network, node);
    if ('problem' in checked) {
      problems.push(checked.problem);
      continue;
    }
    const { kind, params } = checked;
    const { sources, problem } = gatherSources(network, node, kind);
    if (problem) {
      problems.push(problem);
      continue;
    }
    const inputs = sources.map(({ node: id, port }) => {
      const from = byId.get(id);
      return from?.outputs[from.kind.outputs.findIndex((output) => output.name === port)];
    });
    if (!inputs.every((shape) => shape !== undefined)) continue;
    const inferred = inferLayer(kind, params, inputs);
    if ('misfit' in inferred) {
      const takenBy = (before: NetworkNode): Shape | undefined => byId.get(before.id)?.inputs[0];
      const fix = fixFor({ network, node, params, inputs, takenBy }, inferred.misfit);
      problems.push({
        ...inferred.misfit,
        // The kind knows its label; the person knows the node's name.
        facts: { ...inferred.misfit.facts, ...('layer' in inferred.misfit.facts && { layer: node.name }) },
        at: { network: network.id, node: node.id },
        severity: 'error',
        ...(fix && { fix }),
      } as Problem);
      continue;
    }
    const owner = node.weightsOf === undefined ? undefined : byId.get(node.weightsOf);
    const shares = owner?.node.weightsOf === undefined && sameWeights(owner?.weights, inferred.weights);
    if (node.weightsOf !== undefined && !shares) {
      const at = { network: network.id, node: node.id };
      problems.push({ at, severity: 'error', code: 'weights-differ', facts: { layer: node.name } });
      continue;
    }
    const found: NodeFacts = {
      node,
      kind,
      params,
      sources,
      inputs,
      ...inferred,
      trainableParameters: node.trainable ? inferred.trainableParameters : 0,
    };
    facts.push(found);
    byId.set(node.id, found);
  }
  const firstLooped = network.nodes.find((node) => looped.includes(node.id));
  if (firstLooped) {
    problems.push({
      at: { network: network.id, node: firstLooped.id },
      severity: 'error',
      code: 'cycle',
      facts: { layer: firstLooped.name },
    });
  }
  const total = (of: (node: NodeFacts) => number): number => facts.reduce((sum, node) => sum + of(node), 0);
  return {
    order: facts,
    byId,
    problems,
    // Weights that several layers share count once.
    parameters: total((facts) => (facts.node.weightsOf === undefined ? facts.parameters : 0)),
    trainableParameters: total((facts) =>
      facts.node.weightsOf === undefined ? facts.trainableParameters : 0,
    ),
    multiplyAdds: total((node) => node.multiplyAdds),
  };
}
