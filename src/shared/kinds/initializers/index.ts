import type { AnyInitializer, WeightSpec } from '../define.ts';
import { defaults } from '../params.ts';
import { glorotUniform } from './glorot-uniform.ts';
import { glorotNormal } from './glorot-normal.ts';
import { heNormal } from './he-normal.ts';
import { heUniform } from './he-uniform.ts';
import { lecunNormal } from './lecun-normal.ts';
import { lecunUniform } from './lecun-uniform.ts';
import { varianceScaling } from './variance-scaling.ts';
import { randomNormal } from './random-normal.ts';
import { randomUniform } from './random-uniform.ts';
import { truncatedNormal } from './truncated-normal.ts';
import { orthogonal } from './orthogonal.ts';
import { identity } from './identity.ts';
import { constant } from './constant.ts';
import { zeros } from './zeros.ts';
import { ones } from './ones.ts';

/** Every initializer that a layer can be given, in the order in which menus show them. */
export const initializers = [
  glorotUniform,
  glorotNormal,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  varianceScaling,
  randomNormal,
  randomUniform,
  truncatedNormal,
  orthogonal,
  identity,
  zeros,
  ones,
  constant,
] as const satisfies readonly AnyInitializer[];

/** The initializer of this name. */
export const initializerOf = (kind: string): AnyInitializer | undefined =>
  initializers.find((known) => known.kind === kind);

/** What a weight holds before training, from the counter-based stream (seed, name of the weight). */
export function initialValues(
  { shape, initializer, initializerParams, drawnAs = shape, parts }: WeightSpec,
  seed: number,
  stream: string,
): Float32Array {
  if (parts) {
    const filled = parts.map(({ length, ...part }, i) =>
      initialValues({ ...part, shape: [length], trainable: true }, seed, `${stream}/${i}`),
    );
    return Float32Array.from(filled.flatMap((values) => [...values]));
  }
  const kind = initializerOf(initializer);
  if (!kind) throw new Error(`${stream} wants the unknown initializer ${initializer}`);
  return kind.fill({ ...defaults(kind.params), ...initializerParams }, drawnAs, seed, stream);
}
