/** What a network's outputs are compared by, for the code that trains it. */
import type { DatasetManifest } from '../data/manifest.ts';
import type { AnyLoss } from '../kinds/define.ts';
import { lossParams } from '../kinds/losses/index.ts';
import { chooseRecipe, endsContext, lossFor, targetOf } from '../network/ends.ts';
import type { Target } from '../network/ends.ts';
import { metricsOf } from '../network/measures.ts';
import type { Asked } from '../network/measures.ts';
import { classWeightsOf } from '../network/output-settings.ts';
import type { ClassWeights } from '../network/output-settings.ts';
import type { Network, Project } from '../network/document.ts';
import { codeWords } from '../words/code.ts';
import type { CodePlan } from './nodes.ts';

export interface LearnedEnd {
  readonly loss: AnyLoss;
  /** The loss' own. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly target: Target;
  /** What a row of each class counts. */
  readonly weights: ClassWeights;
  readonly metrics: readonly Asked[];
}

/** Of each output, or the sentence why nobody can say. */
export function learnedEnds(
  project: Project,
  network: Network,
  manifest: DatasetManifest | null,
  plan: CodePlan,
): readonly LearnedEnd[] | string {
  const chosen = chooseRecipe(project, manifest);
  if (!manifest || !chosen.ok) return codeWords.noData;
  const { recipe } = chosen.value;
  if (recipe.judge || recipe.summed) return codeWords.ownStep(recipe.label);
  const context = endsContext(project, chosen.value, manifest);
  const found = plan.outputs.flatMap(({ facts }): LearnedEnd[] => {
    const target = targetOf(context, network, facts);
    const loss = target.ok && target.value && lossFor(network, facts, target.value);
    if (!loss || !loss.ok) return [];
    const { value } = target;
    return [
      {
        loss: loss.value,
        params: lossParams(loss.value, facts.params),
        target: value!,
        weights: classWeightsOf(facts.params, value!),
        metrics: metricsOf(value!, facts.params),
      },
    ];
  });
  return found.length > 0 && found.length === plan.outputs.length ? found : codeWords.noData;
}
