/** The shape of one sample, without the batch axis: `[28, 28, 1]` is a 28 x 28 image of one channel, `[]` one number. */
export type Shape = readonly number[];

/** The number of values in one sample of this shape. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** `28 × 28 × 1`, which is never broken into two lines; one number is `1`. */
export const shapeText = (shape: Shape): string => (shape.length === 0 ? '1' : shape.join('\u00a0×\u00a0'));

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);
