/** Remedies that take more than the layer itself to find: the rest of its network, the recipe and the data. */
import type { Column, DatasetManifest } from '../data/manifest.ts';
import { layerOf } from '../kinds/layers/index.ts';
import { recipeOf } from '../kinds/recipes/index.ts';
import type { Shape } from '../kinds/shape.ts';
import { sameShape, sizeOf } from '../kinds/shape.ts';
import { kindWords } from '../words/kinds.ts';
import type { Fix, Problem } from '../words/problems.ts';
import { applyEdits } from './apply.ts';
import { datasetEdits, recipeEdits } from './bind.ts';
import type { Network, NetworkEdge, NetworkNode, Project } from './document.ts';
import type { Edit } from './edits.ts';
import { connectEnd } from './fix-layers.ts';
import {
  beforeOf,
  edgesInto,
  insertBefore,
  labelOf,
  newEdge,
  newNode,
  removeEdges,
  removeLayer,
  setParam,
} from './fixes.ts';
import type { NewLayer } from './fixes.ts';
import { inferNetwork } from './infer.ts';
import { orderNetwork } from './order.ts';
import { recipesFor, usualTarget } from './starter.ts';

/** The problem with a remedy, where there is one and it has none yet. */
export function withFix(project: Project, manifest: DatasetManifest | null, problem: Problem): Problem {
  if (problem.fix) return problem;
  const network = project.networks.find(({ id }) => id === problem.at.network);
  const node = network?.nodes.find(({ id }) => id === problem.at.node);
  const fix =
    (network && node && fixNode(project, manifest, network, node, problem)) ??
    (network && !node && fixNetwork(project, manifest, network, problem)) ??
    (network ? undefined : fixRecipe(project, manifest, problem));
  return fix && fix.edits.length > 0 ? { ...problem, fix } : problem;
}

function fixNode(
  project: Project,
  manifest: DatasetManifest | null,
  network: Network,
  node: NetworkNode,
  problem: Problem,
): Fix | undefined {
  switch (problem.code) {
    case 'input-not-connected':
      return connectEnd(network, node, problem.facts.port);
    case 'input-taken': {
      const { port } = problem.facts;
      const taken = edgesInto(network, node).filter(({ to }) => to.port === port);
      return removeEdges(network, taken.slice(0, -1));
    }
    case 'unknown-kind':
    case 'not-connected-to-output':
      return removeLayer(network, node);
    case 'param-invalid': {
      const param = layerOf(node.kind)?.params[problem.at.param ?? ''];
      return param && setParam(network, node, problem.at.param!, param.default);
    }
    case 'cycle':
      return removeEdges(network, closingEdges(network));
    case 'input-column-missing':
    case 'tokens-wanted':
      return manifest ? fixColumns(project, manifest, node, problem.code === 'tokens-wanted') : undefined;
    case 'span-too-long': {
      const { has } = problem.facts;
      // The output learns the same span one token on, so that one is left for it.
      return node.kind === 'input' ? setParam(network, node, 'shape', [Math.max(1, has - 1)]) : undefined;
    }
    case 'target-missing':
    case 'target-is-tokens':
    case 'target-not-spanned':
      return manifest ? fixTarget(project, manifest, node, problem.code) : undefined;
    case 'rank-wrong':
      return node.kind === 'output' ? fixRow(network, node, problem.facts.shape) : undefined;
    case 'units-not-classes': {
      const type = manifest?.columns.find(({ name }) => name === problem.facts.column)?.type;
      const activation = type === 'category' ? 'softmax' : 'linear';
      const params = { units: problem.facts.classes, activation };
      return node.kind === 'output' ? insertBefore(network, node, [{ kind: 'dense', params }]) : undefined;
    }
    case 'units-not-vocabulary': {
      const { shape, tokens } = problem.facts;
      if (shape.length === 1) return fixSteps(network, node, shape[0]!, tokens);
      const params = { units: tokens, activation: 'softmax' };
      return shape.length === 2 ? insertBefore(network, node, [{ kind: 'dense', params }]) : undefined;
    }
    case 'output-not-input':
      return fixShape(network, node, problem.facts.shape, problem.facts.input);
    case 'sample-not-judged':
      return fixShape(network, node, problem.facts.shape, problem.facts.wants);
    case 'score-not-one':
      return problem.facts.shape.length === 1
        ? insertBefore(network, node, [{ kind: 'dense', params: { units: 1 } }])
        : fixRow(network, node, problem.facts.shape);
    default:
      return undefined;
  }
}

/** Layers that bring an output to one row of numbers a sample. */
function fixRow(network: Network, node: NetworkNode, shape: Shape): Fix | undefined {
  const before = beforeOf(network, node);
  if (before?.params['returnSequences'] === true && shape.length === 2)
    return setParam(network, before, 'returnSequences', false);
  const kinds: Readonly<Record<number, string>> = {
    2: 'globalAveragePooling1D',
    3: 'globalAveragePooling2D',
  };
  return insertBefore(network, node, [{ kind: kinds[shape.length] ?? 'flatten' }]);
}

/** The recurrent layer before an output is made to give every step, with a value for each token. */
function fixSteps(network: Network, node: NetworkNode, width: number, tokens: number): Fix | undefined {
  const last = beforeOf(network, node);
  const layer = last?.kind === 'dense' ? beforeOf(network, last) : last;
  if (!last || layer?.params['returnSequences'] !== false) return undefined;
  const steps = setParam(network, layer, 'returnSequences', true);
  if (width === tokens) return steps;
  const params = { units: tokens, activation: 'softmax' };
  const wide =
    last === layer
      ? insertBefore(network, node, [{ kind: 'dense', params }])
      : setParam(network, last, 'units', tokens);
  return wide && { ...wide, edits: [...steps.edits, ...wide.edits] };
}

/** Layers that bring an output to the shape of the input that it has to give back. */
function fixShape(network: Network, node: NetworkNode, from: Shape, to: Shape): Fix | undefined {
  const reshape: NewLayer = { kind: 'reshape', params: { targetShape: to } };
  if (sizeOf(from) === sizeOf(to) && to.length > 0) return insertBefore(network, node, [reshape]);
  const sides = from.length === to.length && sameShape(from.slice(0, -1), to.slice(0, -1));
  if (sides && from.length === 3) {
    const params = { filters: to.at(-1), kernelSize: [3, 3], padding: 'same' };
    return insertBefore(network, node, [{ kind: 'conv2D', params }]);
  }
  const dense: NewLayer = { kind: 'dense', params: { units: sizeOf(to) } };
  if (sizeOf(to) > 65_536 || from.length === 0) return undefined;
  if (sides || (from.length === 1 && to.length === 1)) {
    const params = { units: to.at(-1) };
    return insertBefore(network, node, [{ kind: 'dense', params }]);
  }
  return from.length === 1 ? insertBefore(network, node, [dense, reshape]) : undefined;
}

/** The columns that the recipe usually reads there. */
function fixColumns(
  project: Project,
  manifest: DatasetManifest,
  node: NetworkNode,
  wantsTokens: boolean,
): Fix | undefined {
  // As if nothing fed it yet: what does not fit is not kept.
  const { [node.id]: _, ...others } = project.data.inputs;
  const open = { ...project, data: { ...project.data, inputs: others } };
  const after = applyEdits(open, datasetEdits(open, manifest));
  const columns = after.data.inputs[node.id] ?? [];
  const tokens = manifest.columns.filter(({ type, name }) => type === 'tokens' && columns.includes(name));
  if (columns.length === 0 || (wantsTokens && tokens.length !== 1)) return undefined;
  const inputs = { ...project.data.inputs, [node.id]: columns };
  const data: Edit = { edit: 'set-data', data: { ...project.data, inputs } };
  const shape = after.networks.flatMap(({ nodes }) => nodes).find(({ id }) => id === node.id)?.params[
    'shape'
  ];
  const network = project.networks.find(({ nodes }) => nodes.includes(node))!.id;
  return {
    code: 'set-columns',
    facts: { columns },
    edits: [data, { edit: 'set-param', network, node: node.id, param: 'shape', value: shape }],
  };
}

function fixTarget(
  project: Project,
  manifest: DatasetManifest,
  node: NetworkNode,
  code: Problem['code'],
): Fix | undefined {
  const usual = usualTarget(project.recipe.kind, manifest);
  const fits = ({ type }: Column): boolean =>
    code === 'target-not-spanned' ? type === 'number' || type === 'tokens' : type !== 'image';
  const column =
    usual && fits(usual) && project.data.targets[node.id] !== usual.name
      ? usual
      : manifest.columns.find(({ type }) => type === 'category' || type === 'number');
  if (!column || !fits(column) || (code === 'target-is-tokens' && column.type === 'tokens')) return undefined;
  const targets = { ...project.data.targets, [node.id]: column.name };
  return {
    code: 'set-target',
    facts: { column: column.name },
    edits: [{ edit: 'set-data', data: { ...project.data, targets } }],
  };
}

function fixNetwork(
  project: Project,
  manifest: DatasetManifest | null,
  network: Network,
  problem: Problem,
): Fix | undefined {
  if (problem.code === 'nothing-learns') return unfreeze(network);
  if (problem.code !== 'no-input' && problem.code !== 'no-output') return undefined;
  const kind = problem.code === 'no-input' ? 'input' : 'output';
  const edits = kind === 'input' ? addInput(network, usualNormalise(manifest)) : addOutput(network);
  const after = applyEdits(project, edits);
  const bound = manifest && project.data.dataset ? datasetEdits(after, manifest) : [];
  return { code: 'insert', facts: { layers: [labelOf(kind)] }, edits: [...edits, ...bound] };
}

/** Every layer that has something to learn and is frozen. */
function unfreeze(network: Network): Fix | undefined {
  const nodes = network.nodes.map((node) => ({ ...node, trainable: true }));
  const open = inferNetwork({ ...network, nodes });
  const frozen = network.nodes.filter(
    ({ id, trainable }) => !trainable && (open.byId.get(id)?.trainableParameters ?? 0) > 0,
  );
  const edits = frozen.map(({ id }): Edit => ({
    edit: 'set-trainable',
    network: network.id,
    node: id,
    trainable: true,
  }));
  return { code: 'unfreeze', facts: { layers: frozen.length }, edits };
}

const STEP = 88;

/** Before the first layer that nothing feeds. */
function addInput(network: Network, normalise: string): readonly Edit[] {
  const open = orderNetwork(network).order.find(
    (node) => (layerOf(node.kind)?.inputs.length ?? 0) > 0 && edgesInto(network, node).length === 0,
  );
  const { x, y } = open?.position ?? { x: 0, y: 0 };
  const node = newNode(network, { kind: 'input', params: { normalise } }, { x, y: y - STEP });
  const end = open && { node: open.id, port: layerOf(open.kind)!.inputs[0]!.name };
  return [
    { edit: 'add-node', network: network.id, node },
    ...(end ? [newEdge(network, { node: node.id, port: 'output' }, end)] : []),
  ];
}

/** Behind the last layer whose output nothing takes. */
function addOutput(network: Network): readonly Edit[] {
  const leads = new Set(network.edges.map(({ from }) => from.node));
  const open = orderNetwork(network)
    .order.filter(({ id, kind }) => !leads.has(id) && (layerOf(kind)?.outputs.length ?? 0) > 0)
    .at(-1);
  const { x, y } = open?.position ?? { x: 0, y: 0 };
  const node = newNode(network, { kind: 'output' }, { x, y: y + STEP });
  const end = open && { node: open.id, port: layerOf(open.kind)!.outputs[0]!.name };
  return [
    { edit: 'add-node', network: network.id, node },
    ...(end ? [newEdge(network, end, { node: node.id, port: 'input' })] : []),
  ];
}

/** Pictures become numbers from 0 to 1, tokens stay what they are, columns of a table get around 0. */
function usualNormalise(manifest: DatasetManifest | null): string {
  const types = new Set(manifest?.columns.map(({ type }) => type));
  return types.has('image') ? 'unit' : types.has('tokens') ? 'none' : 'standard';
}

function fixRecipe(project: Project, manifest: DatasetManifest | null, problem: Problem): Fix | undefined {
  switch (problem.code) {
    case 'unknown-recipe':
    case 'order-not-recipe': {
      const [kind] = manifest ? recipesFor(manifest) : [];
      const recipe = recipeOf(kind ?? '');
      return (
        recipe && {
          code: 'set-recipe',
          facts: { recipe: kindWords('recipes', recipe).label },
          edits: recipeEdits(project, recipe.kind),
        }
      );
    }
    case 'networks-missing': {
      const edits = recipeEdits(project, project.recipe.kind).filter(({ edit }) => edit === 'add-network');
      const networks = edits.flatMap((edit) => (edit.edit === 'add-network' ? [edit.added.name] : []));
      return { code: 'add-networks', facts: { networks }, edits };
    }
    default:
      return undefined;
  }
}

/** Edges without which the network has no loop: those that lead back to a node on the way to them. */
function closingEdges(network: Network): readonly NetworkEdge[] {
  const state = new Map<string, 'open' | 'done'>();
  const closing: NetworkEdge[] = [];
  // An explicit stack: a network may be thousands of layers deep.
  for (const { id } of network.nodes) {
    if (state.has(id)) continue;
    const stack = [{ id, edges: network.edges.filter(({ from }) => from.node === id), next: 0 }];
    state.set(id, 'open');
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const edge = top.edges[top.next++];
      if (!edge) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(edge.to.node) === 'open') closing.push(edge);
      else if (!state.has(edge.to.node)) {
        state.set(edge.to.node, 'open');
        const edges = network.edges.filter(({ from }) => from.node === edge.to.node);
        stack.push({ id: edge.to.node, edges, next: 0 });
      }
    }
  }
  return closing;
}
