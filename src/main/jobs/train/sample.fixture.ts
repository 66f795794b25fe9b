/** A sample of the app, imported and trained as it ships, by the real processes. */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ModelSource } from '../../../shared/contract/jobs.ts';
import type { EngineRequest, Evaluation } from '../../../shared/contract/runs.ts';
import { importOptionsOf, readSampleProject, readSamples, sampleData } from '../../core/projects/samples.ts';
import { reporter } from '../import/context.ts';
import { runImport } from '../import/import.ts';
import { startCommand, startTraining } from './process.fixture.ts';

export const SAMPLES = join(import.meta.dirname, '../../../../resources/samples');

/** `folder` is made, for the data and the checkpoints. `meanwhile` is given the run from its first checkpoint on. */
export async function trainSample(
  folder: string,
  id: string,
  epochs: number,
  request: EngineRequest,
  meanwhile?: (model: ModelSource, over: () => boolean) => Promise<unknown>,
): Promise<{ readonly model: ModelSource; readonly test: Evaluation; readonly weights: string }> {
  const sample = (await readSamples(SAMPLES)).find((candidate) => candidate.id === id)!;
  const data = join(folder, 'data');
  const checkpoints = join(folder, 'checkpoints');
  await mkdir(data, { recursive: true });
  await mkdir(checkpoints);
  const files = sampleData(SAMPLES, sample)!.map((path) => ({ path, name: basename(path) }));
  const manifest = await runImport(
    { type: 'start', files, options: importOptionsOf(sample), id, name: sample.name, folder: data },
    reporter(new AbortController().signal, () => undefined),
  );
  const shipped = await readSampleProject(SAMPLES, sample);
  const project = {
    ...shipped,
    data: { ...shipped.data, dataset: { id, name: sample.name } },
    training: { ...shipped.training, epochs },
  };
  const job = startTraining(startCommand({ run: id, project, manifest, data, checkpoints, request }));
  const { engine } = await job.until('engine');
  const model = (): ModelSource => ({ project, manifest, data, checkpoint: job.kept()!, engine });
  if (meanwhile) {
    await job.until('checkpoint');
    await meanwhile(model(), () => job.events.some(({ type }) => type === 'ended'));
  }
  const { test, weights } = await job.until('ended');
  await job.exit;
  return { model: model(), test: test!, weights };
}
