import { range } from '../../params.ts';

/** Keras' default is 0 to 255; pictures come from an input as 0 to 1. */
export const valueRangeParam = range(
  'Value range',
  [0, 1],
  [-1e6, 1e6],
  'The smallest and the largest value that a pixel can have; what would be beyond is cut off.',
);
