/** The sample projects that ship with the app. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { importOptionsSchema, sampleGroups } from '../../../shared/contract/core.ts';
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { ImportDownload } from '../../../shared/contract/jobs.ts';
import type { Project } from '../../../shared/network/document.ts';
import { parseProject } from '../../../shared/network/parse.ts';
import { Failed } from '../../../shared/words/failures.ts';

const plain = z.string().regex(/^[\w.-]+$/);
/** Of the data set that it becomes. */
const name = z.string();
const dataSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('shipped'),
    name,
    /** Relative to the samples' folder. */
    files: z.array(z.string().regex(/^(?!.*\.\.)[\w./-]+$/)).min(1),
    options: importOptionsSchema.default({}),
  }),
  z.strictObject({
    kind: z.literal('published'),
    name,
    /** Where a system's package lays the files. */
    local: z.string().startsWith('/'),
    /** Where their authors publish them: a folder's address, to which the names are added. */
    from: z.url({ protocol: /^https?$/ }).endsWith('/'),
    files: z
      .array(
        z.strictObject({
          name: plain,
          /** About what is downloaded. */
          packed: z.number().int().positive(),
          /** Of the contents, gunzipped; copies differ in how they are packed. */
          bytes: z.number().int().positive(),
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
        }),
      )
      .min(1),
  }),
]);
const indexSchema = z.strictObject({
  /** By the name that samples call it by; several can train on the same. */
  data: z.record(plain, dataSchema),
  samples: z.array(
    z.strictObject({
      id: plain,
      file: plain,
      name: z.string(),
      description: z.string(),
      group: z.enum(sampleGroups),
      when: z.string(),
      data: plain,
    }),
  ),
});
type IndexedSample = z.infer<typeof indexSchema>['samples'][number];
/** A sample with its data in the place of the data's name. */
export type SampleFile = Omit<IndexedSample, 'data'> & { readonly data: z.infer<typeof dataSchema> };

/** An empty list where none were shipped. Throws on a broken index: that is a fault of the build. */
export async function readSamples(folder: string | null): Promise<readonly SampleFile[]> {
  const index = folder && join(folder, 'index.json');
  if (!index || !existsSync(index)) return [];
  const { data, samples } = indexSchema.parse(JSON.parse(await readFile(index, 'utf8')));
  return samples.map((sample) => {
    const own = data[sample.data];
    if (!own) throw new Error(`${index} has no data called ${sample.data}`);
    return { ...sample, data: own };
  });
}

export async function readSampleProject(folder: string, sample: SampleFile): Promise<Project> {
  const path = join(folder, sample.file);
  const parsed = parseProject(await readFile(path, 'utf8'), path);
  if (!parsed.ok) throw new Failed(parsed.error);
  return parsed.value;
}

/** The files that a sample's data can be imported from on this machine; null where the person has to bring them. */
export function sampleData(folder: string, { data }: SampleFile): readonly string[] | null {
  const files =
    data.kind === 'shipped'
      ? data.files.map((file) => join(folder, file))
      : data.files.map(({ name }) => join(data.local, name));
  return files.every((file) => existsSync(file)) ? files : null;
}

/** How the files are read. */
export const importOptionsOf = ({ data }: SampleFile): ImportOptions =>
  data.kind === 'shipped' ? data.options : {};

/** What the person is asked before anything is fetched; null where nothing can be. */
export function downloadOf({ data }: SampleFile): { from: string; bytes: number } | null {
  if (data.kind !== 'published') return null;
  return { from: new URL(data.from).host, bytes: data.files.reduce((sum, { packed }) => sum + packed, 0) };
}

export const downloadsOf = ({ data }: SampleFile): readonly ImportDownload[] =>
  data.kind === 'published'
    ? data.files.map((file) => ({ ...file, url: new URL(file.name, data.from).href }))
    : [];
