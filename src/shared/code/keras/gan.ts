/** The loop that trains a generator against a discriminator in Keras on TensorFlow. */
import type { TrainingSettings } from '../../network/document.ts';
import { codeWords } from '../../words/code.ts';
import { ROWS } from '../columns.ts';
import { SAMPLE } from '../gan.ts';
import type { Gan } from '../gan.ts';
import { float, list, oneOrMany } from '../python.ts';
import { kerasSchedule } from './schedules.ts';
import { optimizerText } from './training.ts';
import type { KerasTraining } from './training.ts';

const CROSS_ENTROPY = 'cross_entropy';

/** What each of the two minimises, of the discriminator's scores. */
function losses({ objective, real }: Gan): {
  readonly discriminator: readonly string[];
  readonly generator: string;
} {
  switch (objective) {
    case 'standard': {
      const label = `${real === 1 ? '' : `${real} * `}tf.ones_like(real)`;
      return {
        discriminator: [
          `loss = ${CROSS_ENTROPY}(${label}, real)`,
          `loss += ${CROSS_ENTROPY}(tf.zeros_like(fake), fake)`,
        ],
        generator: `${CROSS_ENTROPY}(tf.ones_like(fake), fake)`,
      };
    }
    case 'leastSquares':
      return {
        discriminator: [
          `loss = tf.reduce_mean(tf.square(real - ${real}))`,
          'loss += tf.reduce_mean(tf.square(fake))',
        ],
        generator: 'tf.reduce_mean(tf.square(fake - 1))',
      };
    case 'wasserstein':
      return {
        discriminator: ['loss = tf.reduce_mean(fake) - tf.reduce_mean(real)'],
        generator: '-tf.reduce_mean(fake)',
      };
  }
}

/** `penalised`: which of the two have layers that add to the loss. */
export function kerasGan(
  training: TrainingSettings,
  gan: Gan,
  penalised: { readonly generator: boolean; readonly discriminator: boolean },
): KerasTraining {
  const { told, objective, gradientPenalty, discriminatorSteps } = gan;
  const names = told.map(({ name }) => name);
  const columns = ['x', ...names];
  const inputs = (all: readonly string[]): string => (all.length === 1 ? all[0]! : list(all));
  const fed = gan.generator.map((each, i) =>
    typeof each === 'string'
      ? { name: each, lines: [] }
      : {
          name: i === 0 ? 'noise' : `noise_${i + 1}`,
          lines: [
            `${i === 0 ? 'noise' : `noise_${i + 1}`} = tf.random.normal((${['tf.shape(x)[0]', ...each].join(', ')}))`,
          ],
        },
  );
  const made = [
    ...fed.flatMap(({ lines }) => lines),
    `made = generator(${inputs(fed.map(({ name }) => name))}, training=True)`,
  ];
  const score = (sample: string): string =>
    `discriminator(${inputs(gan.discriminator.map((name) => (name === SAMPLE ? sample : name)))}, training=True)`;
  const schedule = kerasSchedule(training);
  const kept = schedule !== null && schedule.made.length > 0 && schedule.callbacks.length === 0;
  const rate = kept ? schedule.rate : float(training.learningRate);
  const written = losses(gan);
  const several = discriminatorSteps > 1;
  const penalty = objective === 'wasserstein' && gradientPenalty > 0;
  const step = (name: 'generator' | 'discriminator', lines: readonly string[]): readonly string[] => [
    '@tf.function',
    `def ${name}_step(${columns.join(', ')}):`,
    '    with tf.GradientTape() as tape:',
    ...lines.map((line) => `        ${line}`),
    ...(penalised[name] ? [`        loss += sum(${name}.losses)`] : []),
    `    weights = ${name}.trainable_weights`,
    '    gradients = tape.gradient(loss, weights)',
    `    ${name}_optimizer.apply_gradients(zip(gradients, weights))`,
    '    return loss',
    '',
    '',
  ];
  const row = `${columns.length === 1 ? 'x' : `(${oneOrMany(columns)})`}`;
  return {
    helpers: kept ? schedule.helpers : [],
    lines: [
      `# ${codeWords.rows}`,
      `x = np.random.rand(${[ROWS, ...gan.sample].join(', ')}).astype("float32")`,
      ...told.map(({ name, shape, classes }) =>
        classes === null
          ? `${name} = np.random.rand(${[ROWS, ...shape].join(', ')}).astype("float32")`
          : `${name} = np.eye(${classes}, dtype="float32")[np.random.randint(${classes}, size=${ROWS})]`,
      ),
      `rows = tf.data.Dataset.from_tensor_slices(${columns.length === 1 ? 'x' : `(${columns.join(', ')})`})`,
      `rows = rows.shuffle(len(x)).batch(${training.batchSize})`,
      '',
      `epochs = ${training.epochs}`,
      ...(kept
        ? [
            `steps_per_epoch = ${several ? `math.ceil(len(rows) / ${discriminatorSteps})` : 'len(rows)'}`,
            ...schedule.made,
          ]
        : []),
      ...(schedule !== null && !kept ? [`# ${codeWords.keptRate}`] : []),
      `generator_optimizer = ${optimizerText(training, rate)}`,
      `discriminator_optimizer = ${optimizerText(training, rate)}`,
      ...(objective === 'standard'
        ? [`${CROSS_ENTROPY} = keras.losses.BinaryCrossentropy(from_logits=True)`]
        : []),
      '',
      '',
      ...step('discriminator', [
        ...made,
        `real = ${score('x')}`,
        `fake = ${score('made')}`,
        ...written.discriminator,
        ...(penalty
          ? [
              `share = tf.random.uniform((tf.shape(x)[0], ${gan.sample.map(() => '1').join(', ')}))`,
              'between = share * x + (1 - share) * made',
              'with tf.GradientTape() as inner:',
              '    inner.watch(between)',
              `    score = ${score('between')}`,
              'slope = tf.reshape(inner.gradient(score, between), (tf.shape(x)[0], -1))',
              `loss += ${gradientPenalty} * tf.reduce_mean(tf.square(tf.norm(slope, axis=1) - 1))`,
            ]
          : []),
      ]),
      ...step('generator', [...made, `fake = ${score('made')}`, `loss = ${written.generator}`]),
      'for epoch in range(epochs):',
      several
        ? `    for step, ${row} in enumerate(rows, 1):`
        : `    for ${row.replaceAll(/[()]/g, '')} in rows:`,
      `        loss = discriminator_step(${columns.join(', ')})`,
      ...(several
        ? [
            `        if step % ${discriminatorSteps} == 0:`,
            `            generator_loss = generator_step(${columns.join(', ')})`,
          ]
        : [`        generator_loss = generator_step(${columns.join(', ')})`]),
      '    print(f"epoch {epoch + 1}: discriminator {loss:.4f}, generator {generator_loss:.4f}")',
    ],
  };
}
