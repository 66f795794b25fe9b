/** The loop that trains a PyTorch network as the project asks. */
import { optimizerOf } from '../../kinds/optimizers/index.ts';
import { defaults } from '../../kinds/params.ts';
import type { TrainingSettings } from '../../network/document.ts';
import { codeWords } from '../../words/code.ts';
import type { LearnedEnd } from '../ends.ts';
import { call, keyword, literal, tuple } from '../python.ts';

type Values = Readonly<Record<string, unknown>>;

/** An optimizer's class and arguments in PyTorch's words; what it does not have is missing. */
const OPTIMIZERS: Readonly<Record<string, { readonly name: string; args(values: Values): Values }>> = {
  sgd: { name: 'SGD', args: ({ momentum, nesterov }) => ({ momentum, nesterov }) },
  adam: { name: 'Adam', args: moments },
  adamW: { name: 'AdamW', args: moments },
  adamax: { name: 'Adamax', args: moments },
  nadam: { name: 'NAdam', args: moments },
  rmsprop: {
    name: 'RMSprop',
    args: ({ rho, epsilon, momentum }) => ({ alpha: rho, eps: epsilon, momentum }),
  },
  adagrad: { name: 'Adagrad', args: ({ epsilon }) => ({ eps: epsilon }) },
  adadelta: { name: 'Adadelta', args: ({ rho, epsilon }) => ({ rho, eps: epsilon }) },
};
function moments({ beta1, beta2, epsilon }: Values): Values {
  return { betas: [beta1, beta2], eps: epsilon };
}

/** Losses of a prediction and y; probabilities come from the network itself, so logarithms are taken of them. */
const LOSSES: Readonly<Record<string, (prediction: string, y: string, params: Values) => string>> = {
  sparseCategoricalCrossentropy: (p, y) =>
    `F.nll_loss(${p}.clamp_min(1e-7).log().flatten(0, -2), ${y}.flatten())`,
  binaryCrossentropy: (p, y) => `F.binary_cross_entropy(${p}, ${y})`,
  meanSquaredError: (p, y) => `F.mse_loss(${p}, ${y})`,
  meanAbsoluteError: (p, y) => `F.l1_loss(${p}, ${y})`,
  huber: (p, y, { delta }) => `F.huber_loss(${p}, ${y}, delta=${String(delta)})`,
  cosineSimilarity: (p, y) => `-F.cosine_similarity(${p}, ${y}).mean()`,
};

/** `inputs`: how many the network has. `ends`: of each output, or why nobody can say. */
export function torchTraining(
  training: TrainingSettings,
  inputs: number,
  ends: readonly LearnedEnd[] | string,
): readonly string[] {
  if (typeof ends === 'string') return [`# ${ends}`];
  const one = ends.length === 1;
  const pass = inputs === 1 ? 'network(x)' : 'network(*x)';
  const losses = ends.map(({ loss, params }, i) => {
    const written = LOSSES[loss.kind];
    return written?.(one ? pass : `predictions[${i}]`, one ? 'y' : `y[${i}]`, params) ?? loss.label;
  });
  const unknown = ends.filter(({ loss }) => !(loss.kind in LOSSES));
  if (unknown.length > 0) return unknown.map(({ loss }) => `# ${codeWords.noLoss(loss.label)}`);
  const kind = optimizerOf(training.optimizer.kind);
  const optimizer = OPTIMIZERS[training.optimizer.kind];
  const values: Values = { ...(kind && defaults(kind.params)), ...training.optimizer.params };
  const decay = values['weightDecay'] as number | undefined;
  const args = {
    lr: training.learningRate,
    ...optimizer?.args(values),
    ...(decay && { weight_decay: decay }),
  };
  const said = Object.entries(args)
    .filter(([, value]) => Boolean(value))
    .map(([name, value]) => keyword(name, Array.isArray(value) ? tuple(value.map(String)) : literal(value)));
  const { by, limit } = training.gradientClipping;
  const clip =
    by === 'none'
      ? []
      : by === 'value'
        ? [`nn.utils.clip_grad_value_(network.parameters(), ${limit})`]
        : [`nn.utils.clip_grad_norm_(network.parameters(), ${limit})`];
  return [
    ...(optimizer ? [] : [`# ${codeWords.noOptimizer(kind?.label ?? training.optimizer.kind)}`]),
    ...(training.schedule.kind === 'constant' ? [] : [`# ${codeWords.schedule(training.schedule.kind)}`]),
    `optimizer = ${call(`torch.optim.${optimizer?.name ?? 'Adam'}`, ['network.parameters()', ...said])}`,
    `for epoch in range(${training.epochs}):`,
    `    # ${codeWords.loader(training.batchSize)}`,
    '    for x, y in loader:',
    ...(one ? [] : [`        predictions = ${pass}`]),
    `        loss = ${losses.join(' + ')}`,
    '        optimizer.zero_grad()',
    '        loss.backward()',
    ...clip.map((line) => `        ${line}`),
    '        optimizer.step()',
  ];
}
