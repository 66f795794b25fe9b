import { createRequire } from 'node:module';
import type { Tfjs } from '../../../shared/kinds/ops.ts';

const load = createRequire(import.meta.url);

/**
 * The one tfjs of the process: the copy that tfjs-node itself uses. It registers the gradients, which tfjs-core's
 * build for Node does not.
 */
export function loadTfjs(): Tfjs {
  return createRequire(load.resolve('@tensorflow/tfjs-node-gpu/package.json'))('@tensorflow/tfjs') as Tfjs;
}
