/** A project with its data, made ready to compute: what feeds each input, what each output learns, every weight. */
import { columnsShape } from '../../../shared/data/manifest.ts';
import type { Column, DatasetManifest } from '../../../shared/data/manifest.ts';
import { weightName } from '../../../shared/data/preprocessing.ts';
import type {
  AnyLoss,
  MetricKind,
  RowMetric,
  WeightSpec,
  WholeMetric,
} from '../../../shared/kinds/define.ts';
import { lossOf, lossParams, losses } from '../../../shared/kinds/losses/index.ts';
import { isRowMetric, isWholeMetric, metrics } from '../../../shared/kinds/metrics/index.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import type { Network, Project } from '../../../shared/network/document.ts';
import { inferNetwork } from '../../../shared/network/infer.ts';
import type { Inferred } from '../../../shared/network/infer.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { problemText } from '../../../shared/words/problems.ts';
import type { Misfit } from '../../../shared/words/problems.ts';

export interface PlannedInput {
  readonly node: string;
  readonly columns: readonly Column[];
  readonly shape: Shape;
  readonly normalise: 'none' | 'unit' | 'standard';
}

export interface PlannedOutput {
  readonly node: string;
  readonly name: string;
  readonly column: Extract<Column, { type: 'category' | 'number' }>;
  readonly loss: AnyLoss;
  readonly lossParams: Readonly<Record<string, unknown>>;
  readonly classWeights: 'none' | 'balanced';
  readonly metrics: readonly RowMetric[];
  /** Measured in evaluations only. */
  readonly whole: readonly WholeMetric[];
}

export interface PlannedWeight {
  /** Its name in a checkpoint. */
  readonly name: string;
  readonly node: string;
  readonly weight: string;
  readonly spec: WeightSpec;
  /** Changed by gradients: the weight is trainable and its layer is not frozen. */
  readonly trainable: boolean;
}

export interface Plan {
  readonly network: Network;
  readonly inferred: Inferred;
  readonly inputs: readonly PlannedInput[];
  readonly outputs: readonly PlannedOutput[];
  readonly weights: readonly PlannedWeight[];
  /** What a step measures: 'loss', then each metric; with several outputs, each output's own under its name. */
  readonly series: readonly string[];
  /** Some layer looks at the whole batch at once, so the batch must not be cut into shards. */
  readonly wholeBatch: boolean;
  readonly parameters: number;
}

const fail = (...problems: readonly Misfit[]): never => {
  throw new Failed(failure('project-has-problems', { sentences: problems.map(problemText) }));
};

/** Throws `Failed` 'project-has-problems' with a sentence for each where the project cannot be trained on this data. */
export function makePlan(project: Project, manifest: DatasetManifest): Plan {
  const network = project.networks[0]!;
  const inferred = inferNetwork(network);
  const errors = inferred.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) fail(...errors);
  const columnOf = (name: string): Column | undefined =>
    manifest.columns.find((column) => column.name === name);

  const inputs = inferred.order
    .filter(({ kind }) => kind.kind === 'input')
    .map(({ node, params, outputs }): PlannedInput => {
      const columns = (project.data.inputs[node.id] ?? []).map(columnOf);
      const known = columns.filter((column) => column !== undefined);
      if (known.length === 0 || known.length < columns.length) {
        return fail({ code: 'input-column-missing', facts: { layer: node.name } });
      }
      const shape = outputs[0]!;
      const data = columnsShape(known);
      const images = known.some((column) => column.type === 'image');
      if ((images && known.length > 1) || sizeOf(data) !== sizeOf(shape)) {
        return fail({ code: 'input-shape-not-data', facts: { layer: node.name, shape, data } });
      }
      return {
        node: node.id,
        columns: known,
        shape,
        normalise: params['normalise'] as PlannedInput['normalise'],
      };
    });
  if (inputs.length === 0) fail({ code: 'no-input', facts: {} });

  const outputs = inferred.order
    .filter(({ kind }) => kind.kind === 'output')
    .map(({ node, params, inputs: [shape] }): PlannedOutput => {
      const column = columnOf(project.data.targets[node.id] ?? '');
      if (!column || column.type === 'image')
        return fail({ code: 'target-missing', facts: { layer: node.name } });
      const units = sizeOf(shape!);
      const wanted = column.type === 'category' ? column.classes.length : 1;
      if (units !== wanted || (column.type === 'category' && shape!.length !== 1)) {
        return fail({
          code: 'units-not-classes',
          facts: { layer: node.name, units, classes: wanted, column: column.name },
        });
      }
      const fitting = (losses as readonly AnyLoss[]).filter((loss) => loss.targets.includes(column.type));
      const loss = params['loss'] === 'auto' ? fitting[0] : lossOf(String(params['loss']));
      if (!loss?.targets.includes(column.type))
        return fail({ code: 'target-missing', facts: { layer: node.name } });
      const about = {
        classes: column.type === 'category' ? column.classes.length : 0,
        steps: shape!.length > 1,
      };
      const fittingMetrics = (metrics as readonly MetricKind[]).filter(
        (metric) => metric.targets.includes(column.type) && (metric.fits?.(about) ?? true),
      );
      return {
        node: node.id,
        name: node.name,
        column,
        loss,
        lossParams: lossParams(loss, params),
        classWeights: params['classWeights'] as PlannedOutput['classWeights'],
        metrics: fittingMetrics.filter(isRowMetric),
        whole: fittingMetrics.filter(isWholeMetric),
      };
    });
  if (outputs.length === 0) fail({ code: 'no-output', facts: {} });

  const weights = inferred.order.flatMap(({ node, weights }) =>
    Object.entries(weights).map(([weight, spec]): PlannedWeight => ({
      name: weightName(network.id, node.id, weight),
      node: node.id,
      weight,
      spec,
      trainable: spec.trainable && node.trainable,
    })),
  );
  return {
    network,
    inferred,
    inputs,
    outputs,
    weights,
    series: ['loss', ...outputs.flatMap((output) => seriesOf(output, outputs.length > 1))],
    wholeBatch: inferred.order.some(({ node, weights }) => node.trainable && hasMovingWeights(weights)),
    parameters: inferred.parameters,
  };
}

/** A layer that keeps averages over batches, as batch normalisation does. */
export const hasMovingWeights = (weights: Readonly<Record<string, WeightSpec>>): boolean =>
  Object.values(weights).some((spec) => !spec.trainable);

const seriesOf = (output: PlannedOutput, several: boolean): readonly string[] => {
  const names = output.metrics.map((metric) => metric.kind);
  return several ? ['loss', ...names].map((name) => `${output.name}/${name}`) : names;
};
