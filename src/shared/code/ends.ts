/** What a network's inputs are fed with and its outputs are compared by, for the code that trains it. */
import type { DatasetManifest } from '../data/manifest.ts';
import type { AnyLoss } from '../kinds/define.ts';
import { lossParams } from '../kinds/losses/index.ts';
import type { AnyRecipe } from '../kinds/recipe.ts';
import type { Shape } from '../kinds/shape.ts';
import { canMix, metricsOf } from '../network/measures.ts';
import type { Asked } from '../network/measures.ts';
import { classWeightsOf } from '../network/output-settings.ts';
import type { ClassWeights } from '../network/output-settings.ts';
import type { Network, NetworkNode, Project } from '../network/document.ts';
import { chooseRecipe, endsContext, feedOf, lossFor, normalised, targetOf } from '../network/ends.ts';
import type { Target } from '../network/ends.ts';
import type { NodeFacts } from '../network/infer.ts';
import { codeWords } from '../words/code.ts';
import type { CodePlan } from './nodes.ts';

export interface LearnedEnd {
  readonly node: NetworkNode;
  readonly loss: AnyLoss;
  /** The loss' own. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly target: Target;
  /** How many there are to choose from; null for numbers. */
  readonly classes: number | null;
  /** Of one row's target. */
  readonly shape: Shape;
  /** Of one row's prediction. */
  readonly predicted: Shape;
  /** The loss has the last layer's function inside. */
  readonly inside: boolean;
  /** What a row of each class counts. */
  readonly classWeights: ClassWeights;
  readonly metrics: readonly Asked[];
  /** A target that does not count. */
  readonly padding: number | null;
  /** A number is learned as its distance from the mean, in deviations. */
  readonly standard: boolean;
}

export interface Learned {
  readonly recipe: AnyRecipe;
  readonly ends: readonly LearnedEnd[];
  /** Pictures of a batch can be mixed with each other. */
  readonly mixes: boolean;
}

/** What an output layer's source ends in, where a loss may have it inside. */
export const lastFunction = ({ kind, params }: NodeFacts): 'softmax' | 'sigmoid' | null => {
  const { activation } = params;
  return kind.outputs.length === 1 && (activation === 'softmax' || activation === 'sigmoid')
    ? activation
    : null;
};

/** What the project trains this network by, or the sentence why nobody can say. */
export function learnedEnds(
  project: Project,
  network: Network,
  manifest: DatasetManifest | null,
  plan: CodePlan,
): Learned | string {
  const chosen = chooseRecipe(project, manifest);
  if (!manifest || !chosen.ok) return codeWords.noData;
  const { recipe } = chosen.value;
  const context = endsContext(project, chosen.value, manifest);
  const ends = plan.outputs.flatMap(({ facts, source }): LearnedEnd[] => {
    const found = targetOf(context, network, facts);
    const loss = found.ok && found.value && lossFor(network, facts, found.value);
    if (!loss || !loss.ok) return [];
    const [target, [predicted]] = [found.value!, facts.inputs];
    const from = plan.nodes.find(({ node }) => node.id === source.node)!;
    const last = lastFunction(from);
    return [
      {
        node: facts.node,
        loss: loss.value,
        params: lossParams(loss.value, facts.params),
        target,
        ...targetForm(target, predicted!),
        predicted: predicted!,
        inside: last !== null && last === loss.value.inside,
        classWeights: classWeightsOf(facts.params, target),
        metrics: metricsOf(target, facts.params),
        padding: target.type === 'tokens' ? target.column.special.padding : null,
        standard: normalised(facts, target, loss.value),
      },
    ];
  });
  if (ends.length === 0 || ends.length < plan.outputs.length) return codeWords.noData;
  const fed = plan.inputs.map((facts) => {
    const feed = feedOf(context, network, facts);
    return { columns: feed.ok ? feed.value.columns : [], shape: facts.outputs[0]! };
  });
  const targets = ends.map(({ target }) => target);
  return { recipe, ends, mixes: project.training.mix.kind !== 'none' && canMix(fed, targets) };
}

function targetForm(target: Target, predicted: Shape): Pick<LearnedEnd, 'classes' | 'shape'> {
  switch (target.type) {
    case 'category':
      return { classes: target.column.classes.length, shape: [] };
    case 'tokens':
      return { classes: target.column.vocabulary.length, shape: [target.span.length] };
    case 'number':
    case 'input':
      return { classes: null, shape: predicted };
  }
}
