/** The samples as they ship, and data of the form that they are made for: manifests only, no rows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetManifest } from '../data/manifest.ts';
import type { Project } from '../network/document.ts';
import { parseProject } from '../network/parse.ts';
import { category, inTime, manifest, number, pictures, tokens } from '../network/testing.ts';

const SAMPLES = join(import.meta.dirname, '../../../resources/samples');

export interface Sample {
  readonly name: string;
  readonly project: Project;
  readonly manifest: DatasetManifest;
}

const flowers = ({ data }: Project): DatasetManifest => {
  const columns = Object.values(data.inputs).flat();
  const [target] = Object.values(data.targets);
  return manifest(
    'Table',
    150,
    [...columns.map((name, i) => number(name, `${i}.f32`)), category(target!, ['a', 'b', 'c'])],
    target!,
  );
};
const dataOf: Readonly<Record<string, (project: Project) => DatasetManifest>> = {
  'fashion-mnist': () => pictures(28),
  digits: () => pictures(8),
  iris: flowers,
  wine: flowers,
  'mackey-glass': () => inTime(manifest('Series', 300, [number('value', '0.f32')], 'value')),
  sunspots: () => inTime(manifest('Sunspots', 309, [number('SUNACTIVITY', '0.f32')], 'SUNACTIVITY')),
  shakespeare: () => inTime(manifest('Shakespeare', 600, [tokens('text', 1, 65)], 'text')),
  dates: () => manifest('Dates', 80, [tokens('phrase', 31, 49), tokens('date', 12, 15)], 'date'),
};

export const samples: readonly Sample[] = readdirSync(SAMPLES)
  .filter((file) => file.endsWith('.neuroloom'))
  .map((file) => {
    const parsed = parseProject(readFileSync(join(SAMPLES, file), 'utf8'), file);
    if (!parsed.ok) throw new Error(file);
    const project = parsed.value;
    return {
      name: file.replace('.neuroloom', ''),
      project,
      manifest: dataOf[project.data.dataset!.id]!(project),
    };
  });
