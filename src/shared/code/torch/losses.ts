/** Every loss as PyTorch code. */
import type { LearnedEnd } from '../ends.ts';
import { call, keyword, literal } from '../python.ts';
import type { HelperName } from './helpers.ts';

interface Loss {
  /** Its function: PyTorch's, which takes means unless told otherwise, or a helper, which gives the loss of each row or value. */
  readonly callee: string;
  readonly helper?: HelperName;
  /** The target as it wants it: an index of a class, or one number for each of the network's. */
  readonly y: 'index' | 'numbers';
  /** One number for each value of a row, not for the row or its step. */
  readonly each?: true;
  /** It takes the step's classes behind the rows. */
  readonly classesFirst?: true;
  args?(params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

const smoothing = ({ labelSmoothing }: Readonly<Record<string, unknown>>) =>
  labelSmoothing === 0 ? {} : { label_smoothing: labelSmoothing };

const LOSSES: Readonly<Record<string, Loss>> = {
  sparseCategoricalCrossentropy: {
    callee: 'F.cross_entropy',
    y: 'index',
    classesFirst: true,
    args: smoothing,
  },
  meanSquaredError: { callee: 'F.mse_loss', y: 'numbers', each: true },
  meanAbsoluteError: { callee: 'F.l1_loss', y: 'numbers', each: true },
  huber: {
    callee: 'F.huber_loss',
    y: 'numbers',
    each: true,
    args: ({ delta }) => (delta === 1 ? {} : { delta }),
  },
  logCosh: { callee: 'log_cosh', helper: 'log_cosh', y: 'numbers', each: true },
  binaryCrossentropy: { callee: 'F.binary_cross_entropy_with_logits', y: 'numbers', each: true },
  categoricalFocalCrossentropy: {
    callee: 'focal_loss',
    helper: 'focal_loss',
    y: 'index',
    args: ({ gamma, alpha, ...more }) => ({ gamma, alpha, ...smoothing(more) }),
  },
  binaryFocalCrossentropy: {
    callee: 'binary_focal_loss',
    helper: 'binary_focal_loss',
    y: 'numbers',
    each: true,
    args: ({ gamma, alpha, applyClassBalancing }) => ({
      gamma,
      ...(applyClassBalancing === true && { alpha }),
    }),
  },
  categoricalHinge: { callee: 'categorical_hinge', helper: 'categorical_hinge', y: 'index' },
  hinge: { callee: 'hinge', helper: 'hinge', y: 'numbers', each: true },
  klDivergence: { callee: 'kl_divergence', helper: 'kl_divergence', y: 'numbers' },
  cosineSimilarity: { callee: '-F.cosine_similarity', y: 'numbers' },
};

/** Whether its function gives the mean of all rows by itself. */
const reduces = ({ callee }: Loss): boolean => callee.startsWith('F.');

/** `masks`: by output, what tells which of its steps count. */
export const lossHelpers = (
  ends: readonly LearnedEnd[],
  masks: readonly (string | null)[],
): readonly HelperName[] =>
  ends.flatMap(({ loss, padding }, i) => [
    ...(LOSSES[loss.kind]!.helper ? [LOSSES[loss.kind]!.helper!] : []),
    ...(padding !== null || masks[i] ? ['mean_of_steps' as const] : []),
  ]);

/** The target as the loss wants it. */
function targetText({ y: wants }: Loss, end: LearnedEnd, y: string): string {
  if (wants === 'index' || end.target.type === 'input') return y;
  const numbers =
    end.classes === null
      ? y
      : end.predicted.at(-1) === 1
        ? `${y}.unsqueeze(-1).float()`
        : `F.one_hot(${y}, ${end.classes}).float()`;
  const part = (end.params['labelSmoothing'] as number | undefined) ?? 0;
  return part === 0 ? numbers : `${numbers} * ${1 - part} + ${part / 2}`;
}

/**
 * The mean loss of a batch. `weights`: where a class' weight lies, where some count more; `mask`: what tells which steps
 * count, where that is not the padding of the target.
 */
export function torchLoss(
  end: LearnedEnd,
  prediction: string,
  y: string,
  weights: string,
  mask: string | null,
): string {
  const loss = LOSSES[end.loss.kind]!;
  const weighted = end.classWeights !== 'none';
  const counts = end.padding === null ? mask : `${y} != ${end.padding}`;
  const rows = weighted || counts !== null;
  const steps = end.shape.length > 0 && end.classes !== null;
  const p = loss.classesFirst && steps ? `${prediction}.transpose(1, 2)` : prediction;
  const alone = { ...loss.args?.(end.params), ...(rows && reduces(loss) && { reduction: 'none' }) };
  const told = Object.entries(alone).map(([name, value]) => keyword(name, literal(value)));
  const given = call(loss.callee, [p, targetText(loss, end, y), ...told]);
  if (!rows) return reduces(loss) ? given : `${given}.mean()`;
  const perRow = loss.each ? `${given}.mean(dim=-1)` : given;
  const counted = weighted ? `${weights}[${y}] * ${perRow}` : perRow;
  if (counts !== null) return call('mean_of_steps', [counted, counts]);
  return `(${counted}).mean()`;
}
