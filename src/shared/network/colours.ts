/** The colours of what is drawn: one for each group of layers, unless a person chose another. */
import { layerOf } from '../kinds/layers/index.ts';
import type { LayerGroup } from '../kinds/layer-groups.ts';
import type { Network, NetworkNode } from './document.ts';

/** Its own colour, that of what is around it, or that of its kind. */
export const colourOf = (
  { kind, colour }: Pick<NetworkNode, 'kind' | 'colour'>,
  around?: LayerGroup,
): LayerGroup => colour ?? around ?? layerOf(kind)?.group ?? 'core';

/** What the layers inside groups are drawn in: the colour that was chosen for the innermost of the groups that has one. */
export const colourAround = (way: readonly Network[]): LayerGroup | undefined =>
  way
    .slice(1)
    .map(({ id }, i) => way[i]!.nodes.find((node) => node.id === id.split('/').at(-1))?.colour)
    .filter((colour) => colour !== undefined)
    .at(-1);
