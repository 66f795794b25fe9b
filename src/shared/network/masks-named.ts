/**
 * Masks that layers are given by name. Keras hands a mask on by itself, but not to a layer that is called with states
 * too; so what computes it is written out in functions of keras.ops.
 */
import type { AnyLayer, KerasLayer } from '../kinds/define.ts';
import { layerOf } from '../kinds/layers/index.ts';
import type { Shape } from '../kinds/shape.ts';
import type { EdgeEnd } from './document.ts';
import type { NodeFacts } from './infer.ts';
import { inputMasks, masksOf } from './masks.ts';
import type { Mask } from './masks.ts';

/** The port that a layer gets beside its own. */
export const MASK_PORT = 'mask';

/** The same pass with the functions that masks are made by, as nodes before those that read them. */
export function masksNamed<P extends { readonly nodes: readonly NodeFacts[] }>(plan: P): P {
  const masks = masksOf(plan.nodes);
  const known = new Map<Mask, NodeFacts>();
  const nodes = plan.nodes.flatMap((facts) => {
    const { kind, params, inputs, sources } = facts;
    const [mask] = sources.length > 1 && kind.keras(params, inputs)?.states ? inputMasks(facts, masks) : [];
    if (!mask) return [facts];
    const made: NodeFacts[] = [];
    const end = endOf(maskFacts(facts, mask, known, made));
    const port = { name: MASK_PORT, doc: 'Which time steps are there.' };
    return [
      ...made,
      {
        ...facts,
        kind: { ...kind, inputs: [...kind.inputs, port] },
        sources: [...sources, end],
        inputs: [...inputs, inputs[0]!.slice(0, 1)],
      },
    ];
  });
  return { ...plan, nodes };
}

const endOf = ({ node, kind }: NodeFacts): EdgeEnd => ({ node: node.id, port: kind.outputs[0]!.name });

/** The node that gives the mask; those that are not `known` yet are `made`, each after those that feed it. */
function maskFacts(reader: NodeFacts, mask: Mask, known: Map<Mask, NodeFacts>, made: NodeFacts[]): NodeFacts {
  const before = known.get(mask);
  if (before) return before;
  const steps = reader.inputs[0]!.slice(0, 1);
  const add = (operation: Operation, sources: readonly EdgeEnd[], shape: Shape): NodeFacts => {
    const node = {
      id: `${reader.node.id}.mask${made.length}`,
      kind: operation.operation,
      name: `${reader.node.name} mask`,
      params: {},
      position: reader.node.position,
      trainable: true,
    };
    const facts = {
      node,
      kind: operationKind(operation, sources.length),
      params: {},
      sources,
      inputs: sources.map(() => shape),
      outputs: [shape],
      weights: {},
      parameters: 0,
      trainableParameters: 0,
      multiplyAdds: 0,
    };
    made.push(facts);
    return facts;
  };
  const write = (): NodeFacts => {
    if ('joins' in mask) {
      const joins = mask.joins === 'any' ? OR : AND;
      return mask.masks
        .map((one) => maskFacts(reader, one, known, made))
        .reduce((joined, one) => add(joins, [endOf(joined), endOf(one)], steps));
    }
    const differ = add({ ...DIFFER, kwargs: { x2: mask.hidden } }, [mask.of], steps);
    return mask.axes === 1 ? differ : add(ANY, [endOf(differ)], steps);
  };
  const facts = write();
  known.set(mask, facts);
  return facts;
}

interface Operation extends Pick<KerasLayer, 'className' | 'config'> {
  readonly operation: string;
  readonly kwargs?: Readonly<Record<string, unknown>>;
}
const DIFFER: Operation = { operation: 'not_equal', className: 'NotEqual', config: {} };
const ANY: Operation = { operation: 'any', className: 'Any', config: { axis: -1 } };
const OR: Operation = { operation: 'logical_or', className: 'LogicalOr', config: {} };
const AND: Operation = { operation: 'logical_and', className: 'LogicalAnd', config: {} };
/** Their classes. */
export const MASK_OPERATIONS: ReadonlySet<string> = new Set(
  [DIFFER, ANY, OR, AND].map(({ className }) => className),
);

/** A function of keras.ops in the form of a kind, for what writes layers. */
const operationKind = ({ kwargs = {}, ...operation }: Operation, inputs: number): AnyLayer => ({
  ...layerOf('activation')!,
  inputs: Array.from({ length: inputs }, (_, i) => ({ name: `x${i + 1}`, doc: '' })),
  keras: () => ({
    ...operation,
    weights: [],
    call: { inputs: Array.from({ length: inputs }, (_, i) => i), kwargs },
  }),
});
