/** The core as it is, with the jobs of this folder in place of the real ones. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EntryName } from '../../client/entries.ts';
import { runCore } from '../run-core.ts';

const { values } = parseArgs({ options: { workspace: { type: 'string' } } });
const entries = (name: EntryName): string =>
  join(import.meta.dirname, `${name.replace('job-', '')}-job.fixture.ts`);
process.exit(await runCore({ workspace: values.workspace!, entries, samples: null }));
