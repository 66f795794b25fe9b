/** What layers do to each other. */
import { sizeOf } from '../../kinds/shape.ts';
import { named } from '../../words/problems.ts';
import type { Problem } from '../../words/problems.ts';
import type { Network } from '../document.ts';
import type { Edit } from '../edits.ts';
import { beforeOf, edgesInto, labelOf, newEdge, newNode, removeLayer, setParam } from '../fixes.ts';
import type { NodeFacts } from '../infer.ts';
import { edgesFrom } from '../wires.ts';
import { advice } from './rule.ts';
import type { Rule } from './rule.ts';

const SATURATING = ['sigmoid', 'tanh', 'hardSigmoid', 'softsign'];
/** So many of them in a row, without a normalisation, are deep. */
const DEEP = 4;

/** A stack of activations that are flat at both ends lets hardly any gradient through. */
const saturatingStack: Rule = ({ networks }) =>
  networks.flatMap(({ network, inferred }): Problem[] => {
    /** By node: the saturating layers in a row that end in it. */
    const stacks = new Map<string, readonly NodeFacts[]>();
    let deepest: readonly NodeFacts[] = [];
    for (const facts of inferred.order) {
      const { kind, params, sources } = facts;
      const before = sources
        .map(({ node }) => stacks.get(node) ?? [])
        .reduce((most, stack) => (stack.length > most.length ? stack : most), []);
      const activation = params['activation'];
      // A recurrent layer's gates are what lets its gradient through.
      const own = typeof activation === 'string' && kind.group !== 'recurrent' ? activation : 'linear';
      const stack =
        kind.group === 'normalisation' || kind.group === 'recurrent'
          ? []
          : SATURATING.includes(own)
            ? [...before, facts]
            : own === 'linear'
              ? before
              : [];
      stacks.set(facts.node.id, stack);
      if (stack.length > deepest.length) deepest = stack;
    }
    const last = deepest.at(-1);
    if (!last || deepest.length < DEEP) return [];
    // What leads straight to an output has the activation that the target wants.
    const inner = deepest.filter(({ node }) => !leadsOut(network, node.id));
    const edits = inner.flatMap(({ node }) => setParam(network, node, 'activation', 'relu').edits);
    const activations = [...new Set(deepest.map(({ params }) => String(params['activation'])))];
    const facts = { layer: last.node.name, activations, layers: deepest.length };
    const fix = { code: 'set' as const, facts: { param: named.activations, value: 'relu' }, edits };
    return [advice('saturating-stack', { network: network.id, node: last.node.id }, facts, fix)];
  });

const leadsOut = (network: Network, id: string): boolean =>
  edgesFrom(network, id).some(({ to }) =>
    network.nodes.some((node) => node.id === to.node && node.kind === 'output'),
  );

/** Layers through which two linear ones stay linear together. */
const STRAIGHT = [
  'dropout',
  'gaussianNoise',
  'flatten',
  'reshape',
  'averagePooling2D',
  'globalAveragePooling2D',
];
const WEIGHING = ['dense', 'conv1D', 'conv2D'];

const nothingBetween: Rule = ({ networks }) =>
  networks.flatMap(({ network, inferred }) =>
    inferred.order.flatMap((next): Problem[] => {
      if (!WEIGHING.includes(next.kind.kind)) return [];
      let before = beforeOf(network, next.node);
      while (before && STRAIGHT.includes(before.kind) && followers(network, before.id) === 1)
        before = beforeOf(network, before);
      const facts = before && inferred.byId.get(before.id);
      if (!before || !facts || !WEIGHING.includes(before.kind) || facts.params['activation'] !== 'linear')
        return [];
      // A narrow one is a bottleneck, which two layers make and one does not.
      const width = facts.outputs[0]!.at(-1)!;
      const narrow = width < Math.min(facts.inputs[0]!.at(-1)!, next.outputs[0]!.at(-1)!);
      if (narrow || followers(network, before.id) !== 1) return [];
      const at = { network: network.id, node: before.id, param: 'activation' };
      const fix = setParam(network, before, 'activation', 'relu');
      return [advice('nothing-between', at, { layer: before.name, next: next.node.name }, fix)];
    }),
  );

const followers = (network: Network, id: string): number => edgesFrom(network, id).length;

/** A dense layer has so many weights, and most of the network's, because a picture was flattened before it. */
const LARGE = 5_000_000;
const MOST = 0.8;

const flattenLarge: Rule = ({ networks }) =>
  networks.flatMap(({ network, inferred }) =>
    inferred.order.flatMap(({ node, kind, parameters }): Problem[] => {
      const flat = kind.kind === 'dense' ? beforeOf(network, node) : undefined;
      const shape = flat?.kind === 'flatten' ? inferred.byId.get(flat.id)?.inputs[0] : undefined;
      const share = parameters / inferred.parameters;
      if (!flat || shape?.length !== 3 || parameters < LARGE || share < MOST) return [];
      const at = { network: network.id, node: node.id };
      const facts = { layer: node.name, shape, weights: parameters, share };
      const pooling = newNode(network, { kind: 'globalAveragePooling2D' }, flat.position);
      const edits: Edit[] = [
        { edit: 'remove-nodes', network: network.id, nodes: [flat.id] },
        { edit: 'add-node', network: network.id, node: pooling },
        ...edgesInto(network, flat).map(({ from }) =>
          newEdge(network, from, { node: pooling.id, port: 'input' }),
        ),
        ...edgesFrom(network, flat.id).map(({ to }) =>
          newEdge(network, { node: pooling.id, port: 'output' }, to),
        ),
      ];
      const fix = { code: 'insert' as const, facts: { layers: [labelOf(pooling.kind)] }, edits };
      return sizeOf(shape) > shape[2]! ? [advice('flatten-large', at, facts, fix)] : [];
    }),
  );

const dropoutBeforeNormalisation: Rule = ({ networks }) =>
  networks.flatMap(({ network }) =>
    network.nodes.flatMap((node): Problem[] => {
      const before = node.kind === 'batchNormalization' ? beforeOf(network, node) : undefined;
      if (before?.kind !== 'dropout') return [];
      const at = { network: network.id, node: before.id };
      const facts = { layer: before.name, next: node.name };
      return [advice('dropout-before-normalisation', at, facts, removeLayer(network, before))];
    }),
  );

export const adviseOnLayers: Rule = (advised) =>
  [saturatingStack, nothingBetween, flattenLarge, dropoutBeforeNormalisation].flatMap((rule) =>
    rule(advised),
  );
