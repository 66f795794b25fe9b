/** The small picture of what a layer does, drawn from its own shapes and parameters; null where none says more than words. */
import type { NodeFacts } from '../../../shared/network/infer.ts';
import { ui } from '../../../shared/words/ui/index.ts';
import { dropoutPicture, edgePicture, layoutPicture, normalisationPicture, windowPicture } from './grids.ts';
import type { LayerPicture } from './marks.ts';
import { attentionPicture, recurrentPicture } from './time.ts';
import { densePicture, embeddingPicture, mergePicture } from './units.ts';

export function pictureOf(facts: NodeFacts): LayerPicture | null {
  const { kind, params } = facts;
  switch (kind.group) {
    case 'convolution':
      return windowPicture(facts, kind.kind.endsWith('Transpose'));
    case 'pooling':
      return windowPicture(facts, false);
    case 'recurrent':
      return 'units' in params ? recurrentPicture(facts) : null;
    case 'attention':
      return 'numHeads' in params
        ? attentionPicture(facts, params['causal'] === true || kind.kind === 'transformerDecoder')
        : null;
    case 'normalisation':
      return normalisationPicture(facts);
    case 'regularisation':
      return 'rate' in params && kind.kind !== 'gaussianDropout' ? dropoutPicture(facts) : null;
    case 'merge':
      return mergePicture(facts);
    case 'shape':
      if ('cropping' in params || 'padding' in params) return edgePicture(facts);
      return layoutPicture(
        facts,
        kind.kind === 'permute'
          ? ui.layerPictures.turned
          : kind.kind === 'flatten' || kind.kind === 'reshape'
            ? ui.layerPictures.laidOut
            : ui.layerPictures.repeated,
      );
    case 'core':
      if (kind.kind === 'dense') return densePicture(facts);
      return kind.kind === 'embedding' ? embeddingPicture(facts) : null;
    default:
      return null;
  }
}
