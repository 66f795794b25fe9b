/** Two networks against each other, as the code of either library trains them. */
import type { DatasetManifest } from '../data/manifest.ts';
import type { Values } from '../kinds/params.ts';
import { gan } from '../kinds/recipes/gan.ts';
import type { Shape } from '../kinds/shape.ts';
import type { Network, Project } from '../network/document.ts';
import { chooseRecipe, roleNetworks, samplesFirst } from '../network/ends.ts';
import { lastFunction } from './ends.ts';
import type { CodePlan } from './nodes.ts';
import { variableNames } from './python.ts';

/** A column that is fed to networks beside the sample. */
interface Told {
  readonly name: string;
  readonly shape: Shape;
  /** It is one of so many classes, as numbers of which one is 1; null: numbers of another kind. */
  readonly classes: number | null;
}

export interface Gan {
  readonly objective: 'standard' | 'leastSquares' | 'wasserstein';
  readonly discriminatorSteps: number;
  /** The label of a real sample. */
  readonly real: number;
  readonly gradientPenalty: number;
  /** The shape of a sample. */
  readonly sample: Shape;
  readonly told: readonly Told[];
  /** Of each network, what it is called with: a shape of noise, the sample, or what it is told. */
  readonly generator: readonly (Shape | string)[];
  readonly discriminator: readonly string[];
}

/** What stands for the sample among a discriminator's inputs. */
export const SAMPLE = 'sample';

export interface GanNetwork {
  readonly network: Network;
  readonly plan: CodePlan;
}

/** Null where the project trains otherwise, or its data is not known. */
export function ganOf(
  project: Project,
  manifest: DatasetManifest | null,
  planOf: (network: Network) => CodePlan,
): { readonly gan: Gan; readonly networks: readonly [GanNetwork, GanNetwork] } | null {
  const chosen = chooseRecipe(project, manifest);
  if (!manifest || !chosen.ok || chosen.value.recipe.kind !== gan.kind) return null;
  const [made, judge] = roleNetworks(project).map((network) => ({ network, plan: planOf(network) }));
  const params = chosen.value.params as Values<typeof gan.params>;
  const columnsOf = (id: string): readonly string[] => project.data.inputs[id] ?? [];
  const keyOf = (id: string): string => columnsOf(id).join(', ');
  const told = new Map<string, Omit<Told, 'name'>>();
  const tell = (id: string, shape: Shape): string => {
    const key = keyOf(id);
    const [column] = columnsOf(id).map((name) => manifest.columns.find((known) => known.name === name));
    const classes = column?.type === 'category' ? column.classes.length : null;
    told.set(key, { shape, classes: classes === shape[0] ? classes : null });
    return key;
  };
  const generator = made!.plan.inputs.map(({ node, outputs }) =>
    columnsOf(node.id).length === 0 ? outputs[0]! : tell(node.id, outputs[0]!),
  );
  const [first] = samplesFirst(project, judge!.network, judge!.plan.inputs, ({ node }) => node.id);
  if (!first || made!.plan.outputs.length === 0 || judge!.plan.outputs.length === 0) return null;
  const discriminator = judge!.plan.inputs.map((facts) =>
    facts === first ? SAMPLE : tell(facts.node.id, facts.outputs[0]!),
  );
  const names = variableNames([...told.keys()].map((key) => ({ id: key, name: key })));
  const nameOf = (key: string): string => (key === SAMPLE ? SAMPLE : names.get(key)!);
  return {
    networks: [made!, judge!],
    gan: {
      objective: params.objective,
      discriminatorSteps: params.discriminatorSteps,
      real: Number((1 - params.labelSmoothing).toPrecision(12)),
      gradientPenalty: params.gradientPenalty,
      sample: first.outputs[0]!,
      told: [...told].map(([key, facts]) => ({ name: nameOf(key), ...facts })),
      generator: generator.map((fed) => (typeof fed === 'string' ? nameOf(fed) : fed)),
      discriminator: discriminator.map(nameOf),
    },
  };
}

/** The discriminator's last layer is wanted without its function: scores, not probabilities. */
export const scoreLogits = ({ plan }: GanNetwork): ReadonlySet<string> =>
  new Set(
    plan.outputs.flatMap(({ source }) => {
      const facts = plan.nodes.find(({ node }) => node.id === source.node)!;
      return lastFunction(facts) === null ? [] : source.node;
    }),
  );
