/** How a layer is written for PyTorch. Signals keep our order of axes, channels last; a layer that wants
 * them first turns them, and what it gives is turned back where somebody wants that. */
import type { Shape } from '../../kinds/shape.ts';
import type { HelperName } from './helpers.ts';

export interface TorchPlace {
  // What a layer's parameters are, its own writer knows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly params: any;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  /** Variables that hold the inputs. */
  readonly x: readonly string[];
  /** What its output is called; others follow as `name_port`. */
  readonly name: string;
  /** What it keeps under its name: `self.name`, that of the layer whose weights it shares. */
  readonly self: string;
  /** Ports of its outputs that anything reads. */
  readonly read: ReadonlySet<string>;
  /** Variables that hold the masks of its inputs, [n, time] of truth values: which steps are there. */
  readonly masks: readonly (string | null)[];
  /** Any call of the layer, which may be shared, is given a mask. */
  readonly masked: boolean;
  /** The mask that it makes itself, where anything reads that. */
  readonly mask: string | null;
}

export interface TorchLayer {
  /** What `__init__` makes, by what follows the layer's name. */
  readonly made?: Readonly<Record<string, string>>;
  /** Of our weights that can be filled as one chooses, where they are below its name. */
  readonly weights?: Readonly<Record<string, string>>;
  /** Beside one of these, what is filled alike, or with zeros where PyTorch adds two of what is one. */
  readonly beside?: Readonly<Record<string, { readonly tensor: string; readonly alike: boolean }>>;
  /** Where it has weights that are never learned. */
  readonly fixed?: readonly string[];
  /** The output as an expression, or lines that assign it. */
  readonly pass: string | readonly string[];
  readonly helpers?: readonly HelperName[];
  /** What a pass adds to the loss, of variables in `forward`. */
  readonly penalties?: readonly string[];
  /** What the size of its outputs is taken of, where that is other variables than its own. */
  readonly active?: readonly string[];
}
/** Where most have their kernel and bias. */
export const KERNEL = { kernel: '.weight', bias: '.bias' } as const;

export type TorchWriter = (place: TorchPlace) => TorchLayer;

const [TO_FIRST, TO_LAST] = ['.movedim(-1, 1)', '.movedim(1, -1)'];

/** Whether a signal is at hand with channels first, so that turning it would turn it back. */
export const isFirst = (x: string): boolean => x.endsWith(TO_LAST);
/** `expression` with channels first. */
export const channelsFirst = (x: string): string =>
  isFirst(x) ? x.slice(0, -TO_LAST.length) : `${x}${TO_FIRST}`;
/** `expression` of a result with channels first, turned back. */
export const channelsLast = (x: string): string => `${x}${TO_LAST}`;

/** A layer that does the same to every number, whatever the order of axes: that of its inputs, if they agree. */
export const elementwise =
  (write: TorchWriter): TorchWriter =>
  (place) => {
    const first = place.x.every(isFirst);
    const layer = write(first ? { ...place, x: place.x.map(channelsFirst) } : place);
    return first && typeof layer.pass === 'string' ? { ...layer, pass: channelsLast(layer.pass) } : layer;
  };

/** The activation of a result with channels first. */
export const activatedFirst = (name: string, x: string): string =>
  /softmax/i.test(name) ? activated(name, channelsLast(x)) : channelsLast(activated(name, x));

/** An activation of ours, applied to an expression; one that is linear leaves it as it is. */
export function activated(name: string, x: string): string {
  const write = ACTIVATIONS[name];
  if (!write) throw new Error(`PyTorch code lacks the activation ${name}`);
  return write(x);
}

const of =
  (callee: string, more = '') =>
  (x: string): string =>
    `${callee}(${x}${more})`;
const ACTIVATIONS: Readonly<Record<string, (x: string) => string>> = {
  linear: (x) => x,
  relu: of('F.relu'),
  leakyRelu: of('F.leaky_relu', ', 0.2'),
  elu: of('F.elu'),
  selu: of('F.selu'),
  gelu: of('F.gelu'),
  silu: of('F.silu'),
  mish: of('F.mish'),
  softplus: of('F.softplus'),
  softsign: of('F.softsign'),
  sigmoid: of('torch.sigmoid'),
  hardSigmoid: of('F.hardsigmoid'),
  tanh: of('torch.tanh'),
  softmax: of('F.softmax', ', dim=-1'),
  logSoftmax: of('F.log_softmax', ', dim=-1'),
};
