/** L1, L2 and both at once, on a layer's kernel, bias and outputs: parameters, penalty and Keras' form. */
import type { Forward } from '../../define.ts';
import type { Tensor, Tfjs } from '../../ops.ts';
import { number } from '../../params.ts';
import { kerasRegularizer, readRegularizer } from './keras.ts';

const strength = (label: string, doc: string) => number(label, 0, [0, 1], doc, { step: 0.0001 });

/** `values`: whose; `name`: what their labels begin with. */
export const weightRegularizerParams = (values: string, name = '') => ({
  l1: strength(`${name}L1`, `Adds this times the sum of the absolute ${values} to the loss.`),
  l2: strength(`${name}L2`, `Adds this times the sum of the squared ${values} to the loss.`),
});

/** `values`: whose. */
export const activityRegularizersOf = (values: string) => ({
  activityL1: strength(
    'Activity L1',
    `Adds this times the mean over the batch of the sum of the absolute ${values} to the loss: fewer units answer at once.`,
  ),
  activityL2: strength(
    'Activity L2',
    `Adds this times the mean over the batch of the sum of the squared ${values} to the loss.`,
  ),
});

export const activityRegularizerParams = activityRegularizersOf('outputs');

/** `values`, `name`: as for those of a kernel. */
export function biasRegularizerParams(values: string, name: string) {
  const { l1: biasL1, l2: biasL2 } = weightRegularizerParams(values, name);
  return { biasL1, biasL2 };
}

export const regularizerParams = {
  ...weightRegularizerParams('kernel values'),
  ...biasRegularizerParams('biases', 'Bias '),
  ...activityRegularizerParams,
} as const;

export type Regularizers = { readonly [K in keyof typeof regularizerParams]: number };

export const isActivityRegularized = ({ activityL1 = 0, activityL2 = 0 }: Partial<Regularizers>): boolean =>
  activityL1 > 0 || activityL2 > 0;

/** Over all values, or over those of one axis. */
function terms(tf: Tfjs, values: Tensor, l1: number, l2: number, axis?: number): readonly Tensor[] {
  return [
    ...(l1 > 0 ? [tf.mul(tf.sum(tf.abs(values), axis), l1)] : []),
    ...(l2 > 0 ? [tf.mul(tf.sum(tf.square(values), axis), l2)] : []),
  ];
}

/**
 * The layer's terms of the loss, as Keras' L1L2; nothing where all are 0, as is what the layer does not have. `kernels`,
 * `biases` and `outputs` may be several (a recurrent layer regularises both of its kernels alike). The outputs' term is
 * each row's own.
 */
export function regularize(
  tf: Tfjs,
  { l1 = 0, l2 = 0, biasL1 = 0, biasL2 = 0, activityL1 = 0, activityL2 = 0 }: Partial<Regularizers>,
  kernels: readonly Tensor[],
  biases: readonly (Tensor | undefined)[],
  ...outputs: readonly Tensor[]
): Pick<Forward, 'penalty' | 'rowPenalty'> {
  const sum = (terms: readonly Tensor[]): Tensor => terms.reduce((total, value) => tf.add(total, value));
  const all = [
    ...kernels.flatMap((kernel) => terms(tf, kernel, l1, l2)),
    ...biases.flatMap((bias) => (bias ? terms(tf, bias, biasL1, biasL2) : [])),
  ];
  const active = isActivityRegularized({ activityL1, activityL2 })
    ? outputs.flatMap((output) =>
        terms(tf, tf.reshape(output, [output.shape[0]!, -1]), activityL1, activityL2, 1),
      )
    : [];
  return {
    ...(all.length > 0 && { penalty: sum(all) }),
    ...(active.length > 0 && { rowPenalty: sum(active) }),
  };
}

/** `kernels`, `bias`: what Keras calls them; all kernels are regularised alike. */
export const kerasRegularizers = (
  { l1 = 0, l2 = 0, biasL1 = 0, biasL2 = 0, activityL1 = 0, activityL2 = 0 }: Partial<Regularizers>,
  kernels: readonly string[] = ['kernel'],
  bias: string | null = 'bias',
): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(kernels.map((name) => [`${name}_regularizer`, kerasRegularizer({ l1, l2 })])),
  ...(bias !== null && { [`${bias}_regularizer`]: kerasRegularizer({ l1: biasL1, l2: biasL2 }) }),
  activity_regularizer: kerasRegularizer({ l1: activityL1, l2: activityL2 }),
});

/** Those of what the layer has. Null where one of them is of a kind that this version does not have, or the kernels' differ. */
export function readRegularizers(
  config: Readonly<Record<string, unknown>>,
  kernels: readonly string[] = ['kernel'],
  biasName: string | null = 'bias',
): Partial<Regularizers> | null {
  const all = kernels.map((name) => readRegularizer(config[`${name}_regularizer`]));
  const bias = biasName === null ? {} : readBiasRegularizer(config[`${biasName}_regularizer`]);
  const activity = readRegularizer(config['activity_regularizer']);
  const [kernel] = all;
  if (!bias || !activity) return null;
  if (all.some((each) => !each || each.l1 !== kernel!.l1 || each.l2 !== kernel!.l2)) return null;
  return { ...kernel, ...bias, activityL1: activity.l1, activityL2: activity.l2 };
}

function readBiasRegularizer(written: unknown): Pick<Regularizers, 'biasL1' | 'biasL2'> | null {
  const bias = readRegularizer(written);
  return bias && { biasL1: bias.l1, biasL2: bias.l2 };
}
