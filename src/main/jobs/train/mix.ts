/**
 * Mixup and CutMix: each picture of a batch is mixed with the next one (rows are shuffled, so that is any other), and
 * the loss asks for both targets by their shares. The shares of a step come from (run seed, step) alone.
 */
import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import { randomStream } from '../../../shared/random.ts';
import { canMix } from '../../../shared/network/measures.ts';
import type { RandomStream } from '../../../shared/random.ts';
import type { Batch } from '../model/evaluate-rows.ts';
import type { Plan } from '../model/plan.ts';
import { valueWords } from '../../../shared/words/values.ts';
import { settingProblem } from './settings.ts';

export interface Mix {
  readonly kind: 'mixup' | 'cutmix';
  readonly alpha: number;
  /** The node of the pictures, and their size. */
  readonly input: string;
  readonly height: number;
  readonly width: number;
}

/** Throws `Failed` 'project-has-problems' where there are no pictures to mix, or several of a row. */
export function chooseMix({ mix }: TrainingSettings, plan: Plan): Mix | null {
  const { kind, alpha } = mix;
  if (kind === 'none') return null;
  const targets = plan.outputs.map(({ learns }) => learns.target);
  if (!canMix(plan.inputs, targets))
    throw settingProblem({ setting: 'mix', of: kind, reason: valueWords.onePictureInput });
  const [input] = plan.inputs;
  const [height, width] = input!.shape as readonly [number, number, number];
  return { kind, alpha, input: input!.node, height, width };
}

/** How many numbers `mixOfStep` gives. */
export const MIX_NUMBERS = 5;

/**
 * What a step mixes by: the share of a row's own target, from ½ to 1, and for CutMix the rows and columns of the
 * window that shows the other picture (from, to, from, to).
 */
export function mixOfStep({ kind, alpha, height, width }: Mix, seed: number, step: number): Float32Array {
  const random = randomStream(seed, `mix/${step}`);
  const drawn = beta(random, alpha);
  // Which of the two is the row's own makes no difference, so it is the one with the larger share.
  const share = Math.max(drawn, 1 - drawn);
  if (kind === 'mixup') return Float32Array.of(share, 0, 0, 0, 0);
  const side = Math.sqrt(1 - share);
  const window = (size: number): readonly [number, number] => {
    const middle = random.uniform() * size;
    const half = (side * size) / 2;
    return [Math.max(0, Math.round(middle - half)), Math.min(size, Math.round(middle + half))];
  };
  const [top, bottom] = window(height);
  const [left, right] = window(width);
  const shown = ((bottom - top) * (right - left)) / (height * width);
  return Float32Array.of(1 - shown, top, bottom, left, right);
}

/** The same of so many steps, one after the other. */
export function mixOfSteps(mix: Mix, seed: number, step: number, count: number): Float32Array {
  const all = new Float32Array(count * MIX_NUMBERS);
  for (let i = 0; i < count; i++) all.set(mixOfStep(mix, seed, step + i), i * MIX_NUMBERS);
  return all;
}

/** Beta(alpha, alpha), as Jöhnk draws it: good for alphas up to about 2. */
function beta(random: RandomStream, alpha: number): number {
  for (;;) {
    const x = random.uniform() ** (1 / alpha);
    const y = random.uniform() ** (1 / alpha);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

/** `numbers`: what `mixOfStep` gives, as a tensor. */
export function mixBatch(
  tf: Tfjs,
  { kind, input, height, width }: Mix,
  numbers: Tensor,
  batch: Batch,
): Batch {
  const number = (i: number): Tensor => tf.reshape(tf.slice(numbers, [i], [1]), []);
  const share = number(0);
  const own = batch.inputs.get(input)!;
  const other = nextRow(tf, own);
  const shown = (): Tensor => {
    const along = (size: number, from: Tensor, to: Tensor): Tensor => {
      const places = tf.range(0, size, 1, 'float32');
      return tf.mul(
        tf.cast(tf.greaterEqual(places, from), 'float32'),
        tf.cast(tf.less(places, to), 'float32'),
      );
    };
    return tf.mul(
      tf.reshape(along(height, number(1), number(2)), [1, height, 1, 1]),
      tf.reshape(along(width, number(3), number(4)), [1, 1, width, 1]),
    );
  };
  const part = kind === 'mixup' ? tf.sub(1, share) : shown();
  const mixed = tf.add(own, tf.mul(tf.sub(other, own), part));
  const next = (of: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> =>
    new Map([...of].map(([node, values]) => [node, nextRow(tf, values)]));
  return {
    ...batch,
    inputs: new Map([...batch.inputs, [input, mixed]]),
    mixed: {
      share,
      targets: next(batch.targets),
      ...(batch.rowWeights && { rowWeights: next(batch.rowWeights) }),
    },
  };
}

/** Every row in the place of the one before it, and the first in that of the last. */
function nextRow(tf: Tfjs, values: Tensor): Tensor {
  const rows = values.shape[0]!;
  if (rows === 1) return values;
  const rest = values.shape.slice(1);
  const zeros = rest.map(() => 0);
  return tf.concat(
    [tf.slice(values, [1, ...zeros], [rows - 1, ...rest]), tf.slice(values, [0, ...zeros], [1, ...rest])],
    0,
  );
}
