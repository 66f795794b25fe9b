/** What generating needs of a network with its weights: of one that was loaded, or of one that trains. */
import type { ModelSource } from '../../../shared/contract/jobs.ts';
import type { LoadedModel } from '../model/model.ts';

export type Maker = Pick<
  LoadedModel,
  'network' | 'inferred' | 'preprocessing' | 'rowsOf' | 'rawRows' | 'rawTargets' | 'forwardRaw' | 'reread'
>;

/** What it was trained as, and on. */
export type MakerSource = Pick<ModelSource, 'project' | 'manifest' | 'data'>;
