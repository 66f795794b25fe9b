/** One export: written aside, synced, read back, proved, and only then given its name. */
import { copyFile, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { ExportCommand, ExportEvent } from '../../../shared/contract/jobs.ts';
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import type { ForwardContext } from '../../../shared/kinds/define.ts';
import { inferNetwork } from '../../../shared/network/infer.ts';
import { assertNever } from '../../../shared/result.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import type { LoadedModel } from '../model/model.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import { computedRandom } from '../tensorflow/random.ts';
import { readingOfKeras } from './keras/reading.ts';
import { writeKeras } from './keras/write.ts';
import { METADATA_KEY, modelMetadata } from './metadata.ts';
import { readingOfOnnx } from './onnx/reading.ts';
import { writeOnnx } from './onnx/write.ts';
import { planExport } from './plan.ts';
import type { ExportPlan } from './plan.ts';
import { prove } from './proof.ts';
import type { Reading } from './proof.ts';
import { inUnits } from './units.ts';

/** Where this process writes the file until it is proved. */
export const asideOf = (path: string): string => `${path}.${process.pid}.partial`;

type Format = ExportCommand['format'];

/**
 * Exports to `command.path`, replacing what is there. Rejects with `Failed` ('export-differs', 'export-failed',
 * 'disk-full'); then nothing is left behind and an older file is as it was.
 */
export async function exportModel(
  command: ExportCommand,
  model: LoadedModel,
): Promise<Extract<ExportEvent, { type: 'done' }>> {
  const { format, path } = command;
  const network = inUnits(model.network, model.preprocessing);
  const plan = planExport(network, inferNetwork(network));
  const bytes = await writeFormat(format, plan, model, command.model.project.name);
  const aside = asideOf(path);
  try {
    await writeSynced(aside, bytes, path);
    const reading = await readBack(format, await readFile(aside), plan, command, model);
    let proof;
    try {
      proof = await prove(plan, model, reading);
    } finally {
      await reading.close();
    }
    await rename(aside, path);
    await writeTokenizers(command, model.preprocessing);
    await syncFolder(dirname(path));
    return { type: 'done', path, bytes: bytes.length, proof };
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw asFailed(error, path);
  }
}

/** What turns text into the ids that the model reads or writes lies beside it, where its form is every library's. */
async function writeTokenizers(
  { model: { manifest, data }, path }: ExportCommand,
  { inputs, targets }: Preprocessing,
): Promise<void> {
  const names = new Set([
    ...Object.values(inputs).flatMap(({ columns }) => columns.map(({ name }) => name)),
    ...Object.values(targets).flatMap((target) => (target.type === 'tokens' ? [target.column] : [])),
  ]);
  const stem = join(dirname(path), basename(path, extname(path)));
  const files = manifest.columns.flatMap((column) =>
    column.type === 'tokens' && column.tokenizer.kind === 'bpe' && names.has(column.name)
      ? [{ name: column.name, file: column.tokenizer.file }]
      : [],
  );
  for (const { name, file } of files) {
    const own = files.length > 1 ? `.${modelName(name)}` : '';
    await copyFile(join(data, file), `${stem}${own}.tokenizer.json`);
  }
}

function writeFormat(
  format: Format,
  plan: ExportPlan,
  model: LoadedModel,
  name: string,
): Uint8Array | Promise<Uint8Array> {
  const metadata = modelMetadata(plan, model.preprocessing, model);
  switch (format) {
    case 'keras':
      return writeKeras(plan, model.weights, metadata, { name: modelName(name), date: new Date() });
    case 'onnx':
      return writeOnnx(plan, model.weights, { [METADATA_KEY]: JSON.stringify(metadata) }).bytes;
    default:
      return assertNever(format);
  }
}

/** Keras wants a name that TensorFlow's scopes accept. */
const modelName = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9_.-]+/g, '_').replace(/^[^A-Za-z0-9]+/, '') || 'model';

async function readBack(
  format: Format,
  bytes: Uint8Array,
  plan: ExportPlan,
  command: ExportCommand,
  model: LoadedModel,
): Promise<Reading> {
  try {
    if (format === 'onnx') return await readingOfOnnx(bytes, plan, model.weights);
    const runtime = await loadTensorFlow(command.model.engine);
    const context: ForwardContext = {
      tf: runtime.tf,
      ops: runtime.ops,
      training: false,
      random: computedRandom(runtime, 0, 0)('', 0),
    };
    return await readingOfKeras(bytes, plan, context);
  } catch (error) {
    throw new Failed(
      failure('export-failed', {
        detail: `the file could not be read back (${(error as Error).message})`,
      }),
    );
  }
}

async function writeSynced(aside: string, bytes: Uint8Array, path: string): Promise<void> {
  try {
    const file = await open(aside, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asFailed(error, path);
  }
}

/** So that the new name survives a power cut; Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the file system refuses is a failure with its reason; anything else is a bug and stays what it is. */
function asFailed(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof Failed || typeof code !== 'string') return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failed(failure('disk-full', { path }));
  return new Failed(failure('export-failed', { detail: `${path} could not be written (${code})` }));
}
