/** The estimate of memory, held to what real trainings take. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Precision } from '../../../shared/contract/runs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Project } from '../../../shared/network/document.ts';
import { estimateMemory } from '../../../shared/network/memory.ts';
import { parseProject } from '../../../shared/network/parse.ts';
import { machineRoom, multipliesBfloat16 } from '../tensorflow/install/machine.ts';
import { startCommand, startTraining, writeDataset } from './process.fixture.ts';
import { chainProject, imageManifest, tableManifest } from './project.fixture.ts';
import type { Step } from './project.fixture.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'neuroloom-memory-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The training process' largest resident memory, as Linux counts it. */
async function peakOf(project: Project, manifest: DatasetManifest, precision: Precision): Promise<number> {
  const own = mkdtempSync(join(folder, 'run-'));
  const [data, checkpoints] = [join(own, 'data'), join(own, 'checkpoints')];
  writeDataset(data, manifest);
  mkdirSync(checkpoints);
  const request = { backend: 'native', threads: 2, shards: null, precision } as const;
  const job = startTraining(startCommand({ project, manifest, data, checkpoints, request }));
  let peak = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${job.pid}/status`, 'utf8');
      peak = Math.max(peak, 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
    } catch {
      // It has ended.
    }
  }, 50);
  await job.until('ended');
  clearInterval(look);
  await job.exit;
  return peak;
}

const dense = (units: number, activation: string): Step => ['dense', { units, activation }];
const conv = (filters: number): Step => ['conv2D', { filters, padding: 'same', activation: 'relu' }];
const plainConv = (filters: number): Step => ['conv2D', { filters, padding: 'same' }];

test
  .skipIf(process.platform !== 'linux')
  .for<
    [name: string, manifest: DatasetManifest, input: readonly number[], steps: readonly Step[], batch: number]
  >([
    [
      'a table',
      tableManifest(8, { rows: 1000, classes: 3 }),
      [8],
      [dense(32, 'relu'), dense(3, 'softmax')],
      32,
    ],
    [
      'wide dense layers',
      imageManifest([28, 28, 1], { rows: 1000, classes: 10 }),
      [28, 28, 1],
      [['flatten'], dense(2048, 'relu'), dense(2048, 'relu'), dense(10, 'softmax')],
      128,
    ],
    [
      'much data',
      imageManifest([64, 64, 3], { rows: 6000, classes: 4 }),
      [64, 64, 3],
      [['flatten'], dense(4, 'softmax')],
      256,
    ],
    [
      'small convolutions',
      imageManifest([28, 28, 1], { rows: 1000, classes: 10 }),
      [28, 28, 1],
      [conv(16), conv(16), ['maxPooling2D'], ['flatten'], dense(64, 'relu'), dense(10, 'softmax')],
      64,
    ],
    [
      'large convolutions',
      imageManifest([64, 64, 3], { rows: 200, classes: 4 }),
      [64, 64, 3],
      [conv(64), conv(64), ['maxPooling2D'], conv(96), ['flatten'], dense(4, 'softmax')],
      100,
    ],
    [
      'batch normalisation and dropout',
      imageManifest([48, 48, 3], { rows: 300, classes: 4 }),
      [48, 48, 3],
      [
        plainConv(48),
        ['batchNormalization'],
        ['activation', { activation: 'relu' }],
        ['dropout', { rate: 0.3 }],
        plainConv(48),
        ['batchNormalization'],
        ['activation', { activation: 'relu' }],
        ['globalAveragePooling2D'],
        dense(4, 'softmax'),
      ],
      150,
    ],
    [
      'a recurrence',
      imageManifest([28, 28, 1], { rows: 1000, classes: 10 }),
      [28, 28, 1],
      [['reshape', { targetShape: [28, 28] }], ['lstm', { units: 128 }], dense(10, 'softmax')],
      128,
    ],
    [
      'attention',
      imageManifest([32, 32, 1], { rows: 500, classes: 10 }),
      [32, 32, 1],
      [
        ['reshape', { targetShape: [32, 32] }],
        ['dense', { units: 128 }],
        ['transformerEncoder', { numHeads: 4, intermediateDim: 512, activation: 'gelu' }],
        ['transformerEncoder', { numHeads: 4, intermediateDim: 512, activation: 'gelu' }],
        ['globalAveragePooling1D'],
        dense(10, 'softmax'),
      ],
      100,
    ],
  ])('%s', async ([name, manifest, input, steps, batchSize]) => {
  const project = chainProject(input, steps, manifest, { epochs: 1, batchSize });
  await expectEstimate(name, project, manifest, 'float32');
});

/** The bench's: two updates a step, the discriminator's over two passes. */
test.skipIf(process.platform !== 'linux' || !multipliesBfloat16()).for<Precision>(['float32', 'bfloat16'])(
  'a GAN in %s',
  async (precision) => {
    const path = join(import.meta.dirname, '../../../../bench/networks/gan.neuroloom');
    const parsed = parseProject(readFileSync(path, 'utf8'), path);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const training = { ...parsed.value.training, epochs: 1 };
    const manifest = imageManifest([28, 28, 1], { rows: 2000, classes: 10 });
    await expectEstimate('a GAN', { ...parsed.value, training }, manifest, precision);
  },
);

async function expectEstimate(
  name: string,
  project: Project,
  manifest: DatasetManifest,
  precision: Precision,
): Promise<void> {
  const { total, streamed, ...parts } = estimateMemory(project, manifest, machineRoom());
  expect(streamed).toBe(0);
  const peak = await peakOf(project, manifest, precision);
  const mega = (bytes: number): string => (bytes / 1e6).toFixed(0);
  const each = Object.entries(parts).map(([part, bytes]) => `${part} ${mega(bytes)}`);
  const told = `${name}: ${mega(total)} MB estimated (${each.join(', ')}), ${mega(peak)} MB measured`;
  if (process.env['NEUROLOOM_MEASURE']) process.stdout.write(`${told}\n`);
  expect(total / peak, told).toBeGreaterThan(0.9);
  expect(total / peak, told).toBeLessThan(1.25);
}
