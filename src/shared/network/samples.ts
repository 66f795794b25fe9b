/** How many samples a project trains on. */
import type { DatasetManifest } from '../data/manifest.ts';
import { splitCounts, splitRuns, windowCount } from '../data/split.ts';
import { reachOf } from '../kinds/recipe.ts';
import type { Span } from '../kinds/recipe.ts';
import type { Project } from './document.ts';
import { chooseRecipe, endsContext, feedOf, roleNetworks, targetOf } from './ends.ts';
import type { EndsContext } from './ends.ts';
import { inferNetwork } from './infer.ts';

export interface TrainingSize {
  /** Rows that are not held out. */
  readonly rows: number;
  /** What an epoch goes through: those rows, or the windows that they are cut into. */
  readonly samples: number;
  /** Rows that one of them goes over: a window and what is learned after it. */
  readonly reach: number;
  /** The most of those rows that follow one another: all of them, or those of the longest series. */
  readonly longest: number;
}

export function trainingSize(project: Project, manifest: DatasetManifest): TrainingSize {
  const { train: rows } = splitCounts(manifest, project.training);
  const chosen = chooseRecipe(project, manifest);
  const rowByRow = { rows, samples: rows, reach: 1, longest: rows };
  if (!chosen.ok) return rowByRow;
  const context = endsContext(project, chosen.value, manifest);
  const stride = context.recipe.stride(context.params, context.data);
  if (stride === null) return rowByRow;
  const reach = reachOf(spansOf(context));
  const { train } = splitRuns(manifest, project.training);
  const longest = Math.max(0, ...train.map(([from, end]) => end - from));
  return { rows, samples: Math.ceil(windowCount(train, reach) / stride), reach, longest };
}

/** What inputs read and outputs learn, as far as they fit the data. */
const spansOf = (context: EndsContext): (Span | null)[] =>
  roleNetworks(context.project).flatMap((network) =>
    inferNetwork(network).order.map((facts): Span | null => {
      if (facts.kind.kind === 'input') {
        const feed = feedOf(context, network, facts);
        return feed.ok ? feed.value.span : null;
      }
      const target = facts.kind.kind === 'output' ? targetOf(context, network, facts) : null;
      return target?.ok && target.value && target.value.type !== 'input' ? target.value.span : null;
    }),
  );

/** The batch that was wanted, or where there are few samples one that leaves an epoch several steps. */
export const fittingBatch = (samples: number, wanted: number): number =>
  Math.min(wanted, 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, samples / 4)))));
