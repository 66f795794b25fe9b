/** What the values of a network's output say of classes. */
import type { LoadedModel } from './model.ts';

/** Without a softmax at its end a network gives scores, not probabilities. */
export function endsInSoftmax({ network }: Pick<LoadedModel, 'network'>, output: string): boolean {
  const edge = network.edges.find(({ to }) => to.node === output);
  const last = network.nodes.find(({ id }) => id === edge?.from.node);
  return last?.params['activation'] === 'softmax';
}

export function softmax(scores: ArrayLike<number>): number[] {
  const all = Array.from(scores);
  const most = all.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = all.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
