/** The loop that trains a PyTorch network as the project asks. */
import { optimizerOf } from '../../kinds/optimizers/index.ts';
import { defaults } from '../../kinds/params.ts';
import type { TrainingSettings } from '../../network/document.ts';
import { classesOf } from '../../network/measures.ts';
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
type Written = (prediction: string, y: string, params: Values, weights: string | null) => string;
const LOSSES: Readonly<Record<string, Written>> = {
  // PyTorch's mean would be over the weights, not over the rows.
  sparseCategoricalCrossentropy: (p, y, _, weights) =>
    `F.nll_loss(${[
      `${p}.clamp_min(1e-7).log().flatten(0, -2)`,
      `${y}.flatten()`,
      ...(weights === null ? [] : [keyword('weight', weights), keyword('reduction', literal('sum'))]),
    ].join(', ')})${weights === null ? '' : ` / ${y}.numel()`}`,
  binaryCrossentropy: (p, y, _, weights) =>
    call('F.binary_cross_entropy', [
      p,
      y,
      ...(weights === null ? [] : [keyword('weight', `${weights}[${y}.long()]`)]),
    ]),
  meanSquaredError: (p, y) => `F.mse_loss(${p}, ${y})`,
  meanAbsoluteError: (p, y) => `F.l1_loss(${p}, ${y})`,
  huber: (p, y, { delta }) => `F.huber_loss(${p}, ${y}, delta=${String(delta)})`,
  cosineSimilarity: (p, y) => `-F.cosine_similarity(${p}, ${y}).mean()`,
};

/** What each class counts: as said, or counted in the training rows. */
function weightLines({ weights, target }: LearnedEnd, name: string | null, y: string): readonly string[] {
  if (name === null) return [];
  if (typeof weights !== 'string') {
    const said = weights.map((weight) => (Number.isInteger(weight) ? `${weight}.0` : String(weight)));
    return [`${name} = torch.tensor([${said.join(', ')}])`];
  }
  return [
    `# ${codeWords.alike}`,
    `counts = torch.cat([${y}.flatten() for _, y in loader]).long().bincount(minlength=${classesOf(target).length})`,
    `${name} = counts.sum() / ((counts > 0).sum() * counts.clamp_min(1))`,
  ];
}

/** `inputs`: how many the network has. `ends`: of each output, or why nobody can say. */
export function torchTraining(
  training: TrainingSettings,
  inputs: number,
  ends: readonly LearnedEnd[] | string,
): readonly string[] {
  if (typeof ends === 'string') return [`# ${ends}`];
  const one = ends.length === 1;
  const pass = inputs === 1 ? 'network(x)' : 'network(*x)';
  const weights = ends.map(({ weights }, i) =>
    weights === 'none' ? null : one ? 'class_weights' : `class_weights_${i + 1}`,
  );
  const losses = ends.map(({ loss, params }, i) => {
    const written = LOSSES[loss.kind];
    const [prediction, y] = one ? [pass, 'y'] : [`predictions[${i}]`, `y[${i}]`];
    return written?.(prediction, y, params, weights[i]!) ?? loss.label;
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
    ...ends.flatMap((end, i) => weightLines(end, weights[i]!, one ? 'y' : `y[${i}]`)),
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
