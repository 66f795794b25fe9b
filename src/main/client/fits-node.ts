/** A Node that the native modules were not built for ends in a crash as soon as it loads one. It is told before. */
import { missing, missingRow } from '../../shared/words/missing.ts';

/** The bundles are made for it, and the native modules that npm installs beside the app. */
const OLDEST = 24;

/** Why this version of Node cannot run Neuroloom, and how to get one that can; null where it can. */
export function nodeMisfit(version: string): string | null {
  if (Number(version.split('.')[0]) >= OLDEST) return null;
  const { when, then, remedy } = missingRow(missing('node-unfit', version));
  return [when, then, remedy].join(' ');
}

/** Ends a process of the wrong Node. An entry calls it first, and then loads what it is made of. */
export function refuseOtherNode(): void {
  const misfit = nodeMisfit(process.versions.node);
  if (misfit === null) return;
  process.stderr.write(`${misfit}\n`);
  process.exit(2);
}
