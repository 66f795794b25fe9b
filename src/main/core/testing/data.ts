/** A small data set of two numbers and a class, and a network that learns it. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Project } from '../../../shared/network/document.ts';
import { starterProject } from '../../../shared/network/starter.ts';
import type { Behaviour } from './train-job.fixture.ts';

const CLASSES = ['a', 'b', 'c'];

/** `rows` rows, the last quarter of them for the test; row i is [i, -i] of class i % 3. */
export function manifestOf(
  id: string,
  name: string,
  rows: number,
): { manifest: DatasetManifest; columns: Record<string, Buffer> } {
  const numbers = Array.from({ length: rows }, (_, i) => i);
  const columns = {
    'x.f32': Buffer.from(Float32Array.from(numbers).buffer),
    'y.f32': Buffer.from(Float32Array.from(numbers, (i) => -i).buffer),
    'kind.i32': Buffer.from(Int32Array.from(numbers, (i) => i % 3).buffer),
  };
  const split = rows - Math.floor(rows / 4);
  const count = (from: number, to: number): number[] =>
    CLASSES.map((_, c) => numbers.slice(from, to).filter((i) => i % 3 === c).length);
  const hash = createHash('sha256');
  for (const bytes of Object.values(columns)) hash.update(bytes);
  const statistics = { min: 0, max: 1, mean: 0.5, standardDeviation: 0.3 };
  const manifest: DatasetManifest = {
    format: 'neuroloom-dataset',
    version: 1,
    id,
    name,
    rows,
    splits: { train: [0, split], validation: [split, split], test: [split, rows] },
    order: 'rows',
    columns: [
      { type: 'number', name: 'x', file: 'x.f32', missing: 0, statistics },
      { type: 'number', name: 'y', file: 'y.f32', missing: 0, statistics },
      {
        type: 'category',
        name: 'kind',
        file: 'kind.i32',
        classes: CLASSES,
        counts: { train: count(0, split), validation: count(0, 0), test: count(split, rows) },
      },
    ],
    target: 'kind',
    problems: { count: 0, first: [] },
    source: { kind: 'table', files: [{ name: 'points.csv', bytes: 1 }] },
    bytes: rows * 12,
    created: '2026-01-01T00:00:00.000Z',
    hash: `sha256-${hash.digest('hex')}`,
  };
  return { manifest, columns };
}

/** Lays a data set into a workspace whose core is not running. */
export function writeDataset(workspace: string, id: string, rows = 40): DatasetManifest {
  const { manifest, columns } = manifestOf(id, 'Points', rows);
  const folder = join(workspace, 'datasets', id);
  mkdirSync(folder, { recursive: true });
  for (const [file, bytes] of Object.entries(columns)) writeFileSync(join(folder, file), bytes);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}

/** A project that trains on it; what the fixture's train job does is told by its description. */
export function projectOn(manifest: DatasetManifest, behaviour: Behaviour = {}, epochs = 3): Project {
  const project = starterProject(manifest, 'Points');
  return {
    ...project,
    description: JSON.stringify(behaviour),
    training: { ...project.training, epochs, seed: 7 },
  };
}
