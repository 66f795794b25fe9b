/** Layers that Keras has otherwise than we while training, or not at all. */
import { call, keyword, literal } from '../python.ts';
import type { HelperName } from './helpers.ts';

type Values = Readonly<Record<string, unknown>>;

interface OwnLayer {
  /** Classes that the code brings along. */
  readonly helpers: readonly HelperName[];
  /** The layer called on its inputs. */
  readonly text: string;
}

const writers: Readonly<
  Record<string, (params: Values, name: string, given: readonly string[]) => OwnLayer | null>
> = {
  // Exports leave it out, as a trained model does without it; code that trains wants it.
  sampling: ({ weight }, name, given) => {
    const told = [...(weight === 1 ? [] : [keyword('weight', literal(weight))]), named(name)];
    return { helpers: ['Sampling'], text: call(call('Sampling', told), given) };
  },
  // Keras' own hands pictures on uncut in evaluation.
  randomCrop: ({ height, width }, name, given) => ({
    helpers: ['RandomCrop'],
    text: call(call('RandomCrop', [literal(height), literal(width), named(name)]), given),
  }),
  // Keras' flips along both axes or along none; of two layers, each draws for itself.
  randomFlip: ({ mode }, name, given) => {
    if (mode !== 'horizontal_and_vertical') return null;
    const flip = (axis: string, x: readonly string[]): string =>
      call(call('layers.RandomFlip', [literal(axis), named(`${name}_${axis}`)]), x);
    return { helpers: [], text: flip('vertical', [flip('horizontal', given)]) };
  },
};

const named = (name: string): string => keyword('name', literal(name));

/** `name`: what the layer is called, `given`: what its inputs are. Null where Keras' own does. */
export const ownLayer = (
  kind: string,
  params: Values,
  name: string,
  given: readonly string[],
): OwnLayer | null => writers[kind]?.(params, name, given) ?? null;
