import { defineRecipe } from '../recipe.ts';
import type { Tensor, Tfjs } from '../ops.ts';
import type { RecipeContext, ShownPass } from '../recipe.ts';
import { choice, integer, number } from '../params.ts';

const GENERATOR = 'generator';
const DISCRIMINATOR = 'discriminator';

/** How far from one another two pictures lie over which the gradient penalty takes its difference. */
const STEP = 0.05;

/**
 * A generator against a discriminator (Goodfellow et al., 2014), with the least-squares form of Mao et al. (2017) and
 * Wasserstein's with gradient penalty of Gulrajani et al. (2017). Labels smoothed on the real side only (Salimans et
 * al., 2016).
 */
export const gan = defineRecipe({
  kind: 'gan',
  label: 'GAN',
  icon: 'swords',
  doc: 'Two networks against each other: the generator makes samples of noise, the discriminator tells them from real ones, and both get better.',
  params: {
    objective: choice(
      'Objective',
      ['standard', 'leastSquares', 'wasserstein'],
      'standard',
      'standard: cross-entropy of real and made; leastSquares: squared distance from 1 and 0; wasserstein: difference of scores, with gradient penalty.',
    ),
    discriminatorSteps: integer(
      'Discriminator steps',
      1,
      1,
      'Updates of the discriminator for each one of the generator; 5 is usual with wasserstein.',
      { max: 20 },
    ),
    labelSmoothing: {
      ...number(
        'Label smoothing',
        0,
        [0, 0.5],
        'How far below 1 the label of a real sample is, so that the discriminator does not become too sure.',
      ),
      // Its scores have no labels.
      when: ({ objective }) => objective !== 'wasserstein',
    },
    gradientPenalty: {
      ...number(
        'Gradient penalty',
        10,
        [0, 1000],
        'Weight of the penalty that keeps the slope of the discriminator at 1.',
        { step: 1 },
      ),
      when: ({ objective }) => objective === 'wasserstein',
    },
  },
  roles: [
    {
      name: GENERATOR,
      label: 'Generator',
      doc: 'From noise to a sample. Inputs without columns are fed with noise.',
    },
    {
      name: DISCRIMINATOR,
      label: 'Discriminator',
      doc: 'From a sample to one number: how real it looks.',
      judges: GENERATOR,
    },
  ],
  result: GENERATOR,
  order: 'rows',
  noise: true,
  stride: () => null,
  reads: () => null,
  learns: () => null,
  summed: false,
  updates: ({ discriminatorSteps }) => [
    ...Array.from({ length: discriminatorSteps }, (_, batch) => ({
      name: discriminatorSteps === 1 ? DISCRIMINATOR : `${DISCRIMINATOR} ${batch + 1}`,
      trains: DISCRIMINATOR,
      batch,
    })),
    { name: GENERATOR, trains: GENERATOR, batch: discriminatorSteps - 1 },
  ],
  // Real and made; the penalty looks between them, for the slope and at either end of its step.
  passes: ({ objective, gradientPenalty }) => ({
    [DISCRIMINATOR]: objective === 'wasserstein' && gradientPenalty > 0 ? 5 : 2,
  }),
  series: ['discriminatorLoss', 'generatorLoss', 'realScore', 'fakeScore'],
  judge(context, params, update) {
    const { tf, ops } = context;
    const judge = (sample: Tensor | null, shown?: ShownPass): Tensor => {
      const [score] = context.run(DISCRIMINATOR, { given: [sample], logits: true, ...(shown && { shown }) });
      return tf.reshape(score!, [context.rows]);
    };
    const [made] = context.run(GENERATOR, { draw: update, shown: null });
    const fake = judge(made!, 'made');
    const { objective } = params;
    if (update === GENERATOR) {
      const loss =
        objective === 'standard'
          ? ops.sigmoidCrossEntropy(fake, tf.onesLike(fake))
          : objective === 'leastSquares'
            ? tf.square(tf.sub(fake, 1))
            : tf.neg(fake);
      return { loss, series: { generatorLoss: loss } };
    }
    const real = judge(null, 'real');
    const label = 1 - params.labelSmoothing;
    const loss =
      objective === 'standard'
        ? tf.add(
            ops.sigmoidCrossEntropy(real, tf.fill([context.rows], label)),
            ops.sigmoidCrossEntropy(fake, tf.zerosLike(fake)),
          )
        : objective === 'leastSquares'
          ? tf.add(tf.square(tf.sub(real, label)), tf.square(fake))
          : tf.add(tf.sub(fake, real), slopePenalty(context, params.gradientPenalty, judge, made!));
    const score = (logits: Tensor): Tensor => (objective === 'standard' ? tf.sigmoid(logits) : logits);
    return { loss, series: { discriminatorLoss: loss, realScore: score(real), fakeScore: score(fake) } };
  },
});

/**
 * The penalty weight · (slope − 1)², where slope is the length of the discriminator's gradient by a picture between a
 * real and a made one. Its gradient by the weights is 2 · weight · (slope − 1) · d slope / d weights, and slope is how fast
 * the score changes along the gradient's own direction: so the difference of two scores along it, with first
 * derivatives alone, has the same gradient but for the third order of the step. [n]
 */
function slopePenalty(
  { tf, random, input, rows }: RecipeContext,
  weight: number,
  judge: (sample: Tensor) => Tensor,
  made: Tensor,
): Tensor {
  if (weight === 0) return tf.zeros([rows]);
  const real = input(DISCRIMINATOR, 0)!;
  const ones = real.shape.map((_, axis) => (axis === 0 ? rows : 1));
  const share = tf.reshape(random.uniform([rows], 'between'), ones);
  const between = fixed(tf, tf.add(tf.mul(real, share), tf.mul(made, tf.sub(1, share))));
  const gradient = fixed(tf, tf.grad((x: Tensor) => tf.sum(judge(x)))(between));
  const axes = real.shape.slice(1).map((_, axis) => axis + 1);
  const slope = tf.sqrt(tf.add(tf.sum(tf.square(gradient), axes), 1e-12));
  const along = tf.mul(tf.div(gradient, tf.reshape(slope, ones)), STEP);
  const change = tf.div(tf.sub(judge(tf.add(between, along)), judge(tf.sub(between, along))), 2 * STEP);
  const pull = tf.mul(tf.sub(slope, 1), 2 * weight);
  // The value is that of the penalty; the gradient comes through `change` alone.
  return tf.add(tf.mul(pull, tf.sub(change, slope)), tf.mul(tf.square(tf.sub(slope, 1)), weight));
}

/** The same values, through which no gradient flows. */
const fixed = (tf: Tfjs, x: Tensor): Tensor =>
  tf.customGrad((given: unknown) => {
    const value = tf.clone(given as Tensor);
    return { value, gradFunc: (dy: Tensor) => tf.zerosLike(dy) };
  })(x);
