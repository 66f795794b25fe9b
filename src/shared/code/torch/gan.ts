/** The loop that trains a generator against a discriminator in PyTorch. */
import type { TrainingSettings } from '../../network/document.ts';
import { codeWords } from '../../words/code.ts';
import { ROWS } from '../columns.ts';
import { SAMPLE } from '../gan.ts';
import type { Gan } from '../gan.ts';
import { call, oneOrMany } from '../python.ts';
import { torchOptimizer } from './optimizers.ts';
import { torchSchedule } from './schedules.ts';
import type { TorchTraining } from './training.ts';

/** What each of the two minimises, of the discriminator's scores. */
function losses({ objective, real }: Gan): {
  readonly discriminator: readonly string[];
  readonly generator: string;
} {
  switch (objective) {
    case 'standard': {
      const label = real === 1 ? 'torch.ones_like(real)' : `torch.full_like(real, ${real})`;
      const bce = 'F.binary_cross_entropy_with_logits';
      return {
        discriminator: [
          `loss = ${bce}(real, ${label})`,
          `loss = loss + ${bce}(fake, torch.zeros_like(fake))`,
        ],
        generator: `${bce}(fake, torch.ones_like(fake))`,
      };
    }
    case 'leastSquares':
      return {
        discriminator: [`loss = (real - ${real}).square().mean() + fake.square().mean()`],
        generator: '(fake - 1).square().mean()',
      };
    case 'wasserstein':
      return { discriminator: ['loss = fake.mean() - real.mean()'], generator: '-fake.mean()' };
  }
}

/** `penalised`: which of the two keep what their layers add to the loss. */
export function torchGan(
  training: TrainingSettings,
  gan: Gan,
  penalised: { readonly generator: boolean; readonly discriminator: boolean },
): TorchTraining {
  const { discriminatorSteps, told, objective, gradientPenalty } = gan;
  const columns = ['x', ...told.map(({ name }) => name)];
  const row = columns.length === 1 ? '(x,)' : oneOrMany(columns);
  const made = call(
    'generator',
    gan.generator.map((fed) =>
      typeof fed === 'string' ? fed : `torch.randn(${['len(x)', ...fed].join(', ')})`,
    ),
  );
  const score = (sample: string): string =>
    call(
      'discriminator',
      gan.discriminator.map((name) => (name === SAMPLE ? sample : name)),
    );
  const [first, second] = (['generator', 'discriminator'] as const).map((name) =>
    torchOptimizer(training, name, `${name}_optimizer`),
  );
  const asked = torchSchedule(training);
  const schedule = asked?.after.length ? asked : null;
  const written = losses(gan);
  const penalty = objective === 'wasserstein' && gradientPenalty > 0;
  const several = discriminatorSteps > 1;
  const generatorStep = [
    `# ${codeWords.generatorStep}`,
    `fake = ${score(made)}`,
    `generator_loss = ${written.generator}`,
    ...(penalised.generator ? ['generator_loss = generator_loss + generator.penalty'] : []),
    'generator_optimizer.zero_grad()',
    'generator_loss.backward()',
    ...first!.before,
    'generator_optimizer.step()',
    ...(schedule ? ['for scheduler in schedulers:', '    scheduler.step()'] : []),
  ];
  const lines = [
    `# ${codeWords.rows}`,
    `x = torch.rand(${[ROWS, ...gan.sample].join(', ')})`,
    ...told.map(({ name, shape, classes }) =>
      classes === null
        ? `${name} = torch.rand(${[ROWS, ...shape].join(', ')})`
        : `${name} = F.one_hot(torch.randint(${classes}, (${ROWS},)), ${classes}).float()`,
    ),
    `rows = ${call('TensorDataset', columns)}`,
    `loader = DataLoader(rows, batch_size=${training.batchSize}, shuffle=True)`,
    '',
    'generator, discriminator = Generator(), Discriminator()',
    ...first!.made,
    ...second!.made,
    `epochs = ${training.epochs}`,
    ...(schedule?.needs.stepsPerEpoch
      ? [`steps_per_epoch = ${several ? `math.ceil(len(loader) / ${discriminatorSteps})` : 'len(loader)'}`]
      : []),
    ...(schedule ? scheduleLines(schedule.made) : []),
    ...(asked && !schedule ? [`# ${codeWords.keptRate}`] : []),
    '',
    'for epoch in range(epochs):',
    `    for ${several ? `step, (${oneOrMany(columns)}${columns.length === 1 ? ',' : ''}) in enumerate(loader, 1)` : `${row} in loader`}:`,
    ...[
      `# ${codeWords.discriminatorStep}`,
      `made = ${made}.detach()`,
      `real, fake = ${score('x')}, ${score('made')}`,
      ...written.discriminator,
      ...(penalty
        ? [
            `share = torch.rand(len(x), ${gan.sample.map(() => '1').join(', ')})`,
            'between = (share * x + (1 - share) * made).requires_grad_()',
            `(slope,) = torch.autograd.grad(${score('between')}.sum(), between, create_graph=True)`,
            `loss = loss + ${gradientPenalty} * (slope.flatten(1).norm(dim=1) - 1).square().mean()`,
          ]
        : []),
      ...(penalised.discriminator ? ['loss = loss + discriminator.penalty'] : []),
      'discriminator_optimizer.zero_grad()',
      'loss.backward()',
      ...second!.before,
      'discriminator_optimizer.step()',
      '',
      ...(several
        ? [`if step % ${discriminatorSteps} == 0:`, ...generatorStep.map((line) => `    ${line}`)]
        : generatorStep),
    ].map((line) => (line === '' ? '' : `        ${line}`)),
    '    print(f"epoch {epoch + 1}: discriminator {loss:.4f}, generator {generator_loss:.4f}")',
  ];
  return { helpers: [...first!.helpers], lines };
}

/** One schedule for the optimizers of both. */
const scheduleLines = (made: readonly string[]): readonly string[] => [
  ...made.filter((line) => !line.startsWith('scheduler =')),
  'schedulers = [',
  '    torch.optim.lr_scheduler.LambdaLR(optimizer, factor)',
  '    for optimizer in (generator_optimizer, discriminator_optimizer)',
  ']',
];
