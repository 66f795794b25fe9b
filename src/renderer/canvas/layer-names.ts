import type { AnyLayer } from '../../shared/kinds/define.ts';
import type { LayerGroup } from '../../shared/kinds/layer-groups.ts';
import { kindWords } from '../../shared/words/kinds.ts';
import { find } from '../ui/find.ts';

/** Layers that a text finds, by their names, what they do and what else people call them. */
export const searchLayers = (layers: readonly AnyLayer[], text: string): readonly AnyLayer[] =>
  find(layers, text, (layer) => {
    const { label, kind, group } = layer;
    const said = kindWords('layers', layer);
    return {
      name: said.label,
      about: `${label} ${kind} ${said.doc} ${GROUP_NAMES[group] ?? ''} ${KIND_NAMES[kind] ?? ''}`,
    };
  });

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
