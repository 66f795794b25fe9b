/** Every optimizer as PyTorch code. */
import type { TrainingSettings } from '../../network/document.ts';
import { optimizerOf } from '../../kinds/optimizers/index.ts';
import { defaults } from '../../kinds/params.ts';
import { codeWords } from '../../words/code.ts';
import { call, keyword, literal, tuple } from '../python.ts';
import type { HelperName } from './helpers.ts';

type Values = Readonly<Record<string, unknown>>;

interface Optimizer {
  readonly callee: string;
  readonly args: Values;
  /** It draws weights to 0 by a part of the rate, as ours; PyTorch's others add that to the gradient. */
  readonly decays: boolean;
  readonly helper?: HelperName;
  /** Why it is written so. */
  readonly note?: string;
}

const moments = ({ beta1, beta2, epsilon }: Values): Values => ({
  betas: beta1 === 0.9 && beta2 === 0.999 ? null : [beta1, beta2],
  eps: epsilon,
});
/** From where on PyTorch's Adam and Adamax, which add it elsewhere, take other steps by more than a rounding. */
const FAR = 1e-6;
const isFar = (epsilon: unknown): boolean => Number(epsilon) > FAR;
const said = (value: unknown, usual: unknown): unknown => (value === usual ? null : value);

/** By kind, for its parameters; an argument of null is as PyTorch has it. */
const OPTIMIZERS: Readonly<Record<string, (values: Values, decay: number) => Optimizer>> = {
  sgd: ({ momentum, nesterov }) => ({
    callee: 'torch.optim.SGD',
    args: { momentum: said(momentum, 0), nesterov: momentum === 0 ? null : said(nesterov, false) },
    decays: false,
  }),
  adam: (values, decay) =>
    decay > 0 || isFar(values['epsilon'])
      ? adamW(values, decay)
      : { callee: 'torch.optim.Adam', args: moments(values), decays: true },
  adamW,
  adamax: (values) => {
    const far = isFar(values['epsilon']);
    return {
      callee: far ? 'Adamax' : 'torch.optim.Adamax',
      args: moments(values),
      decays: false,
      ...(far && { helper: 'Adamax' }),
    };
  },
  nadam: (values, decay) => ({
    callee: 'torch.optim.NAdam',
    args: {
      ...moments(values),
      momentum_decay: 1,
      ...(decay > 0 && { weight_decay: decay, decoupled_weight_decay: true }),
    },
    decays: true,
  }),
  rmsprop: ({ rho, epsilon, momentum, centered }) => ({
    callee: 'RMSprop',
    args: {
      rho: said(rho, 0.9),
      eps: said(epsilon, 1e-7),
      momentum: said(momentum, 0),
      centered: said(centered, false),
    },
    decays: false,
    helper: 'RMSprop',
  }),
  adagrad: ({ initialAccumulatorValue, epsilon }) => {
    const [initial, eps] = [Number(initialAccumulatorValue), Number(epsilon)];
    // PyTorch adds it outside the root; inside it is the same as having been summed before.
    const summed = eps > initial * 1e-5;
    return {
      callee: 'torch.optim.Adagrad',
      args: {
        initial_accumulator_value: summed ? Number((initial + eps).toPrecision(9)) : initial,
        eps: summed ? 0 : eps,
      },
      decays: false,
      ...(summed && { note: codeWords.epsilonSummed }),
    };
  },
  adadelta: ({ rho, epsilon }) => ({
    callee: 'torch.optim.Adadelta',
    args: { rho: said(rho, 0.9), eps: epsilon },
    decays: false,
  }),
  lion: ({ beta1, beta2 }, decay) => ({
    callee: 'Lion',
    args: {
      betas: beta1 === 0.9 && beta2 === 0.99 ? null : [beta1, beta2],
      weight_decay: said(decay, 0),
    },
    decays: true,
    helper: 'Lion',
  }),
};
function adamW(values: Values, decay: number): Optimizer {
  const args = moments(values);
  return isFar(values['epsilon'])
    ? { callee: 'Adam', args: { ...args, weight_decay: said(decay, 0) }, decays: true, helper: 'Adam' }
    : { callee: 'torch.optim.AdamW', args: { ...args, weight_decay: decay }, decays: true };
}

export interface WrittenOptimizer {
  readonly helpers: readonly HelperName[];
  /** Makes the optimizer. */
  readonly made: readonly string[];
  /** Between the gradients and the step. */
  readonly before: readonly string[];
}

/** The optimizer, clipping and decay of `network`'s weights; the network and optimizer go by these names. */
export function torchOptimizer(
  { optimizer: { kind, params }, learningRate, gradientClipping: { by, limit } }: TrainingSettings,
  network = 'network',
  optimizer = 'optimizer',
): WrittenOptimizer {
  const known = optimizerOf(kind);
  const values: Values = { ...(known && defaults(known.params)), ...params };
  const decay = Number(values['weightDecay'] ?? 0);
  const { callee, args, decays, helper, note } = (OPTIMIZERS[kind] ?? OPTIMIZERS['adam']!)(values, decay);
  const told = Object.entries(args)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => keyword(name, Array.isArray(value) ? tuple(value.map(literal)) : literal(value)));
  const made = call(callee, [`${network}.parameters()`, keyword('lr', literal(learningRate)), ...told]);
  const apart = decay > 0 && !decays;
  return {
    helpers: [...(helper ? [helper] : []), ...(apart ? ['decay' as const] : [])],
    made: [...(note ? [`# ${note}`] : []), `${optimizer} = ${made}`],
    before: [
      ...(by === 'value' ? [`nn.utils.clip_grad_value_(${network}.parameters(), ${limit})`] : []),
      ...(by === 'globalNorm' ? [`nn.utils.clip_grad_norm_(${network}.parameters(), ${limit})`] : []),
      ...(by === 'norm'
        ? [`for weight in ${network}.parameters():`, `    nn.utils.clip_grad_norm_(weight, ${limit})`]
        : []),
      ...(apart ? [call('decay', [optimizer, literal(decay)])] : []),
    ],
  };
}
