import { optimizerOf } from '../../shared/kinds/optimizers/index.ts';
import { kindWords } from '../../shared/words/kinds.ts';

/** What the optimizer of a run is called; of one that this version does not know, its kind. */
export function optimizerLabel(kind: string): string {
  const optimizer = optimizerOf(kind);
  return optimizer ? kindWords('optimizers', optimizer).label : kind;
}
