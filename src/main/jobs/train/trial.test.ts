import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { TrialEvent } from '../../../shared/contract/jobs.ts';
import { writeDataset } from './process.fixture.ts';
import { chainProject, tableManifest } from './project.fixture.ts';
import { runTrial } from './trial.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-trial-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('trains for the time it is given, says how fast, and keeps nothing', async () => {
  // Fewer rows than two batches, and far fewer than the steps of the trial.
  const manifest = tableManifest(4, { rows: 50, classes: 3 });
  const project = chainProject([4], [['dense', { units: 3, activation: 'softmax' }]], manifest, {
    batchSize: 32,
  });
  writeDataset(folder, manifest);
  const files = readdirSync(folder);
  const events: TrialEvent[] = [];
  const request = { backend: 'native', threads: 2, shards: 2, precision: 'float32' } as const;
  const began = performance.now();
  await runTrial({ type: 'trial', project, manifest, data: folder, request, seconds: 0.5 }, (event) =>
    events.push(event),
  );
  const seconds = (performance.now() - began) / 1000;
  expect(events).toMatchObject([{ type: 'trial', engine: { backend: 'native', threads: 2 } }]);
  const [event] = events;
  const { device, shards } = event?.type === 'trial' ? event.engine : { device: null, shards: 0 };
  expect(shards).toBe(device === 'gpu' ? 1 : 2);
  const speed = event?.type === 'trial' ? event.samplesPerSecond : 0;
  expect(speed).toBeGreaterThan(32);
  expect(speed).toBeLessThan(1e8);
  expect(seconds).toBeGreaterThan(0.5);
  expect(readdirSync(folder)).toEqual(files);
});
