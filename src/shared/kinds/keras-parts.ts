import type { KerasLayer } from './define.ts';

/** A Keras layer's weights by the part that holds them; '' is the layer itself. */
export const kerasParts = ({ weights, parts = {} }: KerasLayer): [string, readonly string[]][] => [
  ...(weights.length > 0 ? [['', weights] as [string, readonly string[]]] : []),
  ...Object.entries(parts),
];
