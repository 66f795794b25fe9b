import { defineInitializer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { filled } from './fans.ts';

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/**
 * Makes vectors orthonormal in place: Q of the QR decomposition whose R has a positive diagonal, which is what Keras'
 * correction of the signs makes it. Gram-Schmidt, twice for each vector, is exact to rounding.
 */
function orthonormalize(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, count) => {
    for (let pass = 0; pass < 2; pass++) {
      for (const before of vectors.slice(0, count)) {
        const share = dot(before, vector);
        for (let i = 0; i < vector.length; i++) vector[i]! -= share * before[i]!;
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  });
}

/** A weight is a matrix of all its axes but the last by the last; one of fewer than two axes is a single column. */
export const orthogonal = defineInitializer({
  kind: 'orthogonal',
  label: 'Orthogonal',
  doc: 'Directions at right angles to each other: a signal that is multiplied by it over and over keeps its length. Usual for recurrent layers.',
  fill(shape, seed, stream) {
    const columns = shape.length < 2 ? 1 : shape.at(-1)!;
    const rows = sizeOf(shape) / columns;
    const [tall, narrow] = [Math.max(rows, columns), Math.min(rows, columns)];
    const drawn = Float64Array.from(filled([narrow, tall], seed, stream, (random) => random.normal()));
    const vectors = Array.from({ length: narrow }, (_, i) => drawn.subarray(i * tall, (i + 1) * tall));
    orthonormalize(vectors);
    return Float32Array.from({ length: rows * columns }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      return rows >= columns ? vectors[column]![row]! : vectors[row]![column]!;
    });
  },
});
