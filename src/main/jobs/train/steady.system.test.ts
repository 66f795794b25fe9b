/** A long run takes no more memory than a short one. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCommand, startTraining, writeDataset } from './process.fixture.ts';
import { chainProject, tableManifest } from './project.fixture.ts';

/** What V8 and the allocator may hold or give back as they please. */
const MOST = 8e6;

test.skipIf(process.platform !== 'linux')('40,000 steps more take no more memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'neuroloom-steady-'));
  const [data, checkpoints] = [join(folder, 'data'), join(folder, 'checkpoints')];
  // 500 steps an epoch.
  const manifest = tableManifest(4, { rows: 4000 });
  const project = chainProject(
    [4],
    [
      ['dense', { units: 8, activation: 'tanh' }],
      ['dropout', { rate: 0.1 }],
      ['dense', { units: 1 }],
    ],
    manifest,
    { epochs: 160, batchSize: 8, validationFraction: 0, testFraction: 0 },
  );
  writeDataset(data, manifest);
  mkdirSync(checkpoints);
  try {
    const job = startTraining(
      startCommand({
        project,
        manifest,
        data,
        checkpoints,
        request: { backend: 'native', threads: 2, shards: null, precision: 'float32' },
      }),
    );
    /** Resident now, once this step's checkpoint is kept. */
    const residentAt = async (step: number): Promise<number> => {
      await job.until('checkpoint', (event) => event.step === step);
      const status = readFileSync(`/proc/${job.pid}/status`, 'utf8');
      return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]);
    };
    // The first ones are over within two seconds, in which V8 and the allocator come to what they keep.
    const early = await residentAt(40_000);
    const late = await residentAt(80_000);
    await job.exit;
    const mega = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    const told = `${mega(early)} after 40,000 steps, ${mega(late)} after 80,000`;
    process.stdout.write(`Resident: ${told}\n`);
    expect(late - early, told).toBeLessThan(MOST);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
