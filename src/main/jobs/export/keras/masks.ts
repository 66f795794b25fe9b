/** Masks in a config.json: what its calls are given by name must be what our layers have of themselves. */
import type { Inferred } from '../../../../shared/network/infer.ts';
import { inputMasks, masksOf } from '../../../../shared/network/masks.ts';
import type { Mask } from '../../../../shared/network/masks.ts';
import { MASK_PORT } from '../../../../shared/network/masks-named.ts';
import type { KerasConfig } from './config.ts';
import { kindOf, sourcesIn } from './network.ts';
import type { History } from './network.ts';
import { callId } from './order.ts';

/** Throws, naming the layer, where Keras would mask a layer's steps in another way than we do. */
export function checkMasks({ config }: KerasConfig, { order, byId }: Inferred): void {
  const masks = masksOf(order);
  const known = new Map(config.layers.map((layer) => [layer.name, layer]));
  /** The mask that a function of keras.ops makes; null: it is no mask. */
  const maskAt = ([name, call]: History): Mask | null => {
    const layer = known.get(name)!;
    const { args = [], kwargs = {} } = layer.inbound_nodes[call] ?? {};
    const [first, second] = [...sourcesIn(args), ...sourcesIn(kwargs['x2'])];
    const of = first && maskAt(first);
    switch (layer.class_name) {
      case 'NotEqual': {
        const hidden = args.find((arg) => typeof arg === 'number') ?? kwargs['x2'];
        const [from, at, output] = first!;
        const port = kindOf(known.get(from))?.outputs[output]?.name ?? 'output';
        const end = { node: callId(from, at), port };
        return typeof hidden === 'number' ? { of: end, axes: 1, hidden } : null;
      }
      case 'Any':
        return of && 'of' in of && layer.config['axis'] === -1 ? { ...of, axes: 2 } : null;
      case 'LogicalOr':
      case 'LogicalAnd': {
        const joins = layer.class_name === 'LogicalOr' ? 'any' : 'all';
        const other = second && maskAt(second);
        if (!of || !other) return null;
        const parts = [of, other].flatMap((one) =>
          'joins' in one && one.joins === joins ? one.masks : [one],
        );
        return { joins, masks: parts };
      }
      default:
        return null;
    }
  };
  for (const layer of config.layers)
    layer.inbound_nodes.forEach(({ kwargs }, call) => {
      const facts = byId.get(callId(layer.name, call));
      const [named] = sourcesIn(kwargs[MASK_PORT]);
      if (!facts) return;
      const [own = null] = inputMasks(facts, masks);
      // Keras hands a mask on by itself, but not beside states.
      const fromStates = facts.kind.fromKeras?.wrapper !== undefined && facts.sources.length > 1;
      const given = named ? maskAt(named) : fromStates ? null : own;
      if (JSON.stringify(given) !== JSON.stringify(own))
        throw new Error(`${layer.name} has a mask that this version cannot express`);
    });
}
