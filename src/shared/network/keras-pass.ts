/** What the exporter and the code write for Keras: a pass of its layers, and how each is called. */
import type { NodeFacts } from './infer.ts';
import { MASK_PORT, masksNamed } from './masks-named.ts';
import { statesApart } from './states-apart.ts';
import type { Pass } from './states-apart.ts';

/** Nodes that are added have ids as the parts of a composite have them. */
export const kerasPass = <P extends Pass>(plan: P): P => masksNamed(statesApart(plan));

/** Places of a layer's inputs in a call. */
export interface KerasArguments {
  /** A list where the layer wants its branches in one. */
  readonly positional: readonly number[];
  readonly onList: boolean;
  readonly named: Readonly<Record<string, number | readonly number[]>>;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

export function kerasArguments({ kind, params, inputs, sources }: NodeFacts): KerasArguments {
  const layer = kind.keras(params, inputs)!;
  const places = sources.map((_, i) => i);
  const { inputs: order = places, kwargs = {} } = layer.call ?? {};
  if (!layer.states)
    return { positional: order, onList: layer.onList ?? kind.inputs[0]?.many ?? false, named: {}, kwargs };
  const mask = kind.inputs.findIndex(({ name }) => name === MASK_PORT);
  const states = places.slice(1, mask < 0 ? undefined : mask);
  return {
    positional: [0],
    onList: false,
    named: {
      ...(states.length > 0 && { [layer.states.argument]: states }),
      ...(mask >= 0 && { mask }),
    },
    kwargs,
  };
}
