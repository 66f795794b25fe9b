import type { AnyLayer } from '../../shared/kinds/define.ts';

/**
 * Layers that a text finds: every word of it must be in the name, or failing that in the sentence about it. Those whose
 * name begins with the text come first.
 */
export function searchLayers(layers: readonly AnyLayer[], text: string): readonly AnyLayer[] {
  const wanted = plain(text);
  if (wanted === '') return layers;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (layer: AnyLayer): number => {
    const name = `${plain(layer.label)} ${plain(layer.kind)}`;
    if (name.startsWith(wanted)) return 3;
    if (words.every((word) => name.includes(plain(word)))) return 2;
    return words.every((word) => layer.doc.toLowerCase().includes(word)) ? 1 : 0;
  };
  return layers
    .map((layer) => ({ layer, rank: rank(layer) }))
    .filter((found) => found.rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map((found) => found.layer);
}

/** "Conv 2D", "conv-2d" and "conv2D" are the same name. */
const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');
