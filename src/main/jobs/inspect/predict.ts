/** What a model says of rows of its data and of a person's files. */
import type { Prediction } from '../../../shared/contract/core.ts';
import type { ImportFile, InspectQuestion, ModelSource } from '../../../shared/contract/jobs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { rowName, rowsName } from '../../../shared/words/predictions.ts';
import { seriesIn } from '../../../shared/data/split.ts';
import type { LoadedModel } from '../model/model.ts';
import { answerOf } from './answers.ts';
import { readFeatures } from './features.ts';
import type { FeatureBatch } from './file-rows.ts';
import { rowsRead } from './windows.ts';

/** Rows handed to the model at once. */
const BATCH = 1024;

export async function predict(
  model: LoadedModel,
  { model: source, rows, files }: Extract<InspectQuestion, { type: 'predict' }>,
): Promise<Prediction[]> {
  const predictions = predictRows(model, source.manifest, rows);
  for (const file of files) {
    for await (const { rows, at, sources, answers } of answered(model, source, file)) {
      for (const [sample, own] of answers.entries()) {
        const { series, moment } = rows[at[sample]!]!;
        predictions.push(...own.map((answer) => ({ source: sources[sample]!, series, moment, ...answer })));
      }
    }
  }
  return predictions;
}

/** What each output says of a sample, in their order. */
type Answers = readonly Omit<Prediction, 'source' | 'series' | 'moment'>[];

/** The rows of a file with the answers to its samples, a batch at a time. */
export async function* answered(
  model: LoadedModel,
  { manifest, data }: Pick<ModelSource, 'manifest' | 'data'>,
  file: ImportFile,
): AsyncGenerator<FeatureBatch & { readonly answers: readonly Answers[] }> {
  for await (const batch of readFeatures(file, { ...model, manifest, data }, BATCH)) {
    const { features, at } = batch;
    yield { ...batch, answers: read(model, model.forwardRaw(features, at.length).outputs, at.length) };
  }
}

function predictRows(model: LoadedModel, manifest: DatasetManifest, rows: readonly number[]): Prediction[] {
  const reach = rowsRead(model.inputs);
  const all = seriesIn(manifest, [0, manifest.rows]);
  const unknown = rows.find((row) => !all.some(([from, end]) => row >= from && row + reach <= end));
  if (unknown !== undefined)
    throw new Failed(failure('not-found', { what: 'row', name: String(unknown + reach) }));
  const nameOf = (row: number): string | null =>
    manifest.series?.ranges.find(({ rows: [from, end] }) => row >= from && row < end)?.name ?? null;
  const predictions: Prediction[] = [];
  for (let from = 0; from < rows.length; from += BATCH) {
    const part = rows.slice(from, from + BATCH);
    for (const [i, answers] of read(model, model.forwardRows(part).outputs, part.length).entries()) {
      const row = part[i]!;
      const source = rowsName(rowName(row), rowName(row + reach - 1));
      predictions.push(
        ...answers.map((answer) => ({ source, series: nameOf(row), moment: null, ...answer })),
      );
    }
  }
  return predictions;
}

function read(
  model: LoadedModel,
  outputs: ReturnType<LoadedModel['forwardRaw']>['outputs'],
  samples: number,
): Answers[] {
  return Array.from({ length: samples }, (_, sample) =>
    model.outputs.map(({ node, name }) => {
      const { values } = outputs[node]!;
      const width = values.length / samples;
      const own = [...values.subarray(sample * width, (sample + 1) * width)];
      return { output: model.outputs.length > 1 ? name : null, ...answerOf(model, node, own) };
    }),
  );
}
