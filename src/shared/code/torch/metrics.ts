/** What a PyTorch loop measures beside the loss, and how it watches that. */
import { accuracy } from '../../kinds/metrics/accuracy.ts';
import { metricKind } from '../../kinds/metrics/index.ts';
import { topKCategoricalAccuracy } from '../../kinds/metrics/top-k-categorical-accuracy.ts';
import type { TrainingSettings } from '../../network/document.ts';
import { codeWords } from '../../words/code.ts';
import type { LearnedEnd } from '../ends.ts';
import { call } from '../python.ts';
import type { HelperName } from './helpers.ts';

interface TorchMetric {
  readonly kind: string;
  /** The variable that holds it. */
  readonly name: string;
  /** Its mean over the rows of a batch. */
  readonly mean: string;
  readonly helpers: readonly HelperName[];
}

/** Of one output that chooses between classes: how often it is right. */
export function torchMetrics([end, ...others]: readonly LearnedEnd[]): readonly TorchMetric[] {
  if (others.length > 0 || end!.classes === null) return [];
  const { predicted, padding, metrics } = end!;
  const mean = (right: string): string =>
    padding === null ? `(${right}).float().mean()` : call('mean_of_steps', [right, `y != ${padding}`]);
  return metrics.flatMap(({ metric, params }): TorchMetric[] => {
    const { kind } = metric;
    if (kind === accuracy.kind) {
      const right = predicted.at(-1) === 1 ? '(prediction[:, 0] > 0) == y' : 'prediction.argmax(dim=-1) == y';
      return [{ kind, name: 'accuracy', mean: mean(right), helpers: [] }];
    }
    if (kind !== topKCategoricalAccuracy.kind) return [];
    const k = String(params['k']);
    const right = call('in_top', ['prediction', 'y', k]);
    return [{ kind, name: `top_${k}_accuracy`, mean: mean(right), helpers: ['in_top'] }];
  });
}

interface Stopping {
  readonly worst: string;
  /** After an epoch. */
  readonly lines: readonly string[];
}

/** What ends the run early; it watches the loss where `measured` has no metric of that name. */
export function stoppingOf(
  { earlyStopping }: TrainingSettings,
  measured: readonly TorchMetric[],
): Stopping | null {
  if (!earlyStopping) return null;
  const { monitor, patience, minDelta } = earlyStopping;
  const metric = measured.find(({ kind }) => kind === metricKind(monitor));
  const watched = metric ? metric.name : 'epoch_loss';
  const than = (sign: string): string => `best${minDelta === 0 ? '' : ` ${sign} ${minDelta}`}`;
  return {
    worst: metric ? '-math.inf' : 'math.inf',
    lines: [
      ...(metric || monitor === 'loss' ? [] : [`# ${codeWords.watchesLoss(monitor)}`]),
      `if ${watched} ${metric ? `> ${than('+')}` : `< ${than('-')}`}:`,
      `    best, wait = ${watched}, 0`,
      '    best_weights = copy.deepcopy(network.state_dict())',
      'else:',
      '    wait += 1',
      `    if wait >= ${patience}:`,
      '        break',
    ],
  };
}
