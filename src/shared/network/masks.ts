/** Which mask reaches a layer, told by what hides the steps: exports write it in their format's words. */
import { endsMask } from '../kinds/masks.ts';
import type { EdgeEnd } from './document.ts';
import type { NodeFacts } from './infer.ts';

/** Hides the steps of a signal whose every number is `hidden`, or joins several masks. */
export type Mask =
  | { readonly of: EdgeEnd; readonly axes: number; readonly hidden: number }
  | { readonly joins: 'any' | 'all'; readonly masks: readonly Mask[] };

/** By id of each node whose outputs carry one; `nodes` in the order of the pass. */
export function masksOf(nodes: readonly NodeFacts[]): ReadonlyMap<string, Mask> {
  const masks = new Map<string, Mask>();
  for (const facts of nodes) {
    const mask = maskBehind(facts, inputMasks(facts, masks));
    if (mask) masks.set(facts.node.id, mask);
  }
  return masks;
}

/** Only a row of time steps carries a mask: a state beside it has none. */
export const inputMasks = (
  { sources, inputs }: NodeFacts,
  masks: ReadonlyMap<string, Mask>,
): readonly (Mask | null)[] =>
  sources.map(({ node }, i) => (inputs[i]!.length === 2 ? (masks.get(node) ?? null) : null));

function maskBehind(
  { kind, params, sources, inputs }: NodeFacts,
  given: readonly (Mask | null)[],
): Mask | null {
  const { mask } = kind;
  if (!mask) return endsMask(kind) ? null : (given[0] ?? null);
  if ('hidden' in mask) {
    const hidden = mask.hidden(params);
    return hidden === null ? null : { of: sources[0]!, axes: inputs[0]!.length, hidden };
  }
  const found = given.filter((one) => one !== null);
  // Where one branch has none, all of its steps are there.
  if (found.length === 0 || (mask.joins === 'any' && found.length < given.length)) return null;
  const masks = found.flatMap((one) => ('joins' in one && one.joins === mask.joins ? one.masks : [one]));
  return masks.length === 1 ? masks[0]! : { joins: mask.joins, masks };
}
