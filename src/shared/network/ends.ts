/**
 * What a project's data has to do with its networks: what each input reads and what each output learns, by the recipe.
 * One place for it: the checker shows its problems on the nodes, and a training job plans by its answers.
 */
import { checked } from '../checked.ts';
import { columnsShape, flatFeatures } from '../data/manifest.ts';
import type {
  CategoryColumn,
  Column,
  DatasetManifest,
  NumberColumn,
  TokensColumn,
} from '../data/manifest.ts';
import type { AnyLoss, TargetType } from '../kinds/define.ts';
import type { AnyRecipe, RecipeData, Span } from '../kinds/recipe.ts';
import { lossOf, losses } from '../kinds/losses/index.ts';
import { paramsSchema } from '../kinds/params.ts';
import { recipeOf } from '../kinds/recipes/index.ts';
import { sameShape, sizeOf } from '../kinds/shape.ts';
import type { Shape } from '../kinds/shape.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { kindWords, paramWords, roleWords } from '../words/kinds.ts';
import { named } from '../words/problems.ts';
import type { Fix, Misfit, Problem, ProblemPlace } from '../words/problems.ts';
import type { Network, NetworkNode, Project } from './document.ts';
import { setParam } from './fixes.ts';
import { inferNetwork } from './infer.ts';
import type { NodeFacts } from './infer.ts';

/** What an output learns: a column, at the sample's own row or over a span of it, or the values of an input. */
export type Target =
  /** `single`: one unit says which of two classes it is. */
  | {
      readonly type: 'category';
      readonly column: CategoryColumn;
      readonly span: null;
      readonly single: boolean;
    }
  | { readonly type: 'number'; readonly column: NumberColumn; readonly span: Span | null }
  | { readonly type: 'tokens'; readonly column: TokensColumn; readonly span: Span }
  | { readonly type: 'input'; readonly input: string };

/** What feeds an input: columns, at the sample's own row or over a span; without columns, noise. */
export interface Feed {
  readonly columns: readonly Column[];
  readonly span: Span | null;
}

/** A project's recipe with its parameters checked. */
export interface ChosenRecipe {
  readonly recipe: AnyRecipe;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Inputs in the order in which a recipe counts them. What the network that makes the samples is told as well, a class,
 * comes after the sample itself, however they are drawn.
 */
export function samplesFirst<T>(
  { networks: [maker], data }: Project,
  network: Pick<Network, 'id'>,
  inputs: readonly T[],
  idOf: (input: T) => string,
): readonly T[] {
  if (!maker || maker.id === network.id) return inputs;
  const told = new Set(maker.nodes.flatMap(({ id }) => data.inputs[id] ?? []));
  const isTold = (input: T): boolean => {
    const own = data.inputs[idOf(input)] ?? [];
    return own.length > 0 && own.every((column) => told.has(column));
  };
  return [...inputs.filter((input) => !isTold(input)), ...inputs.filter(isTold)];
}

/** Everything that the ends of a network are decided by. */
export interface EndsContext extends ChosenRecipe {
  readonly project: Project;
  readonly data: RecipeData;
  column(name: string): Column | undefined;
}

const problem = (at: ProblemPlace, misfit: Misfit, fix?: Fix): Problem =>
  ({ ...misfit, at, severity: 'error', ...(fix && { fix }) }) as Problem;

/** The recipe, or why it cannot train this project on this data. */
export function chooseRecipe(
  { recipe: { kind, params }, networks }: Project,
  manifest: DatasetManifest | null,
): Result<ChosenRecipe, Problem> {
  const recipe = recipeOf(kind);
  if (!recipe) return err(problem({}, { code: 'unknown-recipe', facts: { kind } }));
  const { label } = kindWords('recipes', recipe);
  const parsed = checked(paramsSchema(recipe.params), params);
  if (!parsed.ok) {
    const { path, reason } = parsed.error;
    const described = recipe.params[path[0] ?? ''];
    const param = described ? paramWords('recipes', kind, path[0]!, described).label : path[0];
    return err(
      problem(
        {},
        { code: 'param-invalid', facts: { layer: label, param: param ?? named.parameter, reason } },
      ),
    );
  }
  if (networks.length < recipe.roles.length) {
    const roles = recipe.roles.map((role) => roleWords(kind, role).label);
    return err(
      problem({}, { code: 'networks-missing', facts: { recipe: label, roles, found: networks.length } }),
    );
  }
  if (manifest && recipe.order && recipe.order !== manifest.order) {
    const facts = { recipe: label, data: manifest.name, wants: recipe.order };
    return err(problem({}, { code: 'order-not-recipe', facts }));
  }
  return ok({ recipe, params: parsed.value });
}

/** The networks that play a role in the recipe; others that a project has wait for a recipe with more roles. */
export const roleNetworks = ({ recipe, networks }: Project): readonly Network[] =>
  networks.slice(0, recipeOf(recipe.kind)?.roles.length);

/** What `feedOf` and `targetOf` decide by, for a recipe that fits. */
export function endsContext(
  project: Project,
  { recipe, params }: ChosenRecipe,
  manifest: DatasetManifest,
): EndsContext {
  const first = inferNetwork(project.networks[0]!).order.find(({ kind }) => kind.kind === 'input');
  return {
    project,
    recipe,
    params,
    data: { order: manifest.order, window: first?.outputs[0]?.[0] ?? 1 },
    column: (name) => manifest.columns.find((column) => column.name === name),
  };
}

/** What feeds an input node. */
export function feedOf(
  { project, recipe, params, data, column }: EndsContext,
  network: Network,
  { node, outputs }: NodeFacts,
): Result<Feed, Problem> {
  const at = { network: network.id, node: node.id };
  const shape = outputs[0]!;
  const columns = (project.data.inputs[node.id] ?? []).map(column);
  if (columns.length === 0 && recipe.noise) return ok({ columns: [], span: null });
  const known = columns.filter((found) => found !== undefined);
  if (known.length === 0 || known.length < columns.length)
    return err(problem(at, { code: 'input-column-missing', facts: { layer: node.name } }));
  const learned = known.some(({ name }) => Object.values(project.data.targets).includes(name));
  const span = recipe.reads(params, data, { shape, learned });
  const outside = spanProblem(node, known, span);
  if (outside) return err(problem(at, outside));
  const wanted = feedShape(known, span);
  const pictures = known.filter(({ type }) => type === 'image').length;
  if ((pictures > 0 && known.length > 1) || sizeOf(wanted) !== sizeOf(shape)) {
    const place = { ...at, param: 'shape' };
    const edit = { edit: 'set-param' as const, ...at, param: 'shape', value: wanted };
    const fix = { code: 'set-shape' as const, facts: {}, edits: [edit] };
    const facts = { layer: node.name, shape, data: wanted };
    return err(problem(place, { code: 'input-shape-not-data', facts }, fix));
  }
  return ok({ columns: known, span });
}

/** The shape of what an input reads. */
function feedShape(columns: readonly Column[], span: Span | null): Shape {
  if (!span) return columnsShape(columns);
  if (span.axis === 'tokens') return [span.length];
  const features = columns.reduce((sum, column) => sum + flatFeatures(column), 0);
  return features === 1 ? [span.length] : [span.length, features];
}

/** A span of tokens lies within the tokens of a row of one column. */
function spanProblem(
  { name: layer }: NetworkNode,
  columns: readonly Column[],
  span: Span | null,
): Misfit | null {
  if (span?.axis !== 'tokens') return null;
  const [column] = columns;
  if (columns.length !== 1 || column?.type !== 'tokens')
    return { code: 'tokens-wanted', facts: { layer, columns: columns.map(({ name }) => name) } };
  const wants = span.offset + span.length;
  return wants > column.length
    ? { code: 'span-too-long', facts: { layer, column: column.name, wants, has: column.length } }
    : null;
}

/** What an output node learns; null where the recipe judges it itself. */
export function targetOf(
  { project, recipe, params, data, column }: EndsContext,
  network: Network,
  { node, inputs: [received] }: NodeFacts,
): Result<Target | null, Problem> {
  const at = { network: network.id, node: node.id };
  const shape = received!;
  const wrong = (misfit: Misfit): Result<never, Problem> => err(problem(at, misfit));
  const learns = recipe.learns(params, data, { shape });
  if (!learns) return ok(null);
  if (learns.from === 'input') return inputTarget(network, node, shape);
  const { span } = learns;
  const found = column(project.data.targets[node.id] ?? '');
  const units = sizeOf(shape);
  if (!found || found.type === 'image') return wrong({ code: 'target-missing', facts: { layer: node.name } });
  switch (found.type) {
    case 'number': {
      const values = span?.length ?? 1;
      return units === values && shape.length <= 1
        ? ok({ type: 'number', column: found, span })
        : err(widthProblem(network, node, shape, values, found.name));
    }
    case 'category': {
      if (span) return wrong({ code: 'target-not-spanned', facts: { layer: node.name, column: found.name } });
      const classes = found.classes.length;
      const single = classes === 2 && units === 1;
      return (units === classes || single) && shape.length === 1
        ? ok({ type: 'category', column: found, span, single })
        : err(widthProblem(network, node, shape, classes, found.name));
    }
    case 'tokens': {
      if (!span) return wrong({ code: 'target-is-tokens', facts: { layer: node.name, column: found.name } });
      const outside = spanProblem(node, [found], span);
      if (outside) return wrong(outside);
      const tokens = found.vocabulary.length;
      if (shape.length === 2 && shape[1] === tokens) return ok({ type: 'tokens', column: found, span });
      const facts = { layer: node.name, shape, tokens, column: found.name };
      const last = lastDense(network, node.id);
      return err(
        problem(
          at,
          { code: 'units-not-vocabulary', facts },
          last && shape.length === 2 ? setParam(network, last, 'units', tokens) : undefined,
        ),
      );
    }
  }
}

/** Tokens are classes, and the values of an input numbers, to a loss and a metric. */
export const targetType = ({ type }: Target): TargetType =>
  type === 'category' || type === 'tokens' ? 'category' : 'number';

/** The loss that an output node asks for, or the usual one for its target. */
export function lossFor(
  network: Network,
  { node, params }: NodeFacts,
  target: Target,
): Result<AnyLoss, Problem> {
  const type = targetType(target);
  const single = target.type === 'category' && target.single;
  const fits = ({ targets, inside }: AnyLoss): boolean =>
    targets.includes(type) && (!single || inside === 'sigmoid');
  const asked = lossOf(String(params['loss']));
  const loss = asked ?? (losses as readonly AnyLoss[]).find(fits)!;
  if (fits(loss)) return ok(loss);
  const at = { network: network.id, node: node.id };
  const edit = { edit: 'set-param' as const, ...at, param: 'loss', value: 'auto' };
  const column = target.type === 'input' ? named.input : target.column.name;
  const fix = { code: 'set-loss' as const, facts: {}, edits: [edit] };
  const place = { ...at, param: 'loss' };
  if (loss.targets.includes(type)) {
    const facts = { layer: node.name, loss: kindWords('losses', loss).label, column };
    return err(problem(place, { code: 'loss-wants-each-class', facts }, fix));
  }
  const facts = { layer: node.name, loss: kindWords('losses', loss).label, column, target: type };
  return err(problem(place, { code: 'loss-not-target', facts }, fix));
}

/** Whether a number is learned in deviations from its mean; a loss of probabilities wants it as it is. */
export const normalised = ({ params }: NodeFacts, target: Target, loss: AnyLoss): boolean =>
  params['normalise'] === 'standard' && target.type === 'number' && loss.inside === null;

/** The values of the input of the same shape, or of the only one. */
function inputTarget(network: Network, node: NetworkNode, shape: Shape): Result<Target, Problem> {
  const inputs = inferNetwork(network).order.filter(({ kind }) => kind.kind === 'input');
  const fitting = inputs.find(({ outputs }) => sameShape(outputs[0]!, shape));
  if (fitting) return ok({ type: 'input', input: fitting.node.id });
  const facts = { layer: node.name, shape, input: inputs[0]?.outputs[0] ?? [] };
  return err(problem({ network: network.id, node: node.id }, { code: 'output-not-input', facts }));
}

/** The layer whose width is wrong is the last one with units, reached through layers that keep it. */
function widthProblem(
  network: Network,
  node: NetworkNode,
  shape: Shape,
  wanted: number,
  column: string,
): Problem {
  const at = { network: network.id, node: node.id };
  if (shape.length > 1) {
    const wants = 'one row of numbers for each sample';
    return problem(at, { code: 'rank-wrong', facts: { layer: node.name, wants, shape } });
  }
  const last = lastDense(network, node.id);
  const facts = { layer: last?.name ?? node.name, units: shape[0] ?? 1, classes: wanted, column };
  return problem(
    last ? { ...at, node: last.id, param: 'units' } : at,
    { code: 'units-not-classes', facts },
    last && setParam(network, last, 'units', wanted),
  );
}

export function lastDense(network: Network, id: string): NetworkNode | undefined {
  const edge = network.edges.find((candidate) => candidate.to.node === id);
  const node = network.nodes.find((candidate) => candidate.id === edge?.from.node);
  if (!node) return undefined;
  if (node.kind === 'dense') return node;
  return ['activation', 'dropout', 'batchNormalization'].includes(node.kind)
    ? lastDense(network, node.id)
    : undefined;
}
