/** What the sizes of a layer's weights and outputs add to the loss. */
import { paysForWeights } from '../../network/infer.ts';
import type { NodeFacts } from '../../network/infer.ts';
import type { TorchLayer } from './layer.ts';

const term = (part: number, sum: string): readonly string[] => (part > 0 ? [`${part} * ${sum}`] : []);

/** L1 and L2 of one tensor. */
const sizeTerms = (tensor: string, l1: number, l2: number): readonly string[] => [
  ...term(l1, `${tensor}.abs().sum()`),
  ...term(l2, `${tensor}.square().sum()`),
];

/** `name`: the variable that holds the output, `self`: what its weights lie below. */
export function penaltyTerms(
  { node, params, weights }: NodeFacts,
  { weights: tensors = {}, beside = {}, active }: TorchLayer,
  name: string,
  self: string,
): readonly string[] {
  const strength = (key: string): number => Number(params[key] ?? 0);
  const of = (tensor: string, l1: string, l2: string): readonly string[] =>
    sizeTerms(tensor, strength(l1), strength(l2));
  const learned = paysForWeights(node) ? Object.entries(tensors).filter(([key]) => key in weights) : [];
  const isBias = (key: string): boolean => /bias$|^beta$/i.test(key);
  const sizes = (active ?? [name]).flatMap((output) => of(output, 'activityL1', 'activityL2'));
  return [
    ...learned.filter(([key]) => !isBias(key)).flatMap(([, at]) => of(`${self}${at}`, 'l1', 'l2')),
    ...learned
      .filter(([key]) => isBias(key))
      .flatMap(([key, at]) => [at, ...(beside[key]?.alike ? [beside[key].tensor] : [])])
      .flatMap((at) => of(`${self}${at}`, 'biasL1', 'biasL2')),
    ...sizes.map((size) => `${size} / len(${name})`),
  ];
}
