import type { ActivationKind } from '../define.ts';
import { elu } from './elu.ts';
import { gelu } from './gelu.ts';
import { leakyRelu } from './leaky-relu.ts';
import { hardSigmoid } from './hard-sigmoid.ts';
import { linear } from './linear.ts';
import { logSoftmax } from './log-softmax.ts';
import { mish } from './mish.ts';
import { relu } from './relu.ts';
import { selu } from './selu.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { softmax } from './softmax.ts';
import { softplus } from './softplus.ts';
import { softsign } from './softsign.ts';
import { tanh } from './tanh.ts';

/** Every activation, in the order in which menus show them. */
export const activations = [
  linear,
  relu,
  leakyRelu,
  elu,
  selu,
  gelu,
  silu,
  mish,
  softplus,
  softsign,
  sigmoid,
  hardSigmoid,
  tanh,
  softmax,
  logSoftmax,
] as const;

export type ActivationName = (typeof activations)[number]['kind'];

/** The names as a non-empty list, for `choice`. */
export const activationNames = activations.map(({ kind }) => kind) as [ActivationName, ...ActivationName[]];

const byName = new Map<string, ActivationKind>(
  activations.map((activation) => [activation.kind, activation]),
);

export function activationOf(kind: ActivationName): ActivationKind;
export function activationOf(kind: string): ActivationKind | undefined;
export function activationOf(kind: string): ActivationKind | undefined {
  return byName.get(kind);
}
