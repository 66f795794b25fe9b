/** The core as it is, with the jobs of this folder in place of the real ones. */
import { parseArgs } from 'node:util';
import { runCore } from '../run-core.ts';
import { fixtureEntry } from './entries.ts';

const { values } = parseArgs({ options: { workspace: { type: 'string' } } });
process.exit(await runCore({ workspace: values.workspace!, entries: fixtureEntry, samples: null }));
