import type { AnyLayer } from '../../shared/kinds/define.ts';
import type { LayerGroup } from '../../shared/kinds/layer-groups.ts';
import { kindWords } from '../../shared/words/kinds.ts';

/**
 * Layers that a text finds: every word of it must be in the name, or failing that in the sentence about it and what else
 * it is called. Those whose
 * name begins with the text come first.
 */
export function searchLayers(layers: readonly AnyLayer[], text: string): readonly AnyLayer[] {
  const wanted = plain(text);
  if (wanted === '') return layers;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (layer: AnyLayer): number => {
    const { label, doc } = kindWords('layers', layer);
    const name = `${plain(label)} ${plain(layer.label)} ${plain(layer.kind)}`;
    if (name.startsWith(wanted)) return 3;
    if (words.every((word) => name.includes(plain(word)))) return 2;
    const about = `${doc.toLowerCase()} ${otherNames(layer)}`;
    return words.every((word) => name.includes(plain(word)) || about.includes(word)) ? 1 : 0;
  };
  return layers
    .map((layer) => ({ layer, rank: rank(layer) }))
    .filter((found) => found.rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map((found) => found.layer);
}

/** What people call the layers of a group, and some kinds, besides what they are called here. */
const GROUP_NAMES: Readonly<Partial<Record<LayerGroup, string>>> = {
  convolution: 'cnn convnet filter picture image',
  pooling: 'downsampling picture image',
  recurrent: 'rnn sequence text time series memory',
  attention: 'transformer gpt bert sequence text',
  normalisation: 'normalization scale',
  regularisation: 'regularization overfitting',
  augmentation: 'augment picture image',
  merge: 'join combine skip residual shortcut',
};
const KIND_NAMES: Readonly<Record<string, string>> = {
  dense: 'fully connected linear mlp perceptron',
  conv1DTranspose: 'deconvolution upsampling generator decoder',
  conv2DTranspose: 'deconvolution upsampling generator decoder',
  sampling: 'vae variational autoencoder noise latent',
  gaussianNoise: 'noise',
  gaussianDropout: 'noise',
  lstm: 'long short-term memory bidirectional',
  gru: 'gated bidirectional',
  simpleRNN: 'bidirectional',
  embedding: 'words tokens text',
  group: 'block repeat sequential',
};

const otherNames = ({ group, kind }: AnyLayer): string =>
  `${GROUP_NAMES[group] ?? ''} ${KIND_NAMES[kind] ?? ''}`;

/** "Conv 2D", "conv-2d" and "conv2D" are the same name. */
const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');
