/** The reference networks: each is a project (networks/NAME.neuroloom) and a data set in memory. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetManifest } from '../../src/shared/data/manifest.ts';
import type { Project } from '../../src/shared/network/document.ts';
import { parseProject } from '../../src/shared/network/parse.ts';
import { chainProject, imageManifest } from '../../src/main/jobs/train/project.fixture.ts';
import type { Step } from '../../src/main/jobs/train/project.fixture.ts';

export interface Reference {
  readonly project: Project;
  readonly manifest: DatasetManifest;
}

/** Random pictures of MNIST's size; the peers train on as many. */
const pictures = imageManifest([28, 28, 1], { rows: 20_000, classes: 10 });

const data: Readonly<Record<string, DatasetManifest>> = { mlp: pictures, cnn: pictures };

export const networkNames: readonly string[] = Object.keys(data);

export function networkOf(name: string): Reference {
  const path = join(import.meta.dirname, '../networks', `${name}.neuroloom`);
  const parsed = parseProject(readFileSync(path, 'utf8'), path);
  if (!parsed.ok) throw new Error(`${path}: ${JSON.stringify(parsed.error)}`);
  return { project: parsed.value, manifest: data[name]! };
}

/** Networks of any depth and batch size, for `--scaling`: as many equal layers as asked before the classes. */
export const scalable: Readonly<Record<string, (depth: number, batchSize: number) => Reference>> = {
  mlp: (depth, batchSize) =>
    deep([['flatten'], ...repeat(depth, ['dense', { units: 128, activation: 'relu' }])], batchSize),
  cnn: (depth, batchSize) =>
    deep(
      [
        ...repeat(depth, ['conv2D', { filters: 32, padding: 'same', activation: 'relu' }]),
        ['maxPooling2D'],
        ['flatten'],
      ],
      batchSize,
    ),
};

const repeat = (times: number, step: Step): Step[] => Array.from({ length: times }, () => step);

function deep(steps: readonly Step[], batchSize: number): Reference {
  const all: Step[] = [...steps, ['dense', { units: 10, activation: 'softmax' }]];
  const training = { batchSize, validationFraction: 0, testFraction: 0 };
  return { project: chainProject([28, 28, 1], all, pictures, training), manifest: pictures };
}
