/** The sample projects that ship with the app. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { importOptionsSchema } from '../../../shared/contract/core.ts';
import type { Project } from '../../../shared/network/document.ts';
import { parseProject } from '../../../shared/network/parse.ts';
import { Failed } from '../../../shared/words/failures.ts';

const plain = z.string().regex(/^[\w.-]+$/);
const sampleSchema = z.strictObject({
  id: plain,
  file: plain,
  name: z.string(),
  description: z.string(),
  data: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('shipped'),
      /** Relative to the samples' folder. */
      files: z.array(z.string().regex(/^(?!.*\.\.)[\w./-]+$/)).min(1),
      options: importOptionsSchema.default({}),
    }),
    z.strictObject({ kind: z.literal('fashion-mnist') }),
  ]),
});
export type SampleFile = z.infer<typeof sampleSchema>;

/** An empty list where none were shipped. Throws on a broken index: that is a fault of the build. */
export async function readSamples(folder: string | null): Promise<readonly SampleFile[]> {
  const index = folder && join(folder, 'index.json');
  if (!index || !existsSync(index)) return [];
  return z.array(sampleSchema).parse(JSON.parse(await readFile(index, 'utf8')));
}

export async function readSampleProject(folder: string, sample: SampleFile): Promise<Project> {
  const path = join(folder, sample.file);
  const parsed = parseProject(await readFile(path, 'utf8'), path);
  if (!parsed.ok) throw new Failed(parsed.error);
  return parsed.value;
}

/** Where Debian's package `dataset-fashion-mnist` lays its files. */
const FASHION_MNIST = '/usr/share/datasets/fashion-mnist';
const FASHION_FILES = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
];

/** The files that a sample's data can be imported from on this machine; null where the person has to bring them. */
export function sampleData(folder: string, sample: SampleFile): readonly string[] | null {
  const files =
    sample.data.kind === 'shipped'
      ? sample.data.files.map((file) => join(folder, file))
      : FASHION_FILES.map((file) => join(FASHION_MNIST, file));
  return files.every((file) => existsSync(file)) ? files : null;
}
