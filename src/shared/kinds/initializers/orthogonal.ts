import { randomStream } from '../../random.ts';
import { defineInitializer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { ownParams } from './params.ts';

const { gain } = ownParams;

/**
 * Directions at right angles to each other, each of length 1, from vectors that are not (Gram-Schmidt, one direction
 * taken out of all later vectors at a time). It is the Q of a QR decomposition whose R has a positive diagonal: of all
 * rotations none is likelier than another.
 */
function orthonormalise(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, i) => {
    const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
    for (let k = 0; k < vector.length; k++) vector[k]! /= length;
    for (const later of vectors.slice(i + 1)) {
      let shared = 0;
      for (let k = 0; k < vector.length; k++) shared += vector[k]! * later[k]!;
      for (let k = 0; k < vector.length; k++) later[k]! -= shared * vector[k]!;
    }
  });
}

export const orthogonal = defineInitializer({
  kind: 'orthogonal',
  axes: [2, Infinity],
  label: 'Orthogonal',
  doc: 'A random rotation: columns (or rows, where there are fewer) of length 1 at right angles to each other. With a gain of 1, signals keep their size, step after step.',
  params: { gain },
  fill(params, shape, seed, stream) {
    const columns = shape.at(-1) ?? 1;
    const rows = sizeOf(shape) / columns;
    const random = randomStream(seed, `initial/${stream}`);
    const [many, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    const vectors = Array.from({ length: many }, () => Float64Array.from({ length }, () => random.normal()));
    orthonormalise(vectors);
    const values = new Float32Array(rows * columns);
    vectors.forEach((vector, i) =>
      vector.forEach(
        (x, k) => (values[columns <= rows ? k * columns + i : i * columns + k] = params.gain * x),
      ),
    );
    return values;
  },
});
