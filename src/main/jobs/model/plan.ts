/** A project with its data, made ready to compute: what feeds each input, what each output learns, every weight. */
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { weightName } from '../../../shared/data/preprocessing.ts';
import type { Preprocessing, TargetScaling } from '../../../shared/data/preprocessing.ts';
import type { AnyLoss, RowMetric, WeightSpec, WholeMetric } from '../../../shared/kinds/define.ts';
import type { AnyRecipe, Update } from '../../../shared/kinds/recipe.ts';
import { lossParams } from '../../../shared/kinds/losses/index.ts';
import { isRowMetric, isWholeMetric } from '../../../shared/kinds/metrics/index.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import type { Network, Project } from '../../../shared/network/document.ts';
import {
  chooseRecipe,
  endsContext,
  feedOf,
  lossFor,
  normalised,
  samplesFirst,
  targetOf,
} from '../../../shared/network/ends.ts';
import type { EndsContext, Feed, Target } from '../../../shared/network/ends.ts';
import { drawnNodes, expandNetwork } from '../../../shared/network/expand.ts';
import { hasMovingWeights, inferNetwork } from '../../../shared/network/infer.ts';
import type { Inferred, NodeFacts } from '../../../shared/network/infer.ts';
import { metricsOf, sortOf, stepMeasures } from '../../../shared/network/measures.ts';
import type { Asked } from '../../../shared/network/measures.ts';
import { evaluationRows } from '../../../shared/network/memory.ts';
import { checkOutput, classWeightsOf } from '../../../shared/network/output-settings.ts';
import type { ClassWeights } from '../../../shared/network/output-settings.ts';
import type { Result } from '../../../shared/result.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { saidProblem } from '../../../shared/words/problems.ts';
import type { Misfit, Problem } from '../../../shared/words/problems.ts';

export interface PlannedInput extends Feed {
  readonly node: string;
  readonly shape: Shape;
  readonly normalise: string;
}

export interface PlannedOutput {
  readonly node: string;
  readonly name: string;
  /** What it learns, and by which loss; null where the recipe judges it. */
  readonly learns: {
    readonly target: Target;
    readonly loss: AnyLoss;
    readonly lossParams: Readonly<Record<string, unknown>>;
    readonly classWeights: ClassWeights;
    /** A number that is learned in deviations from its mean. */
    readonly normalise: boolean;
    /** Those, once they are measured; null: learned as it is. */
    readonly scaling: TargetScaling | null;
    readonly metrics: readonly Asked<RowMetric>[];
    /** Measured in evaluations only. */
    readonly whole: readonly Asked<WholeMetric>[];
  } | null;
}
/** An output with a target of its own. */
export type LearningOutput = PlannedOutput & { readonly learns: NonNullable<PlannedOutput['learns']> };

export interface PlannedWeight {
  /** Its name in a checkpoint. */
  readonly name: string;
  readonly node: string;
  readonly weight: string;
  readonly spec: WeightSpec;
  /** Changed by gradients: the weight is trainable and its layer is not frozen. */
  readonly trainable: boolean;
}

/** A network in its role. */
export interface PlannedNetwork {
  readonly role: string;
  /** Composite layers replaced by what they are made of. */
  readonly network: Network;
  /** The node of the document that each of its nodes is a part of, by id. */
  readonly drawn: ReadonlyMap<string, string>;
  readonly inferred: Inferred;
  readonly inputs: readonly PlannedInput[];
  readonly outputs: readonly PlannedOutput[];
  readonly weights: readonly PlannedWeight[];
}

/** What is named without a network is that of the one which is evaluated, used and exported. */
export interface Plan {
  readonly recipe: AnyRecipe;
  readonly recipeParams: Readonly<Record<string, unknown>>;
  readonly networks: readonly PlannedNetwork[];
  readonly result: PlannedNetwork;
  readonly network: Network;
  readonly inferred: Inferred;
  /** Of all networks. */
  readonly inputs: readonly PlannedInput[];
  /** Of all networks: what is learned. */
  readonly outputs: readonly LearningOutput[];
  /** Of all networks. */
  readonly weights: readonly PlannedWeight[];
  /** What a step does, in order, and how many batches it takes. */
  readonly updates: readonly Update[];
  readonly batches: number;
  /** Rows from the start of a sample to that of the next; null where each row is a sample. */
  readonly stride: number | null;
  /** What a step measures: 'loss', then each metric; with several outputs, each output's own under its name. */
  readonly series: readonly string[];
  /** Some layer looks at the whole batch at once, so the batch must not be cut into shards. */
  readonly wholeBatch: boolean;
  /** Rows evaluated at once. */
  readonly evaluationRows: number;
  readonly parameters: number;
}

const fail = (...problems: readonly Misfit[]): never => {
  throw new Failed(failure('project-has-problems', { sentences: problems.map(saidProblem) }));
};

/** Throws `Failed` 'project-has-problems' with a sentence for each where the project cannot be trained on this data. */
export function makePlan(project: Project, manifest: DatasetManifest): Plan {
  const chosen = must(chooseRecipe(project, manifest));
  const { recipe, params } = chosen;
  const documents = recipe.roles.map((_, i) => project.networks[i]!);
  const problems = documents.flatMap((document) => inferNetwork(document).problems);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) fail(...errors);
  const context = endsContext(project, chosen, manifest);
  const networks = recipe.roles.map((role, i) => planNetwork(context, role.name, documents[i]!));
  const result = networks.find(({ role }) => role === recipe.result)!;
  const outputs = networks.flatMap((network) => network.outputs.filter(learning));
  const updates = recipe.updates(params);
  return {
    recipe,
    recipeParams: params,
    networks,
    result,
    network: result.network,
    inferred: result.inferred,
    inputs: networks.flatMap((network) => network.inputs),
    outputs,
    weights: networks.flatMap((network) => network.weights),
    updates,
    batches: 1 + Math.max(...updates.map(({ batch }) => batch)),
    stride: recipe.stride(params, context.data),
    series: stepMeasures(
      recipe,
      outputs.map(({ name, learns }) => ({ name, metrics: learns.metrics.map((asked) => asked.name) })),
    ),
    wholeBatch: networks.some(({ inferred }) =>
      inferred.order.some(({ node, weights }) => node.trainable && hasMovingWeights(weights)),
    ),
    evaluationRows: evaluationRows(networks.map(({ inferred }) => inferred)),
    parameters: documents.reduce((sum, document) => sum + inferNetwork(document).parameters, 0),
  };
}

const nodesOf = (inferred: Inferred, kind: string): readonly NodeFacts[] =>
  inferred.order.filter((facts) => facts.kind.kind === kind);

const learning = (output: PlannedOutput): output is LearningOutput => output.learns !== null;

function planNetwork(context: EndsContext, role: string, document: Network): PlannedNetwork {
  const network = expandNetwork(document);
  const inferred = inferNetwork(network);
  const inputs = nodesOf(inferred, 'input').map((facts): PlannedInput => {
    const { node, params, outputs } = facts;
    const feed = must(feedOf(context, network, facts));
    return { node: node.id, ...feed, shape: outputs[0]!, normalise: String(params['normalise']) };
  });
  if (inputs.length === 0) fail({ code: 'no-input', facts: {} });
  const counted = samplesFirst(context.project, document, inputs, ({ node }) => node);
  const outputs = nodesOf(inferred, 'output').map((facts): PlannedOutput => {
    const target = must(targetOf(context, network, facts));
    const { id: node, name } = facts.node;
    return { node, name, learns: target && planLearning(network, facts, target) };
  });
  if (outputs.length === 0) fail({ code: 'no-output', facts: {} });
  // Weights that a layer shares are its owner's.
  const owners = inferred.order.filter(({ node }) => node.weightsOf === undefined);
  const weights = owners.flatMap(({ node, weights }) =>
    Object.entries(weights).map(([weight, spec]): PlannedWeight => ({
      name: weightName(network.id, node.id, weight),
      node: node.id,
      weight,
      spec,
      trainable: spec.trainable && node.trainable,
    })),
  );
  return { role, network, drawn: drawnNodes(document), inferred, inputs: counted, outputs, weights };
}

/** The value, or the problem's sentence as a failure of the job. */
const must = <T>(result: Result<T, Problem>): T => (result.ok ? result.value : fail(result.error));

function planLearning(
  network: Network,
  facts: NodeFacts,
  target: Target,
): NonNullable<PlannedOutput['learns']> {
  const loss = must(lossFor(network, facts, target));
  const wrong = checkOutput(network, facts, target);
  if (wrong.length > 0) fail(...wrong);
  const asked = metricsOf(target, facts.params);
  return {
    target,
    loss,
    lossParams: lossParams(loss, facts.params),
    classWeights: classWeightsOf(facts.params, target),
    normalise: normalised(facts, target, loss),
    scaling: null,
    metrics: sortOf(isRowMetric, asked),
    // What is given back has no column of its own to compare with.
    whole: target.type === 'input' ? [] : sortOf(isWholeMetric, asked),
  };
}

/** The plan with what was measured of the numbers that it learns in deviations. */
export function scaledPlan(plan: Plan, { targets }: Preprocessing): Plan {
  const scaled = <O extends PlannedOutput>(output: O): O => {
    const target = targets[output.node];
    const scaling = target?.type === 'number' ? target.scaling : undefined;
    return scaling && output.learns ? { ...output, learns: { ...output.learns, scaling } } : output;
  };
  const networks = plan.networks.map((network) => ({ ...network, outputs: network.outputs.map(scaled) }));
  return {
    ...plan,
    networks,
    result: networks.find(({ role }) => role === plan.recipe.result)!,
    outputs: plan.outputs.map(scaled),
  };
}
