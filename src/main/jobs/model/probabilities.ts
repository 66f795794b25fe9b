/** What the values of a network's output say of classes. */
import type { LoadedModel } from './model.ts';

type NetworkOf = Pick<LoadedModel, 'network'>;

/** Without a softmax at its end a network gives scores, not probabilities. */
export const endsInSoftmax = (model: NetworkOf, output: string): boolean => endsIn(model, output, 'softmax');

/** The probabilities of the classes from what the network gives for a row: one number for two of them, or one for each. */
export function probabilities(
  model: NetworkOf,
  output: string,
  values: readonly number[],
): readonly number[] {
  const [only] = values;
  if (values.length === 1) {
    const p = endsIn(model, output, 'sigmoid') ? only! : 1 / (1 + Math.exp(-only!));
    return [1 - p, p];
  }
  return endsInSoftmax(model, output) ? values : softmax(values);
}

function endsIn({ network }: NetworkOf, output: string, activation: string): boolean {
  const edge = network.edges.find(({ to }) => to.node === output);
  const last = network.nodes.find(({ id }) => id === edge?.from.node);
  return last?.params['activation'] === activation;
}

export function softmax(scores: ArrayLike<number>): number[] {
  const all = Array.from(scores);
  const most = all.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = all.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
