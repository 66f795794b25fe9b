/** Masks in PyTorch code: each is a variable beside the layer that makes it, where anything reads it. */
import { masksOf, inputMasks } from '../../network/masks.ts';
import type { Mask } from '../../network/masks.ts';
import type { NodeFacts } from '../../network/infer.ts';
import type { Learned } from '../ends.ts';
import type { CodePlan } from '../nodes.ts';

/** What computes otherwise where steps are hidden; all other layers at most hand a mask on. */
const READERS: ReadonlySet<string> = new Set([
  'simpleRNN',
  'lstm',
  'gru',
  'multiHeadAttention',
  'globalAveragePooling1D',
  'output',
]);
/** It reads what it makes. */
const MASKING = 'masking';

export interface TorchMasks {
  /** Variables that hold the masks of a layer's inputs, null where there is none or the layer has no use for it. */
  inputs(facts: NodeFacts): readonly (string | null)[];
  /** The mask that a layer makes and somebody reads, of `x`, what its input is called. */
  made(facts: NodeFacts, x: string): { readonly name: string; readonly text: string } | null;
  /** Whether any call of the layer, which may be shared, is given one. */
  masked(facts: NodeFacts): boolean;
}

/** `ends`: outputs whose loss counts only the steps that are there. */
export function torchMasks(
  nodes: readonly NodeFacts[],
  ends: readonly NodeFacts[],
  names: ReadonlyMap<string, string>,
): TorchMasks {
  const masks = masksOf(nodes);
  const readers = [...nodes.filter(({ kind }) => READERS.has(kind.kind)), ...ends];
  const read = new Set<Mask>();
  const use = (mask: Mask | null | undefined): void => {
    if (!mask) return;
    read.add(mask);
    if ('joins' in mask) mask.masks.forEach(use);
  };
  for (const facts of readers) inputMasks(facts, masks).forEach(use);
  for (const { kind, node } of nodes) if (kind.kind === MASKING) use(masks.get(node.id));
  const called = new Map<Mask, string>();
  const makers = new Map<string, Mask>();
  for (const [id, mask] of masks) {
    if (!read.has(mask) || called.has(mask)) continue;
    called.set(mask, `${names.get(id)!}_mask`);
    makers.set(id, mask);
  }
  const inputs = (facts: NodeFacts): (string | null)[] =>
    inputMasks(facts, masks).map((mask) => (mask && READERS.has(facts.kind.kind) ? called.get(mask)! : null));
  const owner = ({ node }: NodeFacts): string => node.weightsOf ?? node.id;
  const masked = new Set(readers.filter((facts) => inputs(facts)[0]).map(owner));
  const text = (mask: Mask, x: string): string => {
    if ('joins' in mask)
      return mask.masks.map((one) => called.get(one)!).join(mask.joins === 'any' ? ' | ' : ' & ');
    const differ = `${x} != ${mask.hidden}`;
    return mask.axes === 1 ? differ : `(${differ}).any(dim=-1)`;
  };
  return {
    inputs,
    masked: (facts) => masked.has(owner(facts)),
    made: ({ node }, x) => {
      const mask = makers.get(node.id);
      return mask ? { name: called.get(mask)!, text: text(mask, x) } : null;
    },
  };
}

/** A mask that tells which steps count in the loss of an output: the network keeps it under this name. */
export interface LossMask {
  readonly name: string;
  readonly facts: NodeFacts;
  /** Which of the outputs it is. */
  readonly end: number;
}

/** Those of tokens are told by the padding of the target in its place. */
export function lossMasks({ nodes, outputs }: CodePlan, { ends }: Learned): readonly LossMask[] {
  const masks = masksOf(nodes);
  const found = outputs.flatMap(({ facts }, end) =>
    ends[end]!.target.type !== 'tokens' && inputMasks(facts, masks)[0] ? [{ facts, end }] : [],
  );
  return found.map(({ facts, end }) => ({
    name: found.length === 1 ? 'mask' : `mask_${end + 1}`,
    facts,
    end,
  }));
}
