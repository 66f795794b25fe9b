/** What the sizes of a layer's weights and outputs add to the loss. */
import type { NodeFacts } from '../../network/infer.ts';
import type { TorchLayer } from './layer.ts';

const term = (part: number, sum: string): readonly string[] => (part > 0 ? [`${part} * ${sum}`] : []);

/** `name`: the variable that holds the output, `self`: what its weights lie below. */
export function penaltyTerms(
  { params, weights }: NodeFacts,
  { weights: tensors = {}, biases = ['.bias'] }: TorchLayer,
  name: string,
  self: string,
): readonly string[] {
  if (!('activityL1' in params)) return [];
  const strength = (key: string): number => Number(params[key]);
  const of = (tensor: string, l1: string, l2: string): readonly string[] => [
    ...term(strength(l1), `${tensor}.abs().sum()`),
    ...term(strength(l2), `${tensor}.square().sum()`),
  ];
  const kernels = Object.entries(tensors).filter(([key]) => key in weights);
  const rows = (values: string): string => `${values}.sum() / len(${name})`;
  return [
    ...kernels.flatMap(([, at]) => of(`${self}${at}`, 'l1', 'l2')),
    ...('bias' in weights ? biases.flatMap((at) => of(`${self}${at}`, 'biasL1', 'biasL2')) : []),
    ...term(strength('activityL1'), rows(`${name}.abs()`)),
    ...term(strength('activityL2'), rows(`${name}.square()`)),
  ];
}
