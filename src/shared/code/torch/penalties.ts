/** What the sizes of a layer's weights and outputs add to the loss. */
import type { NodeFacts } from '../../network/infer.ts';
import type { TorchLayer } from './layer.ts';

const term = (part: number, sum: string): readonly string[] => (part > 0 ? [`${part} * ${sum}`] : []);

/** L1 and L2 of one tensor. */
export const sizeTerms = (tensor: string, l1: number, l2: number): readonly string[] => [
  ...term(l1, `${tensor}.abs().sum()`),
  ...term(l2, `${tensor}.square().sum()`),
];

/** `name`: the variable that holds the output, `self`: what its weights lie below. */
export function penaltyTerms(
  { params, weights }: NodeFacts,
  { weights: tensors = {}, beside = {}, active }: TorchLayer,
  name: string,
  self: string,
): readonly string[] {
  const strength = (key: string): number => Number(params[key] ?? 0);
  const of = (tensor: string, l1: string, l2: string): readonly string[] =>
    sizeTerms(tensor, strength(l1), strength(l2));
  const learned = Object.entries(tensors).filter(([key]) => key in weights);
  const isBias = (key: string): boolean => /bias$|^beta$/i.test(key);
  const outputs = active ?? name;
  const rows = (values: string): string => `${values}.sum() / len(${outputs})`;
  return [
    ...learned.filter(([key]) => !isBias(key)).flatMap(([, at]) => of(`${self}${at}`, 'l1', 'l2')),
    ...learned
      .filter(([key]) => isBias(key))
      .flatMap(([key, at]) => [at, ...(beside[key]?.alike ? [beside[key].tensor] : [])])
      .flatMap((at) => of(`${self}${at}`, 'biasL1', 'biasL2')),
    ...term(strength('activityL1'), rows(`${outputs}.abs()`)),
    ...term(strength('activityL2'), rows(`${outputs}.square()`)),
  ];
}
